"""How improbable a span of text is, in bits: what a repeat must exceed to be no chance.

Ten words may be `as well as the other one of the two` or a sentence about a ferry; the first
recurs by chance, the second does not. A word counts for log2 of its rarity (Shannon 1948): `the`
for 4 bits, `government` for 12, a word seen once in a hundred million for 27. Running English prose
has 11.7 bits a word, measured on news. Words are taken as independent, so the bits of a phrase are an
upper bound: a set phrase is more common than its words.

Where no frequency list knows a word, its letters count, so that a span in any script has about the
bits of its English translation.
"""

from __future__ import annotations

import functools

import numpy as np

from copydesk.columns import characters as ch
from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import AnyArray, Floats, Hashes, Ints, Mask
from copydesk.columns.hashing import hash_vocabulary
from copydesk.columns.lookup import Lookup
from copydesk.columns.ragged import Runs
from copydesk.language.lexicon import (
    LANGUAGES,
    count_by_language,
    english_zipf,
    language_of_documents,
    languages_of_function_words,
    zipf,
)
from copydesk.language.lexicon.frequencies import UPPER_HALF, frequency_list

_BITS_OF_ZIPF = float(np.log2(10))
_BILLION = 9.0  # the Zipf frequency of a word that is all of a text
_STEP = 8  # eighths of a bit: sums of these are exact in floats, so bits add up in any order
_LONGEST = 24.0  # bits of an unknown word; a name is improbable, but recurs where its bearer does
_LONGEST_NUMBER = 20.0  # bits: the digits beyond the sixth are those of an identifier
_DIGIT = float(np.log2(10))
UNLISTED, _NUMBER = 20.0, 10.0  # bits of an unlisted word and of a number, letters unknown

# Bits of a letter: those of an English word over the letters of its translation, of which it has 4.7
# in an alphabet, 1.7 ideographs, 3 kana or 2 syllables of Hangul.
_ALPHABETIC = 2.5
# Code points from which letters of other scripts have other bits: kana, ideographs, Hangul.
_FROM = np.array([0, 0x3040, 0x3100, 0x3400, 0xA000, 0xAC00, 0xD7A4, 0xF900, 0xFB00, 0x20000])
_BITS_FROM = np.array(
    [_ALPHABETIC, 4.0, 5.5, 7.0, _ALPHABETIC, 5.5, _ALPHABETIC, 7.0, _ALPHABETIC, 7.0]
)


def word_bits(batch: Batch) -> Floats:
    """Return the surprisal of every word of a batch in bits; for `batch.derive`.

    Shape (words,), in eighths, at least one eighth. Words are looked up in the list of their
    document's language, in the English one where that is not clear.
    """
    words = batch.words
    frequency = batch.derive(english_zipf)
    floor = np.full(len(LANGUAGES) + 1, _rarest("en"))
    language = _language_numbers(batch)
    if (language > 0).any():
        frequency, of_word = frequency.copy(), language.take(batch.document_of_word)
        for number in np.flatnonzero(np.bincount(language[language > 0])).tolist():
            rows = np.flatnonzero(of_word == number)
            frequency[rows] = zipf(words.hash.take(rows), LANGUAGES[number])
            floor[number] = _rarest(LANGUAGES[number])
    bits = (_BILLION - frequency) * _BITS_OF_ZIPF
    kind = batch.classes.take(words.start)
    # The lists hold stray letters of scripts that are not theirs, and no list holds an ideograph.
    rows = np.flatnonzero((frequency <= 0) | ((kind >= ch.LETTER) & (kind <= ch.DIGIT)))
    if rows.size:
        document = batch.document_of_word.take(rows)
        clear = language.take(document) >= 0
        least = np.where(clear, floor.take(language.take(document)), 0.0)
        bits[rows] = _spelled(batch, rows, least)
    return np.maximum(np.rint(bits * _STEP), 1.0) / _STEP


def bits_between(batch: Batch, first: Ints, end: Ints) -> Floats:
    """Return the bits of each run of words [first, end), rows of the word table; shape (runs,)."""
    sums = batch.derive(_sums)
    return np.asarray(sums.take(end) - sums.take(first), np.float64)


def sentence_bits(batch: Batch) -> Floats:
    """Return the bits of each sentence; shape (sentences,); for `batch.derive`."""
    return bits_between(batch, *batch.sentence_words)


