"""Find the way back from an offset in a document's text to a place in its file."""

from __future__ import annotations

import bisect
import functools
import re
from typing import Protocol

from copydesk.finding import Place, Record

_LINE_END = re.compile(r"\r\n|\n|\r")
_CONTEXT = 80  # characters shown before and after a span
_CLIP = 400  # characters of a span that a finding carries


def line_starts(text: str) -> list[int]:
    """Return the offset at which each line begins: LF, CRLF and CR end lines, nothing else does."""
    return [0, *[match.end() for match in _LINE_END.finditer(text)]]


def clip(text: str, limit: int = _CLIP) -> str:
    """Shorten a text to `limit` characters, its middle left out."""
    return text if len(text) <= limit else f"{text[: limit // 2]} … {text[-limit // 2 :]}"


class Origin(Protocol):
    """Where a document's text came from."""

    path: str
    text: str

    def place(self, start: int, end: int) -> Place:
        """Return the place of a span of the text."""
        ...


def context(origin: Origin, start: int, end: int) -> tuple[str, str, str]:
    """Return a span's text, clipped, and what stands before and after it on its lines."""
    text = origin.text
    head = text[max(0, start - _CONTEXT) : start]
    tail = text[end : end + _CONTEXT]
    before = _LINE_END.split(head)[-1]
    after = _LINE_END.split(tail)[0]
    if len(before) == _CONTEXT:
        before = "…" + before
    if len(after) == _CONTEXT:
        after += "…"
    return clip(text[start:end]), before, after


class FileOrigin:
    """A file that is one document: offsets of the text are offsets of the file."""

    def __init__(self, path: str, text: str) -> None:
        self.path, self.text = path, text

    @functools.cached_property
    def _starts(self) -> list[int]:
        return line_starts(self.text)

    def _position(self, offset: int) -> tuple[int, int]:
        line = bisect.bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def place(self, start: int, end: int) -> Place:
        """Return the place of a span of the text."""
        return Place(self.path, *self._position(start), *self._position(end), start, end)


_TOKEN = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"|[{}\[\],:]')
_ESCAPE = re.compile(r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|.)")


def value_span(line: str, field: str) -> tuple[int, int]:
    """Return start and end of the string that is `field`'s value in a JSON object, inside its quotes; the last one where keys repeat."""
    import json

    depth, key, expecting_value = 0, "", False
    found = (0, 0)
    for token in _TOKEN.finditer(line):
        mark = token.group()
        if mark in "{[":
            depth += 1
            expecting_value = False
        elif mark in "}]":
            depth -= 1
        elif mark == ":":
            expecting_value = depth == 1
        elif mark == ",":
            expecting_value = False
        elif depth == 1 and expecting_value:
            if key == field:
                found = (token.start() + 1, token.end() - 1)
            expecting_value = False
        elif depth == 1:
            key = json.loads(mark, strict=False)
    return found


class RecordOrigin:
    """A record of a JSONL file: offsets of its text are traced through the escapes of the raw line."""

    def __init__(self, path: str, text: str, *, raw: bytes, line: int, offset: int, id_: str | None, field: str) -> None:
        self.path, self.text = path, text
        self._bytes, self._line, self._offset, self._id, self._field = raw, line, offset, id_, field

    @functools.cached_property
    def _raw(self) -> str:
        return self._bytes.decode("utf-8")

    @functools.cached_property
    def _starts(self) -> list[int]:
        return line_starts(self.text)

    @functools.cached_property
    def _escapes(self) -> tuple[int, list[int], list[int]]:
        """Where the value begins in the raw line; after each escape, the offset in the text and in the raw value."""
        start, end = value_span(self._raw, self._field)
        inside, outside, lost = [], [], 0
        for escape in _ESCAPE.finditer(self._raw, start, end):
            lost += escape.end() - escape.start() - 1
            outside.append(escape.end() - start)
            inside.append(escape.end() - start - lost)
        return start, inside, outside

    def _column(self, offset: int) -> int:
        start, inside, outside = self._escapes
        row = bisect.bisect_right(inside, offset) - 1
        return start + (outside[row] - inside[row] if row >= 0 else 0) + offset

    def place(self, start: int, end: int) -> Place:
        """Return the place of a span of the text, in the raw line."""
        first = self._column(start)
        last = self._column(end - 1) + self._width(end - 1) if end > start else first
        line = bisect.bisect_right(self._starts, start)
        record = Record(self._id, self._field, line, start - self._starts[line - 1] + 1)
        return Place(self.path, self._line, first + 1, self._line, last + 1, self._offset + first, self._offset + last, record)

    def _width(self, offset: int) -> int:
        """Return how many raw characters the character at `offset` takes."""
        escape = _ESCAPE.match(self._raw, self._column(offset))
        return escape.end() - escape.start() if escape else 1
