"""Tell a file's format by its name."""

from __future__ import annotations

import os
from typing import Literal, get_args

Format = Literal[
    "text",
    "markdown",
    "mdx",
    "rst",
    "asciidoc",
    "org",
    "latex",
    "srt",
    "vtt",
    "notebook",
    "mail",
    "mbox",
    "jsonl",
    "json",
    "html",
    "csv",
    "tsv",
    "parquet",
    "arrow",
    "warc",
    "docx",
    "odt",
    "epub",
    "pdf",
]
Packing = Literal["", "gz", "zst", "bz2", "xz"]

_FORMATS: dict[str, Format] = {
    ".txt": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".mdx": "mdx",
    ".rst": "rst",
    ".adoc": "asciidoc",
    ".asciidoc": "asciidoc",
    ".org": "org",
    ".tex": "latex",
    ".srt": "srt",
    ".vtt": "vtt",
    ".ipynb": "notebook",
    ".eml": "mail",
    ".mbox": "mbox",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "json",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".csv": "csv",
    ".tsv": "tsv",
    ".parquet": "parquet",
    ".arrow": "arrow",
    ".feather": "arrow",
    ".ipc": "arrow",
    ".warc": "warc",
    ".docx": "docx",
    ".odt": "odt",
    ".epub": "epub",
    ".pdf": "pdf",
}
PACKINGS: tuple[Packing, ...] = get_args(Packing)[1:]
EXTENSIONS = tuple(_FORMATS)
# Endings of documents and of data, which are no plain text: where no format reads them they are
# passed over, and that is said.
_NO_TEXT = frozenset(
    ".adoc .asciidoc .arrow .avro .azw3 .bib .djvu .doc .docx .eml .epub .feather .fb2 .ipynb .json .mbox .mdx .mobi .msg .odt "
    ".orc .org .pages .pdf .ppt .pptx .ps .rst .rtf .sgml .srt .tei .tex .textile .vtt .wiki .xls .xlsx .xml".split()
)
# What their programs can save such documents as, that is read.
SAVED_AS = (
    dict.fromkeys((".rtf", ".doc", ".pages"), ".docx or .odt")
    | dict.fromkeys((".ps", ".djvu", ".ppt", ".pptx"), ".pdf")
    | dict.fromkeys((".mobi", ".azw3", ".fb2"), ".epub")
    | dict.fromkeys((".xls", ".xlsx"), ".csv")
)
# Formats whose files hold many documents, and no lines.
CONTAINERS = frozenset[Format](("parquet", "arrow", "warc"))
# Formats whose files are one document, and have paragraphs instead of lines.
OFFICE = frozenset[Format](("docx", "odt", "epub", "pdf"))
WITHOUT_LINES = CONTAINERS | OFFICE
# Formats whose files hold many documents, and come in portions.
RECORDS = frozenset[Format](("jsonl", "json", "csv", "tsv", "mbox")) | CONTAINERS


def unit_of(name: str) -> str:
    """Return what places in a file of this name count: lines, records or paragraphs."""
    form = format_of(name)[0]
    return "record" if form in CONTAINERS else "paragraph" if form in OFFICE else "line"


def unread_ending(name: str) -> str:
    """Return the ending of a document's name that no format reads, "" where there is none."""
    stem, suffix = os.path.splitext(name.lower())  # noqa: PTH122
    if suffix[1:] in PACKINGS:
        suffix = os.path.splitext(stem)[1]  # noqa: PTH122
    return suffix if suffix in _NO_TEXT and suffix not in _FORMATS else ""


def format_of(name: str) -> tuple[Format | None, Packing]:
    """Return the format that a file's name declares (None where it declares none) and how it is
    compressed.
    """
    stem, suffix = os.path.splitext(name.lower())  # noqa: PTH122 - asked of every tracked file, and ten times as fast as a Path
    packing: Packing = ""
    for known in PACKINGS:
        if suffix == f".{known}":
            packing, suffix = known, os.path.splitext(stem)[1]  # noqa: PTH122
    return _FORMATS.get(suffix), packing
