"""Look up which English words often follow one another in news.

One bit for each pair, by a hash of both (built by `tools/build_word_order.py`).
"""

from __future__ import annotations

import functools

import numpy as np

from copydesk.columns.dtypes import AnyArray, Hashes, Ints, Mask
from copydesk_rules.garbled import TABLES

# One in twelve is set, so one in twelve of the pairs that are in no list looks as if it were.
BITS = 3_000_000
_HALF = np.uint64(32)
_MIX = np.uint64(0x9E3779B97F4A7C15)


def places(left: Hashes, right: Hashes) -> Ints:
    """Return the bit of each pair of words, given by their hashes; shape (pairs,)."""
    mixed = ((left >> _HALF) * _MIX + (right >> _HALF)) * _MIX
    return np.asarray((mixed >> _HALF) * np.uint64(BITS) >> _HALF, np.int64)


@functools.cache
def _bits() -> AnyArray:
    table: AnyArray = np.load(TABLES / "word_pairs.npy", allow_pickle=False)
    return table


def usual(left: Hashes, right: Hashes) -> Mask:
    """Return which pairs of words, given by their hashes, are in the news several times; (pairs,).

    One in twelve of all others is said to be, too.
    """
    at = places(left, right)
    return np.asarray(_bits().take(at >> 3) >> (at & 7).astype(np.uint8) & 1, np.bool_)
