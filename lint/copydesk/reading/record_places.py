"""Find the way back from an offset in a record's text to its raw JSON."""

from __future__ import annotations

import bisect
import functools
from collections.abc import Callable, Sequence
from json.encoder import encode_basestring, encode_basestring_ascii
from typing import Any

from msgspec import Struct

from copydesk.finding import Edit, Place, Record
from copydesk.patterns import late_pattern
from copydesk.reading.fields import Found
from copydesk.reading.parts import PartsOrigin
from copydesk.reading.places import Origin, line_starts

TOKEN = late_pattern(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"|[{}\[\],:]')
_MANY_OFFSETS = 32  # of one record
_SHORT_ESCAPED = '"\\\n\r\t\b\f'  # what must be escaped and can be with two characters
ESCAPE = late_pattern(
    r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|.)"
)


def value_span(line: str, keys: Sequence[str | int]) -> tuple[int, int]:
    """Return start and end of the string that the keys lead to in a JSON object,
    inside its quotes; the last one where keys repeat.
    """
    import json

    inside: list[str | int] = []  # the key in each open object, the number in each open list
    expecting_value, found = False, (0, 0)
    for token in TOKEN.finditer(line):
        mark = token.group()
        if mark in "{[":
            inside.append("" if mark == "{" else 0)
            expecting_value = mark == "["
        elif mark in "}]":
            inside.pop()
            expecting_value = False
        elif mark == ":":
            expecting_value = len(inside) <= len(keys)
        elif mark == ",":
            within = inside[-1]
            expecting_value = isinstance(within, int)
            if isinstance(within, int):
                inside[-1] = within + 1
        elif expecting_value:
            if inside == [*keys]:
                found = (token.start() + 1, token.end() - 1)
            expecting_value = False
        elif isinstance(inside[-1], str) and len(inside) <= len(keys):
            inside[-1] = json.loads(mark, strict=False)
    return found


class RawRecord(Struct, eq=False, dict=True):
    """A record as it is in its file: where it begins, from 1, and its offset in code points.

    `number`: of the record, in files whose records may share a line; else 0.
    """

    path: str
    raw: bytes
    line: int
    offset: int
    id: str | None
    column: int = 1
    number: int = 0

    @functools.cached_property
    def text(self) -> str:
        """The record decoded."""
        return self.raw.decode("utf-8")

    @functools.cached_property
    def _starts(self) -> Sequence[int]:
        return line_starts(self.text)

    def position(self, at: int) -> tuple[int, int]:
        """Return the line and column of an offset of the record."""
        row = bisect.bisect_right(self._starts, at) - 1
        return self.line + row, at - self._starts[row] + (1 if row else self.column)

    @property
    def span(self) -> tuple[int, int]:
        """Where the record begins and ends in its file, in code points."""
        return self.offset, self.offset + len(self.text)

    @property
    def place(self) -> Place:
        """The place of the whole record."""
        end_line, end_column = self.position(len(self.text))
        return Place(self.path, self.line, self.column, end_line, end_column, *self.span)


def record_of(origin: Origin) -> RawRecord | None:
    """Return the raw record that a text came from, None if it is no JSON."""
    first = origin.parts[0] if isinstance(origin, PartsOrigin) else origin
    return first.record if isinstance(first, RecordOrigin) else None


