"""A file being fixed: read once, checked for permission, and replaced in one step."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from copydesk.codes import INVALID_ENCODING
from copydesk.files import Changed, write_file
from copydesk.finding import Edit, Finding
from copydesk.fixing.draft import Draft
from copydesk.reading.content import digest, read_content
from copydesk.reading.decode import encoding_of
from copydesk.reading.source import ReadOptions, Source, Unreadable


class Unfixable(Exception):
    """A file cannot be changed; `reason` is a keyword for the report, the message says more."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason


class Page(Struct):
    """A file as it was linted: its byte-order mark, and its text under edit.

    `fixed`: the number of fixes by code and name.
    """

    source: Source
    known: str  # the digest of what was linted
    mark: bytes
    draft: Draft
    fixed: Counter[tuple[str, str]] = field(default_factory=Counter)

    @classmethod
    def open(cls, source: Source, known: str, options: ReadOptions) -> Page:
        """Read a file that had the digest `known` when it was linted; raises Unfixable."""
        if source.packing:
            raise Unfixable(
                "compressed", f"unpack it first: fixes are not written to .{source.packing} files"
            )
        try:
            content = read_content(source, options)
        except Unreadable as error:
            raise Unfixable(error.reason, str(error)) from None
        if digest(replace(source, content=content), options) != known:
            raise Unfixable("changed", "changed while it was linted; run the command again")
        encoding, skip = encoding_of(content)
        try:
            text = content[skip:].decode() if encoding == "utf-8" else ""
        except UnicodeDecodeError:
            raise Unfixable(
                "invalid-encoding",
                f"is not valid UTF-8 ({INVALID_ENCODING} says where); convert it first",
            ) from None
        if encoding != "utf-8":
            raise Unfixable("encoding", f"is {encoding.upper()}; convert it to UTF-8 first")
        try:
            _check_writable(source.file)
        except OSError as error:
            raise Unfixable("unwritable", error.strerror or str(error)) from None
        return cls(source, known, content[:skip], Draft(text))

    @property
    def content(self) -> bytes:
        """The current bytes of the file."""
        return self.mark + self.draft.text.encode()

    @property
    def original(self) -> str:
        """The original text of the file, with its byte-order mark."""
        return self.mark.decode() + self.draft.original

    @property
    def edits(self) -> list[Edit]:
        """The changes of all rounds, as edits of `original`."""
        shift = len(self.mark.decode())
        return [
            Edit(edit.offset + shift, edit.end_offset + shift, edit.text)
            for edit in self.draft.edits
        ]

    @property
    def changed(self) -> Source:
        """The current text as a source to lint."""
        return replace(self.source, file=None, content=self.content, digest="")

    def apply(self, findings: Sequence[Finding]) -> None:
        """Apply the fixes of findings that were chosen together."""
        self.draft.edit([edit for finding in findings if finding.fix for edit in finding.fix.edits])
        self.fixed.update((finding.rule, finding.name) for finding in findings)

    def save(self, options: ReadOptions) -> None:
        """Replace the file in one step, so that a crash leaves the old or the new one.

        Raises Unfixable.
        """
        assert self.source.file
        file = Path(os.path.realpath(self.source.file))  # a link stays one
        try:
            write_file(
                file,
                self.content,
                unchanged=lambda: digest(self.source, options) == self.known,
            )
        except Changed:
            raise Unfixable(
                "changed", "was changed while it was linted; run the command again"
            ) from None
        except OSError as error:
            raise Unfixable("unwritable", error.strerror or str(error)) from None


def _check_writable(file: Path | None) -> None:
    if file is None:
        return
    target = Path(os.path.realpath(file))
    if not (target.stat().st_mode & 0o222 and os.access(target, os.W_OK)):
        raise Unfixable("read-only", "not writable; change its permissions first")
    if not os.access(target.parent, os.W_OK):
        raise Unfixable(
            "read-only",
            "its folder is not writable, where the new file is made before it replaces the old one",
        )
