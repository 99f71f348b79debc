"""A text as an editor holds it, saved or not."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from pygls.uris import to_fs_path

from copydesk.output.units import Encoding, Ruler
from copydesk.reading.formats import CONTAINERS, Format, format_of

# What editors call the formats; a name with another ending is read as its language says.
_LANGUAGES: dict[str, Format] = {
    "plaintext": "text",
    "text": "text",
    "markdown": "markdown",
    "html": "html",
    "jsonl": "jsonl",
    "jsonlines": "jsonl",
    "ndjson": "jsonl",
    "csv": "csv",
    "tsv": "tsv",
}
_MARK = "\ufeff"


@dataclass(frozen=True, slots=True)
class Buffer:
    """One version of a text; `path` is its file (None: it has none yet)."""

    uri: str
    path: Path | None
    name: str
    format: Format
    text: str
    version: int | None

    @classmethod
    def of(cls, uri: str, language: str, text: str, version: int | None) -> Buffer | None:
        """Return the buffer; None where it is of no format that an editor shows as text."""
        parts = urlsplit(uri)
        path = Path(to_fs_path(uri) or "") if parts.scheme == "file" else None
        name = path.name if path else Path(unquote(parts.path)).name or "untitled"
        declared, packing = format_of(name)
        form = declared or _LANGUAGES.get(language)
        if form is None or form in CONTAINERS or packing:
            return None
        return cls(uri, path, name, form, text, version)

    @property
    def content(self) -> bytes:
        """The text as a file would hold it.

        A lone surrogate becomes one other character, so that offsets stay.
        """
        return self.text.encode("utf-8", "replace")

    @property
    def skip(self) -> int:
        """The length of a byte-order mark."""
        return len(_MARK) if self.text.startswith(_MARK) else 0

    def ruler(self, encoding: Encoding) -> Ruler:
        """Return what turns offsets of findings, which count behind a byte-order mark,
        into positions.
        """
        return Ruler(self.text, encoding, self.skip)
