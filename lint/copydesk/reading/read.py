"""From a source to its documents: the one place that knows every format."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator
from importlib import import_module
from typing import Any

from msgspec.structs import replace

from copydesk.reading.content import read_content
from copydesk.reading.document import Document, Fault, replaced
from copydesk.reading.formats import OFFICE, Format
from copydesk.reading.jsonl import frame, read_records
from copydesk.reading.places import FileOrigin
from copydesk.reading.source import Portion, ReadOptions, Source

# What makes a document of a file's path and text.
_READERS: dict[Format, str] = {
    "html": "html:read_html",
    "latex": "latex:read_latex",
    "srt": "subtitles:read_srt",
    "vtt": "subtitles:read_vtt",
    "notebook": "notebook:read_notebook",
    "mail": "mail:read_eml",
}
# What makes a text of a file's bytes, where they say how.
_DECODERS: dict[Format, str] = {"html": "html_charset:decode_html", "mail": "mail:decode_mail"}
# What makes a layout of a file's text.
_LAYOUTS: dict[Format, str] = {
    "markdown": "markdown:layout",
    "mdx": "markup.mdx:layout",
    "rst": "markup.rst:layout",
    "asciidoc": "markup.asciidoc:layout",
    "org": "markup.org:layout",
}


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
    elif source.format == "mbox":
        from copydesk.reading.mail import mbox_portions

        yield from mbox_portions(source, options)
    elif source.format == "warc":
        from copydesk.reading.warc import warc_portions

        yield from warc_portions(source, options)
    elif source.format in OFFICE:
        reader = f"office.{source.format}:{source.format}_portions"
        yield from _imported(reader)(source, options)
    else:
        content = read_content(source, options)
        if source.format == "notebook":
            from copydesk.reading.notebook import check_notebook

            check_notebook(content)
        yield Portion(source, content)


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
    if form == "mbox":
        from copydesk.reading.mail import read_mbox

        return read_mbox(portion, lines), []
    if form == "warc":
        from copydesk.reading.warc import read_pages

        return read_pages(portion, lines)
    if form in OFFICE:
        from copydesk.reading.office.paragraphs import read_paragraphs

        return [read_paragraphs(portion)], []
    return _read_file(portion)


def _read_file(portion: Portion) -> tuple[list[Document], list[Fault]]:
    """Return the one document of a file that is no collection of records."""
    path, form = portion.source.path, portion.source.format
    decoded = _imported(_DECODERS.get(form, "decode:decode"))(portion.content)
    document = document_of(path, decoded.text, form)
    if not decoded.marked:
        return [document], []
    return [replace(document, replaced=replaced(document.origin, decoded.replaced))], [
        Fault.invalid_bytes(path, decoded)
    ]


def document_of(path: str, text: str, form: Format) -> Document:
    """Return the one document of a file whose text is decoded."""
    if form in _READERS:
        document: Document = _imported(_READERS[form])(path, text)
        return document
    layout = _imported(_LAYOUTS[form])(text) if form in _LAYOUTS else None
    return Document(text, FileOrigin(path, text), layout)


def _imported(name: str) -> Callable[..., Any]:
    """Return a function of this package; only those of formats that are met are imported."""
    module, _, function = name.partition(":")
    found: Callable[..., Any] = getattr(import_module(f"copydesk.reading.{module}"), function)
    return found
