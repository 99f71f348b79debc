"""A file to lint, and the readable pieces of it that are parsed together."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from msgspec import Struct

from copydesk.reading.formats import Format, Packing


class Source(Struct, frozen=True):
    """One file: `path` as reports name it (POSIX, relative to the run), where it lies,
    how it is read.
    """

    path: str
    file: Path | None  # None: standard input, in `content`
    format: Format
    packing: Packing = ""
    named: bool = False  # given on the command line, not met while walking
    content: bytes | None = None
    digest: str = ""  # git's blob id of the file, where it is known without reading it
    fields: tuple[str, ...] = ()  # of its records that hold the text; (): as the options say


class Portion(Struct, frozen=True):
    """A piece of a source: all of it, or of a large one some of its records."""

    source: Source
    content: bytes  # UTF-8 once `encoding` is settled
    first_line: int = 1
    first_offset: int = 0  # code points before this portion


class FieldsOfFiles(NamedTuple):
    """An entry of `[text-fields]`: a pattern, the folder that it is relative to, the fields."""

    folder: str
    pattern: str
    fields: tuple[str, ...]


class ReadOptions(Struct, frozen=True):
    """How records and files are read.

    `text_fields`: those that hold the text of a record; `by_file`: those of some files, of which
    the last that matches counts.
    """

    text_fields: tuple[str, ...] = ("text",)
    id_field: str = "id"
    lint_field: str = "_lint"
    max_file_size: int = 100_000_000  # bytes, uncompressed; 0: no limit
    by_file: tuple[FieldsOfFiles, ...] = ()


class Unreadable(Exception):
    """A source, or a part of it, cannot be read.

    `reason` is a word for the report, the message says more.
    """

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
