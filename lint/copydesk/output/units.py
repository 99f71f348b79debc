"""What formats read in the files of a run again: columns as other programs count them, and the text around findings."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator

from copydesk.finding import Place
from copydesk.reading.content import read_content
from copydesk.reading.decode import decode
from copydesk.reading.document import Document
from copydesk.reading.formats import CONTAINERS
from copydesk.reading.read import portions, read
from copydesk.reading.source import ReadOptions, Source, Unreadable


class Units:
    """Counts columns anew in the files of a run; reads one at a time again, since findings come sorted by path."""

    def __init__(self, sources: Iterable[Source] = (), options: ReadOptions | None = None) -> None:
        self._sources = {source.path: source for source in sources}
        self._options = options or ReadOptions()
        self._path, self._text = "", ""

    def in_bytes(self, place: Place) -> tuple[int, int]:
        """Return a place's column and end column in bytes of UTF-8, from 1; in code points where the file cannot be read any more."""
        text = self._read(place.path)
        if len(text) < place.end_offset:
            return place.column, place.end_column
        spans = (text[at - column + 1 : at] for at, column in ((place.offset, place.column), (place.end_offset, place.end_column)))
        first, last = (len(span.encode("utf-8", "surrogatepass")) + 1 for span in spans)
        return first, last

    def documents(self, path: str, lines: Container[int]) -> Iterator[Document]:
        """Yield the documents of a file again (of records, those that lie on these lines); none where it cannot be read any more."""
        if path in self._sources:
            try:
                for portion in portions(self._sources[path], self._options):
                    yield from read(portion, self._options, lines)[0]
            except Unreadable:
                return

    def _read(self, path: str) -> str:
        if path != self._path:
            self._path, self._text = path, ""
            if path in self._sources and self._sources[path].format not in CONTAINERS:
                try:
                    self._text = decode(read_content(self._sources[path], self._options)).text
                except Unreadable:
                    self._text = ""  # gone since it was linted
        return self._text
