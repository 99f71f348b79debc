"""Measure how surprising the letters of a word are in a language.

By shipped tables of trigrams and alphabets, built by `tools/build_ngrams.py`.
"""

from __future__ import annotations

import functools

import numpy as np

from copydesk.columns.characters import fold
from copydesk.columns.dtypes import AnyArray, Codes, Floats, Hashes, Ints, Mask
from copydesk.columns.ragged import Runs
from copydesk_rules.garbled import TABLES

_SYMBOLS = 32  # the last is any letter that is not in the alphabet
_LIMIT = 0x600  # Latin, Greek and Cyrillic letters of the alphabets; all others are that one


@functools.cache
def _tables() -> tuple[AnyArray, AnyArray]:
    """Return the symbol of each folded code point in each language, and the surprise of trigrams.

    Flat: languages * _LIMIT symbols, and languages * 32 ** 3 numbers of bits.
    """
    packed = np.load(TABLES / "trigrams.npy", allow_pickle=False)
    symbols = np.full((len(alphabets()), _LIMIT), _SYMBOLS - 1, np.uint8)
    for row, alphabet in enumerate(alphabets()):
        symbols[row, alphabet[alphabet < _LIMIT]] = np.flatnonzero(alphabet < _LIMIT) + 1
    surprise = np.stack((packed >> 4, packed & 15), axis=-1).reshape(-1)
    return symbols.ravel(), surprise


@functools.cache
def alphabets() -> Hashes:
    """Return the letters of each language's alphabet, folded, shape (languages, letters)."""
    table = np.load(TABLES / "alphabets.npy", allow_pickle=False)
    return np.asarray(table, np.uint64)


def surprise(codes: Codes, start: Ints, end: Ints, language: Ints) -> tuple[Floats, Floats]:
    """Return each word's mean surprise a letter and its greatest, in bits (0 to 15).

    A language's own words have a mean of 2.5 to 4.2.

    `codes`: the text; `start`, `end`: the words' spans, shape (words,); `language`: the row of each
    word's language in LANGUAGES.
    """
    if not start.size:
        return np.zeros(0), np.zeros(0)
    symbols, table = _tables()
    words = Runs.between(start, end)
    padded = Runs.of_sizes(words.size + 3)  # two edges before each word, one behind it
    letters = np.minimum(fold(codes.take(words.positions)).astype(np.int64), _LIMIT - 1)
    symbol = np.zeros(int(padded.size.sum()), np.int64)
    inside = Runs(padded.start + 2, words.size).positions
    symbol[inside] = symbols.take(words.spread(language) * _LIMIT + letters)
    trigram = (symbol[:-2] * _SYMBOLS + symbol[1:-1]) * _SYMBOLS + symbol[2:]
    bits = np.zeros(symbol.size)
    bits[:-2] = table.take(trigram + padded.spread(language)[:-2] * _SYMBOLS**3)
    bits[padded.end - 1] = bits[padded.end - 2] = 0.0  # these run into the next word
    total, most = np.add.reduceat(bits, padded.start), np.maximum.reduceat(bits, padded.start)
    return total / (words.size + 1), most


def alien_letters(codes: Codes, language: Ints) -> Mask:
    """Return which code points are not in the alphabet of their language; same shape.

    Those that are no letters are not either. `language`: a row of LANGUAGES a code point.
    """
    symbols, _ = _tables()
    letters = np.minimum(fold(codes).astype(np.int64), _LIMIT - 1)
    return np.asarray(symbols.take(language * _LIMIT + letters) == _SYMBOLS - 1, np.bool_)
