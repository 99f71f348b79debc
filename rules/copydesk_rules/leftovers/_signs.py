"""Where the rare characters of a batch are, and its lines: what the rules gate by."""

from __future__ import annotations

import numpy as np

from copydesk.columns import characters as ch
from copydesk.columns.batch import Batch
from copydesk.columns.blocks import lines
from copydesk.columns.dtypes import Codes, Ints
from copydesk.columns.ragged import row_at

_ASCII = 128


class Signs:
    """The symbols and opening brackets of a batch: `at` (offsets, ascending) and `code`.

    Both of shape (signs,).
    """

    def __init__(self, batch: Batch) -> None:
        kinds = batch.classes
        self.at: Ints = np.flatnonzero((kinds == ch.SYMBOL) | (kinds == ch.OPENER))
        self.code: Codes = batch.codes.take(self.at)
        self._ascii = np.minimum(self.code, _ASCII)
        self._present = np.bincount(self._ascii, minlength=_ASCII + 1) > 0

    def of(self, characters: str) -> Ints:
        """Return the offsets of some ASCII characters, ascending."""
        wanted = [ord(c) for c in characters if self._present[ord(c)]]
        if not wanted:
            return self.at[:0]
        listed = np.zeros(_ASCII + 1, np.bool_)
        listed[wanted] = True
        return self.at[listed.take(self._ascii)]


def signs(batch: Batch) -> Signs:
    """Return the signs of a batch; for `batch.derive`."""
    return Signs(batch)


class Lines:
    """The lines of a batch that hold more than white space: `start`, `end` (offsets, trimmed) and
    `document`; shape (lines,).
    """

    def __init__(self, batch: Batch) -> None:
        self.start, self.end = lines(batch.classes)
        self.document: Ints = row_at(batch.document_start, self.start)

    def __len__(self) -> int:
        return int(self.start.size)

    def at(self, offset: int) -> int:
        """Return the line that an offset lies in."""
        return int(row_at(self.start, offset))


def line_table(batch: Batch) -> Lines:
    """Return the lines of a batch; for `batch.derive`."""
    return Lines(batch)


def end_marks(batch: Batch) -> Ints:
    """Return the offsets of all end marks, ascending; for `batch.derive`."""
    return np.flatnonzero(batch.classes == ch.TERMINAL)
