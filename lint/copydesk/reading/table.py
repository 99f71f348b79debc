"""Read tables: CSV, TSV and Parquet, a row a record, as portions of JSON lines; places name the row and its field.

A CSV file is cut by Python's own reader, which settles quotation; the places of a field are found again in the raw rows only when a
finding asks. A Parquet file has no lines: its row stands for one, and columns count in the field's text.
"""

from __future__ import annotations

import csv
import functools
import io
import sys
from collections.abc import Container, Iterator, Sequence
from typing import Any

import msgspec

from copydesk.finding import Edit, Place, Record
from copydesk.reading.content import open_file, read_content
from copydesk.reading.decode import decode
from copydesk.reading.document import Document, Fault
from copydesk.reading.places import line_starts
from copydesk.reading.source import Portion, ReadOptions, Source, Unreadable

_ROWS = 1_000  # rows of a portion
_SEPARATORS = ",;\t|"


class Row(msgspec.Struct, array_like=True):
    """A row on its way to whoever reads it: its number, its line and offset in the file, its raw text, the field's number, the values."""

    number: int
    line: int
    offset: int
    raw: str
    column: int
    separator: str
    text: str | None
    id: str | None


class RowOrigin:
    """A field of a row. `raw` is the row as it stands in a CSV file; "" in a Parquet file, whose rows stand for lines."""

    def __init__(self, path: str, row: Row, field: str) -> None:
        self.path, self.text = path, row.text or ""
        self.line = row.number
        self._row, self._field = row, field

    @functools.cached_property
    def starts(self) -> list[int]:
        """The offset at which each line of the text begins."""
        return line_starts(self.text)

    @functools.cached_property
    def _value(self) -> tuple[int, bool]:
        """Where the field begins in the raw row, and whether it is quoted."""
        raw, at = self._row.raw, 0
        for _ in range(self._row.column):
            at = _field_end(raw, at, self._row.separator) + 1
        quoted = raw.startswith('"', at)
        return at + quoted, quoted

    @functools.cached_property
    def _starts(self) -> list[int]:
        return line_starts(self._row.raw)

    def _record(self, offset: int) -> Record:
        line = len([start for start in self.starts if start <= offset])
        return Record(self._row.id, self._field, line, offset - self.starts[line - 1] + 1)

    def place(self, start: int, end: int) -> Place:
        """Return the place of a span of the text."""
        row = self._row
        if not row.raw:
            return Place(self.path, row.number, start + 1, row.number, end + 1, start, end, self._record(start))
        begin, quoted = self._value
        first, last = (begin + at + (self.text.count('"', 0, at) if quoted else 0) for at in (start, end))
        (line, column), (end_line, end_column) = self._position(first), self._position(last)
        return Place(self.path, line, column, end_line, end_column, row.offset + first, row.offset + last, self._record(start))

    def edit(self, start: int, end: int, text: str) -> Edit | None:
        """Return the edit that puts a text in the place of a span; None in Parquet, and where a field would need quotation marks first."""
        if not self._row.raw:
            return None
        place, quoted = self.place(start, end), self._value[1]
        if not quoted and any(mark in text for mark in (self._row.separator, '"', "\n", "\r")):
            return None
        return Edit(place.offset, place.end_offset, text.replace('"', '""') if quoted else text)

    def _position(self, raw: int) -> tuple[int, int]:
        line = len([start for start in self._starts if start <= raw])
        return self._row.line + line - 1, raw - self._starts[line - 1] + 1


def _field_end(raw: str, at: int, separator: str) -> int:
    """Return where the field that begins at `at` ends."""
    if raw.startswith('"', at):
        at += 1
        while (at := raw.find('"', at)) >= 0 and raw.startswith('""', at):
            at += 2
    found = raw.find(separator, max(at, 0))
    return len(raw) if found < 0 else found


