"""How common words are, by their hashes.

Shipped frequency lists, looked up a column at a time (built by `tools/build_lexicon.py`).
"""

from __future__ import annotations

import functools
from collections.abc import Sequence

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import AnyArray, Floats, Hashes, Ints, Mask
from copydesk.columns.lookup import Lookup
from copydesk.language import FOLDER, TABLES
from copydesk.word_lists import entries

LANGUAGES = entries(TABLES / "languages.txt")
TERM = 1.0  # Zipf frequency that terms of software have in the English list
_STOPWORDS = (
    120  # the most frequent words of a language: half of the running words of any of its texts
)
_CLEAR = 0.2  # English news has 0.35 to 0.5 stop words; lists and tables fall below 0.2
_UPPER_HALF = np.uint64(0xFFFFFFFF00000000)  # the lists hold half hashes
_HALF = np.uint64(32)
_FEW = (
    64  # words that are sooner sought in every list than the lists are made one, which takes 30 ms
)
_SMALL = (
    1 << 14
)  # words of a batch for which it does not pay to lay numbers out for the English list
_FREQUENCY = np.arange(256) / 10.0  # of a byte in the lists


def packed(hashes: Hashes, tenths: Ints) -> AnyArray:
    """Return a word list as it is shipped.

    Bytes of shape (4, words), which a wheel compresses to less than three a word.

    `hashes`: of a language's words, their upper halves ascending; of equal halves the last counts.
    The planes are the three bytes of the distance to the word before, in halves, and the frequency
    in tenths.
    """
    halves = (hashes >> _HALF).astype(np.int64)
    last = np.append(halves[1:] != halves[:-1], True)
    distance = np.diff(halves[last], prepend=0)
    if int(distance.max()) >= 1 << 24:
        raise ValueError(
            "the list is too short to be packed: two of its words lie more than three bytes apart"
        )
    return np.stack((distance & 255, distance >> 8 & 255, distance >> 16, tenths[last])).astype(
        np.uint8
    )


@functools.cache
def _list(language: str) -> tuple[Hashes, AnyArray]:
    """Return the upper halves of the hashes of a language's words, ascending,
    and the frequencies in tenths.
    """
    table = np.load(FOLDER / language / "words.npy", allow_pickle=False)
    low, middle, high = table[:3].astype(np.uint64) << np.array([[32], [40], [48]], np.uint64)
    return np.cumsum(low | middle | high, dtype=np.uint64), table[3]


@functools.cache
def _lookup(language: str) -> tuple[Lookup, AnyArray]:
    """Return a language's words, and their frequencies in tenths, laid out for its slots.

    Bytes, which stay in cache.
    """
    hashes, tenths = _list(language)
    lookup = Lookup(hashes)
    return lookup, lookup.laid_out(tenths, 0)


def zipf(hashes: Hashes, language: str = "en") -> Floats:
    """Return each word's Zipf frequency (log10 of its occurrences in a billion words.

    `the` is 7.7); 0 where it is unknown.

    English knows 120,000 words (down to Zipf 1.8) and 15,000 terms of software (TERM), other
    languages 24,000 to 40,000 (down to Zipf 2.8 to 3.6). Sources: wordfreq 3.1 (Speer 2022),
    cspell's dictionaries of software.
    """
    lookup, tenths = _lookup(language)
    return _FREQUENCY.take(tenths.take(lookup.slots(hashes & _UPPER_HALF)))


def known(hashes: Hashes, language: str = "en") -> Mask:
    """Return which words the language's list holds."""
    return _lookup(language)[0].has(hashes & _UPPER_HALF)


def english_slots(hashes: Hashes) -> Ints:
    """Return the slot of each word in the English list, an empty one where it is unknown.

    What tables of English words are laid out for.
    """
    return _lookup("en")[0].slots(hashes & _UPPER_HALF)


def slots_of_words(batch: Batch) -> Ints:
    """Return the `english_slots` of every word of a batch; for `batch.derive`."""
    return english_slots(batch.words.hash)


