"""Turn what a rule proposes into edits of the file."""

from __future__ import annotations

import numpy as np

from copydesk.columns.batch import Batch, Text
from copydesk.finding import Fix
from copydesk.fixes import ProposedFix
from copydesk.patterns import late_pattern
from copydesk.reading.document import Document
from copydesk.reading.lines import whole_lines
from copydesk.reading.parts import part_of

Span = tuple[int, int]
_PARTED = late_pattern(r"(?:\r\n|\n|\r)[ \t]*(?:\r\n|\n|\r)")
_FINISHED = late_pattern(r"[.!?…。！？]\W*\Z")
_REACH = 5_000  # characters of a paragraph on either side of a copy


def copy_removal(document: Document, start: int, end: int, unit: str | None) -> ProposedFix:
    """Propose to take out the copy of a unit of a corpus rule.

    A paragraph goes with its lines. Of anything smaller whole sentences go; one that is none is
    for an editor to offer.
    """
    if unit == "paragraph":
        return ProposedFix("unsafe", [(start, end, None)])
    parted = document.layout is not None
    if whole_lines(document.text, document.origin.starts, start, end, parted=parted):
        return ProposedFix("unsafe", [(start, end, None)])
    sentences = _whole_sentences(document, start, end)
    if sentences:
        return ProposedFix("unsafe", [(*sentences, "")])
    return ProposedFix("display", [(start, end, "")])


def _whole_sentences(document: Document, start: int, end: int) -> Span | None:
    """Return the span of the sentences that lie in a span, with the gap that parts them from others.

    None where there is none, or where the text around does not show that they are whole.
    """
    text = document.layout.ink if document.layout else document.text
    before, after = text[max(0, start - _REACH) : start], text[end : end + _REACH]
    top = start - len(_PARTED.split(before)[-1])
    bottom = end + len(_PARTED.split(after)[0])
    sentences = Batch([Text(text[top:bottom])]).sentences
    first, last = sentences.start + top, sentences.end + top
    # The marks around a sentence belong to it, though not to the words that were compared.
    inside = [
        row
        for row in np.flatnonzero((first < end) & (last > start)).tolist()
        if not _worded(text[first[row] : start]) and not _worded(text[end : last[row]])
    ]
    if not inside:
        return None
    begin, stop = int(first[inside[0]]), int(last[inside[-1]])
    head, tail = text[top:begin].rstrip(), text[stop:bottom].lstrip()
    alone = not head and not tail
    if alone or (head and not _FINISHED.search(head)) or not _FINISHED.search(text[begin:stop]):
        return None
    return (begin, bottom - len(tail)) if tail else (top + len(head), stop)


def _worded(text: str) -> bool:
    return any(map(str.isalnum, text))


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
