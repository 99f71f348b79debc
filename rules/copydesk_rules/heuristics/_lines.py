"""Lines and lengths as the published corpus filters count them,
and how a finding shows a whole document's figure.

The filters read plain text: a line ends at a line feed, blank lines hold white space only, and the
length of a document counts its line ends. CRLF and CR count as one line feed, so that a file gives
the same figures whatever wrote it.
"""

from __future__ import annotations

import functools
from typing import Any

import numpy as np

from copydesk.columns import characters as ch
from copydesk.columns.batch import Batch
from copydesk.columns.blocks import lines
from copydesk.columns.dtypes import AnyArray, Floats, Hashes, Ints, Mask
from copydesk.columns.hashing import hash_words
from copydesk.columns.ragged import equal_in_document
from copydesk.language.lexicon import language_of_documents
from copydesk.rule import Hits

_LISTED = 100  # line numbers that a finding's evidence lists at most


class Lines:
    """The lines of a batch that are not blank.

    `start`, `end` (offsets, trimmed), `document_of`, `number` (from 1, in the document).
    """

    def __init__(self, batch: Batch) -> None:
        self._batch = batch
        self.start, self.end = lines(batch.classes)
        self.document_of = document_at(batch, self.start)
        before = np.searchsorted(batch.line_ends, self.start)
        self.number: Ints = (
            before - np.searchsorted(batch.line_ends, batch.document_start)[self.document_of] + 1
        )

    def __len__(self) -> int:
        return int(self.start.size)

    @functools.cached_property
    def length(self) -> Ints:
        """Code points of each line, without white space around it."""
        return self.end - self.start

    @functools.cached_property
    def words(self) -> Ints:
        """Runs of ink in each line, as `str.split` counts words."""
        ink = self._batch.classes < ch.SPACE
        begins = ink.copy()
        begins[1:] &= ~ink[:-1]
        return self._counted(begins)

    @functools.cached_property
    def hash(self) -> Hashes:
        """A hash of each line's code points: letter case and punctuation count."""
        return hash_words(self._batch.codes, self.start, self.end)

    def count(self, kind: int) -> Ints:
        """Return how many characters of a class each line holds."""
        return self._counted(self._batch.classes == kind)

    def _counted(self, mask: Mask) -> Ints:
        at = np.flatnonzero(mask)
        return np.searchsorted(at, self.end) - np.searchsorted(at, self.start)

    def ends_with(self, marks: str) -> Mask:
        """Return which lines end in one of the characters of `marks`."""
        return np.asarray(
            np.isin(self._batch.codes.take(self.end - 1), [ord(mark) for mark in marks]), np.bool_
        )

    def ends_with_ellipsis(self, *, character: bool = True) -> Mask:
        """Return which lines end in three full stops, or in the character for them."""
        last = self._batch.codes.take(np.maximum(self.end[:, None] - (1, 2, 3), 0))
        dots = (last == ord(".")).all(axis=1) & (self.length >= 3)
        return np.asarray(dots | (character & (last[:, 0] == ord("…"))), np.bool_)


def lines_of(batch: Batch) -> Lines:
    """Return the lines that are not blank; for `batch.derive`."""
    return Lines(batch)


def document_at(batch: Batch, at: Ints) -> Ints:
    """Return the document that each offset lies in."""
    return np.searchsorted(batch.document_start, at, side="right") - 1


def line_ends(batch: Batch) -> Ints:
    """Return how many line ends each document holds; for `batch.derive`."""
    return np.searchsorted(batch.line_ends, batch.document_end) - np.searchsorted(
        batch.line_ends, batch.document_start
    )


def all_lines(batch: Batch) -> Ints:
    """Return how many lines each document has, blank ones too, as `str.splitlines` counts them.

    At least 1; for `batch.derive`.
    """
    filled = np.flatnonzero(batch.document_end > batch.document_start)
    lines = batch.derive(line_ends).copy()
    lines[filled] += batch.classes[batch.document_end[filled] - 1] != ch.NEWLINE
    return np.asarray(np.maximum(lines, 1), np.int64)


def lengths(batch: Batch) -> Ints:
    """Return the code points of each document, a line end counted once; at least 1.

    For `batch.derive`.
    """
    breaks = np.flatnonzero(batch.classes == ch.NEWLINE)
    codes = np.searchsorted(breaks, batch.document_end) - np.searchsorted(
        breaks, batch.document_start
    )
    return np.maximum(
        batch.document_end - batch.document_start - codes + batch.derive(line_ends), 1
    )


