"""Compare some rows of a column with the other rows of their documents."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from copydesk.columns.dtypes import Floats, Ints
from copydesk.columns.ragged import Runs, heads


@dataclass(frozen=True, slots=True)
class RankInDocument:
    """How each row compares with its document; every column of shape (rows,).

    `rank`: rows of the document with a greater value; `over_others`: its value less the greatest of
    the others; `mean`, `spread` (standard deviation): of all rows of the document.
    """

    rank: Ints
    over_others: Floats
    mean: Floats
    spread: Floats


def rank_in_document(column: Floats, rows: Ints, first: Ints, end: Ints) -> RankInDocument:
    """Return how some rows, ascending, compare with the rows [first, end) of their documents.

    `first`, `end`: of each row's document, shape (rows,). Only these documents are read.
    """
    fresh = heads(first)
    documents, document = Runs.between(first[fresh], end[fresh]), np.cumsum(fresh) - 1
    values = column.take(documents.positions)
    order = np.lexsort((-values, documents.owner))
    rank = np.empty(values.size, np.int64)
    rank[order] = documents.ranks
    head = Runs.of_sizes(documents.size).start
    greatest = values.take(order.take(head))
    second = values.take(order.take(head + np.minimum(1, documents.size - 1)))
    mine = rank.take(head.take(document) + rows - first)
    others = np.where(mine == 0, second.take(document), greatest.take(document))
    mean, spread = _moments(values, documents)
    return RankInDocument(
        mine, column.take(rows) - others, mean.take(document), spread.take(document)
    )


def _moments(values: Floats, runs: Runs) -> tuple[Floats, Floats]:
    """Return mean and standard deviation of the members of each run; each of shape (runs,)."""
    owner = runs.owner
    mean = np.bincount(owner, weights=values, minlength=len(runs)) / runs.size
    square = (values - mean.take(owner)) ** 2
    return mean, np.sqrt(np.bincount(owner, weights=square, minlength=len(runs)) / runs.size)
