"""Hash every run of a few words of each unit: its shingles."""

from __future__ import annotations

import numpy as np

from copydesk.columns.dtypes import Hashes, Ints
from copydesk.columns.hashing import WORD_BASE, finish
from copydesk.columns.ragged import Runs


def shingles(words: Hashes, first: Ints, end: Ints, size: int) -> tuple[Hashes, Ints, Ints]:
    """Return the shingles of the word runs [first, end), one run after another, and where those of
    each run begin and end.

    A run of fewer than `size` words has one shingle of all its words; an empty run has none. Shapes
    (shingles,), (runs,), (runs,).
    """
    lengths = end - first
    counts = np.where(lengths >= size, lengths - size + 1, np.minimum(lengths, 1))
    position = Runs(first, counts).positions
    stops = np.cumsum(counts)
    starts = stops - counts
    if not position.size:
        return np.zeros(0, np.uint64), starts, stops
    low = int(position[0]) if (position[1:] > position[:-1]).all() else int(position.min())
    high = int(end.max())
    column = word_runs(words[low:high], size).take(position - low, mode="clip")
    short = np.flatnonzero((lengths < size) & (lengths > 0))
    column[starts[short]] = _short_runs(words, first[short], end[short], size)
    return finish(column), starts, stops


def word_runs(words: Hashes, size: int) -> Hashes:
    """Return the polynomial of the `size` words from each place on, by doubling.

    None for the last places, where no run of that size begins.
    """
    out, length = words, 1
    while length < size:
        step = min(length, size - length)
        tail = out if step == length else word_runs(words, step)
        reach = min(out.size, tail.size - length)
        if reach <= 0:
            break
        out = out[:reach] * np.uint64(pow(WORD_BASE, step, 1 << 64)) + tail[length : length + reach]
        length += step
    return out


def _short_runs(words: Hashes, first: Ints, end: Ints, size: int) -> Hashes:
    """Return the polynomial of runs of fewer than `size` words, as if zeros followed."""
    out = np.zeros(first.size, np.uint64)
    for offset in range(size):
        value = np.where(
            first + offset < end, words.take(first + offset, mode="clip"), np.uint64(0)
        )
        out = out * np.uint64(WORD_BASE) + value
    return out
