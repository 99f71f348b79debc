"""From a source to its documents: the one place that knows every format."""

from __future__ import annotations

from collections.abc import Container, Iterator

from copydesk.reading.content import read_content
from copydesk.reading.decode import decode
from copydesk.reading.document import Document, Fault
from copydesk.reading.formats import RECORDS
from copydesk.reading.jsonl import frame, frame_file, read_records
from copydesk.reading.places import FileOrigin
from copydesk.reading.source import Portion, ReadOptions, Source


def portions(source: Source, options: ReadOptions) -> Iterator[Portion]:
    """Yield the portions of a source; raises Unreadable."""
    if source.format == "jsonl" and source.file and not source.packing:
        yield from frame_file(source, options)
        return
    if source.format in ("csv", "tsv"):
        from copydesk.reading.table import csv_portions

        yield from csv_portions(source, options)
        return
    if source.format == "parquet":
        from copydesk.reading.table import parquet_portions

        yield from parquet_portions(source, options)
        return
    content = read_content(source, options)
    if source.format == "jsonl":
        yield from frame(source, content)
    else:
        yield Portion(source, content)


def read(portion: Portion, options: ReadOptions, lines: Container[int] | None = None) -> tuple[list[Document], list[Fault]]:
    """Return the documents of a portion, in order, and what was wrong with it; with `lines`, those that begin on these lines."""
    if portion.source.format == "jsonl":
        return read_records(portion, options, lines)
    if portion.source.format in RECORDS:
        from copydesk.reading.table import read_rows

        return read_rows(portion, options, lines)
    path = portion.source.path
    decoded = decode(portion.content)
    faults = [Fault.invalid_bytes(path, decoded)] if decoded.fault is not None else []
    if portion.source.format == "markdown":
        from copydesk.reading.markdown import layout
        from copydesk.reading.waivers import comment_waivers

        blocks, origin = layout(decoded.text), FileOrigin(path, decoded.text)
        return [Document(decoded.text, origin, blocks, comment_waivers(decoded.text, blocks, origin))], faults
    if portion.source.format == "html":
        from copydesk.reading.html import read_html

        return [read_html(path, decoded.text)], faults
    return [Document(decoded.text, FileOrigin(path, decoded.text))], faults
