"""Find the comments that speak of findings, and the block of text that each speaks for."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator
from typing import NamedTuple

from copydesk.columns.batch import Layout
from copydesk.columns.blocks import BlockKind
from copydesk.reading.pieces import PiecedOrigin

_COMMENT = re.compile(
    r"<!--\s{0,20}copydesk:\s{0,20}([\w-]{1,40})(?:\[([^\]<>]{0,500})\])?([^<>]{0,500}?)-->"
)


class Comment(NamedTuple):
    """A comment: its word, codes and reason as groups, and the span of the block it speaks for.

    Of the file; the block is the one that the comment stands in, or else the next one.
    """

    match: re.Match[str]
    block: tuple[int, int]


def markdown_comments(text: str, layout: Layout) -> Iterator[Comment]:
    """Yield the comments of a Markdown file, but for those shown in code."""
    if "<!--" not in text:
        return
    blocks = _Blocks(text, layout)
    for match in _COMMENT.finditer(text):
        kind = blocks.kind(match.start())
        if kind != "code":
            yield Comment(match, blocks.spoken_for(match.end(), inside=kind == "prose"))


def html_comments(origin: PiecedOrigin, layout: Layout) -> Iterator[Comment]:
    """Yield the comments of a page; what looks like one in a script or an attribute is none."""
    for start, end, row in origin.comments:
        match = _COMMENT.fullmatch(origin.source, start, end)
        if match:
            block = end, end
            if row < len(layout.start):
                place = origin.place(layout.start[row], layout.end[row])
                block = place.offset, place.end_offset
            yield Comment(match, block)


class _Blocks:
    """Answers what a comment stands in, and what it speaks for, each in logarithmic time."""

    def __init__(self, text: str, layout: Layout) -> None:
        self._text, self._layout = text, layout
        self._spoken = [  # the blocks that a comment before them can speak for
            row for row, kind in enumerate(layout.kind) if kind is not BlockKind.CODE
        ]
        self._spoken_start = [layout.start[row] for row in self._spoken]
        self._ticks = self._counted = 0  # backticks of the line, and up to where they are counted

    def kind(self, at: int) -> str:
        """Tell what a comment stands in.

        Its own block of HTML or no block ("alone"), prose, or code that shows it. Asked in the
        order of places.
        """
        start, end, kind = self._around(at)
        if not start <= at < end:
            return "alone"
        if kind is BlockKind.CODE:
            return "alone" if self._text.startswith("<", start) else "code"
        return "code" if self._layout.ink[at] == "`" or self._in_code_span(start, at) else "prose"

    def spoken_for(self, at: int, *, inside: bool) -> tuple[int, int]:
        """Return the span of the block around an offset, or of the next block that is no code."""
        if inside:
            start, end, _ = self._around(at - 1)
            return (start, end) if start < at <= end else (at, at)
        row = bisect.bisect_left(self._spoken_start, at)
        if row == len(self._spoken):
            return at, at
        return self._spoken_start[row], self._layout.end[self._spoken[row]]

    def _around(self, at: int) -> tuple[int, int, BlockKind]:
        layout = self._layout
        row = bisect.bisect_right(layout.start, at) - 1
        if row < 0:
            return at, at, BlockKind.PROSE
        return layout.start[row], layout.end[row], layout.kind[row]

    def _in_code_span(self, start: int, at: int) -> bool:
        begin = max(self._counted, start)
        end_of_line = self._text.rfind("\n", begin, at)
        if end_of_line >= 0 or start > self._counted:
            self._ticks, begin = 0, max(end_of_line + 1, start)
        self._ticks += self._text.count("`", begin, at)
        self._counted = at
        return self._ticks % 2 == 1