def csv_portions(source: Source, options: ReadOptions) -> Iterator[Portion]:
    """Yield portions of rows; the first row names the fields. Raises Unreadable."""
    decoded = decode(read_content(source, options))
    broken = Fault.invalid_bytes(source.path, decoded) if decoded.fault is not None else None
    csv.field_size_limit(sys.maxsize)
    lines = io.StringIO(decoded.text, newline="").readlines()
    separator = "\t" if source.format == "tsv" else max(_SEPARATORS, key=(lines[0] if lines else "").count)
    reader = csv.reader(lines, delimiter=separator)
    fields: list[str] = next(reader, [])
    _need_text(source, fields, options)
    offset, seen = len("".join(lines[: reader.line_num])), reader.line_num
    rows: list[Row] = []
    try:
        for number, values in enumerate(reader, 2):
            raw = "".join(lines[seen : reader.line_num])
            if values:
                rows.append(_row(number, seen + 1, offset, raw, separator, fields, values, options))
            offset, seen = offset + len(raw), reader.line_num
            if len(rows) == _ROWS:
                yield _portion(source, rows, fields, broken)
                rows, broken = [], None
    except csv.Error as error:
        raise Unreadable("unreadable", f"line {reader.line_num}: {error}") from None
    if rows:
        yield _portion(source, rows, fields, broken)


def _need_text(source: Source, fields: Sequence[str], options: ReadOptions) -> None:
    """Leave out a table of other things that was met while walking; one that somebody names is asked for its text."""
    if fields and options.text_field not in fields and not source.named:
        known = ", ".join(fields[:8]) or "none"
        raise Unreadable("no-text-field", f"has no field {options.text_field!r} but {known}; --text-field names another")


def _row(
    number: int, line: int, offset: int, raw: str, separator: str, fields: Sequence[str], values: Sequence[str], options: ReadOptions
) -> Row:
    known = dict(zip(fields, values, strict=False))
    column = fields.index(options.text_field) if options.text_field in fields else 0
    return Row(number, line, offset, raw, column, separator, known.get(options.text_field), known.get(options.id_field))


def parquet_portions(source: Source, options: ReadOptions) -> Iterator[Portion]:
    """Yield portions of rows, holding one at a time; raises Unreadable."""
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError:
        raise Unreadable("missing-extra", "reading .parquet needs an extra: pip install 'copydesk[parquet]'") from None
    opened = io.BytesIO(source.content) if source.content is not None else open_file(source, options)
    with opened as stream:
        try:
            file = parquet.ParquetFile(stream)
            fields: list[str] = file.schema_arrow.names
            _need_text(source, fields, options)
            wanted = [name for name in (options.text_field, options.id_field) if name in fields]
            number = 1
            for batch in file.iter_batches(_ROWS, columns=wanted):
                columns: dict[str, list[Any]] = batch.to_pydict()
                texts, ids = (columns.get(name) or [None] * batch.num_rows for name in (options.text_field, options.id_field))
                rows = [
                    Row(n, n, 0, "", 0, "", text if isinstance(text, str) else None, None if id_ is None else str(id_))
                    for n, (text, id_) in enumerate(zip(texts, ids, strict=True), number)
                ]
                yield _portion(source, rows, fields)
                number += len(rows)
        except (pyarrow.ArrowException, OSError, ValueError) as error:
            raise Unreadable("unreadable", f"not a whole Parquet file: {str(error).splitlines()[0]}") from None


def _portion(source: Source, rows: Sequence[Row], fields: Sequence[str], broken: Fault | None = None) -> Portion:
    return Portion(source, msgspec.msgpack.encode((list(fields), list(rows), broken)), rows[0].number, rows[0].offset)


def read_rows(portion: Portion, options: ReadOptions, lines: Container[int] | None = None) -> tuple[list[Document], list[Fault]]:
    """Return a document a row, and IOE202 where a field of text is missing (once a portion); with `lines`, of these rows only."""
    fields, rows, broken = msgspec.msgpack.decode(portion.content, type=tuple[list[str], list[Row], Fault | None])
    path, documents, lacking = portion.source.path, list[Document](), list[Row]()
    for row in rows:
        if row.text is None:
            lacking.append(row)
        elif lines is None or row.number in lines:
            documents.append(Document(row.text, RowOrigin(path, row, options.text_field)))
    faults = [broken] if broken else []
    if lacking:
        first = lacking[0]
        faults.append(Fault.no_text(path, first.line, first.offset, options.text_field, ", ".join(fields), len(lacking)))
    return documents, faults
