"""Judge the order of English words: how well each follows those before it.

`word_order.npz` is built by `tools/build_word_order.py`. It holds the 20,000 commonest words of 40
MB of news in 242 classes (the 150 commonest words have one each, the others are grouped by what
is beside them), and how much likelier one class is after another, after the one before that,
and (in 64 coarse classes) after two others, than by chance, in eighths of a bit. Marks between
words are classes too.
"""

from __future__ import annotations

import functools
import itertools
from typing import NamedTuple

import numpy as np

from copydesk.columns import characters as ch
from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import AnyArray, Floats, Hashes, Ints, Mask
from copydesk.columns.lookup import Lookup
from copydesk.columns.ragged import Runs
from copydesk.language.lexicon import WordNumbers
from copydesk.word_lists import by_language
from copydesk_rules.garbled import TABLES

CLASSES, COARSE, LISTED = 256, 64, 20_000
# Classes that are no listed words; EDGE: where a sentence ends.
EDGE, COMMA, STOP, DASH, CLOSING, OTHER, OPENING, NUMBER, NAME = range(9)
# Classes of words that are not listed, by their last letter.
RARE = {"s": 9, "d": 10, "g": 11, "y": 12}
UNKNOWN, FIRST = 13, 14  # any other such word; the class of the commonest listed word
OFTEN = 60  # so many classes are of the most frequent words, which are function words
EIGHTH = 0.125
_LISTED_HALF = np.uint64(0xFFFFFFFF00000000)  # the table holds half hashes


class Tables:
    """The shipped tables, laid out for lookup.

    `after`, `skip`: CLASSES * CLASSES values, `third`: COARSE ** 3, all flat, in eighths of a bit.
    `known_after`: `after` with 0 for words that are not listed. `kind` and `small`: the class of a
    listed word, and whether it is nearly always written small, by the slots of `words`. `plain`:
    the class of each word of a batch, UNKNOWN for all that are not listed.
    """

    def __init__(self, shipped: dict[str, AnyArray]) -> None:
        self.after, self.skip, self.third = (
            shipped[name].ravel() for name in ("after", "skip", "third")
        )
        self.coarse = shipped["coarse"].astype(np.int64)
        self.words = Lookup(shipped["hash"].astype(np.uint64) << np.uint64(32))
        self.kind = self.words.laid_out(shipped["kind"].astype(np.int16), -1)
        self.plain = WordNumbers(self.words, self.words.laid_out(shipped["kind"], UNKNOWN))
        known = shipped["after"].copy()
        known[UNKNOWN], known[:, UNKNOWN] = 0, 0
        self.known_after = known.ravel()
        self.small = self.words.laid_out(shipped["small"], 0)

    def slots(self, hashes: AnyArray) -> Ints:
        """Return the slot of each word in the list; same shape."""
        return self.words.slots(hashes & _LISTED_HALF)


@functools.cache
def abbreviations() -> Lookup:
    """Return words that a full stop follows inside a sentence, in any language."""
    return Lookup.of(itertools.chain(*by_language("abbreviations_inner").values()))


@functools.cache
def tables() -> Tables:
    """Return the shipped tables."""
    with np.load(TABLES / "word_order.npz", allow_pickle=False) as shipped:
        return Tables(dict(shipped))


def usually_small(hashes: Hashes) -> Mask:
    """Return which words are listed and nearly always written small; names are not."""
    shipped = tables()
    return np.asarray(shipped.small.take(shipped.slots(hashes)) > 0, np.bool_)


def word_classes(batch: Batch, rows: Ints, slots: Ints, listed: AnyArray) -> Ints:
    """Return the class of each word; shape (rows,).

    `rows`: of the word table. `slots`: the words' slots in the list. `listed`: the class of each
    listed word by its slot, negative in the other slots.
    """
    words = batch.words
    kinds = listed.take(slots).astype(np.int64)
    left = np.flatnonzero(kinds < 0)
    last = batch.codes.take(words.end.take(rows[left]) - 1)
    rare = np.full(left.size, UNKNOWN)
    for letter, number in RARE.items():
        rare[last == ord(letter)] = number
    kinds[left] = np.where(words.capital.take(rows[left]), NAME, rare)
    kinds[words.number.take(rows)] = NUMBER
    return kinds


