"""Shingles: the hashes of every run of a few words in each unit."""

from __future__ import annotations

import numpy as np

from copydesk.columns.dtypes import Hashes, Ints
from copydesk.columns.hashing import finish

_STEP = np.uint64(0xD1B54A32D192ED03)


def shingles(words: Hashes, first: Ints, end: Ints, size: int) -> tuple[Hashes, Ints, Ints]:
    """Return the shingles of the word runs [first, end), one after another, and where each run's shingles begin and end.

    A run of fewer than `size` words has one shingle of all its words; an empty run has none. Shapes (shingles,), (runs,), (runs,).
    """
    lengths = end - first
    counts = np.where(lengths >= size, lengths - size + 1, np.minimum(lengths, 1))
    stops = np.cumsum(counts)
    starts = stops - counts
    position = np.arange(int(stops[-1]) if stops.size else 0) + np.repeat(first - starts, counts)
    limit = np.repeat(end, counts)
    out = np.zeros(position.size, np.uint64)
    for offset in range(size):
        at = position + offset
        value = words.take(at, mode="clip") if words.size else out
        value = np.where(at < limit, value, np.uint64(0)) if offset else value
        out = out * _STEP + value
    return finish(out), starts, stops
