"""Hold some rows of a column against the other rows of their documents.

How many are greater, by how much, and how they spread.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from copydesk.columns.dtypes import Floats, Ints
from copydesk.columns.ragged import expand


@dataclass(frozen=True, slots=True)
class Standing:
    """How each row stands in its document; every column of shape (rows,).

    `rank`: rows of the document with a greater value; `over_others`: its value less the greatest of
    the others; `mean`, `spread`: of all rows of the document.
    """

    rank: Ints
    over_others: Floats
    mean: Floats
    spread: Floats


def standing(column: Floats, rows: Ints, first: Ints, end: Ints) -> Standing:
    """Return how some rows, ascending, stand among the rows [first, end) of their documents.

    Only these documents are looked at.
    """
    fresh = np.append(True, first[1:] != first[:-1])[: rows.size]
    size = (end - first)[fresh]
    head, document = np.cumsum(size) - size, np.cumsum(fresh) - 1
    owner, at = expand(first[fresh], size)
    values = column.take(at)
    order = np.lexsort((-values, owner))
    rank = np.empty(values.size, np.int64)
    rank[order] = np.arange(values.size) - head.take(owner)
    ordered = values.take(order)
    greatest, second = ordered.take(head), ordered.take(head + np.minimum(1, size - 1))
    mean = np.bincount(owner, weights=values, minlength=size.size) / size
    spread = np.sqrt(
        np.bincount(owner, weights=(values - mean.take(owner)) ** 2, minlength=size.size) / size
    )
    mine = rank.take(head.take(document) + rows - first)
    others = np.where(mine == 0, second.take(document), greatest.take(document))
    return Standing(mine, column.take(rows) - others, mean.take(document), spread.take(document))
