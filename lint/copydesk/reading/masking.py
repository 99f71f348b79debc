"""Blank out the markup of a text, and put its blocks together."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from typing import TypeAlias

import regex
from msgspec.structs import replace

from copydesk.columns.batch import Layout
from copydesk.columns.blocks import BlockKind
from copydesk.columns.opaque import opaque
from copydesk.reading.places import line_starts

_MAX_LINE = (
    100_000  # characters; longer blocks keep their markup, so that no pattern below meets them
)
_PATIENCE = 1.0  # seconds for the markup of one block; honest blocks take less than a millisecond
# The pattern for one block: what its groups `code` and `address` match is a word of its own, the
# rest of what it matches is no text.
Inline: TypeAlias = regex.Pattern[str]
Span = tuple[int, int, BlockKind]


def blanked(text: str) -> str:
    """Return spaces in the place of a text; line ends stay."""
    return "".join(c if c in "\r\n" else " " for c in text)


def _blank(match: regex.Match[str]) -> str:
    if match["code"] or match["address"]:
        return opaque(match.group())
    return blanked(match.group())


def _without_markup(text: str, inline: Inline) -> str:
    if len(text) > _MAX_LINE:
        return text
    try:
        return str(inline.sub(_blank, text, timeout=_PATIENCE))
    except TimeoutError:
        return text


def layout_of(
    text: str, body: str, spans: Iterable[Span], inline: Inline, *, references: bool = False
) -> Layout:
    """Return the layout of a text: its blocks, and its ink, where markup in prose is blank.

    `body`: the text, with what is none of its blocks' markup blank already. `spans` do not overlap.
    `references`: see Layout.
    """
    start, end, kinds, ink = list[int](), list[int](), list[BlockKind](), list(body)
    for first, last, kind in sorted(spans):
        stripped = text[first:last]
        left = len(stripped) - len(stripped.lstrip())
        right = len(stripped.rstrip())
        if right > left:
            start.append(first + left)
            end.append(first + right)
            kinds.append(kind)
            if kind < BlockKind.TABLE:
                ink[first:last] = _without_markup(body[first:last], inline)
    return Layout(start, end, kinds, "".join(ink), references)


class Outline:
    """Collects the blocks of a markup that is read line by line; rows count lines from 0."""

    def __init__(self, text: str) -> None:
        self._starts = [*line_starts(text), len(text)]
        self.rows = [text[a:b].rstrip("\r\n") for a, b in itertools.pairwise(self._starts)]
        self._text = text
        self._blocks: list[tuple[int, int, BlockKind]] = []
        self._comments: list[tuple[int, int]] = []
        self._open = False

    def comment(self, first: int, end: int) -> None:
        """Note that some whole rows are a comment."""
        row = self.rows[first]
        start = self._starts[first] + len(row) - len(row.lstrip())
        self._comments.append((start, self._starts[end - 1] + len(self.rows[end - 1])))

    def add(self, first: int, end: int, kind: BlockKind) -> None:
        """Add a block of whole rows, which no further row belongs to."""
        if end > first:
            self._blocks.append((first, end, kind))
        self._open = False

    def go_on(self, row: int, kind: BlockKind) -> None:
        """Add a row to the block that ended just before it, or begin one of this kind."""
        if self._open and self._blocks[-1][1] == row:
            first, _, kind = self._blocks.pop()
            self._blocks.append((first, row + 1, kind))
        else:
            self._blocks.append((row, row + 1, kind))
        self._open = True

    def close(self) -> None:
        """End the block that is open: the next row begins another one."""
        self._open = False

    def layout(self, inline: Inline, *, references: bool = False) -> Layout:
        """Return the layout of the text."""
        spans = [
            (self._starts[first], self._starts[end], kind) for first, end, kind in self._blocks
        ]
        body, at = list[str](), 0  # what stands between blocks marks them, and is no text
        for first, end, _ in spans:
            body += [blanked(self._text[at:first]), self._text[first:end]]
            at = end
        body.append(blanked(self._text[at:]))
        found = layout_of(self._text, "".join(body), spans, inline, references=references)
        return replace(found, comments=self._comments)


class LineReader:
    """Reads a markup one block after the other; `at` is the row that comes next."""

    def __init__(self, text: str) -> None:
        self.outline = Outline(text)
        self.rows = self.outline.rows
        self.at = 0

    def step(self) -> None:
        """Read a row, or the rows of a block that is no text."""
        raise NotImplementedError

    def read(self) -> Outline:
        """Return the outline of the whole text."""
        while self.at < len(self.rows):
            self.step()
        return self.outline


def indent(row: str) -> int:
    """Return the columns before the first character of a line, tabs as eight."""
    spaces = row[: len(row) - len(row.lstrip(" \t"))]
    return len(spaces.expandtabs())
