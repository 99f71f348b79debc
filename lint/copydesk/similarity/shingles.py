"""Shingles: the hashes of every run of a few words in each unit."""

from __future__ import annotations

import numpy as np

from copydesk.columns.dtypes import Hashes, Ints
from copydesk.columns.hashing import finish

_BASE = 0xD1B54A32D192ED03


def shingles(words: Hashes, first: Ints, end: Ints, size: int) -> tuple[Hashes, Ints, Ints]:
    """Return the shingles of the word runs [first, end), one after another,
    and where each run's shingles begin and end.

    A run of fewer than `size` words has one shingle of all its words; an empty run has none. Shapes
    (shingles,), (runs,), (runs,).
    """
    lengths = end - first
    counts = np.where(lengths >= size, lengths - size + 1, np.minimum(lengths, 1))
    stops = np.cumsum(counts)
    starts = stops - counts
    if not stops.size or not stops[-1]:
        return np.zeros(0, np.uint64), starts, stops
    position = np.arange(int(stops[-1])) + np.repeat(first - starts, counts)
    low = int(position[0]) if (position[1:] > position[:-1]).all() else int(position.min())
    high = int(end.max())
    column = word_runs(words[low:high], size).take(position - low, mode="clip")
    short = np.flatnonzero((lengths < size) & (lengths > 0))
    column[starts[short]] = _short_runs(words, first[short], end[short], size)
    return finish(column), starts, stops


def word_runs(words: Hashes, size: int) -> Hashes:
    """Return the polynomial of the `size` words from each place on, by doubling.

    Fewer at the end, where no run of that size begins.
    """
    out, length = words, 1
    while length < size:
        step = min(length, size - length)
        tail = out if step == length else word_runs(words, step)
        reach = min(out.size, tail.size - length)
        if reach <= 0:
            break
        out = out[:reach] * np.uint64(pow(_BASE, step, 1 << 64)) + tail[length : length + reach]
        length += step
    return out


def _short_runs(words: Hashes, first: Ints, end: Ints, size: int) -> Hashes:
    """Return the polynomial of runs of fewer than `size` words, as if zeros followed."""
    out = np.zeros(first.size, np.uint64)
    for offset in range(size):
        value = np.where(
            first + offset < end, words.take(first + offset, mode="clip"), np.uint64(0)
        )
        out = out * np.uint64(_BASE) + value
    return out
