"""The units of a corpus rule that share keys: what its judge looks at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Protocol

import numpy as np

from copydesk.columns.dtypes import Bytes, Hashes, Ints, Mask, ShortInts
from copydesk.columns.ragged import distinct

# Flags of a stored word hash: the word is a number; it begins with a capital letter.
NUMBER, CAPITAL = (np.uint64(1), np.uint64(2))

_LISTED = 1024  # pairs whose words are fetched at a time
_PORTION = 1 << 20  # pairs compared at a time: some 100 MiB for what a comparison makes of them


class WordStore(Protocol):
    """Where the words of all documents are, in memory or on disk.

    Hashes whose two lowest bits are flags.
    """

    def take(self, first: Ints, end: Ints) -> Hashes:
        """Return the words of the runs [first, end), one run after another."""
        ...


class Candidates:
    """The units of one corpus rule, over all documents, and the pairs that share a key.

    Units are numbered in the order of their documents and places. `document` and `size` (words),
    shape (units,), tell where each is and how long it is. `first`, `second` (shape (pairs,),
    first < second) are the pairs to judge: each unit that shares a key with others is paired with
    enough of them to find every cluster, never with all of them (docs/adr/0005). Of a large corpus
    there are tens of millions: compare `portions`.
    """

    def __init__(
        self,
        document: Ints | ShortInts,
        first_word: Ints,
        size: Ints | ShortInts,
        words: WordStore,
        content: Ints | ShortInts,
        first: Ints | ShortInts,
        second: Ints | ShortInts,
        kinds_of: Callable[[Ints], Bytes] | None = None,
    ) -> None:
        self.document, self.size = document, size
        self._kinds_of = kinds_of
        self._first_word, self._words, self._content = first_word, words, content
        self._first, self._second = first, second

    @property
    def first(self) -> Ints:
        """The first unit of each pair; shape (pairs,)."""
        return self._first.astype(np.int64, copy=False)

    @property
    def second(self) -> Ints:
        """The second unit of each pair; shape (pairs,)."""
        return self._second.astype(np.int64, copy=False)

    def __len__(self) -> int:
        return int(self.document.size)

    def kinds_of(self, units: Ints) -> Bytes:
        """Return the DocumentKind of the documents that some units are in.

        Ask for few: a document that no rule has asked about is read again.
        """
        if self._kinds_of is None:
            return np.zeros(units.size, np.uint8)
        return self._kinds_of(self.document[units].astype(np.int64))

    @property
    def equal(self) -> Mask:
        """Whether each pair's contents have one hash; shape (pairs,)."""
        same = np.empty(self._first.size, np.bool_)
        for row in range(0, same.size, _PORTION):
            rows = slice(row, row + _PORTION)
            same[rows] = self._content[self._first[rows]] == self._content[self._second[rows]]
        return same

    @property
    def copies(self) -> Ints:
        """How many units of the corpus have each unit's content, itself included.

        Shape (units,).
        """
        return np.asarray(np.bincount(self._content, minlength=len(self))[self._content], np.int64)

    def representatives(self, units: Ints) -> Ints:
        """Return, for each of some units, the first unit of the corpus that has its content."""
        return np.asarray(self._content[units], np.int64)

    def documents_with(self, units: Ints) -> Ints:
        """Return in how many documents of the whole corpus the content of each of some units
        is, whichever pairs are judged.
        """
        content = self._content[units].astype(np.int64)
        asked = np.zeros(len(self), np.bool_)
        asked[content] = True  # a content's number is that of the first unit that has it
        same = np.flatnonzero(asked[self._content])
        places = distinct(
            self._content[same].astype(np.int64) << np.int64(32) | self.document[same]
        )
        return np.asarray(
            np.bincount(places >> np.int64(32), minlength=len(self))[content], np.int64
        )

    def portions(self) -> Iterator[Candidates]:
        """Yield the pairs in their order, some at a time."""
        for row in range(0, self._first.size, _PORTION):
            rows = slice(row, row + _PORTION)
            yield self.pairs(self._first[rows], self._second[rows])

    def pairs(self, first: Ints | ShortInts, second: Ints | ShortInts) -> Candidates:
        """Return other pairs of the same units."""
        return Candidates(
            self.document,
            self._first_word,
            self.size,
            self._words,
            self._content,
            first.astype(np.int64, copy=False),
            second.astype(np.int64, copy=False),
            self._kinds_of,
        )

    def where(self, kept: Mask) -> Candidates:
        """Return those pairs for which `kept` is true; shape (pairs,)."""
        return self.pairs(self._first[kept], self._second[kept])

    def filtered(self, test: Callable[[Candidates], Mask]) -> Candidates:
        """Return those pairs for which a test, asked of some at a time, is true."""
        none = np.zeros(0, np.int64)
        kept = [self.pairs(none, none), *(some.where(test(some)) for some in self.portions())]
        return self.pairs(
            np.concatenate([some.first for some in kept]),
            np.concatenate([some.second for some in kept]),
        )

    def words_of(self, units: Ints) -> tuple[Hashes, Ints, Ints]:
        """Return the word hashes of some units, one unit after another,
        and where each begins and ends; an odd hash is a number's.
        """
        words, start, end = self.flagged_words_of(units)
        return words & ~CAPITAL, start, end

    def flagged_words_of(self, units: Ints) -> tuple[Hashes, Ints, Ints]:
        """Return what `words_of` does, with the flags NUMBER and CAPITAL in the lowest bits."""
        first, sizes = self._first_word[units], self.size[units].astype(np.int64)
        stops = np.cumsum(sizes)
        return self._words.take(first, first + sizes), stops - sizes, stops

    def capitals_of(self, unit: int) -> Mask:
        """Return which words of a unit begin with a capital letter."""
        first = self._first_word[unit : unit + 1]
        return np.asarray(
            self._words.take(first, first + self.size[unit : unit + 1]) & CAPITAL > 0, np.bool_
        )

    def word_lists(self) -> Iterator[tuple[list[int], list[int]]]:
        """Yield the word hashes of both units of each pair.

        For the few pairs that need more than sets.
        """
        for row in range(0, self.first.size, _LISTED):
            first, second = self.first[row : row + _LISTED], self.second[row : row + _LISTED]
            used, inverse = np.unique(np.concatenate((first, second)), return_inverse=True)
            words, start, end = self.words_of(used)
            lists = [
                words[begin:stop].tolist()
                for begin, stop in zip(start.tolist(), end.tolist(), strict=True)
            ]
            for one, other in zip(
                inverse[: first.size].tolist(), inverse[first.size :].tolist(), strict=True
            ):
                yield lists[one], lists[other]
