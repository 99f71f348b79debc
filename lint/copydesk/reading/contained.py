"""A record of a container that has no lines of text.

The row of a Parquet file, the page in a web archive.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from copydesk.finding import Place, Record
from copydesk.reading.places import Origin

LARGEST = 1 << 24  # characters of a record that are read


class Part(NamedTuple):
    """A field of a record: the role of its message, how many fields the text has, and how many
    characters of it come before.
    """

    field: str
    role: str = ""
    parts: int = 1
    before: int = 0


class ContainedOrigin:
    """A record: its number serves as the line, and columns count in its text.

    Offsets go on from the records before it, and count LARGEST for each, since nobody knows how
    long their texts are before they are read.
    """

    def __init__(self, inner: Origin, number: int, id_: str | None, part: Part) -> None:
        self.path, self.text, self.lines = inner.path, inner.text, range(number, number + 1)
        self._inner, self._id, self._part = inner, id_, part

    @property
    def starts(self) -> Sequence[int]:
        """The offset at which each line of the text begins."""
        return self._inner.starts

    def place(self, start: int, end: int) -> Place:
        """Return the place of a span of the text."""
        return contained(self._inner.place(start, end), self.lines.start, self._id, self._part)

    def places(self, spans: Sequence[tuple[int, int]]) -> list[Place]:
        """Return the places of spans of the text."""
        number = self.lines.start
        return [
            contained(place, number, self._id, self._part) for place in self._inner.places(spans)
        ]

    def edit(self, start: int, end: int, text: str) -> None:
        """Offer no edit: a container is not edited in place."""


def contained(place: Place, number: int, id_: str | None, part: Part) -> Place:
    """Return a place within a record as a place of its container."""
    base = number * LARGEST + part.before
    return Place(
        place.path,
        number,
        place.offset + 1,
        number,
        place.end_offset + 1,
        base + place.offset,
        base + place.end_offset,
        Record(id_, part.field, place.line, place.column, part.role, part.parts),
    )
