"""Read `.json`: the objects of an array, or objects one after another, in portions of records.

An array may be a field of one object around it.

The file is cut into records in columns, a piece at a time; each is decoded like a line of JSONL.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Container, Iterator
from typing import IO

import msgspec
import numpy as np
from msgspec.structs import replace

from copydesk.columns.dtypes import AnyArray, Ints
from copydesk.finding import OTHER_JSON
from copydesk.reading.content import PROBE, open_content, read_whole
from copydesk.reading.decode import decode, decode_as, encoding_of
from copydesk.reading.document import NO_TEXT, Document, Fault, other_things, replaced
from copydesk.reading.fields import JSON, field_names, fields_of, find_texts
from copydesk.reading.json_wrapped import HEAD, Fields, array_of_records, wrapped_fields
from copydesk.reading.jsonl import id_of, json_document, no_text
from copydesk.reading.record_places import RawRecord
from copydesk.reading.source import Portion, ReadOptions, Source, Unreadable

_PIECE = 1 << 20  # bytes read at once, and of a portion, about
_LONGEST = 1 << 26  # bytes of a record
_QUOTE, _BACKSLASH, _LF, _CR = b'"\\\n\r'
_OPEN, _CLOSE = b"{[", b"}]"  # objects first
_records = msgspec.json.Decoder(dict[str, msgspec.Raw])


class Piece(msgspec.Struct, array_like=True):
    """A record: its number, the line and column that it begins at, its offset, its raw bytes."""

    number: int
    line: int
    column: int
    offset: int
    raw: bytes


def json_portions(source: Source, options: ReadOptions) -> Iterator[Portion]:
    """Yield portions of records, holding one at a time.

    Raises Unreadable, also where the first of them have no text: most files of JSON are of other
    things.
    """
    with open_content(source, options) as stream:
        encoding, skip = encoding_of(stream.peek(PROBE))
        file: IO[bytes] = stream
        if encoding == "utf-8":
            stream.read(skip)
        else:
            text = decode(read_whole(stream, options)).text
            file = io.BytesIO(text.encode("utf-8", "surrogatepass"))
        waiting: list[Piece] = []
        size, checked = 0, False
        scanner = scanner_of(file, lambda fields: _has_text(fields, source, options))
        for record in scanner:
            waiting.append(record)
            size += len(record.raw)
            if size >= _PIECE:
                checked = checked or _check(waiting, source, options)
                yield _portion(source, waiting)
                waiting, size = [], 0
        if waiting or not checked:
            checked = checked or _check(waiting, source, options)
            yield _portion(source, waiting)
        if scanner.broken:
            raise Unreadable("unreadable", scanner.broken)


def _has_text(fields: Fields, source: Source, options: ReadOptions) -> bool:
    return bool(find_texts(fields, fields_of(source, options), JSON))


def scanner_of(file: IO[bytes], is_record: Callable[[Fields], bool]) -> Scanner:
    """Return the scanner of a file, of whose objects some are records."""
    head = file.read(HEAD)
    return Scanner(file, head, array_of_records(head, is_record, whole=len(head) < HEAD))


def _check(records: list[Piece], source: Source, options: ReadOptions) -> bool:
    """Return True; raises Unreadable where no record has text."""
    if not records:
        raise Unreadable(
            NO_TEXT if source.named else OTHER_JSON,
            "has no records: objects in an array, or one after another",
        )
    paths, names = fields_of(source, options), dict[str, None]()
    for record in records:
        try:
            fields = _records.decode(record.raw)
        except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
            return True  # IOE201 tells
        if _has_text(fields, source, options):
            return True
        names |= dict.fromkeys(field_names(fields))
    if len(records) == 1 and (wrapped := wrapped_fields(records[0].raw)):
        names |= dict.fromkeys(field_names(wrapped))
    raise other_things(list(names), paths, NO_TEXT if source.named else OTHER_JSON)


def _portion(source: Source, records: list[Piece]) -> Portion:
    first = records[0]
    return Portion(source, msgspec.msgpack.encode(records), first.number, first.offset)


class Scanner:
    """Cuts a stream into records; `broken` says afterwards where it is no whole JSON.

    `head`: what was read of it already; `array`: the byte of it at which the array of records begins,
    where an object is around.
    """

    def __init__(self, stream: IO[bytes], head: bytes = b"", array: int | None = None) -> None:
        self.broken = ""
        self._stream, self._head = stream, head
        # The depth that records are in: 1 in an array, 0 outside, 2 in that of an object; -1: not
        # known yet.
        self._base = -1 if array is None else 2
        self._array = array or 0
        self._closed = False  # whether the array of an object has ended
        self._depth, self._in_string = 0, False
        self._line, self._line_start, self._offset = 1, 0, 0  # of the next piece, in code points
        self._number = 0
        self._open: Piece | None = None  # a record that has begun

    def __iter__(self) -> Iterator[Piece]:
        while piece := self._head or self._stream.read(_PIECE):
            self._head = b""
            while piece[-1] in (_BACKSLASH, _CR) and (more := self._stream.read(1)):
                piece += more  # an escape, or a line end, is not parted
            yield from self._cut(piece)
            if self.broken or self._closed:
                return
        if self._open or self._depth > 0:
            record = self._open
            where = f"the record at line {record.line}" if record else "the array"
            self.broken = f"not a whole JSON file: {where} is not closed"

    def _cut(self, piece: bytes) -> Iterator[Piece]:
        codes: AnyArray = np.frombuffer(piece, np.uint8)
        marks, level = self._marks(codes)
        if self._base == 2:
            marks, level = self._inside_array(marks, level)
        elif self._base < 0 and piece.strip():
            self._base = int(piece.lstrip()[:1] == b"[")
        begins = marks[(codes[marks] == _OPEN[0]) & (level == self._base + 1)]
        ends = marks[(codes[marks] == _CLOSE[0]) & (level == self._base)] + 1
        places = self._places(codes, begins)
        at = 0
        if self._open:
            if not ends.size:
                self._open.raw += piece
                if len(self._open.raw) > _LONGEST:
                    self.broken = (
                        f"the record at line {self._open.line} is longer than {_LONGEST} bytes"
                    )
                return
            at = 1
            self._open.raw += piece[: int(ends[0])]
            yield self._open
            self._open = None
        for row, (line, column, offset) in enumerate(places):
            self._number += 1
            end = int(ends[at + row]) if at + row < ends.size else None
            if end is not None and end < begins[row]:
                self.broken = f"not a whole JSON file: brackets do not match before line {line}"
                return
            record = Piece(self._number, line, column, offset, piece[int(begins[row]) : end])
            if end is None:
                self._open = record
                return
            yield record

    def _inside_array(self, marks: Ints, level: Ints) -> tuple[Ints, Ints]:
        """Return the marks inside the array of records, of those of a piece."""
        behind = np.flatnonzero(marks > self._array) if self._array else np.arange(marks.size)
        closing = behind[level[behind] == 1]
        if closing.size:
            self._closed = True
            behind = behind[behind < closing[0]]
        self._array = 0
        return marks[behind], level[behind]

    def _marks(self, codes: AnyArray) -> tuple[Ints, Ints]:
        """Return where brackets outside of strings are, and the depth after each."""
        quotes = np.flatnonzero(codes == _QUOTE)
        behind = quotes[(quotes > 0) & (codes[quotes - 1] == _BACKSLASH)]
        if behind.size:
            other = np.where(codes != _BACKSLASH, np.arange(codes.size), -1)
            run = behind - 1 - np.maximum.accumulate(other)[behind - 1]
            quotes = np.setdiff1d(quotes, behind[run % 2 == 1], assume_unique=True)
        opens = np.isin(codes, np.frombuffer(_OPEN, np.uint8))
        marks = np.flatnonzero(opens | np.isin(codes, np.frombuffer(_CLOSE, np.uint8)))
        inside = (np.searchsorted(quotes, marks) + self._in_string) % 2 == 1
        marks = marks[~inside]
        level = self._depth + np.cumsum(np.where(opens[marks], 1, -1))
        self._in_string = (self._in_string + quotes.size) % 2 == 1
        self._depth = int(level[-1]) if level.size else self._depth
        return marks, level

    def _places(self, codes: AnyArray, begins: Ints) -> list[tuple[int, int, int]]:
        """Return line, column and offset of some bytes, and move on to the next piece."""
        points = np.append(0, np.cumsum((codes & 0xC0) != 0x80))  # before each byte
        breaks = np.flatnonzero(
            (codes == _LF) | ((codes == _CR) & (np.append(codes[1:], 0) != _LF))
        )
        starts = np.append(self._line_start, self._offset + points[breaks + 1])
        row = np.searchsorted(breaks, begins)
        offset = self._offset + points[begins]
        places = zip(
            (self._line + row).tolist(),
            (offset - starts[row] + 1).tolist(),
            offset.tolist(),
            strict=True,
        )
        self._line, self._line_start = self._line + breaks.size, int(starts[-1])
        self._offset += int(points[-1])
        return list(places)


def read_json(
    portion: Portion, options: ReadOptions, rows: Container[int] | None = None
) -> tuple[list[Document], list[Fault]]:
    """Return a document a record, and what was wrong with others, as `read_records` does.

    With `rows`, of the records of these numbers only.
    """
    source, documents, faults = portion.source, list[Document](), list[Fault]()
    paths, lacking = fields_of(source, options), list[tuple[dict[str, msgspec.Raw], RawRecord]]()
    for piece in msgspec.msgpack.decode(portion.content, type=list[Piece]):
        if rows is not None and piece.number not in rows:
            continue
        decoded = None if piece.raw.isascii() else decode_as(piece.raw, "utf-8")
        raw = piece.raw
        if decoded and decoded.fault is not None:
            raw = decoded.text.encode("utf-8")
            faults.append(Fault.invalid_bytes(source.path, decoded, piece.line, piece.offset))
        record = RawRecord(
            source.path, raw, piece.line, piece.offset, None, piece.column, piece.number
        )
        try:
            fields = _records.decode(raw)
        except (msgspec.DecodeError, RecursionError) as error:
            faults.append(Fault.bad_record(record.place, record.text, str(error)))
            continue
        record.id = id_of(fields, options.id_field)
        document = json_document(fields, record, paths, options.lint_field)
        if document is None:
            lacking.append((fields, record))
        elif decoded and decoded.marked:
            put_in = {piece.offset + at for at in decoded.faults(0, len(decoded.marked))}
            where = replaced(document.origin, put_in.__contains__)
            documents.append(replace(document, replaced=where))
        else:
            documents.append(document)
    if lacking:
        faults += no_text(lacking, paths)
    return documents, faults
