"""Trace a text that was put together from pieces of a file back to the file."""

from __future__ import annotations

import bisect
import functools
from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct

from copydesk.columns.batch import Layout
from copydesk.columns.blocks import BlockKind
from copydesk.columns.opaque import opaque
from copydesk.finding import Edit, Place, Record
from copydesk.reading.document import Document
from copydesk.reading.places import ALL_LINES, line_starts

Comment = tuple[int, int, int]  # start and end in the source, number of the block


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

    def __len__(self) -> int:
        """The number of blocks that ended."""
        return len(self._blocks)

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
        self,
        path: str,
        source: str,
        escape: Callable[[str], str | None],
        *,
        part: Part | None = None,
        is_page: bool = False,
        comments: Sequence[Comment] = (),
    ) -> Document:
        """Return the document; `source`: the text of its file, or of the part of it that `part` names.

        `escape` writes a text as the file has it, None where it cannot. `comments`: where comments
        lie in the source, and the block that each stands in or before.
        """
        text = "".join(self._texts)
        start, end, kinds = (
            (list(column) for column in zip(*self._blocks, strict=True))
            if self._blocks
            else ([], [], [])
        )
        return Document(
            text,
            PiecedOrigin(
                path, text, source, self._inside, self._outside, escape, part or WHOLE, comments
            ),
            Layout(start, end, kinds, "".join(self._ink)),
            is_page=is_page,
        )


class Part(Struct, frozen=True):
    """A part of a file: the line and offset that its text begins at, the lines of its document,
    and, where it is one of many, its id and what its text is called.
    """

    line: int = 1
    offset: int = 0
    lines: range = ALL_LINES
    id: str | None = None
    field: str = ""


WHOLE = Part()


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
        part: Part,
        comments: Sequence[Comment] = (),
    ) -> None:
        self.path, self.text, self.lines = path, text, part.lines
        self.source, self.comments = source, comments
        self._inside, self._outside = inside, outside
        self._escape, self._part = escape, part

    @functools.cached_property
    def starts(self) -> Sequence[int]:
        """The offset at which each line of the text begins."""
        return line_starts(self.text)

    @functools.cached_property
    def _starts(self) -> Sequence[int]:
        return line_starts(self.source)

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

    def pieces(self, start: int, end: int) -> Iterator[tuple[str, int, int]]:
        """Yield the pieces that begin in a span of the text: text, offset in the file, length."""
        first, last = bisect.bisect_left(self._inside, start), bisect.bisect_left(self._inside, end)
        ends = [*self._inside[first + 1 : last], end]
        for row, until in zip(range(first, last), ends, strict=True):
            at, length, _ = self._outside[row]
            yield self.text[self._inside[row] : until], at, length

    def _position(self, raw: int) -> tuple[int, int]:
        line = bisect.bisect_right(self._starts, raw)
        return self._part.line + line - 1, raw - self._starts[line - 1] + 1

    def place(self, start: int, end: int) -> Place:
        """Return the place of a span of the text, in the source."""
        first = self._raw(start, end=False)
        last = max(first, self._raw(end, end=True)) if end > start else first
        base, record = self._part.offset, None
        if self._part.field:
            line = bisect.bisect_right(self.starts, start)
            column = start - self.starts[line - 1] + 1
            record = Record(self._part.id, self._part.field, line, column)
        return Place(
            self.path,
            *self._position(first),
            *self._position(last),
            base + first,
            base + last,
            record,
        )

    def places(self, spans: Sequence[tuple[int, int]]) -> list[Place]:
        """Return the places of spans of the text."""
        return [self.place(start, end) for start, end in spans]

    def edit(self, start: int, end: int, text: str) -> Edit | None:
        """Return the edit that puts a text in the place of a span without markup.

        None where markup stands inside it, or the text cannot be written there.
        """
        place, base = self.place(start, end), self._part.offset
        if self.source[place.offset - base : place.end_offset - base] != self.text[start:end]:
            return None
        escaped = self._escape(text)
        return None if escaped is None else Edit(place.offset, place.end_offset, escaped)
