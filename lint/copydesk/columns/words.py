"""The table of a batch's words: where each is, its hash, and what it begins with."""

from __future__ import annotations

import functools

import numpy as np

from copydesk.columns import characters as ch
from copydesk.columns.dtypes import Classes, Codes, Hashes, Ints, Mask
from copydesk.columns.hashing import hash_spelled
from copydesk.columns.ragged import row_at
from copydesk.columns.word_bounds import word_bounds


class Words:
    """The word table: `start`, `end` (offsets), `hash`, and flags made on first use.

    Every column of shape (words,).
    """

    def __init__(self, codes: Codes, classes: Classes) -> None:
        self._codes, self._classes = codes, classes
        self.start, self.end = word_bounds(classes)

    def __len__(self) -> int:
        return int(self.start.size)

    @functools.cached_property
    def hash(self) -> Hashes:
        """The hash of each word, uint64; see `copydesk.columns.hashing`."""
        return hash_spelled(self._codes, self._classes, self.start, self.end)

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
        return np.bincount(row_at(self.start, at), minlength=len(self))
