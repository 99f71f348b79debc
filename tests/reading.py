"""Read bytes given in a test: shared by every test of reading."""

from __future__ import annotations

from copydesk.reading.document import Document
from copydesk.reading.formats import format_of
from copydesk.reading.read import portions, read
from copydesk.reading.source import ReadOptions, Source

OPTIONS = ReadOptions()


def source(name: str, content: bytes) -> Source:
    kind, packing = format_of(name)
    return Source(name, None, kind or "text", packing, content=content)


def documents(name: str, content: bytes, options: ReadOptions = OPTIONS) -> list[Document]:
    return [
        d for portion in portions(source(name, content), options) for d in read(portion, options)[0]
    ]


def faults(name: str, content: bytes, options: ReadOptions = OPTIONS) -> list[tuple[str, int, int]]:
    found = [
        f for portion in portions(source(name, content), options) for f in read(portion, options)[1]
    ]
    return [(fault.code, fault.place.line, fault.place.column) for fault in found]
