"""Read CSV and TSV: a row a record, as portions of rows.

Places are those of the very characters of a field in the raw file.

The file is cut by Python's own reader, which settles quotation, a piece of whole lines at a time;
where a field lies in its raw row is found again only when a finding asks.
"""

from __future__ import annotations

import bisect
import csv
import functools
import io
import itertools
from collections.abc import Container, Iterator, Sequence

import msgspec

from copydesk.finding import Edit, Place, Record
from copydesk.reading.content import PROBE, open_content
from copydesk.reading.decode import Decoded, decode, decode_as, encoding_of
from copydesk.reading.document import Document, Fault, need_text, replaced
from copydesk.reading.places import line_starts
from copydesk.reading.source import Portion, ReadOptions, Source, Unreadable

_ROWS = 1_000  # of a portion, at most
_PORTION = 1 << 20  # characters of a portion, about
_PIECE = 1 << 20  # bytes read at once
_LONGEST = (
    1 << 24
    # characters of a field, bytes of a line: what is longer is a quotation mark that nothing closes, or
    # no table
)
_SEPARATORS = ",;\t|"


class Row(msgspec.Struct, array_like=True):
    """A row: the line it begins on and on how many it lies, its offset in the file,
    its raw text, what was read of it.

    `replaced`: offsets of the raw text at which a U+FFFD was put in for invalid bytes.
    """

    line: int
    height: int
    offset: int
    raw: str
    replaced: list[int]
    text: str | None = None
    id: str | None = None

    @property
    def lines(self) -> range:
        """The lines of the file that the row lies on."""
        return range(self.line, self.line + self.height)


class Rows(msgspec.Struct, array_like=True):
    """A portion of the rows of a table.

    `column`: the number of the field with the text. `fault`: the first invalid byte of the file.
    """

    fields: list[str]
    column: int
    separator: str
    rows: list[Row]
    fault: Fault | None


class RowOrigin:
    """A field of a row."""

    def __init__(self, path: str, row: Row, table: Rows) -> None:
        self.path, self.text, self.lines = path, row.text or "", row.lines
        self._row, self._table = row, table

    @functools.cached_property
    def starts(self) -> Sequence[int]:
        """The offset at which each line of the text begins."""
        return line_starts(self.text)

    @functools.cached_property
    def _value(self) -> tuple[int, bool]:
        """Where the field begins in the raw row, and whether it is quoted."""
        raw, at = self._row.raw, 0
        for _ in range(self._table.column):
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
            self._table.fields[self._table.column],
            inner,
            start - self.starts[inner - 1] + 1,
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


def csv_portions(source: Source, options: ReadOptions) -> Iterator[Portion]:
    """Yield portions of rows, holding one at a time; the first row names the fields.

    Raises Unreadable.
    """
    with open_content(source, options) as stream:
        lines = _Lines(source.path, _pieces(stream))
        feed = iter(lines)
        first = next(feed, "")
        separator = "\t" if source.format == "tsv" else max(_SEPARATORS, key=first.count)
        csv.field_size_limit(_LONGEST)
        reader = csv.reader(itertools.chain([first], feed), delimiter=separator)
        fields: list[str] = next(reader, [])
        need_text(source, fields, options)
        lines.take()
        table = Rows(
            fields,
            fields.index(options.text_field) if options.text_field in fields else 0,
            separator,
            [],
            None,
        )
        size, broken = 0, ""
        try:
            for values in reader:
                row = lines.take()
                if not values:
                    continue
                known = dict(zip(fields, values, strict=False))
                row.text, row.id = known.get(options.text_field), known.get(options.id_field)
                table.rows.append(row)
                size += len(row.raw)
                if size >= _PORTION or len(table.rows) == _ROWS:
                    yield _portion(source, table, lines)
                    table.rows, size = [], 0
        except csv.Error as error:
            broken = f"line {lines.line}: {error}; a quotation mark may be left open there"
        except Unreadable as error:
            broken = str(error)
    if table.rows or lines.fault:
        yield _portion(source, table, lines)
    if broken:
        raise Unreadable("unreadable", broken)


