"""A document of paragraphs on pages, and the places in it."""

from __future__ import annotations

import bisect
import functools
from collections.abc import Iterable, Sequence

import msgspec

from copydesk.columns.batch import Layout
from copydesk.columns.blocks import BlockKind
from copydesk.columns.opaque import opaque
from copydesk.finding import PARAGRAPH, Place, Record
from copydesk.reading.document import Document
from copydesk.reading.places import ALL_LINES, line_starts
from copydesk.reading.source import Portion, Source


class Paragraph(msgspec.Struct, array_like=True):
    """A paragraph: its text, what it is, the page or chapter it begins on, and where code is in it."""

    text: str
    kind: BlockKind
    page: str = ""
    code: list[tuple[int, int]] = []


def portion_of(source: Source, paragraphs: Iterable[Paragraph]) -> Portion:
    """Return paragraphs as the portion of their file."""
    return Portion(source, msgspec.msgpack.encode(list(paragraphs)))


def read_paragraphs(portion: Portion) -> Document:
    """Return the one document of a portion."""
    paragraphs = msgspec.msgpack.decode(portion.content, type=list[Paragraph])
    start, end, ink, at = list[int](), list[int](), list[str](), 0
    for one in paragraphs:
        start.append(at)
        end.append(at + len(one.text))
        ink.append(_ink(one))
        at += len(one.text) + 2
    text = "\n\n".join(one.text for one in paragraphs)
    origin = ParagraphOrigin(portion.source.path, text, start, [one.page for one in paragraphs])
    kinds = [one.kind for one in paragraphs]
    return Document(text, origin, Layout(start, end, kinds, "\n\n".join(ink)))


def _ink(paragraph: Paragraph) -> str:
    ink, at = list[str](), 0
    for start, end in paragraph.code if paragraph.kind < BlockKind.TABLE else ():
        ink += [paragraph.text[at:start], opaque(paragraph.text[start:end])]
        at = end
    return "".join((*ink, paragraph.text[at:]))


class ParagraphOrigin:
    """A paragraph's number serves as the line, and columns count in its text.

    The record of a place is its page, with the number of the paragraph on it.
    """

    lines = ALL_LINES

    def __init__(self, path: str, text: str, begins: list[int], pages: list[str]) -> None:
        self.path, self.text = path, text
        self._begins, self._pages = begins or [0], pages or [""]

    @functools.cached_property
    def starts(self) -> Sequence[int]:
        """The offset at which each line of the text begins."""
        return line_starts(self.text)

    @functools.cached_property
    def _first_of_page(self) -> list[int]:
        """The first paragraph of the page that each paragraph is on."""
        firsts, first = list[int](), 0
        for row, page in enumerate(self._pages):
            first = row if page != self._pages[first] else first
            firsts.append(first)
        return firsts

    def place(self, start: int, end: int) -> Place:
        """Return the place of a span of the text."""
        row = bisect.bisect_right(self._begins, start) - 1
        last = max(row, bisect.bisect_left(self._begins, end) - 1)
        column = start - self._begins[row] + 1
        number = row - self._first_of_page[row] + 1
        return Place(
            self.path,
            row + 1,
            column,
            last + 1,
            end - self._begins[last] + 1,
            start,
            end,
            Record(self._pages[row] or None, PARAGRAPH, number, column),
        )

    def places(self, spans: Sequence[tuple[int, int]]) -> list[Place]:
        """Return the places of spans of the text."""
        return [self.place(start, end) for start, end in spans]

    def edit(self, start: int, end: int, text: str) -> None:
        """Offer no edit: only text files are edited."""
