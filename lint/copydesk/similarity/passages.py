"""Passages: verbatim runs of words that two texts share, met by winnowing and then found exactly."""

from __future__ import annotations

import numpy as np

from copydesk.columns.dtypes import Hashes, Ints
from copydesk.similarity.shingles import shingles

SHINGLE = 8  # words; shorter runs are common phrases: two in three of the 3-word runs of news stand elsewhere, one in twenty 8-word runs


def fingerprints(words: Hashes, first: Ints, end: Ints, passage: int) -> tuple[Ints, Hashes]:
    """Return unit and key of the fingerprints of word runs [first, end), so that any two that share `passage` words in order share one.

    Winnowing (Schleimer, Wilkerson and Aiken 2003): the smallest shingle of every window of shingles that such a passage fills; two in
    window + 1 shingles are chosen. Units of fewer words have none.
    """
    size = min(SHINGLE, passage)
    window = passage - size + 1
    column, begin, stop = shingles(words, first, end, size)
    least = _sliding_minimum(column, window)
    full = np.repeat(stop - window, stop - begin)  # the last shingle of each unit that begins a window
    owner = np.repeat(np.arange(first.size), stop - begin)
    at = np.flatnonzero((np.arange(column.size) <= full) & np.repeat(end - first >= passage, stop - begin))
    if not at.size:
        return owner[:0], column[:0]
    unit, key = owner[at], least[at]
    fresh = np.append(True, (key[1:] != key[:-1]) | (unit[1:] != unit[:-1]))
    return unit[fresh], key[fresh]


def _sliding_minimum(column: Hashes, window: int) -> Hashes:
    """Return the minimum of each `window` values from every place on (of fewer at the end); doubling: log2(window) passes."""
    least, reach = column, 1
    while reach < window:
        step = min(reach, window - reach)
        least = np.append(np.minimum(least[:-step], least[step:]), least[-step:]) if step < least.size else least
        reach += step
    return least


def longest_run(one: Hashes, other: Hashes, size: int) -> tuple[int, int, int]:
    """Return where the longest run of words that two texts share begins in each, and its length; (0, 0, 0) below `size` words.

    The words of a run of `size` begin it: equal shingles are paired, and neighbours on one diagonal are one run. Of equally long runs
    the first is taken.
    """
    none = np.zeros(1, np.int64)
    left, right = (shingles(words, none, none + words.size, size)[0] for words in (one, other))
    if min(one.size, other.size) < size:
        return 0, 0, 0
    order = np.argsort(right, kind="stable")
    low, high = np.searchsorted(right[order], left), np.searchsorted(right[order], left, side="right")
    count = np.minimum(high - low, 64)  # a text may repeat one shingle without end
    at = np.repeat(np.arange(left.size), count)
    if not at.size:
        return 0, 0, 0
    there = order[np.arange(at.size) - np.repeat(np.cumsum(count) - count, count) + np.repeat(low, count)]
    place = np.lexsort((at, there - at))
    at, there = at[place], there[place]
    breaks = np.flatnonzero(np.append(True, (np.diff(at) != 1) | (np.diff(there - at) != 0)))
    length = np.diff(np.append(breaks, at.size))
    best = np.lexsort((at[breaks], -length))[0]
    head = breaks[best]
    return int(at[head]), int(there[head]), int(length[best]) + size - 1
