"""What listings of texts share: places and quotations, as text, JSON and CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from copydesk.finding import Place
from copydesk.output.escape import visible
from copydesk.output.formats.csv import cell
from copydesk.output.native import well_formed
from copydesk.output.style import Painter


def place_fields(place: Place) -> dict[str, Any]:
    """Return a place for JSON; of a record, its id, and where in its text it is."""
    record = place.document
    at = {"path": well_formed(place.path), "line": place.line, "column": place.column}
    if record is None:
        return {**at, "id": None}
    id_ = None if record.id is None else well_formed(record.id)
    inside = {"field": record.field, "text_line": record.line, "text_column": record.column}
    return {**at, "id": id_, **inside}


def place_cells(place: Place) -> tuple[object, ...]:
    """Return the path, line and record id of a place for a table."""
    return place.path, place.line, (place.document.id or "") if place.document else ""


def named_place(place: Place, paint: Painter) -> str:
    """Return a place for people, with the record's id, and where in its text it is."""
    record = place.document
    named = ""
    if record:
        inside = f"text line {record.line}" if record.line > 1 else ""
        number = f"record {record.number}" if record.number else ""
        named = ", ".join(filter(None, (record.id or number, record.part, inside)))
    shown = f" ({visible(named)})" if named else ""
    return f"{paint(visible(place.path), 'path')}:{place.line}{shown}"


def quoted(text: str, most: int) -> str:
    """Return a text in quotation marks on one line, cut to so many characters."""
    line = " ".join(text.split())
    return f"“{visible(line if len(line) <= most else line[: most - 1] + '…')}”"


def table(columns: Sequence[str], rows: Iterable[Iterable[object]]) -> str:
    """Return CSV with a header; no cell is a formula to a spreadsheet."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([cell(value) for value in row] for row in rows)
    return out.getvalue()
