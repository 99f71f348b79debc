"""Give every word of a batch a small number, as its class or its set of languages."""

from __future__ import annotations

import functools

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import AnyArray
from copydesk.columns.lookup import Lookup
from copydesk.language.lexicon.frequencies import (
    UPPER_HALF,
    frequency_list,
    frequency_lookup,
    slots_of_words,
)

_SMALL = 1 << 14  # words of a batch below which laying numbers out for the English list costs more


class WordNumbers:
    """A number a word, none negative, for all words of a batch at once.

    Most words are in the English list, whose slots are known already.
    """

    def __init__(self, lookup: Lookup, column: AnyArray) -> None:
        """Take the upper halves of the words' hashes, and their numbers laid out for its slots.

        The empty slots hold the number of all other words.
        """
        self._lookup, self._column = lookup, column

    @functools.cached_property
    def _english(self) -> AnyArray:
        """The number of each word of the English list, laid out for its slots.

        -1 where there is no word.
        """
        numbers = self._column.take(self._lookup.slots(frequency_list("en")[0]))
        return frequency_lookup("en")[0].laid_out(numbers.astype(np.int16), -1)

    def of(self, batch: Batch) -> AnyArray:
        """Return the number of each word of a batch, int16; shape (words,)."""
        hashes = batch.words.hash
        if len(batch.words) < _SMALL:
            return self._column.take(self._lookup.slots(hashes & UPPER_HALF)).astype(np.int16)
        numbers = self._english.take(batch.derive(slots_of_words))
        left = np.flatnonzero(numbers < 0)
        numbers[left] = self._column.take(self._lookup.slots(hashes.take(left) & UPPER_HALF))
        return numbers
