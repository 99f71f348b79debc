"""Ask for unknown words whether one slip leads to them: the commonest word one letter away.

A word's hash is a polynomial over its letters, so the hash of each variant follows from that of the
word and of its first letters without spelling the variant out.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.columns.characters import fold
from copydesk.columns.dtypes import Floats, Hashes, Ints, Mask
from copydesk.columns.hashing import CHARACTER_BASE, finish
from copydesk.columns.ragged import Runs
from copydesk.language.lexicon import LANGUAGES, common_words, zipf
from copydesk.word_lists import entries
from copydesk_rules.garbled import WORDS
from copydesk_rules.garbled._ngrams import alphabets

LEAST = 3.5  # Zipf frequency of a word that a slip is made in; rarer ones are not looked for
# The kinds of slips, in the order of the rows of `slips`: a letter too many; two letters swapped; a
# confusable letter exchanged; a letter missing; two letters read for one or one for two; `f` for
# every long `s`; a letter too many at the end, as in old spelling; a letter missing that is not in
# ASCII.
SLIPS = (
    "slip_extra",
    "slip_swapped",
    "slip_confused",
    "slip_missing",
    "slip_merged",
    "slip_long_s",
    "slip_extra_end",
    "slip_lost_accent",
)
_EXTRA, _SWAPPED, _CONFUSED, _MISSING, _MERGED, _LONG_S, _EXTRA_END, ACCENT = range(len(SLIPS))
KINDS = len(SLIPS)
MISTYPED = [_EXTRA, _SWAPPED, _CONFUSED, _MISSING, ACCENT]
_BEYOND = 0x80  # the first code point that is not in ASCII
_WORDS = (
    1024  # tried at a time: the variants of more do not stay in cache, and take eight times as long
)
_LONGEST = 24  # letters; a longer word is glued, not mistyped
# The leading bits of a hash show of 19 variants in 20 that they are no common word.
_SIEVE_BITS = 18
_SIEVE = np.uint64(64 - _SIEVE_BITS)
_LATIN = 256  # code points that may be confused with others


class _Variants(NamedTuple):
    """Hashes of variants, not finished, the word that each belongs to and its kind of slip."""

    hashes: Hashes
    word: Ints
    kind: int | Ints


def slips(batch: Batch, start: Ints, end: Ints, language: Ints) -> Floats:
    """Return for each kind of slip the Zipf frequency of the commonest word one away.

    0 where none reaches LEAST. Shape (KINDS, words); words are spans, `language` the row of each
    one's language in LANGUAGES. Of a word of more than 24 letters the first 24 count.
    """
    best = np.zeros((KINDS, start.size))
    for first in range(0, start.size, _WORDS):
        some = slice(first, first + _WORDS)
        _try(best[:, some], batch, Runs.between(start[some], end[some]), language[some])
    return best


def _try(best: Floats, batch: Batch, spans: Runs, language: Ints) -> None:
    """Write into `best` what the slips of some words lead to; as `slips`."""
    spelled = _Spelled(batch, Runs(spans.start, np.minimum(spans.size, _LONGEST)))
    variants = list(_variants(spelled, alphabets().take(language, axis=0)))
    hashes = finish(np.concatenate([some.hashes for some in variants]))
    word = np.concatenate([some.word for some in variants])
    kind = np.concatenate([np.broadcast_to(some.kind, some.word.shape) for some in variants])
    leading = (hashes >> _SIEVE).view(np.int64)
    for number in dict.fromkeys(language.tolist()):
        rows = np.flatnonzero(_sieve(number).take(leading))
        rows = rows[language.take(word.take(rows)) == number]
        common = zipf(hashes[rows], LANGUAGES[number])
        np.maximum.at(best, (kind[rows], word[rows]), np.where(common >= LEAST, common, 0.0))


@functools.cache
def _sieve(number: int) -> Mask:
    """Return which leading bits a common word's hash has in a language; shape (2**18,)."""
    sieve = np.zeros(1 << _SIEVE_BITS, np.bool_)
    sieve[common_words(LANGUAGES[number], LEAST) >> _SIEVE] = True
    return sieve


class _Spelled:
    """The letters of words, flat, and the polynomials before and behind each, modulo 2**64.

    Columns of shape (letters,), but `first`, the first letter, of shape (words,). A word's hash is
    the sum of letter * weight of its place; `whole`: the sum over the word, `before` and `behind`:
    over the letters on either side.
    """

    def __init__(self, batch: Batch, spans: Runs) -> None:
        self.first = spans.head
        self.word, self.place = spans.owner, spans.ranks
        self.last = self.place + 1 == spans.spread(spans.size)
        self.letter: Hashes = fold(batch.codes.take(spans.positions))
        self.weight = _weights().take(self.place)
        self.next_weight = _weights().take(self.place + 1)
        terms = self.letter * self.weight
        running = np.cumsum(terms)
        ahead = running - terms
        self.before = ahead - ahead.take(self.first).take(self.word)
        self.whole = (self.before + terms).take(self.first + spans.size - 1).take(self.word)
        self.behind = self.whole - self.before - terms


_BACK = np.uint64(CHARACTER_BASE)  # moves letters back by one place
_ON = np.uint64(pow(CHARACTER_BASE, -1, 1 << 64))  # moves letters on by one place


