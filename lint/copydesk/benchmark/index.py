"""Index the runs of words of benchmark items, and find them in other texts."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from copydesk.columns.dtypes import Hashes, Ints, Mask
from copydesk.columns.hashing import finish
from copydesk.columns.ragged import Runs, expand, heads, row_at
from copydesk.similarity.shingles import word_runs

# Of more items than this a run of words is the benchmark's own template, and says nothing of an item.
MOST_ITEMS = 10
_FILTER_BITS = (16, 26)  # of the address of the filter: 64 KB to 64 MB
_SPARSE = 5  # bits more than keys have: one lookup in 32 is in vain


class Matches(NamedTuple):
    """Runs of words that a text shares with items: where they begin in either, and how many words
    they have; shape (matches,).
    """

    text: Ints
    item: Ints
    words: Ints


class Index:
    """The runs of `size` words of items. `words`: the hashes of their words, item after item;
    `first`, `end`: the words of each item.
    """

    def __init__(self, words: Hashes, count: Ints, size: int) -> None:
        """`count`: the number of words of each item, shape (items,)."""
        self.words, self.size = words, size
        self.end = np.cumsum(count)
        self.first = self.end - count
        keys = finish(word_runs(words, size)) if words.size >= size else words[:0]
        place = np.flatnonzero(self._inside(np.arange(keys.size)))
        order = np.argsort(keys[place], kind="stable")
        self._place, ordered = place[order], keys[place[order]]
        groups = Runs.of_heads(heads(ordered)) if ordered.size else Runs.of_sizes(place)
        item = self.item_of(self._place)
        items = groups.reduce(np.add, heads(ordered, item).astype(np.int64))
        kept = groups.take(np.flatnonzero(items <= MOST_ITEMS))
        self._runs, self._keys = kept, ordered[kept.start]
        bits = min(max(len(kept).bit_length() + _SPARSE, _FILTER_BITS[0]), _FILTER_BITS[1])
        self._shift = np.uint64(64 - bits)
        self._filter = np.zeros(1 << bits, np.bool_)
        self._filter[self._keys >> self._shift] = True

    def item_of(self, word: Ints) -> Ints:
        """Return the item of each word; items without words have none."""
        return np.searchsorted(self.end, word, side="right")

    def _inside(self, word: Ints) -> Mask:
        return np.asarray(word + self.size <= self.end.take(self.item_of(word), mode="clip"))

    def find(self, words: Hashes, first: Ints, end: Ints) -> Matches:
        """Return the longest runs that documents share with items.

        `words`: hashes; `first`, `end`: the words of each document.
        """
        at, there = self._grams(words, first, end)
        diagonal = there - at
        order = np.lexsort((at, diagonal))
        at, there, diagonal = at[order], there[order], diagonal[order]
        step = np.arange(at.size)
        runs = Runs.of_equal(diagonal, at - step) if at.size else Runs.of_sizes(at)
        return Matches(at[runs.start], there[runs.start], runs.size + self.size - 1)

    def _grams(self, words: Hashes, first: Ints, end: Ints) -> tuple[Ints, Ints]:
        """Return every two places, of the documents and of the items, of one run of `size`."""
        if words.size < self.size or not self._keys.size:
            return np.zeros(0, np.int64), np.zeros(0, np.int64)
        keys = finish(word_runs(words, self.size))
        at = np.flatnonzero(self._filter.take(keys >> self._shift))
        row = np.searchsorted(self._keys, keys[at])
        found = self._keys.take(row, mode="clip") == keys[at]
        found &= at + self.size <= end.take(row_at(first, at))
        at, row = at[found], row[found]
        match, member = expand(self._runs.start[row], self._runs.size[row])
        return at[match], self._place[member]
