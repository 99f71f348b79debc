"""How common words are, by their hashes: shipped frequency lists, looked up a column at a time (built by `tools/build_lexicon.py`)."""

from __future__ import annotations

import functools
from importlib.resources import files

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import AnyArray, Floats, Hashes, Ints, Mask
from copydesk.columns.lookup import Lookup

LANGUAGES = tuple("en de fr es it pt nl pl sv da fi cs ro tr ru uk el hu bg sk sl nb ca lt lv id mk sh".split())
TERM = 1.0  # Zipf frequency that terms of software have in the English list
_STOPWORDS = 120  # the most frequent words of a language: half of the running words of any of its texts
_CLEAR = 0.2  # English news has 0.35 to 0.5 stop words; lists and tables fall below 0.2
_UPPER_HALF = np.uint64(0xFFFFFFFF00000000)  # the lists hold half hashes
_HALF = np.uint64(32)
_FREQUENCY = np.arange(256) / 10.0  # of a byte in the lists


def packed(hashes: Hashes, tenths: Ints) -> AnyArray:
    """Return a word list as it is shipped: bytes of shape (4, words), which a wheel compresses to less than three a word.

    `hashes`: of a language's words, their upper halves ascending; of equal halves the last counts. The planes are the three bytes of the
    distance to the word before, in halves, and the frequency in tenths.
    """
    halves = (hashes >> _HALF).astype(np.int64)
    last = np.append(halves[1:] != halves[:-1], True)
    distance = np.diff(halves[last], prepend=0)
    if int(distance.max()) >= 1 << 24:
        raise ValueError("the list is too short to be packed: two of its words lie more than three bytes apart")
    return np.stack((distance & 255, distance >> 8 & 255, distance >> 16, tenths[last])).astype(np.uint8)


@functools.cache
def _list(language: str) -> tuple[Hashes, AnyArray]:
    """Return the upper halves of the hashes of a language's words, ascending, and the frequencies in tenths."""
    table = np.load(str(files("copydesk.language") / "tables" / f"{language}.npy"), allow_pickle=False)
    low, middle, high = table[:3].astype(np.uint64) << np.array([[32], [40], [48]], np.uint64)
    return np.cumsum(low | middle | high, dtype=np.uint64), table[3]


@functools.cache
def _lookup(language: str) -> tuple[Lookup, AnyArray]:
    """Return a language's words, and their frequencies in tenths, laid out for its slots: bytes, which stay in cache."""
    hashes, tenths = _list(language)
    lookup = Lookup(hashes)
    return lookup, lookup.laid_out(tenths, 0)


def zipf(hashes: Hashes, language: str = "en") -> Floats:
    """Return each word's Zipf frequency (log10 of its occurrences in a billion words; `the` is 7.7); 0 where it is unknown.

    English knows 120,000 words (down to Zipf 1.8) and 15,000 terms of software (TERM), other languages 24,000 to 40,000 (down to Zipf
    2.8 to 3.6). Sources: wordfreq 3.1 (Speer 2022), cspell's dictionaries of software.
    """
    lookup, tenths = _lookup(language)
    return _FREQUENCY.take(tenths.take(lookup.slots(hashes & _UPPER_HALF)))


def known(hashes: Hashes, language: str = "en") -> Mask:
    """Return which words the language's list holds."""
    return _lookup(language)[0].has(hashes & _UPPER_HALF)


def _english_slots(batch: Batch) -> Ints:
    """Return the slot of every word of a batch in the English list; for `batch.once`."""
    return _lookup("en")[0].slots(batch.words.hash & _UPPER_HALF)


def common_words(language: str, least: float) -> Hashes:
    """Return the hashes (their upper halves) of a language's words of this Zipf frequency and more."""
    hashes, tenths = _list(language)
    return hashes[tenths >= round(10 * least)]


def english_zipf(batch: Batch) -> Floats:
    """Return the English Zipf frequency of every word of a batch; for `batch.once`."""
    return _FREQUENCY.take(_lookup("en")[1].take(batch.once(_english_slots)))


