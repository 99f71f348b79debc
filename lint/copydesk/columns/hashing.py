"""Hash words, and runs of words, of a whole batch at once.

A word's hash is a polynomial over its folded code points, finished with splitmix64: equal for
`Café`, `CAFÉ` and `cafe` + U+0301, with or without soft hyphens inside. A run's hash is a
polynomial over its words' hashes. Not for identity: texts that collide can be made by hand, so
every duplicate is verified on the words themselves and nothing is keyed by these hashes alone.
"""

from __future__ import annotations

import functools
from collections.abc import Callable

import numpy as np

from copydesk.columns.dtypes import AnyArray, Hashes, Ints

CHARACTER_BASE = 0x9E3779B97F4A7C15
_WORD_BASE = 0xD1B54A32D192ED03
_WINDOW = 1 << 14  # values a pass: its temporaries stay in cache
_CACHED = 1 << 13  # values that stay in the first-level cache, with their temporaries
_KEPT = 1 << 17  # words whose powers are kept: more than a batch of prose has


def _powers(base: int, size: int) -> Hashes:
    table = np.full(size, base & (1 << 64) - 1, np.uint64)
    table[0] = 1
    return np.multiply.accumulate(table)


@functools.cache
def _kept_powers() -> tuple[Hashes, Hashes]:
    """Return base**-i and base**i modulo 2**64 for the words of a batch."""
    return _powers(pow(_WORD_BASE, -1, 1 << 64), _KEPT + 1), _powers(_WORD_BASE, _KEPT + 1)


@functools.cache
def _ladder(base: int) -> tuple[Hashes, Hashes]:
    """Return base**-i and base**i modulo 2**64 for i up to two windows."""
    return _powers(pow(base, -1, 1 << 64), 2 * _WINDOW + 1), _powers(base, 2 * _WINDOW + 1)


def finish(values: Hashes) -> Hashes:
    """Mix 64-bit values so that every output bit depends on every input bit (splitmix64.

    Steele, Lea and Flood 2014).
    """
    flat = values.reshape(-1)
    out = np.empty(flat.size, np.uint64)
    for row in range(0, flat.size, _CACHED):
        part, mixed = flat[row : row + _CACHED], out[row : row + _CACHED]
        shifted = part >> np.uint64(30)
        np.bitwise_xor(part, shifted, out=mixed)
        mixed *= np.uint64(0xBF58476D1CE4E5B9)
        np.right_shift(mixed, np.uint64(27), out=shifted)
        mixed ^= shifted
        mixed *= np.uint64(0x94D049BB133111EB)
        np.right_shift(mixed, np.uint64(31), out=shifted)
        mixed ^= shifted
    return out.reshape(values.shape)


def _polynomials(
    values: AnyArray,
    starts: Ints,
    ends: Ints,
    base: int,
    fold: Callable[[AnyArray], Hashes] | None = None,
) -> Hashes:
    """Sum values[i] * base**(i - start) over each span [start, end).

    A difference of prefix sums times a power.

    Spans are ordered, do not overlap, and are taken a window at a time; one longer than a window is
    summed in pieces. `fold` makes the numbers of the values, a window at a time, while they are in
    cache.
    """
    if starts.size and int((ends - starts).max()) > _WINDOW:
        pieces = np.maximum(-(-(ends - starts) // _WINDOW), 1)
        first = np.cumsum(pieces) - pieces
        number = np.arange(int(pieces.sum())) - np.repeat(first, pieces)
        begin = np.repeat(starts, pieces) + number * _WINDOW
        parts = _polynomials(
            values, begin, np.minimum(begin + _WINDOW, np.repeat(ends, pieces)), base, fold
        )
        return np.add.reduceat(
            parts * _powers(pow(base, _WINDOW, 1 << 64), int(pieces.max()))[number], first
        )
    down, up = _ladder(base)
    out = np.empty(starts.size, np.uint64)
    sums = np.zeros(2 * _WINDOW + 1, np.uint64)
    row = 0
    while row < starts.size:
        origin = int(starts[row])
        stop = int(np.searchsorted(starts, origin + _WINDOW))
        begin, end = starts[row:stop] - origin, ends[row:stop] - origin
        size = int(end.max())
        prefix = sums[1 : size + 1]
        part = values[origin : origin + size]
        np.multiply(part if fold is None else fold(part), down[:size], out=prefix)
        np.cumsum(prefix, out=prefix)
        np.multiply(sums.take(end) - sums.take(begin), up.take(begin), out=out[row:stop])
        row = stop
    return out


def hash_words(
    codes: AnyArray, starts: Ints, ends: Ints, fold: Callable[[AnyArray], Hashes] | None = None
) -> Hashes:
    """Return one uint64 a word from code points, folded already or by `fold`; shape (words,)."""
    return finish(_polynomials(codes, starts, ends, CHARACTER_BASE, fold))


def hash_runs(words: Hashes, starts: Ints, ends: Ints) -> Hashes:
    """Return one uint64 a run of words [start, end), rows of the word table; order matters.

    Shape (runs,).
    """
    return finish(_polynomials(words, starts, ends, _WORD_BASE))


def prefix(words: Hashes) -> Hashes | None:
    """Return the sums of words[i] * base**-i before each word, shape (words + 1,).

    None for more words than powers are kept for.
    """
    if words.size > _KEPT:
        return None
    sums = np.zeros(words.size + 1, np.uint64)
    np.cumsum(words * _kept_powers()[0][: words.size], out=sums[1:])
    return sums


def hash_prefixed(sums: Hashes, starts: Ints, ends: Ints) -> Hashes:
    """Return what `hash_runs` does, from the `prefix` of the words.

    Nearly for nothing when many kinds of runs are asked for.
    """
    return finish((sums.take(ends) - sums.take(starts)) * _kept_powers()[1].take(starts))


@functools.cache
def hash_word(text: str) -> int:
    """Return the hash that `text`, one word, has in a word table."""
    return int(hash_vocabulary([text])[0])


def hash_vocabulary(words: list[str] | tuple[str, ...]) -> Hashes:
    """Return the hashes that these words have in a word table, in their order; shape (words,)."""
    from copydesk.columns.batch import Batch, Text
    from copydesk.columns.characters import fold

    text = "".join(words)
    if text.isascii() and text.isalnum() and all(words):  # no need to look for the words' bounds
        ends = np.cumsum([len(word) for word in words])
        return hash_words(
            np.frombuffer(text.encode("ascii"), np.uint8), np.append(0, ends[:-1]), ends, fold
        )
    batch = Batch([Text(word) for word in words])
    if batch.words.start.size != len(words):
        stray = next((word for word in words if Batch([Text(word)]).words.start.size != 1), "")
        raise ValueError(f"{stray!r} is not one word")
    return batch.words.hash