def totals(batch: Batch, document: Ints, weight: AnyArray | None = None) -> Floats:
    """Return how many rows each document has, or what they weigh in all; shape (documents,)."""
    return np.bincount(document, weight, minlength=len(batch)).astype(np.float64)


def read_as_english(batch: Batch) -> Mask:
    """Return which documents are in English, or in no language that is clear.

    Shape (documents,); for `batch.derive`.
    """
    return np.array(
        [language in ("en", "") for language in batch.derive(language_of_documents)], np.bool_
    )


def repeats(document: Ints, keys: Hashes) -> tuple[Ints, Ints]:
    """Return the rows whose key stood in their document before, ascending,
    and for each the first row that has it.
    """
    order, fresh = equal_in_document(document, keys)
    first = (
        order[np.maximum.accumulate(np.where(fresh, np.arange(order.size), 0))]
        if order.size
        else order
    )
    again = np.flatnonzero(~fresh)
    by_place = np.argsort(order[again])
    return order[again][by_place], first[again][by_place]


def copied_lines(batch: Batch) -> Mask:
    """Return which lines are copies of an earlier line of their document; for `batch.derive`."""
    table = batch.derive(lines_of)
    copied = np.zeros(len(table), np.bool_)
    copied[repeats(table.document_of, table.hash)[0]] = True
    return copied


def ratio(part: AnyArray, whole: Floats) -> Floats:
    """Return one count for each of another; nan where there is none of the other."""
    none = np.full(part.shape, np.nan)
    return np.asarray(np.divide(part, whole, out=none, where=whole > 0), np.float64)


def percent(share: Floats | float, decimals: int = 1) -> Floats:
    """Return shares as percentages that a message prints."""
    return np.asarray(np.round(100 * np.asarray(share, np.float64), decimals))


def whole(count: Floats | float) -> Ints:
    """Return counts as whole numbers, for a message."""
    return np.asarray(count, np.int64)


def dropped(
    batch: Batch,
    drop: Mask,
    offending: Mask | None = None,
    *,
    sure: AnyArray | float = 1.0,
    **details: AnyArray | float,
) -> Hits:
    """Return one hit for each document to drop,
    at the first of its offending lines and their neighbours.

    `drop` is of shape (documents,), as are `sure`, the confidence, and `details` unless they are
    one value for all; `offending` is of shape (lines,). The next run of offending lines is the
    other place. Where no line offends, the hit is the first line of the document. The evidence
    lists the lines' numbers.
    """
    table = batch.derive(lines_of)
    held = np.flatnonzero(drop & (totals(batch, table.document_of) > 0))
    if not held.size:
        return Hits.none()
    bounds = np.searchsorted(table.document_of, (held, held + 1)).T
    found = [_first_runs(table, begin, end, offending) for begin, end in bounds.tolist()]
    start, end, other_start, other_end = np.array([spans for spans, _ in found]).T
    told: dict[str, Any] = {
        name: np.broadcast_to(values, len(batch))[held] for name, values in details.items()
    }
    if offending is not None:
        told["lines"] = [numbers for _, numbers in found]
    confidence = np.broadcast_to(sure, len(batch))[held]
    return Hits.at(start, end, confidence=confidence, other=(other_start, other_end), **told)


def _first_runs(
    table: Lines, begin: int, end: int, offending: Mask | None
) -> tuple[tuple[int, int, int, int], list[int]]:
    """Return start and end of the first two runs of offending lines of a document, and the numbers
    of such lines.

    `begin`, `end`: the document's rows. The first line where none offends; -1 for a second run
    that there is not.
    """
    rows = np.arange(0) if offending is None else np.flatnonzero(offending[begin:end]) + begin
    runs = (
        np.split(rows, np.flatnonzero(np.diff(rows) > 1) + 1) if rows.size else [np.array([begin])]
    )
    spans = [(int(table.start[run[0]]), int(table.end[run[-1]])) for run in runs[:2]]
    first, second = spans[0], spans[1] if len(spans) > 1 else (-1, -1)
    return (*first, *second), table.number[rows[:_LISTED]].tolist()


def marked(batch: Batch, offending: Mask, **details: AnyArray | float | str) -> Hits:
    """Return a hit for each offending line.

    `details` are of shape (lines,), as `offending` is, or one value for all.
    """
    table = batch.derive(lines_of)
    rows = np.flatnonzero(offending)
    told: dict[str, Any] = {
        name: np.broadcast_to(values, len(table))[rows] for name, values in details.items()
    }
    return Hits.at(table.start[rows], table.end[rows], confidence=1.0, **told)
