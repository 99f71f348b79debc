"""Weigh whether a word was decoded wrongly: how odd it is as it is, how good as it should read.

A repair that is proved by bytes alone proves nothing: soft hyphens behind an accent are bytes of
an ideograph, too. The word must be odd before, and a word, a mark or of one script after.
"""

from __future__ import annotations

import functools
import itertools
import re
import unicodedata
from typing import NamedTuple

from copydesk.columns.batch import Batch, Text
from copydesk.language.evidence import Clue, summed
from copydesk.language.lexicon import languages_of_words

_NONE = -50.0  # weight of what rules a repair out
RULED_OUT = -20.0  # evidence below which a repair is ruled out, whatever stands beside it
# Signs that are as good as letters inside words, and never odd there.
_INNER = "’‘'-‐‑–—·\u00ad\u200b\u200c\u200d./,:;&@_"
_UNUSUAL = re.compile("[\ue000-\uf8ff\x80-\x84\x86-\x9f\u2000-\u200f\u202a-\u202e]")
# Latin letters of few languages, without those of Vietnamese, Romanian and Azerbaijani.
_RARE = re.compile("[\u0180-\u019f\u01a2-\u01ae\u01b1-\u0217\u021c-\u0258\u025a-\u02af]")
# Three Latin letters and signs may be the bytes of one: `é »` with a space that does not break.
_IDEOGRAPH = re.compile("[\u3400-\u9fff\uac00-\ud7af]")
_SIGN_INSIDE = re.compile(r"[^\W\d_][€¤¦¬§¶†‡‰¨¸¯]+[^\W\d_]")
_EAST_ASIAN = frozenset(("CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "HANGUL", "FULLWIDTH"))
_ANY_SCRIPT = frozenset(
    (
        "COMBINING",
        "VARIATION",
        "GREEK",
        "MODIFIER",
        "FEMININE",
        "MASCULINE",
        "MICRO",
        "OHM",
        "SUPERSCRIPT",
    )
)
_CONTROL = re.compile("[\x80-\x84\x86-\x9f]")
_DRAWN = re.compile(r"[\s\d!-/:-@√≈±²³°─-╿]*")
_DRAWN_IN_WORD = re.compile(r"[^\W\d_][√≈─-╿]|[√≈─-╿][^\W\d_]")


class Word(NamedTuple):
    """A word of a line and what it should read; `start`: its place in the line.

    `by_ftfy`: ftfy proposed it, which looks at the whole line.
    """

    start: int
    old: str
    new: str
    by_ftfy: bool


class _Facts(NamedTuple):
    """What clues ask of a word.

    The share of letters in known words before and after, and how much of it is odd to ftfy.
    """

    old: str
    new: str
    by_ftfy: bool
    known_before: float
    known_after: float
    odd_before: int
    odd_after: int


def weigh(word: Word) -> float:
    """Return how much speaks for the repair of a word; 3 is enough for a word alone."""
    return _weight(word.old, word.new, word.by_ftfy)


@functools.lru_cache(maxsize=4096)  # a misread text holds the same few words over and over
def _weight(old: str, new: str, by_ftfy: bool) -> float:
    known, odd = (_known(old), _known(new)), (_oddities(old), _oddities(new))
    return summed(_CLUES, _Facts(old, new, by_ftfy, *known, *odd)).score


def _known(text: str) -> float:
    """Return the share of a text's letters that lie in words that a language knows."""
    batch = Batch([Text(text)])
    words = batch.words
    if not len(words):
        return 0.0
    length = words.length * (~words.number & (words.length > 1))
    known = languages_of_words(words.hash) != 0
    return float((length * known).sum() / max(int(length.sum()), 1))


def _oddities(text: str) -> int:
    """Return how many places of a text are odd to ftfy."""
    from ftfy.badness import badness  # few runs need it

    return int(badness(f"a {text} a"))


def _scripts(text: str) -> int:
    """Return in how many scripts the word of a text is written that mixes most.

    Marks on letters have a script, too, and what is not assigned is of none that others are of.
    """
    runs = (run for is_word, run in itertools.groupby(text, _in_word) if is_word)
    return max((len(set(map(_script, run)) - {""}) for run in runs), default=0)


def _in_word(character: str) -> bool:
    category = unicodedata.category(character)
    return category[0] in "LM" or category == "Cn"


def _script(letter: str) -> str:
    name = unicodedata.name(letter, "?").split(" ")[0]
    return "" if name in _ANY_SCRIPT else "CJK" if name in _EAST_ASIAN else name


def _broken_shape(text: str) -> bool:
    """Return whether a capital, a sign or a control stands inside a word."""
    if _CONTROL.search(text):
        return True
    for before, sign, after in zip(text, text[1:], f"{text[2:]} ", strict=False):
        if ord(sign) < 0x80 or sign in _INNER:
            continue
        if before.islower() and sign.isupper():
            return True
        if not sign.isalnum() and before.isalpha() and (after.isalpha() or ord(before) >= 0x80):
            return not (not after.isalpha() and sign in "…”“»«’")
    return False


def _small_among_capitals(old: str, new: str) -> bool:
    """Return whether a repair puts a small letter or a space among capitals: `MÄ£M`."""
    capitals = sum(map(str.isupper, new))
    small = [letter for letter in new if letter.islower() and letter not in old]
    return capitals > 1 and bool(small or "\xa0" in new) and not any(c.islower() for c in old)


def _is_mark(text: str) -> bool:
    """Return whether all that a repaired text has beyond ASCII are marks that people write."""
    high = [character for character in text if ord(character) >= 0x80]
    return bool(high) and all(
        0xA0 <= ord(c) < 0xC0 or 0x2000 <= ord(c) < 0x2070 or 0x20A0 <= ord(c) < 0x27C0
        or 0x3000 <= ord(c) < 0x3020 or 0x1F000 <= ord(c) < 0x20000 or 0xFE00 <= ord(c) < 0xFE10
        or c in "×÷\ufeff"
        for c in high
    )  # fmt: skip


_CLUES: tuple[Clue[_Facts], ...] = (
    Clue("a letter that nobody writes", _NONE, lambda f: bool(_UNUSUAL.search(f.new))),
    Clue("a sign inside the repaired word", _NONE, lambda f: bool(_SIGN_INSIDE.search(f.new))),
    Clue("a letter that few write", -3.0, lambda f: bool(_RARE.search(f.new))),
    Clue("a lone ideograph", -3.0, lambda f: len(_IDEOGRAPH.findall(f.new)) == 1),
    Clue("scripts mixed by the repair", _NONE, lambda f: _scripts(f.new) > 1),
    Clue("small letter among capitals", _NONE, lambda f: _small_among_capitals(f.old, f.new)),
    Clue(
        "known as it is",
        -5.0,
        lambda f: (
            f.known_before >= 1 and not _broken_shape(f.old) and not _DRAWN_IN_WORD.search(f.old)
        ),
    ),
    Clue("still odd", _NONE, lambda f: not f.by_ftfy and f.odd_after > 0),
    Clue("formula or drawn table", -2.0, lambda f: bool(_DRAWN.fullmatch(f.old))),
    Clue("odd to ftfy, which repairs it", 3.0, lambda f: f.by_ftfy and f.odd_before > f.odd_after),
    Clue("odd to ftfy", 1.5, lambda f: not f.by_ftfy and f.odd_before > f.odd_after),
    Clue("capital or sign inside a word", 1.5, lambda f: _broken_shape(f.old)),
    Clue("piece of a drawing in a word", 2.0, lambda f: bool(_DRAWN_IN_WORD.search(f.old))),
    Clue("scripts mixed in a word", 1.0, lambda f: _scripts(f.old) > 1),
    Clue("known as it should read", 2.0, lambda f: f.known_after > f.known_before),
    Clue("a mark that people write", 1.0, lambda f: _is_mark(f.new)),
    Clue(
        "three characters for one mark",
        2.0,
        lambda f: len(f.old) - len(f.new) > 1 and _is_mark(f.new),
    ),
    Clue("of one script", 0.4, lambda f: _scripts(f.new) == 1),
)
