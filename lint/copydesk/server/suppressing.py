"""Insert the comment that suppresses one finding of a Markdown text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from copydesk.columns.blocks import BlockKind
from copydesk.finding import Edit
from copydesk.reading.markdown import layout
from copydesk.reading.places import FileOrigin
from copydesk.suppression.directives import comment_directives

_LINE_END = re.compile(r"\r\n|\n|\r")


def suppressing_edit(text: str, start: int, end: int, code: str) -> Edit | None:
    """Return the edit that suppresses a finding of `code` in a span, None if no comment can.

    A paragraph gets a line before it, any other block a comment after it, and a span wider than a
    block a comment at the end of the file. The edited text was parsed to confirm the effect.
    """
    for edit in _candidates(text, start, end, code):
        changed = text[: edit.offset] + edit.text + text[edit.offset :]
        moved = start + len(edit.text) if edit.offset <= start else start
        directives = comment_directives(changed, layout(changed), FileOrigin("", changed))
        if any(
            code in one.codes and not one.problem and one.offset <= moved < one.end_offset
            for one in directives
        ):
            return edit
    return None


def _candidates(text: str, start: int, end: int, code: str) -> Iterator[Edit]:
    found = _LINE_END.search(text)
    line_end = found.group() if found else "\n"
    blocks = layout(text)
    for first, last, kind in zip(blocks.start, blocks.end, blocks.kind, strict=True):
        if first <= start < end <= last and kind not in (BlockKind.CODE, BlockKind.FRONT_MATTER):
            if kind is BlockKind.PROSE and (not first or text[first - 1] in "\r\n"):
                yield Edit(first, first, f"<!-- copydesk: ignore[{code}] -->{line_end}")
            yield Edit(last, last, f" <!-- copydesk: ignore[{code}] -->")
    gap = line_end if not text or text[-1] in "\r\n" else 2 * line_end
    yield Edit(len(text), len(text), f"{gap}<!-- copydesk: file-ignore[{code}] -->{line_end}")
