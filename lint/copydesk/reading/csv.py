"""Read CSV and TSV: a row a record, as portions of rows.

Places are those of the very characters of a field in the raw file.

The file is cut by Python's own reader, which settles quotation, a piece of whole lines at a time;
where a field lies in its raw row is found again only when a finding asks.
"""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Container, Iterator

import msgspec

from copydesk.finding import Place
from copydesk.reading.cells import CellOrigin, Row, Rows
from copydesk.reading.content import PROBE, open_content
from copydesk.reading.decode import Decoded, decode, decode_as, encoding_of
from copydesk.reading.document import Document, Fault, need_text, replaced
from copydesk.reading.fields import fields_of
from copydesk.reading.parts import filled, one_origin
from copydesk.reading.places import clip
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
        paths = fields_of(source, options)
        need_text(source, fields, paths)
        lines.take()
        columns = [fields.index(path) for path in paths if path in fields]
        table = Rows(fields, separator, [], None)
        size, broken = 0, ""
        try:
            for values in reader:
                row = lines.take()
                if not values:
                    continue
                known = dict(zip(fields, values, strict=False))
                row.texts = filled([(n, values[n]) for n in columns if n < len(values)])
                row.id = known.get(options.id_field)
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
        if not row.texts:
            lacking.append(row)
        elif lines is None or any(line in lines for line in row.lines):
            origin = one_origin(
                [CellOrigin(path, row, table, column, text) for column, text in row.texts]
            )
            put_in = {row.offset + at for at in row.replaced}
            documents.append(
                Document(
                    origin.text,
                    origin,
                    replaced=replaced(origin, put_in.__contains__) if put_in else (),
                )
            )
    faults = [table.fault] if table.fault else []
    if lacking:
        row = lacking[0]
        place = Place(path, row.line, 1, row.line, 1, row.offset, row.offset)
        first, wanted = row.raw.splitlines()[0], fields_of(portion.source, options)
        faults.append(Fault.no_text(place, clip(first), wanted, table.fields, len(lacking)))
    return documents, faults


def lines_of_rows(source: Source, options: ReadOptions, lines: Container[int]) -> set[int]:
    """Return all lines of the rows that lie on some of these lines; raises Unreadable."""
    found: set[int] = set()
    for portion in csv_portions(source, options):
        for row in msgspec.msgpack.decode(portion.content, type=Rows).rows:
            if any(line in lines for line in row.lines):
                found.update(row.lines)
    return found