def gap_classes(batch: Batch, before: Ints, after: Ints) -> Ints:
    """Return the class of what is in each gap between two words, 0 for a space.

    Gaps are [before, after), offsets; shape (gaps,).
    """
    near, far = batch.classes.take(before, mode="clip"), batch.classes.take(after - 1, mode="clip")
    quoted = (far == ch.QUOTE) | (far == ch.APOSTROPHE)
    spaced = np.where((far == ch.OPENER) | quoted, OPENING, np.where(far >= ch.SPACE, 0, OTHER))
    ended = np.where(far >= ch.SPACE, STOP, np.where((far == ch.CLOSER) | quoted, CLOSING, OTHER))
    closing = (near == ch.QUOTE) | (near == ch.CLOSER) | (near == ch.APOSTROPHE)
    out = np.where(near >= ch.SPACE, spaced, np.where(near == ch.TERMINAL, ended, OTHER))
    out[near == ch.COMMA] = COMMA
    out[near == ch.DASH] = DASH
    out[closing] = CLOSING
    return np.asarray(out, np.int64)


class Tokens(NamedTuple):
    """The words and marks of some segments in one row, each segment between two EDGEs.

    `kind`: the class of each token; `segment`: which one it belongs to, both of shape (tokens,).
    `place`: the token of each word, shape (words,).
    """

    kind: Ints
    segment: Ints
    place: Ints


def tokens(batch: Batch, segments: Runs, kinds: Ints) -> Tokens:
    """Return the tokens of some segments, runs of rows of the word table.

    `kinds`: the classes of their words.
    """
    rows = segments.positions
    end = batch.words.end.take(rows)
    final = np.zeros(rows.size, np.bool_)
    final[np.cumsum(segments.size) - 1] = True
    behind = np.where(final, end + 1, batch.words.start.take(rows + 1, mode="clip"))
    gaps = gap_classes(batch, end, behind)
    follows = np.where(final, EDGE, np.where(gaps > 0, gaps, -1))
    both = np.stack((kinds, follows), axis=1).ravel()
    kept = both >= 0
    return Tokens(
        np.concatenate(([EDGE], both[kept])),
        np.concatenate(([0], np.repeat(segments.owner, 2)[kept])),
        np.asarray(np.cumsum(kept)[::2], np.int64),
    )


class Fits(NamedTuple):
    """How much likelier each token but the first is than by chance, in bits; (tokens - 1,).

    `pair`: after the one before it; `skip`: after the one before that; `third`: after both. The
    latter two are 0 over an EDGE.
    """

    pair: Floats
    skip: Floats
    third: Floats


def token_fits(token: Ints) -> Fits:
    """Return how well tokens, given by their classes, follow one another."""
    shipped = tables()
    pair = shipped.after.take(token[:-1] * CLASSES + token[1:]) * EIGHTH
    skip, third = np.zeros(pair.size), np.zeros(pair.size)
    inner = token[1:-1] != EDGE
    coarse = shipped.coarse.take(token)
    triple = (coarse[:-2] * COARSE + coarse[1:-1]) * COARSE + coarse[2:]
    skip[1:] = shipped.skip.take(token[:-2] * CLASSES + token[2:]) * EIGHTH * inner
    third[1:] = shipped.third.take(triple) * EIGHTH * inner
    return Fits(pair, skip, third)


def least_fitting(batch: Batch, first: int, last: int, width: int) -> tuple[int, int]:
    """Return the `width` words in a row that follow one another worst in one segment.

    The segment and the answer are [first, last), rows of the word table.
    """
    shipped, rows = tables(), np.arange(first, last)
    kinds = word_classes(batch, rows, shipped.slots(batch.words.hash[first:last]), shipped.kind)
    token, _, place = tokens(batch, Runs(rows[:1], np.array([rows.size])), kinds)
    pair, _, third = token_fits(token)
    sums = np.concatenate(([0.0], np.cumsum(pair + third)))
    width = min(width, last - first)
    worst = int(np.argmin(sums[place[width - 1 :]] - sums[place[: place.size - width + 1]]))
    return first + worst, first + worst + width
