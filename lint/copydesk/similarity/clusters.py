"""Group verified pairs: one representative a cluster, and one link for every other member."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from copydesk.candidates import Candidates
from copydesk.columns.dtypes import Floats, Ints, Mask, ShortInts
from copydesk.columns.ragged import heads
from copydesk.rule import Links


def components(units: int, first: Ints, second: Ints) -> Ints:
    """Return for every unit the smallest unit that links lead to, itself where it has none.

    Shape (units,). Labels are lowered over the links and then followed to their ends, until nothing
    changes: about log2(longest chain) rounds.
    """
    label = np.arange(units)
    while True:
        lower = np.minimum(label[first], label[second])
        before = label.copy()
        for side in (first, second):
            np.minimum.at(label, label[side], lower)
            np.minimum.at(label, side, lower)
        while not np.array_equal(label, label[label]):
            label = label[label]
        if np.array_equal(label, before):
            return label


def link(
    candidates: Candidates, compare: Callable[[Candidates], Floats], *, equal: bool = True
) -> Links:
    """Return a link from each member of a cluster to its representative, the first in the order of
    paths and places.

    `compare` returns a similarity in 0..1 for each pair, 0 for a pair that does not match. A member
    that does not match the representative itself (A is like B, B like C, but A is not like C) is
    linked to the member that it matches best, the earliest of equals, and `chained` is true for it.
    Every pair that is linked was compared. `equal`: whether candidates of equal content count.
    """
    first, second, similarity = _matching(candidates, compare, equal)
    copy, origin, best = _best(first, second, similarity)
    if not copy.size:
        none = np.zeros(0)
        return Links(copy, origin, none, none)
    used, inverse = np.unique(np.concatenate((first, second)), return_inverse=True)
    top = used[components(used.size, inverse[: first.size], inverse[first.size :])][
        np.searchsorted(used, copy)
    ]
    others = np.flatnonzero((origin != top) & (copy != top))
    direct = np.zeros(copy.size)
    direct[origin == top] = best[origin == top]
    direct[others] = _compared(candidates.pairs(top[others], copy[others]), compare)
    member = copy != top
    chained = (direct == 0)[member]
    origin, similarity = (
        np.where(direct > 0, top, origin)[member],
        np.where(direct > 0, direct, best)[member],
    )
    return Links(copy[member], origin, similarity, 0.5 + similarity / 2, chained=chained)


def _matching(
    candidates: Candidates, compare: Callable[[Candidates], Floats], equal: bool
) -> tuple[Ints, Ints, Floats]:
    """Return the pairs that match, and their similarity."""
    none = np.zeros(0, np.int64)
    found: list[tuple[Ints, Ints, Floats]] = [(none, none, np.zeros(0))]
    for portion in candidates.portions():
        pairs = portion if equal else portion.where(~portion.equal)
        similarity = compare(pairs)
        matching = similarity > 0
        kept = pairs.where(matching)
        found.append((kept.first, kept.second, similarity[matching]))
    first, second, value = (np.concatenate(column) for column in zip(*found, strict=True))
    return first, second, value


def _compared(candidates: Candidates, compare: Callable[[Candidates], Floats]) -> Floats:
    return np.concatenate([np.zeros(0), *(compare(some) for some in candidates.portions())])


def _best(first: Ints, second: Ints, similarity: Floats) -> tuple[Ints, Ints, Floats]:
    """Return every unit of some pair, the unit that it matches best, and their similarity.

    An earlier one where there is any, the earliest of equals.
    """
    copy, origin = np.concatenate((second, first)), np.concatenate((first, second))
    value = np.concatenate((similarity, similarity))
    order = np.lexsort((origin, -value, origin > copy, copy))
    order = order[heads(copy[order])]
    return copy[order], origin[order], value[order]


def repeats_inside(document: Ints | ShortInts, copy: Ints, origin: Ints) -> Mask:
    """Return which copies repeat a text that their own document has before them.

    Shape (links,), of units linked to their first copy.
    """
    home, first = document[copy].astype(np.int64), document[origin].astype(np.int64)
    order = np.lexsort((copy, home, origin))
    again = np.zeros(copy.size, np.bool_)
    again[order] = ~heads(origin[order], home[order])
    again |= home == first
    return again
