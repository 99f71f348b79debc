"""Insert the comment that suppresses one finding of a Markdown text or a page."""

from __future__ import annotations

import re
from collections.abc import Iterator

from copydesk.columns.blocks import BlockKind
from copydesk.finding import Edit
from copydesk.reading.document import Document
from copydesk.reading.formats import Format
from copydesk.reading.html import read_html
from copydesk.reading.markdown import layout
from copydesk.reading.places import FileOrigin
from copydesk.suppression.directives import directives_of

FORMATS = ("markdown", "html")  # that have comments
_LINE_END = re.compile(r"\r\n|\n|\r")


def suppressing_edit(text: str, start: int, end: int, code: str, form: Format) -> Edit | None:
    """Return the edit that suppresses a finding of `code` in a span, None if no comment can.

    A paragraph of Markdown gets a line before it, any other block a comment after it, and a span
    wider than a block a comment at the end of the file. The edited text was parsed to confirm the
    effect.
    """
    candidates = _in_markdown if form == "markdown" else _in_html
    for edit in (*candidates(text, start, end, code), _for_file(text, code)):
        changed = text[: edit.offset] + edit.text + text[edit.offset :]
        moved = start + len(edit.text) if edit.offset <= start else start
        if any(
            code in one.codes and not one.problem and one.offset <= moved < one.end_offset
            for one in directives_of(_read(changed, form), form, "")
        ):
            return edit
    return None


def _read(text: str, form: Format) -> Document:
    if form == "html":
        return read_html("", text)
    return Document(text, FileOrigin("", text), layout(text))


def _in_markdown(text: str, start: int, end: int, code: str) -> Iterator[Edit]:
    found = _LINE_END.search(text)
    line_end = found.group() if found else "\n"
    blocks = layout(text)
    for first, last, kind in zip(blocks.start, blocks.end, blocks.kind, strict=True):
        if first <= start < end <= last and kind not in (BlockKind.CODE, BlockKind.FRONT_MATTER):
            if kind is BlockKind.PROSE and (not first or text[first - 1] in "\r\n"):
                yield Edit(first, first, f"<!-- copydesk: ignore[{code}] -->{line_end}")
            yield Edit(last, last, f" <!-- copydesk: ignore[{code}] -->")


def _in_html(text: str, start: int, end: int, code: str) -> Iterator[Edit]:
    page = read_html("", text)
    assert page.layout
    for place in page.origin.places(list(zip(page.layout.start, page.layout.end, strict=True))):
        if place.offset <= start < end <= place.end_offset:
            yield Edit(place.end_offset, place.end_offset, f" <!-- copydesk: ignore[{code}] -->")


def _for_file(text: str, code: str) -> Edit:
    found = _LINE_END.search(text)
    line_end = found.group() if found else "\n"
    gap = line_end if not text or text[-1] in "\r\n" else 2 * line_end
    return Edit(len(text), len(text), f"{gap}<!-- copydesk: file-ignore[{code}] -->{line_end}")
