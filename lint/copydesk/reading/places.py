"""Find the way back from an offset in a document's text to a place in its file."""

from __future__ import annotations

import bisect
import functools
import sys
from array import array
from collections.abc import Sequence
from typing import Protocol

import numpy as np

from copydesk.finding import Edit, Place
from copydesk.patterns import late_pattern

_LINE_END = late_pattern(r"\r\n|\n|\r")
_CONTEXT = 80  # characters shown before and after a span
_CLIP = 400  # characters of a span that a finding carries
ALL_LINES = range(1, sys.maxsize)  # of a file that is one document


def line_starts(text: str) -> array[int]:
    """Return the offset at which each line begins: LF, CRLF and CR end lines, nothing else does.

    An array, of 8 bytes a line, because a text may have ten million.
    """
    starts = array("q", (0,))
    if "\r" in text:
        starts.extend(match.end() for match in _LINE_END.finditer(text))
        return starts
    at = text.find("\n") + 1
    while at:
        starts.append(at)
        at = text.find("\n", at) + 1
    return starts


def clip(text: str, limit: int = _CLIP) -> str:
    """Shorten a text to `limit` characters, its middle left out."""
    return text if len(text) <= limit else f"{text[: limit // 2]} … {text[-limit // 2 :]}"


class Origin(Protocol):
    """Where a document's text came from."""

    path: str
    text: str
    lines: range  # of its file that the document lies on

    @property
    def starts(self) -> Sequence[int]:
        """The offset at which each line of the text begins."""
        ...

    def place(self, start: int, end: int) -> Place:
        """Return the place of a span of the text."""
        ...

    def places(self, spans: Sequence[tuple[int, int]]) -> list[Place]:
        """Return the places of spans of the text, found in one pass."""
        ...

    def edit(self, start: int, end: int, text: str) -> Edit | None:
        """Return the edit of the file that puts a text in the place of a span.

        None where that cannot be done safely.
        """
        ...


def context(origin: Origin, start: int, end: int) -> tuple[str, str, str]:
    """Return a span's text, clipped, and what stands before and after it on its lines."""
    text = origin.text
    head = text[max(0, start - _CONTEXT) : start]
    tail = text[end : end + _CONTEXT]
    before = head[max(head.rfind("\n"), head.rfind("\r")) + 1 :]
    after = tail.partition("\n")[0].partition("\r")[0]
    if len(before) == _CONTEXT:
        before = "…" + before
    if len(after) == _CONTEXT:
        after += "…"
    return clip(text[start:end]), before, after


class FileOrigin:
    """A file that is one document: offsets of the text are offsets of the file."""

    lines = ALL_LINES

    def __init__(self, path: str, text: str) -> None:
        self.path, self.text = path, text

    @functools.cached_property
    def starts(self) -> array[int]:
        """The offset at which each line of the text begins."""
        return line_starts(self.text)

    def _position(self, offset: int) -> tuple[int, int]:
        line = bisect.bisect_right(self.starts, offset)
        return line, offset - self.starts[line - 1] + 1

    def place(self, start: int, end: int) -> Place:
        """Return the place of a span of the text."""
        return Place(self.path, *self._position(start), *self._position(end), start, end)

    def places(self, spans: Sequence[tuple[int, int]]) -> list[Place]:
        """Return the places of spans of the text."""
        if not spans:
            return []
        offsets = np.array(spans, np.int64)
        starts = np.frombuffer(self.starts, np.int64)
        row = np.searchsorted(starts, offsets, side="right")
        column = offsets - starts[row - 1] + 1
        return [
            Place(self.path, line, first, end_line, last, *span)
            for (line, end_line), (first, last), span in zip(
                row.tolist(), column.tolist(), spans, strict=True
            )
        ]

    def edit(self, start: int, end: int, text: str) -> Edit:
        """Return the edit of the file that puts a text in the place of a span."""
        return Edit(start, end, text)
