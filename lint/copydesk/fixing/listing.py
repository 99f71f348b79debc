"""Format what to keep and to drop: as text, JSON or CSV."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from copydesk import __version__
from copydesk.finding import Place
from copydesk.fixing.dedupe import Decision, Drop, Keep
from copydesk.output.escape import visible
from copydesk.output.listing import named_place, place_cells, place_fields, quoted, table
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
            f"  {paint('keep', 'added')}  {named_place(keep.place, paint)}{_size(keep)}: {keep.reason}\n{_quote(keep)}"
            for keep in group.keep
        ]
        rows += [
            f"  {paint('drop', 'removed')}  {named_place(drop.place, paint)}{_size(drop)}: {_why(drop)}\n{_quote(drop)}"
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
                        **place_fields(keep.place),
                        "words": keep.words or None,
                        "reason": keep.reason,
                        "text": well_formed(keep.text),
                    }
                    for keep in group.keep
                ],
                "drop": [
                    {
                        **place_fields(drop.place),
                        "words": drop.words or None,
                        "like": place_fields(drop.like),
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
    return table(COLUMNS, _rows(decision))


def _rows(decision: Decision) -> Iterator[Sequence[object]]:
    for group in decision.groups:
        for keep in group.keep:
            where = (group.id, "keep", *place_cells(keep.place), keep.words or "")
            yield (*where, "", "", "", keep.reason, "", *_inside(keep.place), keep.text)
        for drop in group.drop:
            where = (group.id, "drop", *place_cells(drop.place), drop.words or "")
            like = (*place_cells(drop.like)[:2], drop.similarity)
            yield (*where, *like, "", drop.lost, *_inside(drop.place), drop.text)


def _inside(place: Place) -> tuple[object, ...]:
    return (place.document.field, place.document.line) if place.document else ("", "")


def _quote(one: Keep | Drop) -> str:
    """Return the beginning of a text on a line of its own; whole files are named well enough."""
    if not one.text or (one.place.document is None and one.words):
        return ""
    return f"        {quoted(one.text, _QUOTED)}\n"


def _size(one: Keep | Drop) -> str:
    return f", {_count(one.words, 'word')}" if one.words else ""


def _why(drop: Drop) -> str:
    lost = visible(drop.lost if len(drop.lost) <= _SHOWN else drop.lost[: _SHOWN - 1] + "…")
    return (
        f"{int(drop.similarity * 100)} % the same as {named_place(drop.like, Painter(color=False))}"
        + (f", loses “{lost}”" if lost else "")
    )


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'s' * (number != 1)}"
