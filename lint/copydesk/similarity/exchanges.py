"""Find the passages that two documents, and no third, have in common.

One of them may have taken such a passage from the other.
"""

from __future__ import annotations

import numpy as np
from msgspec import Struct

from copydesk.candidates import Candidates
from copydesk.columns.dtypes import Ints
from copydesk.columns.ragged import Runs
from copydesk.similarity.overlap import equal_words


class Passages(Struct, frozen=True):
    """Runs of sentences that two documents have in common.

    `unit`: the first unit in either document, shape (passages, 2); `run`: how many units the
    passage has; `shared`: how many units the two documents have in common altogether; both of
    shape (passages,).
    """

    unit: Ints
    run: Ints
    shared: Ints


def passages(candidates: Candidates, most: int, fewest_units: int, most_units: int) -> Passages:
    """Return the runs of equal sentences that exactly two documents have, where these share up to
    `most` sentences in all.

    Documents of fewer than `fewest_units` sentences of their own, or of more than `most_units`, are
    left out.
    """
    same = _shared_by_two(candidates, fewest_units, most_units)
    document = candidates.document
    pair = document[same.first].astype(np.int64) << np.int64(32) | document[same.second]
    order = np.lexsort((same.first, pair))
    unit, pair = np.stack((same.first, same.second), axis=1)[order], pair[order]
    pairs = Runs.of_equal(pair)
    shared = pairs.spread(pairs.size)
    # Side by side in both documents: the units less their place in the table stay the same.
    runs = Runs.of_equal(pair, *(unit.T - np.arange(pair.size)))
    kept = shared[runs.start] <= most
    head = runs.start[kept]
    return Passages(unit[head], runs.size[kept], shared[head])


def _shared_by_two(candidates: Candidates, fewest_units: int, most_units: int) -> Candidates:
    """Return the pairs of equal units that exactly two documents of the given sizes have."""
    document, copies = candidates.document, candidates.copies
    documents = int(document.max()) + 1 if len(candidates) else 0
    own = np.bincount(document[copies == 1], minlength=documents)
    sized = (own >= fewest_units) & (np.bincount(document, minlength=documents) <= most_units)
    same = candidates.where(candidates.equal & (copies[candidates.first] == 2))
    here, there = document[same.first], document[same.second]
    same = same.where((here != there) & sized[here] & sized[there])
    return same.where(equal_words(same))