def english_column(hashes: Hashes, column: AnyArray, missing: float) -> AnyArray:
    """Return a column of values of some words, laid out for `english_slots`.

    `missing` for all others. Words out of the list are lost.
    """
    lookup = _lookup("en")[0]
    row = lookup.rows(hashes & _UPPER_HALF)
    values = np.full(lookup.hashes.size - 1, missing, column.dtype)
    values[row[row >= 0]] = column[row >= 0]
    return lookup.laid_out(values, missing)


def common_words(language: str, least: float) -> Hashes:
    """Return the hashes (their upper halves) of a language's words of this Zipf frequency and
    more.
    """
    hashes, tenths = _list(language)
    return hashes[tenths >= round(10 * least)]


def english_zipf(batch: Batch) -> Floats:
    """Return the English Zipf frequency of every word of a batch; for `batch.derive`."""
    return _FREQUENCY.take(_lookup("en")[1].take(batch.derive(slots_of_words)))


@functools.cache
def _union() -> tuple[AnyArray, Ints]:
    """Return the upper halves of the hashes of all lists' words, ascending,
    and for each a bit set of the languages that know it.

    Few words are asked for, so they are searched for: a Lookup of 700,000 hashes takes longer to
    make than it saves.
    """
    rows = np.concatenate(
        [_list(language)[0] | np.uint64(number) for number, language in enumerate(LANGUAGES)]
    )
    rows.sort()
    hashes = (rows >> _HALF).astype(np.uint32)
    first = np.flatnonzero(np.append(True, hashes[1:] != hashes[:-1]))
    return hashes[first], np.bitwise_or.reduceat(
        np.left_shift(1, (rows & np.uint64(255)).astype(np.int64)), first
    )


@functools.cache
def _stopwords() -> tuple[WordNumbers, Floats]:
    """Return for the most frequent words of all languages the number of the set of languages
    whose they are, and the sets.

    Number 0 is the empty set. The sets, shape (sets, languages), are 0 or 1, in floats: integers
    have no fast product.
    """
    lists = [_list(language) for language in LANGUAGES]
    lookup, bits = _bits([hashes[_largest(tenths, _STOPWORDS)] for hashes, tenths in lists])
    sets, number = np.unique(bits, return_inverse=True)
    members = (sets[:, None] >> np.arange(len(LANGUAGES)) & 1).astype(np.float64)
    return WordNumbers(lookup, lookup.laid_out(number[:-1], int(number[-1]))), members


def _sets_of_words(batch: Batch) -> AnyArray:
    """Return the number of the set of languages whose stop word each word is, 0 for none.

    For `batch.derive`.
    """
    return _stopwords()[0].of(batch)


class WordNumbers:
    """A number a word, none negative, for all words of a batch at once.

    Most stand in the English list, whose slots are known already.
    """

    def __init__(self, lookup: Lookup, column: AnyArray) -> None:
        """Take the upper halves of the words' hashes, and their numbers,
        laid out for its slots with that of all other words.
        """
        self._lookup, self._column = lookup, column

    @functools.cached_property
    def _english(self) -> AnyArray:
        """The number of each word of the English list, laid out for its slots.

        -1 where there is no word.
        """
        return _lookup("en")[0].laid_out(
            self._column.take(self._lookup.slots(_list("en")[0])).astype(np.int16), -1
        )

    def of(self, batch: Batch) -> AnyArray:
        """Return the number of each word of a batch, int16."""
        if len(batch.words) < _SMALL:
            return self._column.take(self._lookup.slots(batch.words.hash & _UPPER_HALF)).astype(
                np.int16
            )
        numbers = self._english.take(batch.derive(slots_of_words))
        left = np.flatnonzero(numbers < 0)
        numbers[left] = self._column.take(
            self._lookup.slots(batch.words.hash.take(left) & _UPPER_HALF)
        )
        return numbers


def _largest(tenths: AnyArray, count: int) -> Ints:
    """Return the rows of the `count` largest values, of equal ones the first."""
    above = np.flatnonzero(tenths >= np.partition(tenths, -count)[-count])
    return above[np.argsort(~tenths[above], kind="stable")[:count]]


