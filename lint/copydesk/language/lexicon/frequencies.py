"""How common a word is: one frequency list a language, and the English one laid out for speed."""

from __future__ import annotations

import functools

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import AnyArray, Floats, Hashes, Ints, Mask
from copydesk.columns.lookup import Lookup
from copydesk.language import FOLDER, TABLES
from copydesk.word_lists import entries

LANGUAGES = entries(TABLES / "languages.txt")  # those with a frequency list
TERM = 1.0  # Zipf frequency that terms of software have in the English list
UPPER_HALF = np.uint64(0xFFFFFFFF00000000)  # of a hash: the lists hold half hashes
HALF = np.uint64(32)  # bits of it
_FREQUENCY = np.arange(256) / 10.0  # of a byte in the lists


def packed(hashes: Hashes, tenths: Ints) -> AnyArray:
    """Return a word list in the form that is shipped: bytes, shape (4, words).

    The planes are the three bytes of the distance to the word before, in halves, and the frequency
    in tenths; a wheel compresses them to less than three bytes a word.

    `hashes`: of a language's words, their upper halves ascending; of equal halves the last counts.
    Raises ValueError where two words lie more than three bytes apart: the list is too short.
    """
    halves = (hashes >> HALF).astype(np.int64)
    last = np.append(halves[1:] != halves[:-1], True)
    distance = np.diff(halves[last], prepend=0)
    if int(distance.max()) >= 1 << 24:
        raise ValueError("the list is too short to be packed: words lie over three bytes apart")
    planes = (distance & 255, distance >> 8 & 255, distance >> 16, tenths[last])
    return np.stack(planes).astype(np.uint8)


@functools.cache
def frequency_list(language: str) -> tuple[Hashes, AnyArray]:
    """Return a language's words as the upper halves of their hashes, ascending, and their
    frequencies in tenths.

    Both of shape (words,).
    """
    table = np.load(FOLDER / language / "words.npy", allow_pickle=False)
    low, middle, high = table[:3].astype(np.uint64) << np.array([[32], [40], [48]], np.uint64)
    return np.cumsum(low | middle | high, dtype=np.uint64), table[3]


@functools.cache
def frequency_lookup(language: str) -> tuple[Lookup, AnyArray]:
    """Return a language's words, and their frequencies in tenths laid out for its slots.

    The frequencies are bytes, which stay in cache.
    """
    hashes, tenths = frequency_list(language)
    lookup = Lookup(hashes)
    return lookup, lookup.laid_out(tenths, 0)


def zipf(hashes: Hashes, language: str = "en") -> Floats:
    """Return each word's Zipf frequency, 0 where it is unknown; same shape.

    The Zipf frequency is log10 of the occurrences in a billion words; `the` has 7.7. English knows
    120,000 words (down to Zipf 1.8) and 15,000 terms of software (TERM), other languages 24,000 to
    40,000 (down to Zipf 2.8 to 3.6). Sources: wordfreq 3.1 (Speer 2022), cspell's dictionaries of
    software.
    """
    lookup, tenths = frequency_lookup(language)
    return _FREQUENCY.take(tenths.take(lookup.slots(hashes & UPPER_HALF)))


def known(hashes: Hashes, language: str = "en") -> Mask:
    """Return which words the language's list holds; same shape."""
    return frequency_lookup(language)[0].has(hashes & UPPER_HALF)


def common_words(language: str, least: float) -> Hashes:
    """Return the upper halves of the hashes of a language's words of this Zipf frequency or more.

    Ascending.
    """
    hashes, tenths = frequency_list(language)
    return hashes[tenths >= round(10 * least)]


def english_slots(hashes: Hashes) -> Ints:
    """Return the slot of each word in the English list, an empty one where it is unknown.

    Tables of English words are laid out for these slots. Same shape.
    """
    return frequency_lookup("en")[0].slots(hashes & UPPER_HALF)


def slots_of_words(batch: Batch) -> Ints:
    """Return the `english_slots` of every word of a batch; for `batch.derive`."""
    return english_slots(batch.words.hash)


def english_column(hashes: Hashes, column: AnyArray, missing: float) -> AnyArray:
    """Return a column of values of some words, laid out for `english_slots`.

    All other words get `missing`. Words that the English list lacks are lost.
    """
    lookup = frequency_lookup("en")[0]
    row = lookup.rows(hashes & UPPER_HALF)
    values = np.full(lookup.hashes.size - 1, missing, column.dtype)
    values[row[row >= 0]] = column[row >= 0]
    return lookup.laid_out(values, missing)


def english_tenths(slots: Ints) -> AnyArray:
    """Return tenths of the English Zipf frequency of words by their `english_slots`; 0: unknown."""
    return frequency_lookup("en")[1].take(slots)


def english_zipf(batch: Batch) -> Floats:
    """Return the English Zipf frequency of every word of a batch; for `batch.derive`."""
    return _FREQUENCY.take(english_tenths(batch.derive(slots_of_words)))
