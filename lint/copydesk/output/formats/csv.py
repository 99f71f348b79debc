"""The format `csv`: one row for each finding, for spreadsheets."""

from __future__ import annotations

import csv
import io

from copydesk.finding import Finding
from copydesk.output.escape import visible
from copydesk.output.render_input import RenderInput

COLUMNS = (
    "path",
    "line",
    "column",
    "end_line",
    "end_column",
    "rule",
    "name",
    "severity",
    "confidence",
    "message",
    "text",
    "other_path",
    "other_line",
    "similarity",
    "cluster",
    "document",
    "id",
)
# First characters of a cell that a spreadsheet would compute (OWASP, CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def render(given: RenderInput) -> str:
    """Return a header and a row for each finding.

    A cell that a spreadsheet would compute begins with an apostrophe.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for finding in given.report.findings:
        writer.writerow([cell(value) for value in _row(finding)])
    return out.getvalue()


def _row(finding: Finding) -> list[object]:
    place, related = finding.place, finding.related[0] if finding.related else None
    return [
        place.path,
        place.line,
        place.column,
        place.end_line,
        place.end_column,
        finding.rule,
        finding.name,
        finding.severity,
        finding.confidence,
        finding.message,
        finding.text,
        related.place.path if related else "",
        related.place.line if related else "",
        related.similarity if related and related.similarity is not None else "",
        finding.cluster or "",
        place.document.id or "" if place.document else "",
        finding.id,
    ]


def cell(value: object) -> object:
    """Return a value as a cell that no spreadsheet computes."""
    if not isinstance(value, str):
        return value
    text = visible(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