def _bits(lists: list[Hashes]) -> tuple[Lookup, Ints]:
    lookup = Lookup(np.concatenate(lists))
    bits = np.zeros(
        lookup.hashes.size, np.int64
    )  # the last row is that of words that are not there
    for number, words in enumerate(lists):
        bits[lookup.rows(words)] |= 1 << number
    return lookup, bits


def languages_of_words(hashes: Hashes) -> Ints:
    """Return a bit set for each word: bit n is set where LANGUAGES[n] knows it."""
    if hashes.size < _FEW:
        return _asked_of_each(hashes & _UPPER_HALF)
    listed, bits = _union()
    wanted = (hashes >> _HALF).astype(np.uint32)
    row = np.searchsorted(listed, wanted)
    return np.where(listed.take(row, mode="clip") == wanted, bits.take(row, mode="clip"), 0)


def _asked_of_each(halves: Hashes) -> Ints:
    bits = np.zeros(halves.size, np.int64)
    for number, language in enumerate(LANGUAGES):
        listed = _list(language)[0]
        bits |= (listed.take(np.searchsorted(listed, halves), mode="clip") == halves).astype(
            np.int64
        ) << number
    return bits


def count_by_language(bits: Ints, group: Ints, groups: int) -> Floats:
    """Count, for each group of words, those of each language's bit; shape (groups, languages)."""
    pattern, number = np.unique(bits, return_inverse=True)
    counts = np.bincount(group * pattern.size + number, minlength=groups * pattern.size).reshape(
        groups, pattern.size
    )
    spoken = (pattern[:, None] >> np.arange(len(LANGUAGES)) & 1).astype(np.float64)
    return (
        counts.astype(np.float64) @ spoken
    )  # integers have no fast product; these counts are exact in floats


def language_of_documents(batch: Batch) -> list[str]:
    """Return the language of each document, "" where none is clear; for `batch.derive`.

    The language whose most frequent words make up the largest share of the document, if that share
    is at least _CLEAR.
    """
    first, end = batch.words_between(batch.document_start, batch.document_end)
    return _spoken(batch, batch.document_of_word, end - first)


def language_of_blocks(batch: Batch, rows: Ints) -> list[str]:
    """Return the language of some blocks, "" where none is clear.

    For findings in a document that speaks several languages.
    """
    if not rows.size:
        return []
    blocks, number = np.unique(rows, return_inverse=True)
    owner = np.full(len(batch.blocks) + 1, -1, np.int64)
    owner[blocks] = np.arange(blocks.size)
    first, end = batch.block_words
    languages = _spoken(batch, owner.take(batch.block_of_word), (end - first)[blocks])
    return [languages[row] for row in number.tolist()]


def in_other_language(batch: Batch, rows: Ints, languages: Sequence[str]) -> Mask:
    """Return which words (rows of the word table) stand in blocks that are clearly in another
    language than the one given for each.
    """
    here = language_of_blocks(batch, batch.block_of_word.take(rows))
    return np.array(
        [own not in ("", language) for own, language in zip(here, languages, strict=True)], np.bool_
    )


def _spoken(batch: Batch, group: Ints, size: Ints) -> list[str]:
    """Return the language of each group of words, "" where none is clear.

    `group` of each word, -1 for none; `size` of each group.
    """
    spoken, sets = batch.derive(_sets_of_words), _stopwords()[1]
    stop = np.flatnonzero((spoken > 0) & (group >= 0))  # half of all words
    pair = group.take(stop) * len(sets) + spoken.take(stop)
    shares = (
        np.bincount(pair, minlength=size.size * len(sets))
        .reshape(size.size, len(sets))
        .astype(np.float64)
        @ sets
    )
    best = shares.argmax(axis=1)
    clear = shares.max(axis=1, initial=0) >= _CLEAR * np.maximum(size, 1)
    return [
        LANGUAGES[number] if sure else ""
        for number, sure in zip(best.tolist(), clear.tolist(), strict=True)
    ]


def english_documents(batch: Batch) -> Mask:
    """Return which documents are in English; shape (documents,); for `batch.derive`."""
    return np.array(
        [language == "en" for language in batch.derive(language_of_documents)], np.bool_
    )