def _portion(source: Source, table: Rows, lines: _Lines) -> Portion:
    table.fault, lines.fault = lines.fault, None
    line = table.rows[0].line if table.rows else 1
    return Portion(
        source, msgspec.msgpack.encode(table), line, table.rows[0].offset if table.rows else 0
    )


def _pieces(stream: io.BufferedReader) -> Iterator[Decoded]:
    """Yield a file decoded in pieces of whole lines; one that is not UTF-8 as one."""
    encoding, skip = encoding_of(stream.peek(PROBE))
    if encoding != "utf-8":
        yield decode(stream.read())
        return
    stream.read(skip)
    rest = b""
    while piece := stream.read(_PIECE):
        piece = rest + piece
        # A CR at the end may be half of a CRLF.
        cut = max(piece.rfind(b"\n"), piece.rfind(b"\r", 0, -1)) + 1
        rest = piece[cut:]
        if len(rest) > _LONGEST:
            raise Unreadable("unreadable", f"a line is longer than {_LONGEST} bytes")
        if cut:
            yield decode_as(piece[:cut], encoding)
    if rest:
        yield decode_as(rest, encoding)


class _Lines:
    """Feeds lines to Python's reader and remembers those of the row it is about.

    `fault` is the first invalid byte, None again once a portion has it.
    """

    def __init__(self, path: str, pieces: Iterator[Decoded]) -> None:
        self.fault: Fault | None = None
        self.line = 1  # where the row begins
        self._path, self._pieces = path, pieces
        self._offset = self._size = 0  # where the row begins, and how long it is so far
        self._raw: list[str] = []
        self._replaced: list[int] = []

    def __iter__(self) -> Iterator[str]:
        faulty = False
        for piece in self._pieces:
            if piece.marked and not faulty:
                faulty = True
                self.fault = Fault.invalid_bytes(
                    self._path, piece, self.line + len(self._raw), self._offset + self._size
                )
            at = 0
            for text in io.StringIO(piece.text, newline=""):
                self._replaced += (
                    [self._size + n for n in piece.faults(at, at + len(text))]
                    if piece.marked
                    else []
                )
                self._raw.append(text)
                self._size += len(text)
                at += len(text)
                yield text

    def take(self) -> Row:
        """Return the row of the lines that were fed since the last one."""
        row = Row(self.line, len(self._raw), self._offset, "".join(self._raw), self._replaced)
        self.line, self._offset, self._size = row.lines.stop, row.offset + len(row.raw), 0
        self._raw, self._replaced = [], []
        return row


def read_rows(
    portion: Portion, options: ReadOptions, lines: Container[int] | None = None
) -> tuple[list[Document], list[Fault]]:
    """Return a document a row, and IOE202 where a field of text is missing (once a portion).

    With `lines`, of rows on these lines only.
    """
    table = msgspec.msgpack.decode(portion.content, type=Rows)
    path, documents, lacking = portion.source.path, list[Document](), list[Row]()
    for row in table.rows:
        if row.text is None:
            lacking.append(row)
        elif lines is None or any(line in lines for line in row.lines):
            origin = RowOrigin(path, row, table)
            put_in = {row.offset + at for at in row.replaced}
            documents.append(
                Document(
                    row.text,
                    origin,
                    replaced=replaced(origin, put_in.__contains__) if put_in else (),
                )
            )
    faults = [table.fault] if table.fault else []
    if lacking:
        faults.append(
            Fault.no_text(
                path,
                lacking[0].line,
                lacking[0].offset,
                options.text_field,
                table.fields,
                len(lacking),
            )
        )
    return documents, faults


def lines_of_rows(source: Source, options: ReadOptions, lines: Container[int]) -> set[int]:
    """Return all lines of the rows that lie on some of these lines; raises Unreadable."""
    found: set[int] = set()
    for portion in csv_portions(source, options):
        for row in msgspec.msgpack.decode(portion.content, type=Rows).rows:
            if any(line in lines for line in row.lines):
                found.update(row.lines)
    return found
