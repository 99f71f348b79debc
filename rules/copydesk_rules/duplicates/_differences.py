"""What differs between two texts that are nearly equal: figures, names, meanings or spelling.

`10 → 5` and `Porex → Medco` tell another fact in the same words, `offi ce → office` the same fact in
other letters. Words are known by their hashes, their frequency, and whether they are numbers or
begin with a capital.
"""

from __future__ import annotations

import functools
import string

import numpy as np
from msgspec import Struct

from copydesk.candidates import CAPITAL, NUMBER, Candidates
from copydesk.columns.dtypes import Hashes, Ints
from copydesk.columns.hashing import hash_vocabulary
from copydesk.columns.lookup import Lookup
from copydesk.columns.ragged import Runs
from copydesk.language.surprisal import UNLISTED, bits_of_hashes
from copydesk.similarity.alignment import Exchange, exchanges
from copydesk.word_lists import of_all_languages

_FLAGS = NUMBER | CAPITAL
_PASS = 4096  # units whose words are held at a time
_LONGEST = 4000  # words of a text that are aligned: the time grows with the square
_RARE = 16.0  # bits of a word that begins sentences seldom, but as a name
_CONTENT = 11.0  # bits of a word that carries meaning: `government` has 12, `would` 9


class Difference(Struct):
    """How two texts differ, in exchanges of a run of words for another.

    `shared`: bits of the words that both have in order; `changed`: bits exchanged, of the side of
    each exchange that has fewer: the rest is an addition. `figures`, `names`, `meanings`,
    `spellings`: how many exchanges are of a figure for another, of names, of words of content, and
    of words that no list knows; `others`: of function words alone. `additions`: runs that one side alone has. `agreed`: figures that both have
    in order.
    """

    shared: float = 0.0
    changed: float = 0.0
    figures: int = 0
    names: int = 0
    meanings: int = 0
    spellings: int = 0
    others: int = 0
    additions: int = 0
    agreed: int = 0

    @property
    def exchanges(self) -> int:
        """How many runs of words were exchanged."""
        return self.figures + self.names + self.meanings + self.spellings + self.others

    @property
    def slots(self) -> int:
        """How many exchanges tell another fact in the same words."""
        return self.figures + self.names


class _Words(Struct, frozen=True):
    """One text as lists: hashes, bits, and which words are figures, begin with a capital, or are
    enumerators: a number or a single letter.
    """

    hashes: list[int]
    bits: list[float]
    figure: list[bool]
    capital: list[bool]
    enumerator: list[bool]


def differences(candidates: Candidates, first: Ints, second: Ints) -> list[Difference]:
    """Return how the two units of each pair differ; shape (pairs,)."""
    used, row = np.unique(np.concatenate((first, second)), return_inverse=True)
    texts: list[_Words] = []
    for begin in range(0, used.size, _PASS):
        texts += _read(candidates, used[begin : begin + _PASS])
    one, other = row[: first.size].tolist(), row[first.size :].tolist()
    return [_between(texts[a], texts[b]) for a, b in zip(one, other, strict=True)]


def unit_bits(candidates: Candidates, units: Ints) -> list[float]:
    """Return the bits of some units; shape (units,)."""
    return [
        sum(text.bits)
        for begin in range(0, units.size, _PASS)
        for text in _read(candidates, units[begin : begin + _PASS])
    ]


def _read(candidates: Candidates, units: Ints) -> list[_Words]:
    flagged, start, end = candidates.flagged_words_of(units)
    words = flagged & ~_FLAGS
    number, capital = flagged & NUMBER > 0, flagged & CAPITAL > 0
    owner = Runs.between(start, end).owner
    bits = bits_of_hashes(words, number, owner, units.size)
    figure = number | figure_words().has(words)
    enumerator = figure | _letters().has(words)
    columns = (flagged & ~CAPITAL, bits, figure, capital, enumerator)
    lists = [column.tolist() for column in columns]
    return [
        _Words(*(values[a:b] for values in lists))
        for a, b in zip(start.tolist(), end.tolist(), strict=True)
    ]


@functools.cache
def figure_words() -> Lookup:
    """Return the words of all languages that say a number or a date, by their unflagged hashes."""
    dates = ("months", "month_abbreviations", "weekdays", "weekday_abbreviations")
    return _unflagged(of_all_languages("number_words", *dates))


@functools.cache
def _letters() -> Lookup:
    """Return the letters that number a list."""
    return _unflagged(tuple(string.ascii_lowercase))


def _unflagged(words: tuple[str, ...]) -> Lookup:
    hashes: Hashes = hash_vocabulary(words) & ~_FLAGS
    return Lookup(hashes)


def _between(one: _Words, other: _Words) -> Difference:
    found = Difference()
    at, seen = 0, set[tuple[int, ...]]()
    for change in exchanges(one.hashes[:_LONGEST], other.hashes[:_LONGEST]):
        found.shared += sum(one.bits[at : change.start])
        found.agreed += sum(one.figure[at : change.start])
        at = change.end
        said = (
            *one.hashes[change.start : at],
            0,
            *other.hashes[change.other_start : change.other_end],
        )
        _count(found, change, one, other, again=said in seen)
        seen.add(said)
    found.shared += sum(one.bits[at:_LONGEST])
    found.agreed += sum(one.figure[at:_LONGEST])
    return found


def _count(found: Difference, change: Exchange, one: _Words, other: _Words, *, again: bool) -> None:
    """Count one exchange."""
    here, there = slice(change.start, change.end), slice(change.other_start, change.other_end)
    if _numbers_a_list(change, one, other):
        return
    mine, theirs = sum(one.bits[here]), sum(other.bits[there])
    if not mine or not theirs:
        found.additions += 1
        return
    found.changed += min(mine, theirs)
    lettered = all(one.enumerator[here]) and all(other.enumerator[there])
    if lettered or (any(one.figure[here]) and any(other.figure[there])):
        found.figures += 1
    elif again or (
        _named(one, change.start, change.end)
        and _named(other, change.other_start, change.other_end)
    ):
        found.names += 1  # a word that stands for the same other word twice is a subject, as a name
    elif UNLISTED in one.bits[here] or UNLISTED in other.bits[there]:
        found.spellings += 1
    elif max(one.bits[here]) >= _CONTENT and max(other.bits[there]) >= _CONTENT:
        found.meanings += 1
    else:
        found.others += 1


def _numbers_a_list(change: Exchange, one: _Words, other: _Words) -> bool:
    """Return whether an exchange is of what numbers the items of a list: `(a)` and `3.`."""
    at_start = change.start == 0 and change.other_start == 0
    short = change.end <= 1 and change.other_end <= 1
    return (
        at_start
        and short
        and all(one.enumerator[: change.end] + other.enumerator[: change.other_end])
    )


def _named(words: _Words, start: int, end: int) -> bool:
    """Return whether a run holds a word with a capital: at the beginning of the text a rare one."""
    first = start == 0 < end and words.capital[0] and words.bits[0] >= _RARE
    return first or any(words.capital[max(start, 1) : end])
