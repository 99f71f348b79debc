"""Insert the comment that suppresses one finding, in the formats that have comments."""

from __future__ import annotations

import re
from collections.abc import Iterator

from copydesk.columns.blocks import BlockKind
from copydesk.finding import Edit
from copydesk.reading.formats import Format
from copydesk.reading.read import document_of
from copydesk.suppression.directives import directives_of

# How each format writes a comment, and what follows one on a line of its own.
_COMMENTS: dict[Format, tuple[str, int]] = {
    "markdown": ("<!-- {} -->", 1),
    "html": ("<!-- {} -->", 1),
    "mdx": ("{{/* {} */}}", 2),
    "rst": (".. {}", 2),
    "asciidoc": ("// {}", 1),
    "org": ("# {}", 1),
    "latex": ("% {}", 1),
    "vtt": ("NOTE {}", 2),
}
FORMATS = frozenset(_COMMENTS)
_INLINE = ("markdown", "html", "mdx")  # where a comment may follow text on its line
_LINE_END = re.compile(r"\r\n|\n|\r")
_GAP = re.compile(r"(?:\r\n|\n|\r)[ \t]*(?:\r\n|\n|\r)|\A")  # an empty line, or the beginning


def suppressing_edit(text: str, start: int, end: int, code: str, form: Format) -> Edit | None:
    """Return the edit that suppresses a finding of `code` in a span, None if no comment can.

    A block gets a line before it, or a comment after it where that can stand in a line, and a span
    wider than a block a comment for the file. The edited text was parsed to confirm the effect.
    """
    for edit in (*_at_block(text, start, end, code, form), *_for_file(text, code, form)):
        changed = text[: edit.offset] + edit.text + text[edit.offset :]
        moved = start + len(edit.text) if edit.offset <= start else start
        if any(
            code in one.codes and not one.problem and one.offset <= moved < one.end_offset
            for one in directives_of(document_of("", changed, form), form, "")
        ):
            return edit
    return None


def _at_block(text: str, start: int, end: int, code: str, form: Format) -> Iterator[Edit]:
    comment, after = _COMMENTS[form][0].format(f"copydesk: ignore[{code}]"), _COMMENTS[form][1]
    document = document_of("", text, form)
    assert document.layout
    layout = document.layout
    places = document.origin.places(list(zip(layout.start, layout.end, strict=True)))
    for place, kind in zip(places, layout.kind, strict=True):
        first, last = place.offset, place.end_offset
        if not first <= start < end <= last or kind in (BlockKind.CODE, BlockKind.FRONT_MATTER):
            continue
        if form != "html" and (kind is BlockKind.PROSE or form not in _INLINE):
            at = _line_before(text, first, form)
            if at is not None:
                yield Edit(at, at, comment + after * _line_end(text))
        if form in _INLINE:
            yield Edit(last, last, f" {comment}")


def _line_before(text: str, first: int, form: Format) -> int | None:
    """Return where a line can be put in before a block, None where the block begins in a line."""
    if form == "vtt":  # before the time of the cue
        return max(gap.end() for gap in _GAP.finditer(text, 0, first))
    line = max(text.rfind("\n", 0, first), text.rfind("\r", 0, first)) + 1
    return line if line == first or form == "latex" else None


def _for_file(text: str, code: str, form: Format) -> Iterator[Edit]:
    comment, line_end = (
        _COMMENTS[form][0].format(f"copydesk: file-ignore[{code}]"),
        _line_end(text),
    )
    if form == "latex":  # what follows the end of the document is not read
        yield Edit(0, 0, comment + line_end)
        return
    gap = line_end if not text or text[-1] in "\r\n" else 2 * line_end
    yield Edit(len(text), len(text), f"{gap}{comment}{line_end}")


def _line_end(text: str) -> str:
    found = _LINE_END.search(text)
    return found.group() if found else "\n"
