"""Find the words of a batch: runs of letters, digits and marks,
with an apostrophe between letters; one ideograph is one word.
"""

from __future__ import annotations

import functools

import numpy as np

from copydesk.columns import characters as ch
from copydesk.columns.characters import compositions, fold
from copydesk.columns.dtypes import Classes, Codes, Hashes, Ints, Mask
from copydesk.columns.hashing import hash_words
from copydesk.columns.ragged import distinct

_WORD = np.isin(np.arange(32), np.arange(ch.LOWER, ch.JOINER + 1))  # by class
_LETTERS = np.isin(np.arange(32), (ch.LOWER, ch.UPPER, ch.LETTER, ch.MARK))


def bounds(classes: Classes) -> tuple[Ints, Ints]:
    """Return the start and end offset of every word, each of shape (words,)."""
    word = (classes >= ch.LOWER) & (classes <= ch.JOINER)
    for rare, joined in ((ch.APOSTROPHE, _LETTERS), (ch.IGNORED, _WORD)):
        # An apostrophe counts between letters, a soft hyphen or zero-width character between word
        # characters.
        at = np.flatnonzero(classes == rare)
        at = at[(at > 0) & (at < classes.size - 1)]
        word[at[joined[classes[at - 1]] & joined[classes[at + 1]]]] = True
    edge = np.empty(word.size + 1, np.bool_)
    edge[0], edge[-1] = (word[0], word[-1]) if word.size else (False, False)
    np.not_equal(word[1:], word[:-1], out=edge[1:-1])
    at = np.flatnonzero(edge)
    starts, ends = at[0::2].copy(), at[1::2].copy()  # every search in them would copy a view
    ideograph = classes == ch.IDEOGRAPH
    if ideograph.any():
        cut = (
            np.flatnonzero(
                word[1:] & word[:-1] & ((ideograph[1:] | ideograph[:-1]) & (classes[1:] != ch.MARK))
            )
            + 1
        )
        starts = np.sort(np.concatenate((starts, cut)))
        ends = np.sort(np.concatenate((ends, cut)))
    return starts, ends


class Words:
    """The word table: `start`, `end` (offsets), `hash`, and flags made on first use.

    Every column of shape (words,).
    """

    def __init__(self, codes: Codes, classes: Classes) -> None:
        self._codes, self._classes = codes, classes
        self.start, self.end = bounds(classes)

    def __len__(self) -> int:
        return int(self.start.size)

    @functools.cached_property
    def hash(self) -> Hashes:
        """The hash of each word, uint64; see `copydesk.columns.hashing`."""
        hashes = hash_words(self._codes, self.start, self.end, fold)
        at = np.flatnonzero((self._classes == ch.IGNORED) | (self._classes == ch.MARK))
        row = np.searchsorted(self.start, at, side="right") - 1
        row = (
            distinct(row[(row >= 0) & (at < self.end.take(row, mode="clip"))])
            if len(self)
            else at[:0]
        )
        if row.size:
            hashes[row] = _hash_marked(self._codes, self._classes, self.start[row], self.end[row])
        return hashes

    @functools.cached_property
    def length(self) -> Ints:
        """Code points in each word."""
        return self.end - self.start

    @functools.cached_property
    def capital(self) -> Mask:
        """Whether the word starts with an upper-case letter."""
        return np.asarray(self._classes.take(self.start) == ch.UPPER, np.bool_)

    @functools.cached_property
    def number(self) -> Mask:
        """Whether the word starts with a digit."""
        return np.asarray(self._classes.take(self.start) == ch.DIGIT, np.bool_)

    @functools.cached_property
    def uppercase(self) -> Ints:
        """How many upper-case letters each word holds."""
        at = np.flatnonzero(self._classes == ch.UPPER)
        return np.bincount(np.searchsorted(self.start, at, side="right") - 1, minlength=len(self))


def _hash_marked(codes: Codes, classes: Classes, starts: Ints, ends: Ints) -> Hashes:
    """Hash the few words that hold combining marks or ignorable characters."""
    slots = ends - starts + 1  # one before each word, so that no mark reaches into the word before
    last = np.cumsum(slots)
    position = np.arange(int(last[-1])) + np.repeat(starts - 1 - (last - slots), slots)
    kinds = classes.take(position, mode="clip")
    kinds[last - slots] = ch.SPACE
    return hash_words(
        *_compact(fold(codes.take(position, mode="clip")), kinds, last - slots + 1, last)
    )


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
