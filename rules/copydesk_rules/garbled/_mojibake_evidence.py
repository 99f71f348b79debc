"""Weigh whether a chain of characters is misread UTF-8: what it says, and how odd it is as it is.

A chain is evidence when it decodes to something that people write *and* what it looks like is not
what they write: `Ã©` inside a word, but neither `É…` at the end of a shouted word nor `é »` in
French typography.
"""

from __future__ import annotations

import functools
import unicodedata
from dataclasses import dataclass
from typing import NamedTuple

from copydesk.columns import characters as ch
from copydesk.columns.characters import class_table
from copydesk.language.evidence import Clue, summed
from copydesk_rules.garbled._encodings import ENCODINGS, LOSSY, ROUNDS, bytes_of, decode

# What may follow a capital letter with an accent in correct text.
_NATURAL = frozenset("…”“’‘–—»«‹›™®\u00a0")
_DRAWN = frozenset("√├┬─┼╨╤¬")  # what leads chains of DOS and Mac text, and formulas and tables
_MOST_ODD = 3  # oddities that count
# Weights of a character by its kind, see `_weight`.
_MARK, _LATIN, _OTHER_SCRIPT, _UNUSUAL, _UNLIKELY = 3.0, 1.5, 1.0, 0.5, -3.0
_PLAUSIBLE = 1.5  # weight of a text that a further round of decoding must give
_RARE_MARKS = frozenset("\ufeff\ufb01\u202f\u2009")


class Evidence(NamedTuple):
    """How strongly a chain speaks for misread text, and whether it is odd as it is."""

    weight: float
    odd: bool


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A chain of characters between `earlier` + `before` and `after`, one character each or none.

    `weight`: how likely people write what it decodes to.
    """

    earlier: str
    before: str
    found: str
    after: str
    decoded: str
    weight: float


# Any of these makes a chain correct text.
_CORRECT: tuple[Clue[_Candidate], ...] = (
    Clue(
        "capital word with a sign in it, `MÄ£M`, likelier than a small letter among capitals",
        0,
        lambda c: (
            c.before.isupper()
            and (c.after.isupper() or c.earlier.isupper())
            and c.decoded.islower()
        ),
    ),
    Clue(
        "French closing quotation mark behind a space that does not break, `« é »`",
        0,
        lambda c: c.found[1:] == "\u00a0»" or (c.found[1:] == "\u00a0" and c.after == "»"),
    ),
    Clue(
        "formula or drawn table",
        0,
        lambda c: (
            c.found[0] in _DRAWN
            and not (c.before.isalpha() or c.after.isalpha())
            and len(c.decoded) < 3
        ),
    ),
)
_ODD: tuple[Clue[_Candidate], ...] = (
    Clue(
        "`Ã` and a space that does not break, at the start of a word",
        1,
        lambda c: not c.before.isalpha() and c.found[1:] == "\u00a0" and c.found[0] == "Ã",
    ),
    Clue(
        "symbol behind letters",
        1,
        lambda c: _class(c.found[0]) == ch.SYMBOL and c.before.isalpha() and c.earlier.isalpha(),
    ),
    Clue(
        "three characters for one mark: no word holds `âœ”`",
        1,
        lambda c: len(c.found) >= 3 and c.weight >= _MARK,
    ),
)


@functools.lru_cache(maxsize=4096)  # a misread text holds the same few chains over and over
def weigh(ahead: str, found: str, after: str, decoded: str) -> Evidence:
    """Weigh one chain, `found`, that decodes to `decoded`.

    `ahead`: the two characters before it, fewer at the start of the text; `after`: the next one, or
    nothing.
    """
    weight = sum(map(_weight, decoded))
    chain = _Candidate(ahead[:-1], ahead[-1:] or " ", found, after, decoded, weight)
    if any(clue.holds(chain) for clue in _CORRECT):
        return Evidence(0.0, False)
    odd = summed(_ODD, chain, start=_odd_characters(chain)).score
    return Evidence(weight + min(odd, _MOST_ODD), odd > 0)


def _odd_characters(chain: _Candidate) -> int:
    """Count what is odd about single characters of a chain, and how they follow one another."""
    odd = 0
    text = chain.before + chain.found + chain.after
    for place, character in enumerate(chain.found):
        previous, following = text[place], text[place + 2 : place + 3]
        kind = _class(character)
        odd += previous.islower() and kind == ch.UPPER
        if 0x80 <= ord(character) < 0xA0:
            odd += 1
        elif character in _NATURAL:
            odd += character != "\u00a0" and following.isalpha()
        elif place and kind not in (ch.LOWER, ch.UPPER, ch.DIGIT):
            odd += 1
    return odd


def _class(character: str) -> int:
    return int(class_table()[min(ord(character), ch.LIMIT - 1)])


def _weight(character: str) -> float:
    """Return how likely people write a character where misread text decodes to it."""
    code = ord(character)
    general_mark = 0x2010 <= code < 0x2050
    symbol = 0x20A0 <= code < 0x27C0 or code >= 0x1F000  # currencies, arrows, dingbats; emoji
    if general_mark or symbol or character in _RARE_MARKS:
        return _MARK
    if 0xA0 < code < 0x180 or 0x1E00 <= code < 0x1F00 or 0x218 <= code < 0x21C:  # Latin
        return _LATIN
    # Greek and Cyrillic, Hebrew to Georgian, East Asian.
    if 0x370 <= code < 0x530 or 0x590 <= code < 0x1200 or 0x3000 <= code < 0xE000 or code == 0xA0:
        return _OTHER_SCRIPT
    unlikely = unicodedata.category(character) in ("Cc", "Cn", "Co", "Cs", "Mn", "Lm")
    return _UNLIKELY if unlikely or code < 0x370 else _UNUSUAL


@functools.lru_cache(maxsize=4096)
def repair(found: str, encoding: str) -> str:
    """Return what a chain read in an encoding should read, after all rounds; "" where nothing."""
    decoded = decode(found, encoding)
    return _again(decoded) if decoded else ""


def _again(text: str) -> str:
    """Undo further rounds of the same fault in a repaired text."""
    for _ in range(ROUNDS):
        for encoding in ENCODINGS:
            table = bytes_of(encoding)
            decoded = decode(text, encoding) if all(ord(c) in table for c in text) else None
            if decoded and sum(map(_weight, decoded)) >= _PLAUSIBLE:
                text = decoded
                break
        else:
            break
    for lossy, mark in LOSSY.items():
        text = text.replace(lossy, mark)
    return text
