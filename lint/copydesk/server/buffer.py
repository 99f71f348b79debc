"""A text in an editor, saved or not."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from pygls.uris import to_fs_path

from copydesk.output.units import Encoding, Ruler
from copydesk.reading.formats import WITHOUT_LINES, Format, format_of

# Editors' names of the formats, for files whose ending does not tell.
_LANGUAGES: dict[str, Format] = {
    "plaintext": "text",
    "text": "text",
    "markdown": "markdown",
    "mdx": "mdx",
    "restructuredtext": "rst",
    "asciidoc": "asciidoc",
    "org": "org",
    "latex": "latex",
    "tex": "latex",
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
    """One version of a text; `path` is its file, None before it is saved."""

    uri: str
    path: Path | None
    name: str
    format: Format
    text: str
    version: int | None

    @classmethod
    def of(cls, uri: str, language: str, text: str, version: int | None) -> Buffer | None:
        """Return the buffer, None for a format that is not text in an editor."""
        parts = urlsplit(uri)
        path = Path(to_fs_path(uri) or "") if parts.scheme == "file" else None
        name = path.name if path else Path(unquote(parts.path)).name or "untitled"
        declared, packing = format_of(name)
        form = declared or _LANGUAGES.get(language)
        if form is None or form in WITHOUT_LINES or packing:
            return None
        return cls(uri, path, name, form, text, version)

    @property
    def content(self) -> bytes:
        """The bytes of the text as a file; a lone surrogate is replaced by one character."""
        return self.text.encode("utf-8", "replace")

    @property
    def skip(self) -> int:
        """The length of a byte-order mark."""
        return len(_MARK) if self.text.startswith(_MARK) else 0

    def ruler(self, encoding: Encoding) -> Ruler:
        """Return a ruler for offsets of findings, which begin after a byte-order mark."""
        return Ruler(self.text, encoding, self.skip)
