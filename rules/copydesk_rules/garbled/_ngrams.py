"""How surprising the letters of a word are in a language.

Shipped trigram tables (built by `tools/build_ngrams.py`).
"""

from __future__ import annotations

import functools

import numpy as np

from copydesk.columns.characters import fold
from copydesk.columns.dtypes import AnyArray, Codes, Floats, Hashes, Ints, Mask
from copydesk_rules.garbled import TABLES

_SYMBOLS = 32
_LIMIT = (
    0x600  # Latin, Greek and Cyrillic letters of the alphabets; others count as "any other letter"
)


@functools.cache
def _tables() -> tuple[AnyArray, AnyArray]:
    """Return the symbol of each folded code point, (languages, _LIMIT),
    and the surprise of each trigram, (languages * 32 ** 3,).
    """
    alphabets = np.load(TABLES / "alphabets.npy", allow_pickle=False)
    packed = np.load(TABLES / "trigrams.npy", allow_pickle=False)
    symbols = np.full((alphabets.shape[0], _LIMIT), _SYMBOLS - 1, np.uint8)
    for row, alphabet in enumerate(alphabets):
        symbols[row, alphabet[alphabet < _LIMIT]] = np.flatnonzero(alphabet < _LIMIT) + 1
    surprise = np.stack((packed >> 4, packed & 15), axis=-1).reshape(-1)
    return symbols, surprise


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
    size = end - start
    first = np.cumsum(size + 3) - (size + 3)  # two edges before, one after
    padded = np.zeros(int((size + 3).sum()), np.int64)
    inside = np.repeat(first + 2 - (np.cumsum(size) - size), size) + np.arange(int(size.sum()))
    source = np.repeat(start - (np.cumsum(size) - size), size) + np.arange(int(size.sum()))
    folded = np.minimum(fold(codes.take(source)).astype(np.int64), _LIMIT - 1)
    padded[inside] = symbols.reshape(-1).take(np.repeat(language, size) * _LIMIT + folded)
    number = (padded[:-2] * _SYMBOLS + padded[1:-1]) * _SYMBOLS + padded[2:]
    scored = table.take(number + np.repeat(language, size + 3)[:-2] * _SYMBOLS**3).astype(
        np.float64
    )
    # The two trigrams that run into the next word are no part of this one.
    stray = np.append(scored, (0.0, 0.0))
    stray[np.append(first + size + 1, first + size + 2)] = 0.0
    total, most = np.add.reduceat(stray, first), np.maximum.reduceat(stray, first)
    return total / (size + 1), most


def alien_letters(codes: Codes, language: Ints) -> Mask:
    """Return which code points are not in the alphabet of their language.

    What is no letter is not either.
    """
    symbols, _ = _tables()
    folded = np.minimum(fold(codes).astype(np.int64), _LIMIT - 1)
    return np.asarray(
        symbols.reshape(-1).take(language * _LIMIT + folded) == _SYMBOLS - 1, np.bool_
    )
