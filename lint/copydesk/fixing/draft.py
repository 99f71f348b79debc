"""A text under edit, kept as a list of spans and new texts, so that many edits stay cheap."""

from __future__ import annotations

from collections.abc import Sequence

from copydesk.finding import Edit

Span = tuple[int, int]
Piece = Span | str  # a span of the original, or new text


class Draft:
    """A text under edit; `original` is the text before all edits."""

    def __init__(self, original: str) -> None:
        self.original = original
        self._pieces: list[Piece] = [(0, len(original))]

    def edit(self, edits: Sequence[Edit]) -> None:
        """Apply edits of the current text, in order and without overlap."""
        pieces, reader = [], _Reader(self._pieces)
        for edit in edits:
            pieces += reader.until(edit.offset)
            if edit.text:
                pieces.append(edit.text)
            reader.until(edit.end_offset)
        self._pieces = pieces + reader.until(None)

    @property
    def text(self) -> str:
        """The current text."""
        return "".join(
            piece if isinstance(piece, str) else self.original[slice(*piece)]
            for piece in self._pieces
        )

    @property
    def edits(self) -> list[Edit]:
        """The edits that turn the original into the current text, in order and without overlap."""
        found, at, new = list[Edit](), 0, ""
        for piece in [*self._pieces, (len(self.original), len(self.original))]:
            if isinstance(piece, str):
                new += piece
                continue
            if self.original[at : piece[0]] != new:
                found.append(Edit(at, piece[0], new))
            at, new = piece[1], ""
        return found


class _Reader:
    """Reads pieces in order, up to offsets of the text that they make."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self._pieces, self._row, self._inside, self._at = pieces, 0, 0, 0

    def until(self, offset: int | None) -> list[Piece]:
        """Return the pieces from the end of the last call to an offset, None for the end."""
        out: list[Piece] = []
        while self._row < len(self._pieces) and (offset is None or self._at < offset):
            piece = self._pieces[self._row]
            length = (len(piece) if isinstance(piece, str) else piece[1] - piece[0]) - self._inside
            taken = length if offset is None else min(length, offset - self._at)
            if isinstance(piece, str):
                out.append(piece[self._inside : self._inside + taken])
            elif taken:
                first = piece[0] + self._inside
                out.append((first, first + taken))
            self._at += taken
            self._inside += taken
            if taken == length:
                self._row, self._inside = self._row + 1, 0
        return out
