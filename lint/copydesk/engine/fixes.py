"""Turn what a rule proposes into edits of the file."""

from __future__ import annotations

from copydesk.finding import Fix
from copydesk.fixes import ProposedFix
from copydesk.reading.document import Document
from copydesk.reading.lines import whole_lines
from copydesk.reading.parts import part_of


def fix_of(document: Document, proposed: ProposedFix) -> Fix | None:
    """Return the fix; None where one of its edits cannot be made, or none changes anything.

    Offsets are those of the document.
    """
    edits = []
    for start, end, text in proposed.edits:
        if text is None:
            part, shift = part_of(document.origin, start, end)
            lines = whole_lines(
                part.text,
                part.starts,
                start - shift,
                end - shift,
                parted=document.layout is not None,
            )
            if lines is None:
                return None
            edits.append(part.edit(*lines, ""))
        elif document.text[start:end] != text:
            edits.append(document.origin.edit(start, end, text))
    made = [edit for edit in edits if edit]
    if len(made) < len(edits):
        return None
    return (
        Fix(proposed.applicability, tuple(sorted(made, key=lambda edit: edit.offset)))
        if made
        else None
    )
