"""Hash words, and runs of words, of a whole batch at once.

A word's hash is a polynomial over its folded code points, finished with splitmix64: equal for
`Café`, `CAFÉ` and `cafe` + U+0301, with or without soft hyphens inside. A run's hash is a
polynomial over its words' hashes. Not for identity: texts that collide can be made by hand, so
every duplicate is verified on the words themselves and nothing is keyed by these hashes alone.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence

import numpy as np

from copydesk.columns import characters as ch
from copydesk.columns.characters import classify, compositions, fold, fold_table
from copydesk.columns.dtypes import AnyArray, Classes, Codes, Hashes, Ints
from copydesk.columns.kernel import kernel
from copydesk.columns.polynomials import (
    WINDOW,
    inverse,
    of_prefix_sums,
    polynomials,
    prefix_sums,
)
from copydesk.columns.ragged import SPREAD, Runs, distinct, row_at
from copydesk.columns.word_bounds import word_bounds

CHARACTER_BASE = int(SPREAD)
WORD_BASE = 0xD1B54A32D192ED03
_CACHED = 1 << 13  # values that stay in the first-level cache, with their temporaries


def finish(values: Hashes) -> Hashes:
    """Return 64-bit values mixed so that every bit of each depends on every bit that it had.

    Splitmix64: Steele, Lea and Flood 2014.
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


def hash_words(
    codes: AnyArray, starts: Ints, ends: Ints, fold: Callable[[AnyArray], Hashes] | None = None
) -> Hashes:
    """Return one uint64 a word from code points, folded already or by `fold`; shape (words,)."""
    return finish(polynomials(codes, starts, ends, CHARACTER_BASE, fold))


def hash_spelled(codes: Codes, classes: Classes, starts: Ints, ends: Ints) -> Hashes:
    """Return the hashes of the words [start, end) of a text as it is spelled; shape (words,)."""
    compiled = kernel()
    if compiled and (ends - starts).max(initial=0) <= WINDOW:
        down = inverse(CHARACTER_BASE)
        hashes = compiled.hash_words(codes, starts, ends, fold_table(), down)
    else:
        hashes = hash_words(codes, starts, ends, fold)
    at = np.flatnonzero((classes == ch.IGNORED) | (classes == ch.MARK))
    if at.size and starts.size:
        row = row_at(starts, at)
        row = distinct(row[(row >= 0) & (at < ends.take(row, mode="clip"))])
        if row.size:
            hashes[row] = _hash_marked(codes, classes, starts[row], ends[row])
    return hashes


def hash_runs(words: Hashes, starts: Ints, ends: Ints) -> Hashes:
    """Return one uint64 a run of words [start, end), rows of the word table; order matters.

    Shape (runs,).
    """
    return finish(polynomials(words, starts, ends, WORD_BASE))


def prefix(words: Hashes) -> Hashes | None:
    """Return what `hash_prefixed` hashes runs of words by, None for too many words."""
    return prefix_sums(words, WORD_BASE)


def hash_prefixed(sums: Hashes, starts: Ints, ends: Ints) -> Hashes:
    """Return what `hash_runs` does, from the `prefix` of the words.

    Nearly for nothing when many kinds of runs are asked for.
    """
    return finish(of_prefix_sums(sums, starts, ends, WORD_BASE))


@functools.cache
def hash_word(text: str) -> int:
    """Return the hash that `text`, one word, has in a word table."""
    return int(hash_vocabulary([text])[0])


def hash_vocabulary(words: Sequence[str]) -> Hashes:
    """Return the hashes that these words have in a word table, in their order; shape (words,).

    Raises ValueError where one is not one word.
    """
    text = "\n".join(words)
    ends = np.cumsum([len(word) + 1 for word in words], dtype=np.int64) - 1
    starts = np.append(0, ends[:-1] + 1)[: ends.size]
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    if text.isascii() and "".join(words).isalnum() and all(words):  # no bounds to look for
        return hash_words(codes, starts, ends, fold)
    classes = classify(codes)
    first, end = word_bounds(classes)
    entry = row_at(starts, first)
    if not np.array_equal(entry, np.arange(ends.size)):
        stray = int(np.flatnonzero(np.bincount(entry, minlength=ends.size) != 1)[0])
        raise ValueError(f"{words[stray]!r} is not one word")
    return hash_spelled(codes, classes, first, end)


def _hash_marked(codes: Codes, classes: Classes, starts: Ints, ends: Ints) -> Hashes:
    """Hash the few words that hold combining marks or ignorable characters."""
    # With the character before each word, so that no mark reaches into the word before.
    padded = Runs.between(starts - 1, ends)
    position, last = padded.positions, np.cumsum(padded.size)
    kinds = classes.take(position, mode="clip")
    kinds[last - padded.size] = ch.SPACE
    folded = fold(codes.take(position, mode="clip"))
    return hash_words(*_compact(folded, kinds, last - padded.size + 1, last))


def _compact(
    folded: Hashes, classes: Classes, starts: Ints, ends: Ints
) -> tuple[Hashes, Ints, Ints]:
    """Drop what must not change a hash (soft hyphens, zero widths) and compose base + mark,
    so that NFD words hash as NFC.
    """
    keep = classes != ch.IGNORED
    first, mark, composed = compositions()
    table = first.astype(np.uint64) << np.uint64(32) | mark
    pending = np.flatnonzero(classes == ch.MARK)
    pending = pending[pending > 0]
    pending = pending[classes[pending - 1] != ch.MARK]
    target = pending - 1
    while pending.size:  # the k-th mark of a letter in round k; no letter takes more than three
        key = folded[target] << np.uint64(32) | folded[pending]
        row = np.minimum(np.searchsorted(table, key), table.size - 1)
        hit = table[row] == key
        folded[target[hit]] = fold(composed[row[hit]])
        keep[pending[hit]] = False
        target, pending = target[hit], pending[hit] + 1
        more = pending < classes.size
        more[more] = classes[pending[more]] == ch.MARK
        target, pending = target[more], pending[more]
    offset = np.zeros(classes.size + 1, np.int64)
    np.cumsum(keep, out=offset[1:])
    return folded[keep], offset[starts], offset[ends]
