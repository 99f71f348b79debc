"""The rows of a batch, by which the form of a text is judged: its blocks, which in plain text are
lines, and what each of them looks like.
"""

from __future__ import annotations

import functools
from pathlib import Path

import numpy as np

from copydesk.columns import characters as ch
from copydesk.columns.batch import Batch
from copydesk.columns.blocks import BlockKind
from copydesk.columns.dtypes import AnyArray, Hashes, Ints, Mask
from copydesk.columns.lookup import listed
from copydesk.columns.ragged import Runs, heads, keys_in_document

# by class; German quotations »close with these«
_CLOSING = np.isin(np.arange(32), (ch.CLOSER, ch.OPENER, ch.QUOTE, ch.APOSTROPHE))
FEW = 4  # words of a row that is a name, a button, a heading
_IDEOGRAPH = 3  # characters of other scripts
_SECTIONS = Path(__file__).parent / "words/sections.txt"
_ORDINAL, _KOREAN_ORDINAL = 0x7B2C, 0xC81C  # 第 and 제, before the number of an article
_LABEL_WORDS, _LABEL_LENGTH = 4, 32  # words and characters of a name or a field before a colon
_WIDE_COLON = 0xFF1A
_DATELINE_WORDS, _DATED_ROW = (
    8,
    60,
)  # words that a dateline has at most, characters of its paragraph


