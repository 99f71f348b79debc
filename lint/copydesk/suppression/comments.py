"""Find the comments that speak of findings, and the block of text that each speaks for."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator
from typing import NamedTuple

from copydesk.columns.batch import Layout
from copydesk.columns.blocks import BlockKind
from copydesk.patterns import late_pattern
from copydesk.reading.document import Document
from copydesk.reading.pieces import PiecedOrigin
from copydesk.reading.places import Origin

_SAID = r"copydesk:\s{0,20}([\w-]{1,40})(?:\[([^\]<>]{0,500})\])?"
_HTML = late_pattern(rf"<!--\s{{0,20}}{_SAID}([^<>]{{0,500}}?)-->")


def _line(mark: str) -> re.Pattern[str]:
    return re.compile(mark + _SAID + r"(.{0,500})", re.DOTALL)


# What a comment that speaks of findings looks like, by format: groups word, codes and reason.
_COMMENTS: dict[str, re.Pattern[str]] = {
    "markdown": _HTML,
    "notebook": _HTML,
    "html": _HTML,
    "mdx": late_pattern(rf"\{{/\*\s{{0,20}}{_SAID}([^{{}}*]{{0,500}}?)\*/\}}"),
    "rst": _line(r"\.\.[ \t]{1,20}"),
    "asciidoc": _line(r"//[ \t]{0,20}"),
    "org": _line(r"#[ \t]{1,20}"),
    "latex": _line(r"%{1,20}[ \t]{0,20}"),
    "vtt": _line(r"NOTE\s{1,20}"),
}


class Comment(NamedTuple):
    """A comment: its word, codes and reason as groups, and the span of the block it speaks for.

    Of the file; the block is the one that the comment stands in, or else the next one.
    """

    match: re.Match[str]
    block: tuple[int, int]


def comments_of(document: Document, form: str) -> Iterator[Comment]:
    """Yield the comments of a file in a format that has some, in the order of their places."""
    origin, layout, pattern = document.origin, document.layout, _COMMENTS.get(form)
    if not pattern or not layout or "copydesk:" not in source_of(origin):
        return
    if form == "notebook" and isinstance(origin, PiecedOrigin):
        for match, block in _markdown_comments(document.text, layout, pattern):
            yield from _in_source(origin, pattern, _span(origin, *match.span()), block)
    elif isinstance(origin, PiecedOrigin):
        for start, end, row in origin.comments:
            known = row < len(layout.start)
            around = (layout.start[row], layout.end[row]) if known else None
            yield from _in_source(origin, pattern, (start, end), around)
    elif form in ("markdown", "mdx"):
        yield from _markdown_comments(document.text, layout, pattern)
    else:
        blocks = _Blocks(document.text, layout)
        for start, end in layout.comments:
            if found := pattern.fullmatch(document.text, start, end):
                yield Comment(found, blocks.spoken_for(end, inside=False))


def source_of(origin: Origin) -> str:
    """Return the text of a file, of which the text of its document may be put together."""
    return origin.source if isinstance(origin, PiecedOrigin) else origin.text


def _markdown_comments(text: str, layout: Layout, pattern: re.Pattern[str]) -> Iterator[Comment]:
    """Yield the comments of Markdown, but for those shown in code."""
    blocks = _Blocks(text, layout)
    for match in pattern.finditer(text):
        kind = blocks.kind(match.start())
        if kind != "code":
            yield Comment(match, blocks.spoken_for(match.end(), inside=kind == "prose"))


def _in_source(
    origin: PiecedOrigin,
    pattern: re.Pattern[str],
    span: tuple[int, int],
    block: tuple[int, int] | None,
) -> Iterator[Comment]:
    """Yield the comment that is a span of the source; `block`: of the text that was put together.

    What looks like a comment in a script or an attribute is none.
    """
    if match := pattern.fullmatch(origin.source, *span):
        yield Comment(match, _span(origin, *block) if block else (span[1], span[1]))


def _span(origin: PiecedOrigin, start: int, end: int) -> tuple[int, int]:
    place = origin.place(start, end)
    return place.offset, place.end_offset


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
