"""Format what to keep and to drop: as text, JSON or CSV."""

from __future__ import annotations

import csv
import io
from typing import Any

import msgspec

from copydesk import __version__
from copydesk.finding import Place
from copydesk.fixing.dedupe import Decision, Drop, Keep
from copydesk.output.escape import visible
from copydesk.output.formats.csv import cell
from copydesk.output.native import well_formed
from copydesk.output.style import Painter

SCHEMA_VERSION = "1.1"  # of the JSON; additions keep the major number
COLUMNS = (
    "cluster",
    "action",
    "path",
    "line",
    "document",
    "words",
    "like_path",
    "like_line",
    "similarity",
    "reason",
    "lost",
    "field",
    "text_line",
    "text",
)
_QUOTED = 60  # characters of a text that are quoted
_SHOWN = 160  # characters of lost text in the text listing


def as_text(decision: Decision, paint: Painter) -> str:
    """Return one block for each cluster."""
    blocks = []
    for group in decision.groups:
        rows = [f"{group.id}: {_count(len(group.keep) + len(group.drop), decision.level)}\n"]
        rows += [
            f"  {paint('keep', 'added')}  {_where(keep.place, paint)}{_size(keep)}: {keep.reason}\n{_quote(keep)}"
            for keep in group.keep
        ]
        rows += [
            f"  {paint('drop', 'removed')}  {_where(drop.place, paint)}{_size(drop)}: {_why(drop)}\n{_quote(drop)}"
            for drop in group.drop
        ]
        blocks.append("".join(rows))
    return "\n".join(blocks)


def summary(decision: Decision) -> str:
    """Return a sentence with the number of texts to drop."""
    dropped = [drop for group in decision.groups for drop in group.drop]
    if not dropped:
        return f"Nothing to drop in {_count(decision.documents, 'document')}."
    words = sum(drop.words for drop in dropped)
    of = (
        f" of {decision.documents}, {words} words"
        if decision.level == "document"
        else f", in {_count(decision.documents, 'document')}"
    )
    return f"{_count(len(decision.groups), 'cluster')}: {_count(len(dropped), decision.level)} to drop{of}."


def as_json(decision: Decision) -> str:
    """Return the decision as one JSON document."""
    document = {
        "schema_version": SCHEMA_VERSION,
        "tool": {"name": "copydesk", "version": __version__},
        "level": decision.level,
        "summary": {
            "documents": decision.documents,
            "clusters": len(decision.groups),
            "keep": sum(len(group.keep) for group in decision.groups),
            "drop": sum(len(group.drop) for group in decision.groups),
        },
        "clusters": [
            {
                "id": group.id,
                "keep": [
                    {
                        **_place(keep.place),
                        "words": keep.words or None,
                        "reason": keep.reason,
                        "text": well_formed(keep.text),
                    }
                    for keep in group.keep
                ],
                "drop": [
                    {
                        **_place(drop.place),
                        "words": drop.words or None,
                        "like": _place(drop.like),
                        "similarity": drop.similarity,
                        "lost": well_formed(drop.lost),
                        "text": well_formed(drop.text),
                    }
                    for drop in group.drop
                ],
            }
            for group in decision.groups
        ],
    }
    return msgspec.json.format(msgspec.json.encode(document), indent=1).decode() + "\n"


def as_csv(decision: Decision) -> str:
    """Return a header and a row for each text; no cell is a formula to a spreadsheet."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for group in decision.groups:
        for keep in group.keep:
            row = [
                group.id,
                "keep",
                *_cells(keep.place),
                keep.words or "",
                "",
                "",
                "",
                keep.reason,
                "",
                *_inside(keep.place),
                keep.text,
            ]
            writer.writerow([cell(value) for value in row])
        for drop in group.drop:
            row = [
                group.id,
                "drop",
                *_cells(drop.place),
                drop.words or "",
                *_cells(drop.like)[:2],
                drop.similarity,
                "",
                drop.lost,
                *_inside(drop.place),
                drop.text,
            ]
            writer.writerow([cell(value) for value in row])
    return out.getvalue()


def _place(place: Place) -> dict[str, Any]:
    record = place.document
    at = {"path": well_formed(place.path), "line": place.line, "column": place.column}
    if record is None:
        return {**at, "id": None}
    id_ = None if record.id is None else well_formed(record.id)
    inside = {"field": record.field, "text_line": record.line, "text_column": record.column}
    return {**at, "id": id_, **inside}


def _cells(place: Place) -> list[object]:
    return [place.path, place.line, (place.document.id or "") if place.document else ""]


def _inside(place: Place) -> list[object]:
    return [place.document.field, place.document.line] if place.document else ["", ""]


def _where(place: Place, paint: Painter) -> str:
    """Return a place with the record's id, and where in its text it is."""
    record = place.document
    named = ""
    if record:
        inside = f"text line {record.line}" if record.line > 1 else ""
        number = f"record {record.number}" if record.number else ""
        named = ", ".join(filter(None, (record.id or number, record.part, inside)))
    shown = f" ({visible(named)})" if named else ""
    return f"{paint(visible(place.path), 'path')}:{place.line}{shown}"


def _quote(one: Keep | Drop) -> str:
    """Return the beginning of a text on a line of its own; whole files are named well enough."""
    if not one.text or (one.place.document is None and one.words):
        return ""
    text = " ".join(one.text.split())
    return f"        “{visible(text if len(text) <= _QUOTED else text[: _QUOTED - 1] + '…')}”\n"


def _size(one: Keep | Drop) -> str:
    return f", {_count(one.words, 'word')}" if one.words else ""


def _why(drop: Drop) -> str:
    lost = visible(drop.lost if len(drop.lost) <= _SHOWN else drop.lost[: _SHOWN - 1] + "…")
    return (
        f"{int(drop.similarity * 100)} % the same as {_where(drop.like, Painter(color=False))}"
        + (f", loses “{lost}”" if lost else "")
    )


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'s' * (number != 1)}"
