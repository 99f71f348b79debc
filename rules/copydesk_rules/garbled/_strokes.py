"""Spell words by their strokes: scanners take letters of one shape for each other.

Words that a scanner may take for each other are spelled alike, however many letters it misread, as
confusable names are in Unicode's TR39. `strokes.npz` is built by `tools/build_strokes.py`.
"""

from __future__ import annotations

import functools
import zlib
from collections.abc import Sequence

import numpy as np

from copydesk.columns.dtypes import AnyArray, Floats
from copydesk_rules.garbled import TABLES

_TWO = (("rn", "m"), ("cl", "d"), ("ii", "u"), ("vv", "w"))  # read for one, or one for two
_ALIKE = ("ce", "o0", "nua", "hb", "il1r", "tfsſ", "gq9")
_ONE = str.maketrans({letter: alike[0] for alike in _ALIKE for letter in alike})


def strokes(word: str) -> str:
    """Return how a word is spelled by the strokes of its letters: `thc` and `fbe` like `the`."""
    word = word.lower()
    for two, one in _TWO:
        word = word.replace(two, one)
    return word.translate(_ONE)


def key(word: str, language: str) -> int:
    """Return what the strokes of a word in a language are looked up by, 32 bits."""
    return zlib.crc32(f"{language}:{strokes(word)}".encode())


@functools.cache
def _table() -> tuple[AnyArray, AnyArray]:
    """Return the keys of common words, ascending, and ten times their Zipf frequencies."""
    with np.load(TABLES / "strokes.npz", allow_pickle=False) as shipped:
        return shipped["keys"], shipped["tenths"]


def common_lookalikes(words: Sequence[str], languages: Sequence[str]) -> Floats:
    """Return the Zipf frequency of the commonest word with the strokes of each; shape (words,).

    0 where no common word of the word's language has them.
    """
    pairs = zip(words, languages, strict=True)
    wanted = np.array([key(word, language) for word, language in pairs], np.uint32)
    keys, tenths = _table()
    row = np.searchsorted(keys, wanted)
    found = keys.take(row, mode="clip") == wanted
    return np.where(found, tenths.take(row, mode="clip") / 10.0, 0.0)
