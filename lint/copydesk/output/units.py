"""Read the files of a run again: columns as other programs count them, texts around findings."""

from __future__ import annotations

import bisect
import contextlib
from collections.abc import Container, Iterable, Iterator
from typing import Literal

from copydesk.finding import Place
from copydesk.reading.content import read_content
from copydesk.reading.decode import decode
from copydesk.reading.document import Document
from copydesk.reading.formats import WITHOUT_LINES
from copydesk.reading.places import line_starts
from copydesk.reading.read import portions, read
from copydesk.reading.source import ReadOptions, Source, Unreadable

Encoding = Literal["utf-8", "utf-16", "utf-32"]  # whose code units columns count
_CODECS: dict[Encoding, tuple[str, int]] = {
    "utf-8": ("utf-8", 1),
    "utf-16": ("utf-16-le", 2),
    "utf-32": ("utf-32-le", 4),
}


def width(text: str, encoding: Encoding) -> int:
    """Return the number of code units of a text."""
    codec, unit = _CODECS[encoding]
    return len(text.encode(codec, "surrogatepass")) // unit


class Ruler:
    """Converts offsets to positions: lines and columns from 0, columns in code units.

    Offsets are in code points after `skip`, the length of a byte-order mark in the text.
    """

    def __init__(self, text: str, encoding: Encoding, skip: int = 0) -> None:
        self.text, self._encoding, self._skip = text, encoding, skip
        self._starts = line_starts(text)

    def position(self, offset: int) -> tuple[int, int]:
        """Return the line and column of an offset."""
        offset += self._skip
        line = bisect.bisect_right(self._starts, offset) - 1
        return line, width(self.text[self._starts[line] : offset], self._encoding)

    def offset(self, line: int, column: int) -> int:
        """Return the offset of a position, at most the end of its line and of the text."""
        if line >= len(self._starts):
            return len(self.text) - self._skip
        start = self._starts[line]
        end = self._starts[line + 1] if line + 1 < len(self._starts) else len(self.text)
        codec, unit = _CODECS[self._encoding]
        before = self.text[start:end].rstrip("\r\n").encode(codec, "surrogatepass")[: column * unit]
        return start - self._skip + len(before.decode(codec, "ignore"))


class Units:
    """Counts columns in the files of a run in bytes of UTF-8 or other code units.

    One file at a time is read again.
    """

    def __init__(
        self,
        sources: Iterable[Source] = (),
        options: ReadOptions | None = None,
        encoding: Encoding = "utf-8",
    ) -> None:
        self._sources = {source.path: source for source in sources}
        self._options, self._encoding = options or ReadOptions(), encoding
        self._path, self._ruler = "", Ruler("", encoding)

    def columns(self, place: Place) -> tuple[int, int]:
        """Return a place's column and end column in code units, from 1.

        In code points if the file cannot be read any more.
        """
        ruler = self.ruler(place.path)
        if len(ruler.text) < place.end_offset:
            return place.column, place.end_column
        return ruler.position(place.offset)[1] + 1, ruler.position(place.end_offset)[1] + 1

    def documents(self, path: str, lines: Container[int]) -> Iterator[Document]:
        """Yield the documents of a file again; of record formats, those on some lines.

        Nothing if the file cannot be read any more.
        """
        if path in self._sources:
            try:
                for portion in portions(self._sources[path], self._options):
                    yield from read(portion, self._options, lines)[0]
            except Unreadable:
                return

    def ruler(self, path: str) -> Ruler:
        """Return a ruler for a file; for one that cannot be read any more, of an empty text."""
        if path != self._path:
            text = ""
            if path in self._sources and self._sources[path].format not in WITHOUT_LINES:
                with contextlib.suppress(Unreadable):  # gone since it was linted
                    text = decode(read_content(self._sources[path], self._options)).text
            self._path, self._ruler = path, Ruler(text, self._encoding)
        return self._ruler