@functools.cache
def _weights() -> Hashes:
    """Return the weight of a letter in a word's hash by its place."""
    return np.array(
        [pow(CHARACTER_BASE, -place, 1 << 64) for place in range(_LONGEST + 2)], np.uint64
    )


def _variants(spelled: _Spelled, alphabet: Hashes) -> Iterator[_Variants]:
    """Yield the variants of words by kinds of slips; `alphabet`: (words, letters)."""
    pair = np.flatnonzero(~spelled.last)  # letters that have another behind them
    yield _without_a_letter(spelled)
    yield _with_two_swapped(spelled, pair)
    yield _with_one_exchanged(spelled)
    yield from _with_one_more(spelled, alphabet)
    yield from _with_one_for_two(spelled, pair)
    yield _with_long_s(spelled)


def _without_a_letter(spelled: _Spelled) -> _Variants:
    kind = np.where(spelled.last, _EXTRA_END, _EXTRA)
    return _Variants(spelled.before + spelled.behind * _BACK, spelled.word, kind)


def _with_two_swapped(spelled: _Spelled, pair: Ints) -> _Variants:
    change = spelled.letter.take(pair + 1) - spelled.letter.take(pair)
    weight, next_weight = spelled.weight[pair], spelled.next_weight[pair]
    hashes = spelled.whole[pair] + change * weight - change * next_weight
    return _Variants(hashes, spelled.word[pair], _SWAPPED)


def _with_one_exchanged(spelled: _Spelled) -> _Variants:
    exchanges, substitutes = _confused()
    letter = np.minimum(spelled.letter, _LATIN).astype(np.int64)
    options = exchanges.take(letter)
    old, new = options.owner, substitutes.take(options.positions)
    change = (new - spelled.letter[old]) * spelled.weight[old]
    return _Variants(spelled.whole[old] + change, spelled.word[old], _CONFUSED)


def _with_one_more(spelled: _Spelled, alphabet: Hashes) -> Iterator[_Variants]:
    """Yield the words with a letter of the alphabet put in before each letter, and at the end."""
    every = alphabet.take(spelled.word, axis=0)
    moved = spelled.before + (spelled.whole - spelled.before) * _ON
    end = np.flatnonzero(spelled.last)
    at_end = every[end]
    for word, base, weight, letters in (
        (spelled.word, moved, spelled.weight, every),
        (spelled.word[end], spelled.whole[end], spelled.next_weight[end], at_end),
    ):
        hashes = base[:, None] + weight[:, None] * letters
        kind = np.where(letters >= _BEYOND, ACCENT, _MISSING)
        yield _Variants(hashes.ravel(), np.repeat(word, letters.shape[1]), kind.ravel())


def _with_one_for_two(spelled: _Spelled, pair: Ints) -> Iterator[_Variants]:
    """Yield the words with one letter for two that scanners take for it, and with two for one."""
    here, behind = spelled.letter.take(pair), spelled.letter.take(pair + 1)
    for left, right, one in _merged():
        rows = pair[(here == left) & (behind == right)]
        rest = spelled.behind[rows] - spelled.letter.take(rows + 1) * spelled.next_weight[rows]
        joined = spelled.before[rows] + one * spelled.weight[rows] + rest * _BACK
        yield _Variants(joined, spelled.word[rows], _MERGED)
        rows = np.flatnonzero(spelled.letter == one)
        two = left * spelled.weight[rows] + right * spelled.next_weight[rows]
        split = spelled.before[rows] + two + spelled.behind[rows] * _ON
        yield _Variants(split, spelled.word[rows], _MERGED)


def _with_long_s(spelled: _Spelled) -> _Variants:
    f = spelled.letter == ord("f")
    change = (np.uint64(ord("s")) - spelled.letter) * spelled.weight
    shift = np.add.reduceat(np.where(f, change, np.uint64(0)), spelled.first)
    words = np.flatnonzero(np.add.reduceat(f, spelled.first, dtype=np.int64) > 0)
    return _Variants(spelled.whole.take(spelled.first[words]) + shift[words], words, _LONG_S)


@functools.cache
def _confused() -> tuple[Runs, Hashes]:
    """Return the substitutes of each code point up to _LATIN as runs of rows, and those rows.

    _LATIN, in place of all that follow, has none.
    """
    listed = entries(WORDS / "confused_letters.txt")
    pairs = sorted({(ord(one[0]), ord(one[1])) for both in listed for one in (both, both[::-1])})
    codes, numbers = np.array([code for code, _ in pairs]), np.arange(_LATIN + 1)
    start, end = np.searchsorted(codes, numbers), np.searchsorted(codes, numbers, side="right")
    return Runs.between(start, end), np.array([code for _, code in pairs], np.uint64)


@functools.cache
def _merged() -> tuple[tuple[np.uint64, np.uint64, np.uint64], ...]:
    """Return the two letters, and the one that scanners read for them or them for it."""
    listed = (entry.split("=") for entry in entries(WORDS / "merged_letters.txt"))
    return tuple(
        (np.uint64(ord(two[0])), np.uint64(ord(two[1])), np.uint64(ord(one))) for two, one in listed
    )
