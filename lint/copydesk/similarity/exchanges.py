"""Find the passages that two documents have in common and no third.

What one of them may have of the other.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from copydesk.candidates import Candidates
from copydesk.columns.dtypes import Ints
from copydesk.similarity.overlap import equal_words


@dataclass(frozen=True, slots=True)
class Passages:
    """Runs of sentences that stand in two documents.

    The first unit in either, shape (passages, 2); how many units, shape (passages,).

    `shared`: how many units the two documents have in common altogether.
    """

    unit: Ints
    run: Ints
    shared: Ints


def passages(candidates: Candidates, most: int, fewest_units: int, most_units: int) -> Passages:
    """Return the runs of equal sentences that stand in two documents, and nowhere else,
    which share up to `most` sentences in all.

    Left out are documents of fewer than `fewest_units` sentences of their own, or of more than
    `most_units`.
    """
    document, copies = candidates.document, candidates.copies
    same = candidates.where(candidates.equal & (copies[candidates.first] == 2))
    documents = int(document.max()) + 1 if len(candidates) else 0
    own = np.bincount(document[copies == 1], minlength=documents)
    sized = (own >= fewest_units) & (np.bincount(document, minlength=documents) <= most_units)
    here, there = document[same.first], document[same.second]
    same = same.where((here != there) & sized[here] & sized[there])
    same = same.where(equal_words(same))
    pair = document[same.first].astype(np.int64) << np.int64(32) | document[same.second]
    order = np.lexsort((same.first, pair))
    unit, pair = np.stack((same.first, same.second), axis=1)[order], pair[order]
    fresh = np.append(True, pair[1:] != pair[:-1])[: pair.size]
    shared = np.bincount(np.cumsum(fresh) - 1)[np.cumsum(fresh) - 1]
    head = np.flatnonzero(
        fresh | np.append(True, (np.diff(unit, axis=0) != 1).any(axis=1))[: pair.size]
    )
    run = np.diff(np.append(head, pair.size))
    kept = shared[head] <= most
    return Passages(unit[head][kept], run[kept], shared[head][kept])