class Rows:
    """The row table: `start`, `end` (offsets, trimmed), `document_of`, `kind` (BlockKind).

    Every column is of shape (rows,); a row holds at least one visible character.
    """

    def __init__(self, batch: Batch) -> None:
        self.batch = batch
        blocks = batch.blocks
        self.start, self.end = blocks.start, blocks.end
        self.document_of, self.kind = blocks.document_of, blocks.kind
        self.declared = np.array([text.layout is not None for text in batch.texts], np.bool_)

    def __len__(self) -> int:
        return int(self.start.size)

    @functools.cached_property
    def length(self) -> Ints:
        """Characters of each row; an ideograph counts for three, as long as half a word."""
        return np.asarray(np.maximum(self.end - self.start, _IDEOGRAPH * self.words), np.int64)

    @functools.cached_property
    def runs(self) -> Runs:
        """The rows of each document."""
        edges = np.searchsorted(self.document_of, np.arange(len(self.batch) + 1))
        return Runs.between(edges[:-1], edges[1:])

    @functools.cached_property
    def first(self) -> AnyArray:
        """The class of the first character."""
        return self.batch.classes.take(self.start)

    @functools.cached_property
    def first_code(self) -> AnyArray:
        """The first character."""
        return self.batch.codes.take(self.start)

    @functools.cached_property
    def second_space(self) -> Mask:
        """Whether white space follows the first character."""
        return np.asarray(self.batch.classes.take(self.start + 1, mode="clip") >= ch.SPACE)

    def ends_with(self, marks: str) -> Mask:
        """Return which rows end with one of some marks."""
        return np.asarray(np.isin(self.last_code, [ord(mark) for mark in marks]), np.bool_)

    @functools.cached_property
    def last_code(self) -> AnyArray:
        """The last character."""
        return self.batch.codes.take(self.end - 1)

    @functools.cached_property
    def ended(self) -> Mask:
        """Whether the row ends with an end mark, perhaps behind closing quotes and brackets."""
        classes = self.batch.classes
        last = classes.take(self.end - 1)
        before = classes.take(np.maximum(self.end - 2, self.start))
        return np.asarray((last == ch.TERMINAL) | (_CLOSING[last] & (before == ch.TERMINAL)))

    @functools.cached_property
    def word_bounds(self) -> tuple[Ints, Ints]:
        """First word and end of each row: rows of the word table."""
        return self.batch.block_words

    @functools.cached_property
    def words(self) -> Ints:
        """Words of each row."""
        first, end = self.word_bounds
        return end - first

    @functools.cached_property
    def hash(self) -> Hashes:
        """A hash of each row's words."""
        return self.batch.block_hash

    def count(self, offsets: Ints) -> Ints:
        """Return how many of some ascending offsets each row holds."""
        return np.searchsorted(offsets, self.end) - np.searchsorted(offsets, self.start)

    def recurring(self, some: Mask, least: int, *keys: Hashes) -> Mask:
        """Return which of some rows have `least` equals or more (with themselves) in their
        document; shape (rows,).
        """
        out = np.zeros(len(self), np.bool_)
        rows = np.flatnonzero(some)
        mixed = keys_in_document(self.document_of[rows], *(key[rows] for key in keys))
        order = np.argsort(mixed, kind="stable")
        equal = Runs.of_heads(heads(mixed[order]))
        out[rows[order]] = equal.spread(equal.size >= least)
        return out

    @functools.cached_property
    def label_words(self) -> Ints:
        """Words before the colon that ends a label at the beginning of each row, 0 for none."""
        codes, words = self.batch.codes, self.batch.words
        out = np.zeros(len(self), np.int64)
        first, end = self.word_bounds
        for step in range(_LABEL_WORDS):
            rows = np.flatnonzero((out == 0) & (first + step < end))
            at = words.end.take(first[rows] + step)
            code, after = codes.take(at, mode="clip"), codes.take(at + 1, mode="clip")
            blank = (after == ord(" ")) | (after == ord("\n")) | (after == ord("\r"))
            blank |= at + 1 >= self.end[rows]
            colon = ((code == ord(":")) & blank) | (code == _WIDE_COLON)
            colon &= (at < self.end[rows]) & (at - self.start[rows] <= _LABEL_LENGTH)
            out[rows[colon]] = step + 1
        return out

    @property
    def label(self) -> Mask:
        """Whether each row begins with a label and a colon."""
        return np.asarray(self.label_words > 0)

    @functools.cached_property
    def label_hash(self) -> Hashes:
        """A hash of the words before the colon."""
        first = self.word_bounds[0]
        return self.batch.hash_of(first, first + self.label_words)

    @functools.cached_property
    def numbered(self) -> Mask:
        """Whether each row begins with a number or a letter that counts: `1.`, `(2)`, `a)`, `3.1`,
        `§ 4`.
        """
        codes, words = self.batch.codes, self.batch.words
        if not len(words):
            return np.zeros(len(self), np.bool_)
        row = np.minimum(self.word_bounds[0], len(words) - 1)
        near = words.start[row] <= self.start + 2
        after = codes.take(words.end[row], mode="clip")
        mark = (after == ord(".")) | (after == ord(")")) | (after == ord("]"))
        short = (words.length[row] <= 3) & (self.words > 1)
        single = words.length[row] == 1
        counts = words.number[row] & short & (mark | (after == ord("-")))
        counts |= single & mark & (words.start[row] == self.start + 1) & (after == ord(")"))
        counts |= single & (after == ord(")"))
        return np.asarray((counts & near) | (self.first_code == ord("§")))

    @functools.cached_property
    def at_margin(self) -> Mask:
        """Whether no space stands before each row on its line."""
        before = self.batch.codes.take(np.maximum(self.start - 1, 0))
        first = self.start == self.batch.document_start[self.document_of]
        return np.asarray(first | (before == ord("\n")), np.bool_)

    @functools.cached_property
    def hanging(self) -> Mask:
        """Whether each row is a few capitals at the margin, with an indented row below: the headings
        of manual pages.
        """
        codes, document = self.batch.codes, self.document_of
        before = codes.take(np.maximum(self.start - 1, 0))
        second = codes.take(np.maximum(self.start - 2, 0))
        indented = (before == ord("\t")) | ((before == ord(" ")) & (second == ord(" ")))
        below = np.append(indented[1:] & (document[1:] == document[:-1]), False)
        capitals = (self.first == ch.UPPER) & (self.batch.classes.take(self.end - 1) == ch.UPPER)
        few = self.words <= FEW
        return np.asarray(self.at_margin & capitals & below[: len(self)] & few, np.bool_)

    @functools.cached_property
    def decimal(self) -> Mask:
        """Whether each row begins with a number of several parts: `3.1`, `5-743`, `12.4.2`."""
        codes, words = self.batch.codes, self.batch.words
        if not len(words):
            return np.zeros(len(self), np.bool_)
        row = np.minimum(self.word_bounds[0], len(words) - 1)
        after = codes.take(words.end[row], mode="clip")
        inner = (after == ord(".")) | (after == ord("-")) | (after == ord("–"))
        following = self.batch.classes.take(words.end[row] + 1, mode="clip") == ch.DIGIT
        near = words.start[row] <= self.start + 2
        return np.asarray(near & words.number[row] & inner & following & (self.words > 2))

    @functools.cached_property
    def sectioned(self) -> Mask:
        """Whether each row begins with a number of several parts, or as an article of a law does:
        `Art. 5`, `第三条`.
        """
        words = self.batch.words
        if not len(words):
            return self.decimal
        row = np.minimum(self.word_bounds[0], len(words) - 1)
        counted = words.number[np.minimum(row + 1, len(words) - 1)] & (self.words > 1)
        named = counted & listed(_SECTIONS).has(words.hash[row])
        return np.asarray(self.decimal | named | self._ordinal)

    @property
    def _ordinal(self) -> Mask:
        """Whether each row begins with the number of an article in Chinese, Japanese or Korean."""
        return np.asarray((self.first_code == _ORDINAL) | (self.first_code == _KOREAN_ORDINAL))

    @functools.cached_property
    def timed(self) -> Mask:
        """Whether each row begins with a time of day or of a recording: `12:05`, `[00:01:07]`."""
        codes, words = self.batch.codes, self.batch.words
        if not len(words):
            return np.zeros(len(self), np.bool_)
        row = np.minimum(self.word_bounds[0], len(words) - 1)
        near = (words.start[row] <= self.start + 1) & words.number[row]
        colon = codes.take(words.end[row], mode="clip") == ord(":")
        digit = self.batch.classes.take(words.end[row] + 1, mode="clip") == ch.DIGIT
        return np.asarray(near & colon & digit)

    @functools.cached_property
    def bulleted(self) -> Mask:
        """Whether each row is an item of a list without numbers."""
        marks = np.isin(self.first_code, [ord(mark) for mark in "*•·▪◦‣+●■□✓»-–"])
        return np.asarray((marks & self.second_space) | (self.kind == BlockKind.LIST))

    @functools.cached_property
    def dashed(self) -> Mask:
        """Whether each row begins with a dash as speech does."""
        return np.asarray(np.isin(self.first_code, [ord(mark) for mark in "—–―-"]))

    @functools.cached_property
    def quoted(self) -> Mask:
        """Whether each row begins with a quotation mark."""
        marks = [ord(mark) for mark in "\"“”„«»‟「『‚‘'"]
        return np.asarray(np.isin(self.first_code, marks))

    def dated(self, rows: Ints) -> Mask:
        """Return which of some rows begin with a place and a dash, as the first one of a news story
        does: `LONDON (Agency) —`.
        """
        codes, classes, words = self.batch.codes, self.batch.classes, self.batch.words
        first, end = (bound[rows] for bound in self.word_bounds)
        out = np.zeros(rows.size, np.bool_)
        for step in range(_DATELINE_WORDS):
            some = np.flatnonzero(first + step + 1 < end)  # a word follows
            at = words.end.take(first[some] + step)
            closed = codes.take(at, mode="clip") == ord(")")
            at += closed
            spaced = (codes.take(at, mode="clip") == ord(" ")) & (
                classes.take(at + 2, mode="clip") >= ch.SPACE
            )
            shouted = classes.take(self.start[rows[some]] + 1, mode="clip") == ch.UPPER
            dash = classes.take(at + 1, mode="clip") == ch.DASH
            out[some] |= dash & spaced & (closed | shouted)
        out &= (self.length[rows] >= _DATED_ROW) & (self.first[rows] == ch.UPPER)
        return out


def rows_of(batch: Batch) -> Rows:
    """Return the rows of a batch; for `batch.derive`."""
    return Rows(batch)
