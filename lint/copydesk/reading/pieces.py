"""Trace a text that was put together from pieces of a file back to the file."""

from __future__ import annotations

import bisect
import functools
from collections.abc import Callable, Sequence

from copydesk.columns.batch import Layout
from copydesk.columns.blocks import BlockKind
from copydesk.columns.opaque import opaque
from copydesk.finding import Edit, Place
from copydesk.reading.document import Document
from copydesk.reading.places import ALL_LINES, line_starts


class Pieces:
    """Puts a document together: block by block, each of pieces of the file.

    A piece whose length in the file is that of its text stands there character by character.
    """

    def __init__(self) -> None:
        self._texts, self._ink = list[str](), list[str]()
        self._inside, self._outside = list[int](), list[tuple[int, int, bool]]()
        self._blocks: list[tuple[int, int, BlockKind]] = []
        self._length = self._begin = 0
        self._space: tuple[int, int] | None = None

    def add(self, text: str, at: int, length: int, *, code: bool = False) -> None:
        """Add a text that stands in the file from `at` on, `length` characters long.

        `code`: it counts as one word of no language.
        """
        if not text:
            return
        if self._length == self._begin and self._blocks:
            self._put("\n\n", "\n\n")
            self._begin = self._length
        if self._space and self._length > self._begin:
            self._piece(" ", *self._space)
        self._space = None
        self._piece(text, at, length, opaque(text) if code else text)

    def space(self, at: int, length: int) -> None:
        """Add a space, if there is text before it in the block and after it."""
        self._space = self._space or (at, length)

    def end(self, kind: BlockKind) -> None:
        """End the block; one without text is none."""
        if self._length > self._begin:
            self._blocks.append((self._begin, self._length, kind))
            self._begin = self._length
        self._space = None

    def _piece(self, text: str, at: int, length: int, ink: str = " ") -> None:
        self._inside.append(self._length)
        self._outside.append((at, length, len(text) == length))
        self._put(text, ink)

    def _put(self, text: str, ink: str) -> None:
        self._texts.append(text)
        self._ink.append(ink)
        self._length += len(text)

    def document(
        self, path: str, source: str, escape: Callable[[str], str | None], *, is_page: bool = False
    ) -> Document:
        """Return the document; `source`: the text of its file.

        `escape` writes a text as the file has it, None where it cannot.
        """
        text = "".join(self._texts)
        start, end, kinds = (
            (list(column) for column in zip(*self._blocks, strict=True))
            if self._blocks
            else ([], [], [])
        )
        return Document(
            text,
            PiecedOrigin(path, text, source, self._inside, self._outside, escape),
            Layout(start, end, kinds, "".join(self._ink)),
            is_page=is_page,
        )


class PiecedOrigin:
    """Offsets of the text are traced to the source through the pieces it was put together from."""

    def __init__(
        self,
        path: str,
        text: str,
        source: str,
        inside: list[int],
        outside: list[tuple[int, int, bool]],
        escape: Callable[[str], str | None],
    ) -> None:
        self.path, self.text, self.lines = path, text, ALL_LINES
        self._source, self._inside, self._outside = source, inside, outside
        self._escape = escape

    @functools.cached_property
    def starts(self) -> Sequence[int]:
        """The offset at which each line of the text begins."""
        return line_starts(self.text)

    @functools.cached_property
    def _starts(self) -> Sequence[int]:
        return line_starts(self._source)

    def _raw(self, offset: int, *, end: bool) -> int:
        """Return where the character at `offset` begins in the source,
        or where the one before it ends.
        """
        row = bisect.bisect_right(self._inside, offset - end) - 1
        if row < 0:
            return 0
        start, length, verbatim = self._outside[row]
        return (
            start + min(offset - self._inside[row], length)
            if verbatim
            else start + (length if end else 0)
        )

    def _position(self, raw: int) -> tuple[int, int]:
        line = bisect.bisect_right(self._starts, raw)
        return line, raw - self._starts[line - 1] + 1

    def place(self, start: int, end: int) -> Place:
        """Return the place of a span of the text, in the source."""
        first = self._raw(start, end=False)
        last = max(first, self._raw(end, end=True)) if end > start else first
        return Place(self.path, *self._position(first), *self._position(last), first, last)

    def places(self, spans: Sequence[tuple[int, int]]) -> list[Place]:
        """Return the places of spans of the text."""
        return [self.place(start, end) for start, end in spans]

    def edit(self, start: int, end: int, text: str) -> Edit | None:
        """Return the edit that puts a text in the place of a span without markup.

        None where markup stands inside it, or the text cannot be written there.
        """
        place = self.place(start, end)
        if self._source[place.offset : place.end_offset] != self.text[start:end]:
            return None
        escaped = self._escape(text)
        return None if escaped is None else Edit(place.offset, place.end_offset, escaped)
