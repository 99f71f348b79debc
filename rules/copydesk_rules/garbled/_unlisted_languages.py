"""Recognize the languages of alphabets that have no frequency list; a text in one is not judged.

To a frequency list of another language, Irish or Latin is all unknown words. A few dozen function
words of each make up a quarter or more of its running text, and no other language has more than a
few of them. They are in `language/xx/function_words.txt`.
"""

from __future__ import annotations

import functools

import numpy as np

from copydesk.columns.dtypes import Floats, Ints
from copydesk.columns.hashing import hash_vocabulary
from copydesk.columns.lookup import Lookup
from copydesk.language.lexicon import LANGUAGES
from copydesk.word_lists import by_language
from copydesk_rules.garbled._words import SegmentWords


def unlisted_language_share(words: SegmentWords) -> Floats:
    """Return the share of each segment's words that are function words of one unlisted language.

    Of the language that has most of them; shape (segments,).
    """
    lookup, bits = _functions()
    sets = np.where(words.letters, bits.take(lookup.rows(words.hash)), 0)
    rows = np.flatnonzero(sets)
    languages = int(bits.max()).bit_length()
    counts = np.zeros((words.count, languages))
    for number in range(languages):
        counts[:, number] = np.bincount(
            words.segment[rows[sets[rows] >> number & 1 > 0]], minlength=words.count
        )
    return np.asarray(counts.max(axis=1) / np.maximum(words.sums([words.letters])[0], 1.0))


@functools.cache
def _functions() -> tuple[Lookup, Ints]:
    """Return the function words of all unlisted languages, and the languages of each as a bit set.

    The bit sets are by the rows of the words; the last is 0, for words that are in no list.
    """
    lists = [
        hash_vocabulary(words)
        for language, words in by_language("function_words").items()
        if language not in LANGUAGES
    ]
    lookup = Lookup(np.concatenate(lists))
    bits = np.zeros(lookup.hashes.size, np.int64)
    for number, hashes in enumerate(lists):
        bits[lookup.rows(hashes)] |= 1 << number
    return lookup, bits
