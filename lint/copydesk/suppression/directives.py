"""Read what a text says about its own findings: comments where its format has them, a field of a
record.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from copydesk.finding import Directive, Edit
from copydesk.reading.document import Document
from copydesk.reading.places import FileOrigin, clip
from copydesk.reading.record_places import RawRecord, record_of
from copydesk.suppression.comments import Comment, comments_of, source_of
from copydesk.suppression.removals import comment_removals, record_removals

_WORDS = ("ignore", "disable", "enable", "file-ignore")


def directives_of(document: Document, form: str, field: str) -> tuple[Directive, ...]:
    """Return what a document says about its own findings.

    `form` is its source's format, `field` the one of a record that says it.
    """
    origin = document.origin
    record = record_of(origin) if document.suppressions is not None else None
    if record and document.suppressions is not None:
        return (record_directive(document.suppressions, field, record),)
    return comment_directives(
        comments_of(document, form),
        FileOrigin(origin.path, source_of(origin)),
        parting=form != "latex",
    )


def comment_directives(
    comments: Iterable[Comment], origin: FileOrigin, *, parting: bool = True
) -> tuple[Directive, ...]:
    """Return the directives that a file's comments state; `parting`: an empty line parts blocks.

    `ignore[CODES]` speaks for the block it stands in, or alone for the next one; `disable[CODES]`
    until `enable[CODES]` or the end; `file-ignore[CODES]` for the whole file. Words after the codes
    are the reason.
    """
    found: list[Directive] = []
    open_: dict[str, int] = {}  # a code to the number of the directive that disabled it
    for match, block in comments:
        word, listed, reason = match.group(1), match.group(2), match.group(3).strip()
        codes = tuple(code.strip() for code in (listed or "").split(",") if code.strip())
        problem = _problem(word, codes)
        start, end = match.span()
        removals = comment_removals(origin, match, parting=parting)
        if word == "enable" and not problem:
            for code in codes:
                if code in open_:
                    number = open_.pop(code)
                    found[number] = _closed(found[number], start, removals.get(code))
                else:
                    problem = f"{code} was not disabled before it"
            if not problem:
                continue
        elif word == "ignore":
            start, end = block
        elif word == "disable":
            end = len(origin.text)
        elif word == "file-ignore":
            start, end = 0, len(origin.text)
        place, shown = origin.place(*match.span()), clip(match.group())
        # One for each code of `disable`, since each may end elsewhere.
        for code in codes if word == "disable" and not problem else [""]:
            if code:
                open_[code] = len(found)
            stated = (code,) if code else codes
            removal = (
                {} if problem else {one: (edit,) for one, edit in removals.items() if one in stated}
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
