"""Remove whole lines from a text, so that the rest reads as before."""

from __future__ import annotations

import bisect
from collections.abc import Sequence


def lines_of(text: str, starts: Sequence[int], start: int, end: int) -> tuple[int, int]:
    """Return the first line of a span and the line after its last, from 0.

    `starts` are where lines begin.
    """
    return bisect.bisect_right(starts, start) - 1, bisect.bisect_right(starts, max(start, end - 1))


def whole_lines(
    text: str, starts: Sequence[int], start: int, end: int, *, parted: bool
) -> tuple[int, int] | None:
    """Return the span that removes the lines of a block, and of the gaps around it all but the wider.

    At the end of the text the gap before goes with it, so that the text ends as it did: with a line
    end or without. None where other text is on the lines, where nothing else would be left, and
    with `parted` where no blank line parts the block from what is beside it: in Markdown `---` or
    an indented line would come to belong to another block.
    """
    first, after = lines_of(text, starts, start, end)
    top, bottom = starts[first], starts[after] if after < len(starts) else len(text)
    if text[top:start].strip() or text[end:bottom].strip():
        return None
    above, below = first, after
    while above and is_blank(text, starts, above - 1):
        above -= 1
    while below < len(starts) and is_blank(text, starts, below):
        below += 1
    opens, closes = above == 0, below == len(starts)
    if (opens and closes) or (
        parted and ((above == first and not opens) or (below == after and not closes))
    ):
        return None
    if closes:
        return (
            starts[above]
            if text[bottom - 1] in "\r\n"
            else len(text[: starts[above]].rstrip("\r\n"))
        ), bottom
    if opens or first - above >= below - after:
        return top, starts[below]
    return starts[above], bottom


def is_blank(text: str, starts: Sequence[int], line: int) -> bool:
    """Return whether a line, counted from 0, is blank."""
    return not text[
        starts[line] : starts[line + 1] if line + 1 < len(starts) else len(text)
    ].strip()
