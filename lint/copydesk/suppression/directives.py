"""Read what a text says about its own findings: comments in Markdown, a field of a JSONL record."""

from __future__ import annotations

import bisect
import re

import msgspec

from copydesk.columns.batch import Layout
from copydesk.columns.blocks import BlockKind
from copydesk.finding import Directive, Edit
from copydesk.reading.document import Document
from copydesk.reading.places import FileOrigin, clip
from copydesk.reading.record_places import RawRecord, record_of
from copydesk.suppression.removals import comment_removals, record_removals

_COMMENT = re.compile(
    r"<!--\s{0,20}copydesk:\s{0,20}([\w-]{1,40})(?:\[([^\]<>]{0,500})\])?([^<>]{0,500}?)-->"
)
_WORDS = ("ignore", "disable", "enable", "file-ignore")


def directives_of(document: Document, form: str, field: str) -> tuple[Directive, ...]:
    """Return what a document says about its own findings.

    `form` is its source's format, `field` the one of a record that says it.
    """
    origin = document.origin
    if form == "markdown" and document.layout and isinstance(origin, FileOrigin):
        return comment_directives(document.text, document.layout, origin)
    record = record_of(origin) if document.suppressions is not None else None
    if record and document.suppressions is not None:
        return (record_directive(document.suppressions, field, record),)
    return ()


def comment_directives(text: str, layout: Layout, origin: FileOrigin) -> tuple[Directive, ...]:
    """Return the directives that a Markdown file's comments state.

    `ignore[CODES]` speaks for the block it stands in, or alone for the next one; `disable[CODES]`
    until `enable[CODES]` or the end; `file-ignore[CODES]` for the whole file. Words after the codes
    are the reason. Comments shown in code are none.
    """
    if "<!--" not in text:
        return ()
    found: list[Directive] = []
    blocks = _Blocks(text, layout)
    open_: dict[str, int] = {}  # a code to the number of the directive that disabled it
    for match in _COMMENT.finditer(text):
        kind = blocks.kind(match.start())
        if kind == "code":
            continue
        word, listed, reason = match.group(1), match.group(2), match.group(3).strip()
        codes = tuple(code.strip() for code in (listed or "").split(",") if code.strip())
        problem = _problem(word, codes)
        start, end = match.start(), match.end()
        if word == "enable" and not problem:
            for code in codes:
                if code in open_:
                    number = open_.pop(code)
                    found[number] = _closed(
                        found[number], start, comment_removals(origin, match).get(code)
                    )
                else:
                    problem = f"{code} was not disabled before it"
            if not problem:
                continue
        elif word == "ignore":
            start, end = blocks.spoken_for(match.end(), inside=kind == "prose")
        elif word == "disable":
            end = len(text)
        elif word == "file-ignore":
            start, end = 0, len(text)
        place, shown = origin.place(*match.span()), clip(match.group())
        # One for each code of `disable`, since each may end elsewhere.
        for code in codes if word == "disable" and not problem else [""]:
            if code:
                open_[code] = len(found)
            stated = (code,) if code else codes
            removal = (
                {}
                if problem
                else {
                    one: (edit,)
                    for one, edit in comment_removals(origin, match).items()
                    if one in stated
                }
            )
            found.append(
                Directive("comment", stated, start, end, place, shown, reason, problem, removal)
            )
    return tuple(found)


def _closed(directive: Directive, end: int, edit: Edit | None) -> Directive:
    """Return a directive that ends at an `enable`, out of which `edit` takes its code.

    What is taken out of one goes out of both.
    """
    removal = {code: (*edits, edit) for code, edits in directive.removal.items()} if edit else {}
    return msgspec.structs.replace(directive, end_offset=end, removal=removal)


def _problem(word: str, codes: tuple[str, ...]) -> str:
    if word not in _WORDS:
        return f"{word!r} is none of {', '.join(_WORDS)}"
    return "" if codes else f"{word} names no rules, as in {word}[DUP201]"


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


class _Stated(msgspec.Struct, forbid_unknown_fields=True):
    ignore: tuple[str, ...]
    reason: str = ""


def record_directive(value: bytes, name: str, record: RawRecord) -> Directive:
    """Return the directive that a field of a record's line states, for the whole record.

    The field is like `{"ignore": ["DUP201"], "reason": "…"}`.
    """
    codes: tuple[str, ...] = ()
    reason = problem = ""
    try:
        stated = msgspec.json.decode(value, type=_Stated)
        codes, reason = stated.ignore, stated.reason
    except msgspec.DecodeError:
        problem = f'{name} is not like {{"ignore": ["DUP201"], "reason": "…"}}'
    start, end = record.span
    raw = value.decode("utf-8", "replace")
    removal = {
        code: (edit,) for code, edit in record_removals(record, raw).items() if code in codes
    }
    return Directive("record", codes, start, end, record.place, clip(raw), reason, problem, removal)
