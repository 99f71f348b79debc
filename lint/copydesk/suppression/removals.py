"""How to take a code out of what suppresses it.

Out of its list, or with the whole comment where it is the last one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from copydesk.finding import Edit
from copydesk.patterns import late_pattern
from copydesk.reading.lines import is_blank, lines_of, whole_lines
from copydesk.reading.places import FileOrigin
from copydesk.reading.record_places import RawRecord

_ITEM = late_pattern(r"[^\s,](?:[^,]*[^\s,])?")  # of the list in a comment
# The list of a record: inside a string its quotes would be escaped.
_LIST = late_pattern(r'"ignore"\s*:\s*\[([^\]]*)\]')
_STRING = late_pattern(r'"[^"\\]*"')
_FRONT_MATTER = ("---", "+++")


def comment_removals(
    origin: FileOrigin, comment: re.Match[str], *, parting: bool = True
) -> dict[str, Edit]:
    """Return, by code, the edit that takes it out of a comment whose second group lists the codes;
    none where that may harm.

    `parting`: an empty line parts blocks, and a comment does too; otherwise it reaches to the end of
    its line, as LaTeX has it.
    """
    items = [
        (match.group(), *match.span()) for match in _ITEM.finditer(comment.string, *comment.span(2))
    ]
    if len({code for code, _, _ in items}) > 1:
        return {code: Edit(first, last, "") for code, first, last in _cut(items)}
    whole = _whole if parting else _whole_line
    edit = whole(comment.string, origin.starts, *comment.span())
    return {code: edit for code, _, _ in items if edit}


def record_removals(record: RawRecord, value: str) -> dict[str, Edit]:
    """Return, by code, the edit that takes it out of the list in a record's raw `value`."""
    at = record.text.find(value)
    listed = _LIST.search(value)
    if at != record.text.rfind(value) or not listed:
        return {}
    base = record.offset + at
    items = [
        (match.group()[1:-1], *match.span()) for match in _STRING.finditer(value, *listed.span(1))
    ]
    return {code: Edit(base + first, base + last, "") for code, first, last in _cut(items)}


def _cut(items: Sequence[tuple[str, int, int]]) -> Iterator[tuple[str, int, int]]:
    """Yield each item of a list, the last first, with the span that removes it.

    It reaches to the next item; that of the last begins at the end of the one before. In reverse,
    since of equal items the first counts.
    """
    for row, (code, start, end) in reversed(list(enumerate(items))):
        following = items[row + 1][1] if row + 1 < len(items) else end
        yield code, (items[row - 1][2] if row and following == end else start), following


def _whole_line(text: str, starts: Sequence[int], start: int, end: int) -> Edit | None:
    """Return the edit that takes out a comment to the end of a line, with the line if it has no text."""
    first, after = lines_of(text, starts, start, end)
    if not text[starts[first] : start].strip():
        return Edit(starts[first], starts[after] if after < len(starts) else len(text), "")
    # Without the comment, the line end is a space; right after a word it would be a new one.
    return Edit(start, end, "") if text[start - 1].isspace() else None


def _whole(text: str, starts: Sequence[int], start: int, end: int) -> Edit | None:
    """Return the edit that takes out a comment.

    Inside a line with the space before it, else with its lines.

    Where it parts two blocks its line stays, empty. None where text would become what it was not,
    or nothing is left.
    """
    first, after = lines_of(text, starts, start, end)
    top, bottom = starts[first], starts[after] if after < len(starts) else len(text)
    before, behind = text[top:start], text[end:bottom]
    if before.strip() or behind.strip():
        if behind.strip() and not any(map(str.isalnum, before)):
            return None  # the line is HTML as long as the comment opens it
        spaces = (
            len(before) - len(before.rstrip()) if not behind.strip() or behind[0].isspace() else 0
        )
        return Edit(start - spaces, end, "")
    span = whole_lines(text, starts, start, end, parted=True)
    if not span:
        above = first > 0 and not is_blank(text, starts, first - 1)
        below = after < len(starts) and not is_blank(text, starts, after)
        if (above and below and before) or not (above or below):
            return None
        # The text before it ends as the file did, without a line end.
        ending = bottom == len(text) and not behind
        span = (
            (top, end)
            if above and below
            else (len(text[:top].rstrip("\r\n")) if ending else top, bottom)
        )
    return None if not span[0] and text.startswith(_FRONT_MATTER, span[1]) else Edit(*span, "")
