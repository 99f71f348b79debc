"""From a source to its documents: the one place that knows every format."""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import replace

from copydesk.reading.content import read_content
from copydesk.reading.decode import decode
from copydesk.reading.document import Document, Fault, replaced
from copydesk.reading.jsonl import frame, read_records
from copydesk.reading.places import FileOrigin
from copydesk.reading.source import Portion, ReadOptions, Source


def portions(source: Source, options: ReadOptions) -> Iterator[Portion]:
    """Yield the portions of a source; raises Unreadable,
    where only a part of it is not read after the portions of the rest.
    """
    if source.format == "jsonl":
        yield from frame(source, options)
    elif source.format in ("csv", "tsv"):
        from copydesk.reading.csv import csv_portions

        yield from csv_portions(source, options)
    elif source.format == "json":
        from copydesk.reading.json import json_portions

        yield from json_portions(source, options)
    elif source.format in ("parquet", "arrow"):
        from copydesk.reading.arrow import arrow_portions

        yield from arrow_portions(source, options)
    elif source.format == "warc":
        from copydesk.reading.warc import warc_portions

        yield from warc_portions(source, options)
    else:
        yield Portion(source, read_content(source, options))


def read(
    portion: Portion, options: ReadOptions, lines: Container[int] | None = None
) -> tuple[list[Document], list[Fault]]:
    """Return the documents of a portion, in order, and what was wrong with it.

    With `lines`, those that lie on these lines; of a format whose records may share a line, those of
    these numbers.
    """
    form = portion.source.format
    if form == "jsonl":
        return read_records(portion, options, lines)
    if form in ("csv", "tsv"):
        from copydesk.reading.csv import read_rows

        return read_rows(portion, options, lines)
    if form == "json":
        from copydesk.reading.json import read_json

        return read_json(portion, options, lines)
    if form in ("parquet", "arrow"):
        from copydesk.reading.arrow import read_arrow

        return read_arrow(portion, options, lines)
    if form == "warc":
        from copydesk.reading.warc import read_pages

        return read_pages(portion, lines)
    return _read_file(portion)


def _read_file(portion: Portion) -> tuple[list[Document], list[Fault]]:
    """Return the one document of a file that is no collection of records."""
    path, form = portion.source.path, portion.source.format
    if form == "html":
        from copydesk.reading.html import read_html
        from copydesk.reading.html_charset import decode_html

        decoded = decode_html(portion.content)
        document = read_html(path, decoded.text)
    else:
        decoded = decode(portion.content)
        document = Document(decoded.text, FileOrigin(path, decoded.text))
    if form == "markdown":
        from copydesk.reading.markdown import layout

        document = replace(document, layout=layout(decoded.text))
    if not decoded.marked:
        return [document], []
    return [replace(document, replaced=replaced(document.origin, decoded.replaced))], [
        Fault.invalid_bytes(path, decoded)
    ]
