"""The words of suspected stretches of text, flat, with what tells garbled words from rare ones."""

from __future__ import annotations

import functools

import numpy as np

from copydesk.columns import characters as ch
from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import AnyArray, Floats, Hashes, Ints, Mask
from copydesk.columns.ragged import distinct
from copydesk.language.lexicon import (
    LANGUAGES,
    count_by_language,
    english_zipf,
    languages_of_words,
    zipf,
)
from copydesk_rules.garbled._marks import Shapes, word_shapes
from copydesk_rules.garbled._parts import hash_spans

FRAGMENT = 4.4  # words of two or three letters that are rarer are mostly abbreviations, or pieces
_OWN = 1.15  # the language of the document counts that much more than one that knows as many words
_KNOWN_JOIN = 3.2  # a word put together of two pieces must be this common
_JOIN_GAIN = 1.0  # and so much more so than the rarer piece: `o f` is one word, `a dam` is not
_WEAK, _GAP = (
    5.2,
    3,
)  # a piece of three letters at most is rarer; between two pieces stand no more characters


class StretchWords:
    """The words of all stretches, flat, and how they add up.

    Every column of shape (words,), `head` and `size` of shape (stretches,).

    `hint`: the row of the language of the stretch's document, -1 where that is not clear. No
    stretch is empty.
    """

    def __init__(self, batch: Batch, first: Ints, last: Ints, hint: Ints) -> None:
        size = last - first
        self.batch, self.count, self.size = batch, int(first.size), size
        self._first, self._last, self._hint = first, last, hint
        self.head = np.cumsum(size) - size
        self.stretch = np.repeat(np.arange(first.size), size)
        self.row = np.arange(int(size.sum())) - np.repeat(self.head - first, size)
        words = batch.words
        self.start, self.end, self.hash = (
            words.start.take(self.row),
            words.end.take(self.row),
            words.hash.take(self.row),
        )
        self.length = self.end - self.start
        self.kind = batch.classes.take(self.start)
        self.number, self.capital = self.kind == ch.DIGIT, self.kind == ch.UPPER
        self.letters = self.kind <= ch.LETTER
        self.plain = self.letters & (self.length > 1)
        self.single = self.letters & (self.length == 1)
        self.language = np.maximum(
            hint, 0
        )  # the row of the language that knows most words of each stretch; shape (stretches,)
        self._speak()
        if self._choose(hint):
            self._speak()
        self.unknown = self.plain & (self.common == 0)
        self.small = self.unknown & ~self.capital

    def narrowed(self, rows: Ints) -> StretchWords:
        """Return the words of some stretches only."""
        return StretchWords(self.batch, self._first[rows], self._last[rows], self._hint[rows])

    def sum(self, columns: list[AnyArray]) -> Floats:
        """Add each column up by stretch; shape (columns, stretches)."""
        return np.add.reduceat(
            np.stack(columns, dtype=np.float64, casting="unsafe"), self.head, axis=1
        )

    def count_in_stretches(self, column: Mask) -> Ints:
        """Count the marked words of each stretch; shape (stretches,)."""
        return np.add.reduceat(column, self.head, dtype=np.int64)

    def in_stretches(self, rows: Ints) -> Mask:
        """Return which words are those of some stretches; shape (words,)."""
        wanted = np.zeros(self.count, np.bool_)
        wanted[rows] = True
        return np.asarray(wanted.take(self.stretch), np.bool_)

    def _speak(self) -> None:
        """Look the words up in the language of their stretch."""
        self.speech = self.language.take(self.stretch)
        self.common = (
            zipf_in(self.hash, self.speech)
            if self.language.any()
            else self.batch.derive(english_zipf).take(self.row)
        )

    def _choose(self, hint: Ints) -> bool:
        """Find the language of the stretches where it need not be that of the document.

        Return whether it is not.
        """
        known = self.count_in_stretches(self.plain & (self.common > 0))
        in_doubt = (hint < 0) | (
            known * _OWN <= self.count_in_stretches(self.plain)
        )  # elsewhere no other language can know more
        rows = np.flatnonzero(in_doubt)
        if not rows.size:
            return False
        words = np.flatnonzero(self.plain & in_doubt.take(self.stretch))
        group = (np.cumsum(in_doubt) - 1).take(self.stretch.take(words))
        spoken = count_by_language(languages_of_words(self.hash.take(words)), group, rows.size)
        told = np.flatnonzero(hint[rows] >= 0)
        spoken[told, hint[rows[told]]] *= _OWN
        before, self.language[rows] = self.language[rows], spoken.argmax(axis=1)
        return bool((self.language[rows] != before).any())

    @functools.cached_property
    def shapes(self) -> Shapes:
        """The shapes of the words."""
        return word_shapes(self.batch, self.start, self.end)

    @functools.cached_property
    def flipped(self) -> Mask:
        """Which words flip case inside: `clOset` is a word, `maxRetries` a name in code."""
        return self.shapes.flipped & (self.common > 0)

    @functools.cached_property
    def named(self) -> Mask:
        """Which words are names, by their form, or numbers.

        No such word alone makes a sentence garbled.
        """
        shapes = self.shapes
        return np.asarray(
            self.capital & ~(shapes.shouted | shapes.flipped | shapes.mixed | shapes.broken)
            | self.number,
            np.bool_,
        )

    @functools.cached_property
    def joined(self) -> Floats:
        """How common each word is together with the next one, as one word.

        0 where neither is in want of the other.
        """
        start, end, length = self.start, self.end, self.length
        common = np.zeros(start.size)
        pair = (
            (self.stretch[1:] == self.stretch[:-1])
            & (start[1:] - end[:-1] <= _GAP)
            & self.letters[1:]
            & self.letters[:-1]
        )
        weak = (self.common == 0) | (length <= 3) & (self.common < _WEAK)
        rows = np.flatnonzero(pair & (weak[1:] | weak[:-1]) & (length[1:] + length[:-1] >= 3))
        if rows.size:
            whole = zipf_in(
                hash_spans(self.batch, (start[rows], end[rows]), (start[rows + 1], end[rows + 1])),
                self.speech[rows],
            )
            rarer = np.minimum(self.common[rows], self.common[rows + 1])
            common[rows] = np.where(whole >= rarer + _JOIN_GAIN, whole, 0.0)
        return common

    @functools.cached_property
    def rejoined(self) -> tuple[Mask, Mask]:
        """Which words are one known word with the next, though one of them is none alone.

        Apart by a space; by a hyphen or more.
        """
        classes, start, end = self.batch.classes, self.start, self.end
        spaced, hyphened = np.zeros(start.size, np.bool_), np.zeros(start.size, np.bool_)
        rows = np.flatnonzero(self.joined >= _KNOWN_JOIN)
        rows = rows[(self.kind[rows + 1] == ch.LOWER) & self.plain[rows + 1]]
        between, until = classes.take(end[rows]), classes.take(start[rows + 1] - 1)
        apart = ((between == ch.SPACE) | (between == ch.DASH)) & (
            (until == ch.SPACE) | (until == ch.DASH)
        )
        space = (start[rows + 1] - end[rows] == 1) & (between == ch.SPACE)
        spaced[rows[apart & space]] = True
        hyphened[rows[apart & ~space]] = True
        return spaced, hyphened


def zipf_in(hashes: Hashes, language: Ints) -> Floats:
    """Return each word's Zipf frequency in its own language, a row of LANGUAGES; shape (words,)."""
    if not hashes.size or (language == language[0]).all():
        return zipf(hashes, LANGUAGES[language[0]]) if hashes.size else np.zeros(0)
    common = np.zeros(hashes.size)
    for number in distinct(language).tolist():
        rows = np.flatnonzero(language == number)
        common[rows] = zipf(hashes[rows], LANGUAGES[number])
    return common
