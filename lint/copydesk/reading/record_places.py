"""Find the way back from an offset in a record's text to its raw line in a JSONL file."""

from __future__ import annotations

import bisect
import functools
import re
from collections.abc import Callable, Sequence
from json.encoder import encode_basestring, encode_basestring_ascii

from copydesk.finding import Edit, Place, Record
from copydesk.reading.places import line_starts

TOKEN = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"|[{}\[\],:]')
_MANY_PLACES = 16  # of one record
_SHORT_ESCAPED = '"\\\n\r\t\b\f'  # what must be escaped and can be with two characters
ESCAPE = re.compile(
    r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|.)"
)


def value_span(line: str, keys: Sequence[str]) -> tuple[int, int]:
    """Return start and end of the string that the keys lead to in a JSON object,
    inside its quotes; the last one where keys repeat.
    """
    import json

    inside: list[str | None] = []  # the key in each open object, None in an array
    expecting_value, found = False, (0, 0)
    for token in TOKEN.finditer(line):
        mark = token.group()
        if mark in "{[":
            inside.append("" if mark == "{" else None)
            expecting_value = False
        elif mark in "}]":
            inside.pop()
        elif mark == ":":
            expecting_value = len(inside) <= len(keys)
        elif mark == ",":
            expecting_value = False
        elif expecting_value:
            if inside == [*keys]:
                found = (token.start() + 1, token.end() - 1)
            expecting_value = False
        elif inside[-1] is not None and len(inside) <= len(keys):
            inside[-1] = json.loads(mark, strict=False)
    return found


class RecordOrigin:
    """A record of a JSONL file: offsets of its text are traced through the escapes of the raw
    line.
    """

    def __init__(
        self,
        path: str,
        text: str,
        *,
        raw: bytes,
        token: bytes,
        line: int,
        offset: int,
        id_: str | None,
        keys: Sequence[str],
    ) -> None:
        self.path, self.text = path, text
        self.raw, self._token = raw, token  # the record's line, and the JSON string of its text
        self.lines, self._offset, self._id, self._keys = range(line, line + 1), offset, id_, keys
        self._asked = 0

    @functools.cached_property
    def _raw(self) -> str:
        return self.raw.decode("utf-8")

    @functools.cached_property
    def _value(self) -> tuple[int, int]:
        at = self.raw.find(self._token)
        if at != self.raw.rfind(self._token):  # the same string is another field's value too
            return value_span(self._raw, self._keys)
        start = len(self.raw[:at].decode("utf-8")) + 1
        return start, start + len(self._token.decode("utf-8")) - 2

    @functools.cached_property
    def _width(self) -> Callable[[int, int], int]:
        """What tells how many raw characters stand for those of the text between two offsets.

        Nearly every file was written by a JSON library in one of two ways. Either only what must be
        is escaped, with two characters each: that is so when the lengths agree, since no escape is
        shorter. Or all that is not ASCII is escaped: then writing a prefix again tells its length.
        Anything else is walked escape by escape.
        """
        text, value = self.text, self._raw[self._value[0] : self._value[1]]
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
        return _walk(self._raw[self._value[0] : self._value[1]])

    @property
    def span(self) -> tuple[int, int]:
        """Where the record's line begins and ends in its file, in code points."""
        return self._offset, self._offset + len(self._raw)

    @property
    def line_place(self) -> Place:
        """The place of the record's whole line."""
        line = self.lines.start
        return Place(self.path, line, 1, line, len(self._raw) + 1, *self.span)

    def place(self, start: int, end: int) -> Place:
        """Return the place of a span of the text, in the raw line."""
        return self.places([(start, end)])[0]

    def places(self, spans: Sequence[tuple[int, int]]) -> list[Place]:
        """Return the places of spans of the text, in the raw line."""
        self._asked += len(spans)
        if self._asked > _MANY_PLACES:
            inside, outside = self._escapes
            raw = {at: at + _lost(inside, outside, at) for span in spans for at in span}
            line = {start: bisect.bisect_right(self.starts, start) for start, _ in spans}
            return [self._place(span, raw, line) for span in spans]
        raw, line = {}, {}
        last, raw_at, line_at, width = 0, 0, 1, self._width
        for at in sorted({at for span in spans for at in span}):
            raw_at += width(last, at)
            line_at += self._ends(last, at)
            raw[at], line[at], last = raw_at, line_at, at
        return [self._place(span, raw, line) for span in spans]

    def _ends(self, start: int, end: int) -> int:
        """Return how many lines end between two offsets that no CRLF parts."""
        if self._has_returns:
            return bisect.bisect_right(self.starts, end) - bisect.bisect_right(self.starts, start)
        return self.text.count("\n", start, end)

    def _place(self, span: tuple[int, int], raw: dict[int, int], line: dict[int, int]) -> Place:
        start, end = span
        first, last = self._value[0] + raw[start], self._value[0] + raw[end]
        column = start - max(self.text.rfind("\n", 0, start), self._return_before(start))
        record, row = Record(self._id, ".".join(self._keys), line[start], column), self.lines.start
        return Place(
            self.path,
            row,
            first + 1,
            row,
            last + 1,
            self._offset + first,
            self._offset + last,
            record,
        )

    def _return_before(self, offset: int) -> int:
        return self.text.rfind("\r", 0, offset) if self._has_returns else -1

    def edit(self, start: int, end: int, text: str) -> Edit:
        """Return the edit of the file that puts a text, escaped as the record is,
        in the place of a span.
        """
        place = self.place(start, end)
        escaped = (encode_basestring_ascii if self._raw.isascii() else encode_basestring)(text)
        return Edit(place.offset, place.end_offset, escaped[1:-1])


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
