"""A record whose text is in several fields: one document, in which each field is a part."""

from __future__ import annotations

import bisect
import functools
from collections.abc import Sequence
from typing import TypeVar

from copydesk.finding import Edit, Place
from copydesk.reading.places import Origin, line_starts

T = TypeVar("T")

GAP = "\n\n"  # between parts, so that no paragraph reaches from one into the next


class PartsOrigin:
    """Some fields of a record; `parts` are the origins of each, in the order of the text."""

    def __init__(self, parts: Sequence[Origin]) -> None:
        self.parts, self.path, self.lines = parts, parts[0].path, parts[0].lines
        self.text = GAP.join([part.text for part in parts])
        self.begins = [0]
        for part in parts[:-1]:
            self.begins.append(self.begins[-1] + len(part.text) + len(GAP))

    @functools.cached_property
    def starts(self) -> Sequence[int]:
        """The offset at which each line of the text begins."""
        return line_starts(self.text)

    def place(self, start: int, end: int) -> Place:
        """Return the place of a span of the text.

        One that reaches into a part that its file has earlier ends with the part it begins in.
        """
        (first, begin), (last, stop) = self._at(start, start), self._at(max(start, end - 1), end)
        if first is last:
            return first.place(begin, stop)
        head, tail = first.place(begin, len(first.text)), last.place(0, stop)
        end_at = tail if tail.end_offset > head.end_offset else head
        return Place(
            head.path,
            head.line,
            head.column,
            end_at.end_line,
            end_at.end_column,
            head.offset,
            end_at.end_offset,
            head.document,
        )

    def _at(self, within: int, offset: int) -> tuple[Origin, int]:
        """Return the part around an offset, and where in it another one is, at its end at most."""
        number = bisect.bisect_right(self.begins, within) - 1
        part = self.parts[number]
        return part, min(offset - self.begins[number], len(part.text))

    def places(self, spans: Sequence[tuple[int, int]]) -> list[Place]:
        """Return the places of spans of the text."""
        return [self.place(start, end) for start, end in spans]

    def edit(self, start: int, end: int, text: str) -> Edit | None:
        """Return the edit that puts a text in the place of a span; None across parts."""
        part, shift = part_of(self, start, end)
        return part.edit(start - shift, end - shift, text) if part is not self else None


def part_of(origin: Origin, start: int, end: int) -> tuple[Origin, int]:
    """Return the part that holds a span, and where it begins; an origin without parts is one, and
    so is one in which the span reaches beyond a part.
    """
    if isinstance(origin, PartsOrigin):
        number = bisect.bisect_right(origin.begins, start) - 1
        begin, part = origin.begins[number], origin.parts[number]
        if end <= begin + len(part.text):
            return part, begin
    return origin, 0


def span_at(origin: Origin, offset: int, end_offset: int) -> tuple[int, int]:
    """Return the span of a text that lies at these offsets of its file.

    By binary search: places increase with the offsets of a part's text, in escapes and markup too.
    """
    begin, stop = _part_around(origin, offset)
    start = begin + bisect.bisect_left(
        range(begin, stop), offset, key=lambda at: origin.place(at, at).offset
    )
    begin, stop = _part_around(origin, end_offset)
    first = max(start, begin)
    return start, first + bisect.bisect_left(
        range(first, stop), end_offset, key=lambda at: origin.place(first, at).end_offset
    )


def _part_around(origin: Origin, offset: int) -> tuple[int, int]:
    """Return the span of the part that an offset of the file lies in."""
    if not isinstance(origin, PartsOrigin):
        return 0, len(origin.text)
    spans = [
        (begin, begin + len(part.text))
        for begin, part in zip(origin.begins, origin.parts, strict=True)
    ]
    for start, end in spans[:-1]:
        if origin.place(start, start).offset <= offset <= origin.place(end, end).offset:
            return start, end
    return spans[-1]


def filled(texts: Sequence[tuple[T, str]]) -> list[tuple[T, str]]:
    """Return the texts of a record that are not blank; if all are, the first."""
    return [one for one in texts if one[1].strip()] or [*texts[:1]]


def one_origin(parts: Sequence[Origin]) -> Origin:
    """Return the origin of a record's text, which may be in one field."""
    return PartsOrigin(parts) if len(parts) > 1 else parts[0]