def block_bits(batch: Batch) -> Floats:
    """Return the bits of each block; shape (blocks,); for `batch.derive`."""
    return bits_between(batch, *batch.block_words)


def _sums(batch: Batch) -> Floats:
    return np.append(0.0, np.cumsum(batch.derive(word_bits)))


def _language_numbers(batch: Batch) -> Ints:
    """Return the row in LANGUAGES of the language of each document, -1 where none is clear."""
    number = {language: row for row, language in enumerate(LANGUAGES)}
    found = [number.get(language, -1) for language in batch.derive(language_of_documents)]
    return np.array(found, np.int64)


@functools.cache
def _rarest(language: str) -> float:
    """Return the bits of the rarest word that a list holds: an unlisted one has no fewer."""
    least = float(frequency_list(language)[1].min()) / 10
    return min(_LONGEST, (_BILLION - least) * _BITS_OF_ZIPF)


def _spelled(batch: Batch, rows: Ints, least: Floats) -> Floats:
    """Return the bits of numbers and unlisted words, by their letters; shape (rows,).

    `least`: bits of an unlisted word in cased letters of a known language.
    """
    words = batch.words
    letters = Runs.between(words.start.take(rows), words.end.take(rows))
    at = letters.positions
    value = _letter_bits(batch.codes.take(at), batch.classes.take(at))
    bits = Runs.of_sizes(letters.size).reduce(np.add, value)
    kind = batch.classes.take(words.start.take(rows))
    number = words.number.take(rows)
    bits = np.where(number, np.minimum(bits, _LONGEST_NUMBER), bits)
    cased = (kind == ch.LOWER) | (kind == ch.UPPER)
    return np.where(cased, np.minimum(np.maximum(bits, least), _LONGEST), bits)


def _letter_bits(codes: AnyArray, classes: AnyArray) -> Floats:
    """Return the bits of each character of a word; same shape."""
    bits = np.where(classes == ch.DIGIT, _DIGIT, _ALPHABETIC)
    east = np.flatnonzero((classes == ch.IDEOGRAPH) | (classes == ch.LETTER))
    bits[east] = _bits_of_letters(codes.take(east))
    return bits


def _bits_of_letters(codes: AnyArray) -> Floats:
    return _BITS_FROM.take(np.searchsorted(_FROM, codes, side="right") - 1)


def bits_of_hashes(words: Hashes, number: Mask, owner: Ints, owners: int) -> Floats:
    """Return the bits of words of which only the hashes are left, shape (words,).

    `number`: whether each is a number; `owner`: the text that each is of, numbered below `owners`.
    A text's language is that of most of its function words. Unlisted words and numbers, whose
    letters are not known, have the bits of average ones.
    """
    spoken = count_by_language(languages_of_function_words(words), owner, owners)
    language = spoken.argmax(axis=1).take(owner)  # English where there are none
    bits = np.empty(words.size)
    for row in np.flatnonzero(np.bincount(language)).tolist():
        some = np.flatnonzero(language == row)
        frequency = zipf(words.take(some), LANGUAGES[row])
        listed = (_BILLION - frequency) * _BITS_OF_ZIPF
        bits[some] = np.where(frequency > 0, listed, UNLISTED)
    bits[number] = _NUMBER
    strange = np.flatnonzero(bits == UNLISTED)
    if 2 * strange.size > words.size:  # a script without spaces, whose every letter is a word
        letters, value = _letters()
        found = letters.rows(words.take(strange) & UPPER_HALF)
        bits[strange] = np.where(found >= 0, value.take(found), UNLISTED)
    return bits


@functools.cache
def _letters() -> tuple[Lookup, Floats]:
    """Return the letters that are words by themselves, by the upper halves of their hashes, and
    the bits of each row.
    """
    blocks = ((0x0E01, 0x0E2F), (0x3041, 0x3097), (0x30A1, 0x30FB), (0x4E00, 0xA000))
    codes = [code for first, end in blocks for code in range(first, end)]
    halves = hash_vocabulary([chr(code) for code in codes]) & UPPER_HALF
    lookup = Lookup(halves)
    value = np.zeros(lookup.hashes.size)
    value[np.searchsorted(lookup.hashes, halves)] = _bits_of_letters(np.array(codes))
    return lookup, value