class RecordOrigin:
    """A field of a JSON record: offsets of its text are traced through the escapes of the raw
    record.
    """

    def __init__(self, record: RawRecord, found: Found, text: str, parts: int = 1) -> None:
        """`parts`: how many fields the record's text has."""
        self.path, self.text, self.record = record.path, text, record
        self._found, self._parts = found, parts
        row = record.number or record.line
        self.lines = range(row, row + 1)
        self._asked = 0

    def __reduce__(self) -> tuple[Any, ...]:
        """Copy what it was made of, not what was found out since."""
        return RecordOrigin, (self.record, self._found, self.text, self._parts)

    @functools.cached_property
    def _value(self) -> tuple[int, int]:
        raw, token = self.record.raw, bytes(self._found.value)
        at = raw.find(token)
        if raw.find(token, at + 1) >= 0:  # the same string is another field's value too
            return value_span(self.record.text, self._found.keys)
        if raw.isascii():
            return at + 1, at + len(token) - 1
        start = len(raw[:at].decode("utf-8")) + 1
        return start, start + len(token.decode("utf-8")) - 2

    @functools.cached_property
    def _begin(self) -> tuple[int, int]:
        """The line and column of the value, which lies on one line."""
        return self.record.position(self._value[0])

    @functools.cached_property
    def _width(self) -> Callable[[int, int], int]:
        """What tells how many raw characters stand for those of the text between two offsets.

        Nearly every file was written by a JSON library in one of two ways. Either only what must be
        is escaped, with two characters each: that is so when the lengths agree, since no escape is
        shorter. Or all that is not ASCII is escaped: then writing a prefix again tells its length.
        Anything else is walked escape by escape.
        """
        text, value = self.text, self.record.text[self._value[0] : self._value[1]]
        escaped = [c for c in _SHORT_ESCAPED if c in text]
        if len(value) == len(text) + sum(map(text.count, escaped)):
            return lambda start, end: (
                end - start + sum([text.count(c, start, end) for c in escaped])
            )
        if value.isascii() and encode_basestring_ascii(text) == f'"{value}"':
            return lambda start, end: len(encode_basestring_ascii(text[start:end])) - 2
        inside, outside = self._escapes
        return lambda start, end: (
            end - start + _lost(inside, outside, end) - _lost(inside, outside, start)
        )

    @functools.cached_property
    def _has_returns(self) -> bool:
        return "\r" in self.text

    @functools.cached_property
    def starts(self) -> Sequence[int]:
        """The offset at which each line of the text begins."""
        return line_starts(self.text)

    @functools.cached_property
    def _escapes(self) -> tuple[list[int], list[int]]:
        """The offset after each escape, in the text and in the raw string."""
        return _walk(self.record.text[self._value[0] : self._value[1]])

    def place(self, start: int, end: int) -> Place:
        """Return the place of a span of the text, in the raw record."""
        return self.places([(start, end)])[0]

    def places(self, spans: Sequence[tuple[int, int]]) -> list[Place]:
        """Return the places of spans of the text, in the raw record."""
        offsets = sorted({at for span in spans for at in span})
        raw = dict(zip(offsets, self._raw(offsets), strict=True))
        starts = sorted({start for start, _ in spans})
        line = dict(zip(starts, self._lines(starts), strict=True))
        return [self._place(span, raw, line) for span in spans]

    def _raw(self, offsets: Sequence[int]) -> list[int]:
        """Return where offsets of the text, ascending, lie in the raw string.

        Each time from the beginning, unless many are asked for.
        """
        self._asked += len(offsets)
        if self._asked > _MANY_OFFSETS:
            inside, outside = self._escapes
            return [at + _lost(inside, outside, at) for at in offsets]
        found, last, raw, width = [], 0, 0, self._width
        for at in offsets:
            raw += width(last, at)
            found.append(raw)
            last = at
        return found

    def _lines(self, offsets: Sequence[int]) -> list[int]:
        """Return the line of the text that each of these offsets, ascending, lies on."""
        if self._asked > _MANY_OFFSETS:
            return [bisect.bisect_right(self.starts, at) for at in offsets]
        found, last, line = [], 0, 1
        for at in offsets:
            line += self._ends(last, at)
            found.append(line)
            last = at
        return found

    def _ends(self, start: int, end: int) -> int:
        """Return how many lines end between two offsets that no CRLF parts."""
        if self._has_returns:
            return bisect.bisect_right(self.starts, end) - bisect.bisect_right(self.starts, start)
        return self.text.count("\n", start, end)

    def _place(self, span: tuple[int, int], raw: dict[int, int], line: dict[int, int]) -> Place:
        start, end = span
        row, column = self._begin
        base = self.record.offset + self._value[0]
        inner = start - max(self.text.rfind("\n", 0, start), self._return_before(start))
        found = self._found
        record = Record(
            self.record.id,
            found.field,
            line[start],
            inner,
            found.role,
            self._parts,
            self.record.number,
        )
        return Place(
            self.path,
            row,
            column + raw[start],
            row,
            column + raw[end],
            base + raw[start],
            base + raw[end],
            record,
        )

    def _return_before(self, offset: int) -> int:
        return self.text.rfind("\r", 0, offset) if self._has_returns else -1

    def edit(self, start: int, end: int, text: str) -> Edit:
        """Return the edit of the file that puts a text, escaped as the record is,
        in the place of a span.
        """
        base = self.record.offset + self._value[0]
        first, last = self._raw((start, end))
        escaped = (encode_basestring_ascii if self.record.raw.isascii() else encode_basestring)(
            text
        )
        return Edit(base + first, base + last, escaped[1:-1])


def _lost(inside: list[int], outside: list[int], offset: int) -> int:
    """Return how many raw characters escapes cost up to an offset of the text."""
    row = bisect.bisect_right(inside, offset) - 1
    return outside[row] - inside[row] if row >= 0 else 0


def _walk(value: str) -> tuple[list[int], list[int]]:
    """Return, after each escape of a raw JSON string,
    the offset in the text and in the raw string.
    """
    inside, outside, lost = [], [], 0
    for escape in ESCAPE.finditer(value):
        lost += escape.end() - escape.start() - 1
        outside.append(escape.end())
        inside.append(escape.end() - lost)
    return inside, outside