@functools.cache
def _union() -> tuple[AnyArray, Ints]:
    """Return the upper halves of the hashes of all lists' words, ascending, and for each a bit set of the languages that know it.

    Few words are asked for, so they are searched for: a Lookup of 700,000 hashes takes longer to make than it saves.
    """
    rows = np.concatenate([_list(language)[0] | np.uint64(number) for number, language in enumerate(LANGUAGES)])
    rows.sort()
    hashes = (rows >> _HALF).astype(np.uint32)
    first = np.flatnonzero(np.append(True, hashes[1:] != hashes[:-1]))
    return hashes[first], np.bitwise_or.reduceat(np.left_shift(1, (rows & np.uint64(255)).astype(np.int64)), first)


@functools.cache
def _stopwords() -> tuple[Lookup, Ints, Floats]:
    """Return the most frequent words of all languages, the number of the set of languages whose they are, and the sets.

    The numbers are laid out for the slots of the words; number 0 is the empty set. The sets, shape (sets, languages), are 0 or 1, in
    floats: integers have no fast product.
    """
    lists = [_list(language) for language in LANGUAGES]
    lookup, bits = _bits([hashes[np.argsort(~tenths, kind="stable")[:_STOPWORDS]] for hashes, tenths in lists])
    sets, number = np.unique(bits, return_inverse=True)
    return lookup, lookup.laid_out(number[:-1], int(number[-1])), (sets[:, None] >> np.arange(len(LANGUAGES)) & 1).astype(np.float64)


@functools.cache
def _english_stopwords() -> AnyArray:
    """Return the number of `_stopwords` of each word of the English list, laid out for its slots; -1 where there is no word."""
    lookup, number, _ = _stopwords()
    return _lookup("en")[0].laid_out(number.take(lookup.slots(_list("en")[0])).astype(np.int16), -1)


def _sets_of_words(batch: Batch) -> Ints:
    """Return the number of the set of languages whose stop word each word is; most words stand in the English list with theirs."""
    spoken = _english_stopwords().take(batch.once(_english_slots)).astype(np.int64)
    left = np.flatnonzero(spoken < 0)
    lookup, number, _ = _stopwords()
    spoken[left] = number.take(lookup.slots(batch.words.hash.take(left) & _UPPER_HALF))
    return spoken


def _bits(lists: list[Hashes]) -> tuple[Lookup, Ints]:
    lookup = Lookup(np.concatenate(lists))
    bits = np.zeros(lookup.hashes.size, np.int64)  # the last row is that of words that are not there
    for number, words in enumerate(lists):
        bits[lookup.rows(words)] |= 1 << number
    return lookup, bits


def languages_of_words(hashes: Hashes) -> Ints:
    """Return a bit set for each word: bit n is set where LANGUAGES[n] knows it."""
    listed, bits = _union()
    wanted = (hashes >> _HALF).astype(np.uint32)
    row = np.searchsorted(listed, wanted)
    return np.where(listed.take(row, mode="clip") == wanted, bits.take(row, mode="clip"), 0)


def count_by_language(bits: Ints, group: Ints, groups: int) -> Floats:
    """Count, for each group of words, those of each language's bit; shape (groups, languages)."""
    pattern, number = np.unique(bits, return_inverse=True)
    counts = np.bincount(group * pattern.size + number, minlength=groups * pattern.size).reshape(groups, pattern.size)
    spoken = (pattern[:, None] >> np.arange(len(LANGUAGES)) & 1).astype(np.float64)
    return counts.astype(np.float64) @ spoken  # integers have no fast product; these counts are exact in floats


def language_of_documents(batch: Batch) -> list[str]:
    """Return the language of each document, "" where none is clear; for `batch.once`.

    The language whose most frequent words make up the largest share of the document, if that share is at least _CLEAR.
    """
    sets = _stopwords()[2]
    spoken = _sets_of_words(batch)
    spoken += batch.document_of_word * len(sets)
    counts = np.bincount(spoken, minlength=len(batch) * len(sets)).reshape(len(batch), len(sets))
    shares = counts.astype(np.float64) @ sets
    best = shares.argmax(axis=1)
    clear = shares.max(axis=1) >= _CLEAR * np.maximum(counts.sum(axis=1), 1)
    return [LANGUAGES[number] if sure else "" for number, sure in zip(best.tolist(), clear.tolist(), strict=True)]


def english_documents(batch: Batch) -> Mask:
    """Return which documents are in English; shape (documents,); for `batch.once`."""
    return np.array([language == "en" for language in batch.once(language_of_documents)], np.bool_)
