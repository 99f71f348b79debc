"""Tell a file's format by its name."""

from __future__ import annotations

from pathlib import PurePath
from typing import Literal, get_args

Format = Literal["text", "markdown", "jsonl"]
Packing = Literal["", "gz", "zst"]

_FORMATS: dict[str, Format] = {
    ".txt": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
}
PACKINGS: tuple[Packing, ...] = get_args(Packing)[1:]
EXTENSIONS = tuple(_FORMATS)


def format_of(name: str) -> tuple[Format | None, Packing]:
    """Return the format that a file's name declares (None where it declares none) and how it is compressed."""
    path = PurePath(name.lower())
    packing: Packing = ""
    for known in PACKINGS:
        if path.suffix == f".{known}":
            packing, path = known, path.with_suffix("")
    return _FORMATS.get(path.suffix), packing
