"""Sum polynomials modulo 2**64 over many runs of a column at once: what hashes are made of."""

from __future__ import annotations

import functools
from collections.abc import Callable

import numpy as np

from copydesk.columns.dtypes import AnyArray, Hashes, Ints
from copydesk.columns.ragged import Runs

WINDOW = 1 << 14  # values a pass: its temporaries stay in cache
# Values whose powers are kept: more than a batch of prose (1 Mi characters) has words.
_KEPT = 1 << 18


def powers(base: int, size: int) -> Hashes:
    """Return base**i modulo 2**64 for i below `size`."""
    table = np.full(size, base & (1 << 64) - 1, np.uint64)
    table[0] = 1
    return np.multiply.accumulate(table)


def inverse(base: int) -> int:
    """Return the inverse of an odd number modulo 2**64."""
    return pow(base, -1, 1 << 64)


@functools.cache
def _ladder(base: int) -> tuple[Hashes, Hashes]:
    """Return base**-i and base**i modulo 2**64 for i up to two windows."""
    return powers(inverse(base), 2 * WINDOW + 1), powers(base, 2 * WINDOW + 1)


@functools.cache
def _kept_powers(base: int) -> tuple[Hashes, Hashes]:
    """Return base**-i and base**i modulo 2**64 for the words of a batch."""
    return powers(inverse(base), _KEPT + 1), powers(base, _KEPT + 1)


def polynomials(
    values: AnyArray,
    starts: Ints,
    ends: Ints,
    base: int,
    fold: Callable[[AnyArray], Hashes] | None = None,
) -> Hashes:
    """Return the sum of values[i] * base**(start - i) over each run [start, end); shape (runs,).

    A difference of prefix sums times a power. Runs are ordered and do not overlap; they are taken a
    window at a time, and one longer than a window in pieces. `fold` makes the numbers of the
    values, a window at a time, while they are in cache.
    """
    if starts.size and int((ends - starts).max()) > WINDOW:
        return _in_pieces(values, starts, ends, base, fold)
    down, up = _ladder(base)
    out = np.empty(starts.size, np.uint64)
    sums = np.zeros(2 * WINDOW + 1, np.uint64)
    row = 0
    while row < starts.size:
        origin = int(starts[row])
        stop = int(np.searchsorted(starts, origin + WINDOW))
        begin, end = starts[row:stop] - origin, ends[row:stop] - origin
        size = int(end.max())
        before = sums[1 : size + 1]
        part = values[origin : origin + size]
        np.multiply(part if fold is None else fold(part), down[:size], out=before)
        np.cumsum(before, out=before)
        np.multiply(sums.take(end) - sums.take(begin), up.take(begin), out=out[row:stop])
        row = stop
    return out


def _in_pieces(
    values: AnyArray,
    starts: Ints,
    ends: Ints,
    base: int,
    fold: Callable[[AnyArray], Hashes] | None,
) -> Hashes:
    """Return what `polynomials` does, for runs of any length."""
    pieces = Runs.of_sizes(np.maximum(-(-(ends - starts) // WINDOW), 1))
    number = pieces.ranks
    begin = pieces.spread(starts) + number * WINDOW
    end = np.minimum(begin + WINDOW, pieces.spread(ends))
    up = powers(pow(base, WINDOW, 1 << 64), int(pieces.size.max()))
    return np.add.reduceat(polynomials(values, begin, end, base, fold) * up[number], pieces.start)


def prefix_sums(values: Hashes, base: int) -> Hashes | None:
    """Return the sums of values[i] * base**-i before each value, shape (values + 1,).

    None for more values than powers are kept for.
    """
    if values.size > _KEPT:
        return None
    sums = np.zeros(values.size + 1, np.uint64)
    np.cumsum(values * _kept_powers(base)[0][: values.size], out=sums[1:])
    return sums


def of_prefix_sums(sums: Hashes, starts: Ints, ends: Ints, base: int) -> Hashes:
    """Return what `polynomials` does, from the `prefix_sums` of the values."""
    return (sums.take(ends) - sums.take(starts)) * _kept_powers(base)[1].take(starts)
