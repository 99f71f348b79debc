"""Extract the lines around findings from their files, with the place of each finding."""

from __future__ import annotations

import bisect
from collections import defaultdict
from collections.abc import Iterable, Sequence

from msgspec import Struct, field

from copydesk.output.escape import escaped
from copydesk.output.native import well_formed
from copydesk.output.saved import SavedFinding
from copydesk.output.units import Units
from copydesk.reading.document import Document
from copydesk.reading.parts import span_at
from copydesk.reading.places import ALL_LINES, clip, line_starts

_MANY = 3_000  # findings from which on only their own lines are shown
_CONTEXT = 2  # lines before and after a finding: the blank one and the paragraph beyond
_HEAD, _TAIL = 6, 2  # lines shown of a finding that spans more
_LONG = 1_000  # characters from which on a line is cut around its findings
_AROUND = 160  # characters kept beside a finding on a long line

Mark = tuple[int, int, int]  # start, end (UTF-16 units of the line as shown), number of the finding


class Article(Struct):
    """A document with findings.

    `record`, `line`: its id and line in a file of records ("" and 0 for a whole file). `lines`:
    number, text and marks of each line shown.
    """

    path: str
    record: str | None
    line: int
    lines: list[tuple[int, str, list[Mark]]] = field(default_factory=list)


class Room:
    """A budget of bytes, and the number of things that exceeded it."""

    def __init__(self, size: int) -> None:
        self._left = size
        self.refused = 0

    def take(self, size: int) -> bool:
        """Take some bytes and return True, or count a refusal if fewer are left."""
        if size > self._left:
            self.refused += 1
            return False
        self._left -= size
        return True


def articles(
    findings: Sequence[SavedFinding], units: Units, room: Room
) -> tuple[list[Article], dict[int, int]]:
    """Return the articles of findings, and for each finding the number of its article.

    None for a file that is gone or no longer holds the text that the report quotes.
    """
    wanted: dict[str, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for number, finding in enumerate(findings):
        wanted[finding.location.path][finding.location.row].append(number)
    context = _CONTEXT if len(findings) < _MANY else 0
    found: list[Article] = []
    article_of: dict[int, int] = {}
    for path, lines in sorted(wanted.items()):
        ordered = sorted(lines)
        for document in units.documents(path, lines):
            inside = document.origin.lines
            first, end = (
                bisect.bisect_left(ordered, inside.start),
                bisect.bisect_left(ordered, inside.stop),
            )
            numbers = [number for line in ordered[first:end] for number in lines[line]]
            spans = [
                (*span, number) for number in numbers if (span := _span(document, findings[number]))
            ]
            if not spans:
                continue
            record = findings[spans[0][2]].location.document
            if inside is ALL_LINES:  # one document, whose record is a page of it
                record = None
            article = Article(path, record.id if record else None, inside.start if record else 0)
            article.lines = _lines(document.text, line_starts(document.text), spans, context)
            if room.take(
                sum(len(text.encode()) + 20 + 20 * len(marks) for _, text, marks in article.lines)
            ):
                article_of |= {number: len(found) for *_, number in spans}
                found.append(article)
    return found, article_of


def _span(document: Document, finding: SavedFinding) -> tuple[int, int] | None:
    """Return start and end of a finding in the document's text, None if the text has changed.

    By binary search: places increase with the offsets of the text, in escapes and markup too.
    """
    start, end = span_at(document.origin, finding.location.offset, finding.location.end_offset)
    found = well_formed(clip(document.text[start:end]))
    return (start, end) if found == finding.text else None


def _lines(
    text: str, starts: Sequence[int], spans: Iterable[tuple[int, int, int]], context: int
) -> list[tuple[int, str, list[Mark]]]:
    if starts[-1] == len(text) > 0:
        starts = starts[:-1]  # a line end ends a line, and begins none
    marks: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    for start, end, number in spans:
        first, last = (bisect.bisect_right(starts, at) - 1 for at in (start, max(start, end - 1)))
        covered = range(first, last + 1)
        if len(covered) > _HEAD + _TAIL:
            covered = [*covered[:_HEAD], *covered[-_TAIL:]]  # type: ignore[assignment]  # both are walked only
        for line in covered:
            marks[line].append(
                (max(start, starts[line]), min(end, _end(text, starts, line)), number)
            )
        for line in (
            *range(max(0, first - context), first),
            *range(last + 1, min(len(starts), last + context + 1)),
        ):
            marks[line] += []
    for line in [line for line in marks if context and line + 2 in marks]:
        marks[line + 1] += []  # to say that one line was left out takes as much room as the line
    return [
        (line + 1, *_shown(text, starts[line], _end(text, starts, line), marks[line]))
        for line in sorted(marks)
    ]


def _end(text: str, starts: Sequence[int], line: int) -> int:
    end = starts[line + 1] if line + 1 < len(starts) else len(text)
    while end > starts[line] and text[end - 1] in "\r\n":
        end -= 1
    return end


def _shown(
    text: str, start: int, end: int, marks: Sequence[tuple[int, int, int]]
) -> tuple[str, list[Mark]]:
    """Return a line, cut around its marks if long, and the marks in UTF-16 units of the result."""
    pieces = [(start, end)]
    if end - start > _LONG:
        pieces = _merged(
            [(max(start, a - _AROUND), min(end, b + _AROUND)) for a, b, _ in marks]
            or [(start, start + 2 * _AROUND)]
        )
    out, moved, length = [], [], 0
    for first, last in pieces:
        lead, trail = "… " * (first > start), " …" * (last < end)
        whole = lead + escaped(text[first:last]) + trail
        for a, b, number in marks:
            if first <= a and b <= last:
                moved.append(
                    (
                        length + _units(lead + escaped(text[first:a])),
                        length + _units(lead + escaped(text[first:b])),
                        number,
                    )
                )
        out.append(whole)
        length += _units(whole)
    return "".join(out), moved


def _merged(pieces: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    for start, end in sorted(pieces):
        if out and start <= out[-1][1]:
            out[-1] = out[-1][0], max(end, out[-1][1])
        else:
            out.append((start, end))
    return out


def _units(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2
