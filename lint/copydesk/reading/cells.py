"""Find the way back from an offset in a field of CSV to its raw row."""

from __future__ import annotations

import bisect
import functools
from collections.abc import Sequence

import msgspec

from copydesk.finding import Edit, Place, Record
from copydesk.reading.document import Fault
from copydesk.reading.places import line_starts


class Row(msgspec.Struct, array_like=True):
    """A row: the line it begins on and on how many it lies, its offset in the file,
    its raw text, what was read of it.

    `replaced`: offsets of the raw text at which a U+FFFD was put in for invalid bytes. `texts`: the
    fields with text, by the numbers of their columns.
    """

    line: int
    height: int
    offset: int
    raw: str
    replaced: list[int]
    texts: list[tuple[int, str]] = []
    id: str | None = None

    @property
    def lines(self) -> range:
        """The lines of the file that the row lies on."""
        return range(self.line, self.line + self.height)


class Rows(msgspec.Struct, array_like=True):
    """A portion of the rows of a table.

    `fault`: the first invalid byte of the file.
    """

    fields: list[str]
    separator: str
    rows: list[Row]
    fault: Fault | None


class CellOrigin:
    """A field of a row."""

    def __init__(self, path: str, row: Row, table: Rows, column: int, text: str) -> None:
        self.path, self.text, self.lines = path, text, row.lines
        self._row, self._table, self._column = row, table, column

    @functools.cached_property
    def starts(self) -> Sequence[int]:
        """The offset at which each line of the text begins."""
        return line_starts(self.text)

    @functools.cached_property
    def _value(self) -> tuple[int, bool]:
        """Where the field begins in the raw row, and whether it is quoted."""
        raw, at = self._row.raw, 0
        for _ in range(self._column):
            at = _field_end(raw, at, self._table.separator) + 1
        quoted = raw.startswith('"', at)
        return at + quoted, quoted

    @functools.cached_property
    def _doubled(self) -> list[int]:
        """The offsets in the text of the quotation marks that are doubled in the raw row."""
        return (
            [at for at, letter in enumerate(self.text) if letter == '"'] if self._value[1] else []
        )

    @functools.cached_property
    def _starts(self) -> Sequence[int]:
        return line_starts(self._row.raw)

    def place(self, start: int, end: int) -> Place:
        """Return the place of a span of the text."""
        row = self._row
        first, last = (
            self._value[0] + at + bisect.bisect_left(self._doubled, at) for at in (start, end)
        )
        (line, column), (end_line, end_column) = self._position(first), self._position(last)
        inner = bisect.bisect_right(self.starts, start)
        record = Record(
            row.id,
            self._table.fields[self._column],
            inner,
            start - self.starts[inner - 1] + 1,
            parts=len(row.texts),
        )
        return Place(
            self.path,
            line,
            column,
            end_line,
            end_column,
            row.offset + first,
            row.offset + last,
            record,
        )

    def places(self, spans: Sequence[tuple[int, int]]) -> list[Place]:
        """Return the places of spans of the text."""
        return [self.place(start, end) for start, end in spans]

    def edit(self, start: int, end: int, text: str) -> Edit | None:
        """Return the edit that puts a text in the place of a span.

        None where the field would need quotation marks first.
        """
        place, quoted = self.place(start, end), self._value[1]
        if not quoted and any(mark in text for mark in (self._table.separator, '"', "\n", "\r")):
            return None
        return Edit(place.offset, place.end_offset, text.replace('"', '""') if quoted else text)

    def _position(self, raw: int) -> tuple[int, int]:
        line = bisect.bisect_right(self._starts, raw)
        return self._row.line + line - 1, raw - self._starts[line - 1] + 1


def _field_end(raw: str, at: int, separator: str) -> int:
    """Return where the field that begins at `at` ends."""
    if raw.startswith('"', at):
        at += 1
        while (at := raw.find('"', at)) >= 0 and raw.startswith('""', at):
            at += 2
    found = raw.find(separator, max(at, 0))
    return len(raw) if found < 0 else found
