"""Turn what a rule offers to put a hit right into edits of the file."""

from __future__ import annotations

import bisect
from collections.abc import Sequence

from copydesk.finding import Fix
from copydesk.fixes import Remedy
from copydesk.reading.document import Document


def fix_of(document: Document, remedy: Remedy) -> Fix | None:
    """Return the fix; None where one of its edits cannot be made, or none changes anything. Offsets are those of the document."""
    edits = []
    for start, end, text in remedy.edits:
        if text is None:
            lines = whole_lines(document, start, end)
            if lines is None:
                return None
            edits.append(document.origin.edit(*lines, ""))
        elif document.text[start:end] != text:
            edits.append(document.origin.edit(start, end, text))
    made = [edit for edit in edits if edit]
    if len(made) < len(edits):
        return None
    return Fix(remedy.applicability, tuple(sorted(made, key=lambda edit: edit.offset))) if made else None


def whole_lines(document: Document, start: int, end: int) -> tuple[int, int] | None:
    """Return the span to take out so that the lines of a block are gone, and of the gaps around it only the wider one is left.

    At the end of the text the gap before goes with it, so that the text ends as it did: with a line end or without. None where other text
    stands on the lines, where nothing else would be left, and in Markdown where no blank line parts the block from what is beside it: `---`
    or an indented line would come to belong to another block.
    """
    text, starts = document.text, document.origin.starts
    first = bisect.bisect_right(starts, start) - 1
    after = bisect.bisect_right(starts, max(start, end - 1))
    top, bottom = starts[first], starts[after] if after < len(starts) else len(text)
    if text[top:start].strip() or text[end:bottom].strip():
        return None
    above, below = first, after
    while above and _blank(text, starts, above - 1):
        above -= 1
    while below < len(starts) and _blank(text, starts, below):
        below += 1
    opens, closes = above == 0, below == len(starts)
    if (opens and closes) or (document.layout and ((above == first and not opens) or (below == after and not closes))):
        return None
    if closes:
        return (starts[above] if text[bottom - 1] in "\r\n" else len(text[: starts[above]].rstrip("\r\n"))), bottom
    if opens or first - above >= below - after:
        return top, starts[below]
    return starts[above], bottom


def _blank(text: str, starts: Sequence[int], line: int) -> bool:
    return not text[starts[line] : starts[line + 1] if line + 1 < len(starts) else len(text)].strip()
