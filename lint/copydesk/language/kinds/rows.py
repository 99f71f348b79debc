"""The rows of a batch, by which the form of a text is judged: its blocks, which in plain text are
lines, and what each of them looks like.
"""

from __future__ import annotations

import functools

import numpy as np

from copydesk.columns import characters as ch
from copydesk.columns.batch import Batch
from copydesk.columns.blocks import BlockKind
from copydesk.columns.dtypes import AnyArray, Hashes, Ints, Mask
from copydesk.columns.ragged import Runs, heads, keys_in_document

# by class; German quotations »close with these«
_CLOSING = np.isin(np.arange(32), (ch.CLOSER, ch.OPENER, ch.QUOTE, ch.APOSTROPHE))
FEW = 4  # words of a row that is a name, a button, a heading
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

    @property
    def length(self) -> Ints:
        """Characters of each row."""
        return self.end - self.start

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
        return self.batch.words_between(self.start, self.end)

    @functools.cached_property
    def words(self) -> Ints:
        """Words of each row."""
        first, end = self.word_bounds
        return end - first

    @functools.cached_property
    def hash(self) -> Hashes:
        """A hash of each row's words."""
        return self.batch.hash_of(*self.word_bounds)

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
    def sectioned(self) -> Mask:
        """Whether each row begins with a number of sections: `3.1`, `5-743`, `12.4.2`."""
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

    @functools.cached_property
    def shouted(self) -> Mask:
        """Whether each row is short and in capitals: no lower case, four capitals or more."""
        lower = self._held(ch.LOWER)
        upper = self.count(self.batch.capitals)
        return np.asarray((upper >= 3) & (lower == 0) & (self.words <= 12))

    def _held(self, kind: int) -> Ints:
        """Return for each row whether one of its first 64 characters is of a class."""
        # Rows in capitals are short: to look at all characters would cost a pass over the text.
        some = np.flatnonzero(self.first == ch.UPPER)
        out = np.ones(len(self), np.int64)
        short = some[self.length[some] <= 64]
        runs = Runs(self.start[short], self.length[short])
        mask = (self.batch.classes.take(runs.positions) == kind).astype(np.int64)
        out[short] = Runs.of_sizes(runs.size).reduce(np.add, mask)
        return out

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
