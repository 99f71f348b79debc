"""The words of suspected segments, flat, with what distinguishes garbled words from rare ones."""

from __future__ import annotations

import functools

import numpy as np

from copydesk.columns import characters as ch
from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import AnyArray, Floats, Hashes, Ints, Mask
from copydesk.columns.ragged import Runs, distinct
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
FUNCTION, EVERYDAY = 5.7, 4.5  # Zipf frequencies of function words and of everyday words
_OWN = 1.15  # the language of the document counts that much more than one that knows as many words
_KNOWN_JOIN = 3.2  # a word put together of two pieces must be this common
_JOIN_GAIN = 1.0  # and so much more so than the rarer piece: `o f` is one word, `a dam` is not
_WEAK = 5.2  # a piece of three letters at most is rarer
_GAP = 3  # characters between two pieces at most


class SegmentWords:
    """The words of some segments, flat, and sums of them by segment.

    Columns are of shape (words,), but `head`, `size` and `language` of shape (segments,).

    `row`: of the word table; `segment`: which one a word belongs to; `common`: its Zipf frequency
    in `speech`, the language (a row of LANGUAGES) of its segment; `plain`: a word of two letters or
    more; `unknown`: one that the language does not know; `small`: one of these without a capital.
    """

    def __init__(
        self, batch: Batch, segments: Runs, hint: Ints, language: Ints | None = None
    ) -> None:
        """Take the words of segments, runs of rows of the word table, none of them empty.

        `hint`: the row of the language of each segment's document, -1 where that is not clear.
        `language`: that of each segment, where it is known already.
        """
        self.batch, self.segments, self._hint = batch, segments, hint
        self.count, self.size = len(segments), segments.size
        self.head = segments.head
        self.segment, self.row = segments.owner, segments.positions
        self.start = batch.words.start.take(self.row)
        self.end = batch.words.end.take(self.row)
        self.hash = batch.words.hash.take(self.row)
        self.length = self.end - self.start
        self.kind = batch.classes.take(self.start)
        self.number, self.capital = self.kind == ch.DIGIT, self.kind == ch.UPPER
        self.letters = self.kind <= ch.LETTER
        self.plain = self.letters & (self.length > 1)
        self.single = self.letters & (self.length == 1)
        self.language = np.maximum(hint, 0) if language is None else language
        self._look_up()
        if language is None and self._choose_languages(hint):
            self._look_up()
        self.unknown = self.plain & (self.common == 0)
        self.small = self.unknown & ~self.capital

    def take(self, rows: Ints) -> SegmentWords:
        """Return the words of some segments only."""
        segments = self.segments.take(rows)
        return SegmentWords(self.batch, segments, self._hint[rows], self.language[rows])

    def sums(self, columns: list[AnyArray]) -> Floats:
        """Add each column up by segment; shape (columns, segments)."""
        # A column at a time: all of them side by side do not stay in cache.
        return np.stack(
            [np.add.reduceat(column.astype(np.float64), self.head) for column in columns]
        )

    def counted(self, column: Mask) -> Ints:
        """Count the marked words of each segment; shape (segments,)."""
        return np.add.reduceat(column, self.head, dtype=np.int64)

    def in_segments(self, rows: Ints) -> Mask:
        """Return which words are those of some segments; shape (words,)."""
        wanted = np.zeros(self.count, np.bool_)
        wanted[rows] = True
        return np.asarray(wanted.take(self.segment), np.bool_)

    def _look_up(self) -> None:
        """Look the words up in the language of their segment."""
        self.speech = self.language.take(self.segment)
        if self.language.any():
            self.common = zipf_in(self.hash, self.speech)
        else:
            self.common = self.batch.derive(english_zipf).take(self.row)

    def _choose_languages(self, hint: Ints) -> bool:
        """Find the language of the segments where it need not be that of the document.

        Return whether it is not, in any of them.
        """
        known = self.counted(self.plain & (self.common > 0))
        # Elsewhere no other language can know more words.
        in_doubt = (hint < 0) | (known * _OWN <= self.counted(self.plain))
        rows = np.flatnonzero(in_doubt)
        if not rows.size:
            return False
        words = np.flatnonzero(self.plain & in_doubt.take(self.segment))
        group = (np.cumsum(in_doubt) - 1).take(self.segment.take(words))
        spoken = count_by_language(languages_of_words(self.hash.take(words)), group, rows.size)
        hinted = np.flatnonzero(hint[rows] >= 0)
        spoken[hinted, hint[rows[hinted]]] *= _OWN
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
        odd = shapes.shouted | shapes.flipped | shapes.mixed | shapes.broken
        return np.asarray(self.capital & ~odd | self.number, np.bool_)

    @functools.cached_property
    def joined(self) -> Floats:
        """How common each word is together with the next one, as one word.

        0 where neither is in want of the other.
        """
        start, end, length = self.start, self.end, self.length
        common = np.zeros(start.size)
        pair = (self.segment[1:] == self.segment[:-1]) & (start[1:] - end[:-1] <= _GAP)
        pair &= self.letters[1:] & self.letters[:-1]
        weak = (self.common == 0) | (length <= 3) & (self.common < _WEAK)
        rows = np.flatnonzero(pair & (weak[1:] | weak[:-1]) & (length[1:] + length[:-1] >= 3))
        if rows.size:
            halves = (start[rows], end[rows]), (start[rows + 1], end[rows + 1])
            whole = zipf_in(hash_spans(self.batch, *halves), self.speech[rows])
            rarer = np.minimum(self.common[rows], self.common[rows + 1])
            common[rows] = np.where(whole >= rarer + _JOIN_GAIN, whole, 0.0)
        return common

    @functools.cached_property
    def rejoined(self) -> tuple[Mask, Mask]:
        """Which words are one known word with the next, though one of them is none alone.

        First those apart by a space, then those apart by a hyphen or more.
        """
        classes, start, end = self.batch.classes, self.start, self.end
        spaced, hyphened = np.zeros(start.size, np.bool_), np.zeros(start.size, np.bool_)
        rows = np.flatnonzero(self.joined >= _KNOWN_JOIN)
        rows = rows[(self.kind[rows + 1] == ch.LOWER) & self.plain[rows + 1]]
        first, last = classes.take(end[rows]), classes.take(start[rows + 1] - 1)
        apart = ((first == ch.SPACE) | (first == ch.DASH)) & (
            (last == ch.SPACE) | (last == ch.DASH)
        )
        space = (start[rows + 1] - end[rows] == 1) & (first == ch.SPACE)
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
