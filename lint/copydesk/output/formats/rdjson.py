"""The format `rdjson`: reviewdog's diagnostics; its columns count bytes of UTF-8."""

from __future__ import annotations

from typing import Any

import msgspec

from copydesk.finding import Finding, Place
from copydesk.output.native import MOST_RELATED, well_formed
from copydesk.output.render_input import RenderInput

_SEVERITIES = {"error": "ERROR", "warning": "WARNING", "info": "INFO"}


def render(given: RenderInput) -> str:
    """Return one `DiagnosticResult`."""
    diagnostics = [
        {
            "message": well_formed(finding.message),
            "location": _location(given, finding.place),
            "severity": _SEVERITIES[finding.severity],
            "code": {"value": finding.rule},
            "suggestions": _suggestions(given, finding),
            "related_locations": [
                {"message": "the other place", "location": _location(given, related.place)}
                for related in finding.related[:MOST_RELATED]
            ],
        }
        for finding in given.report.findings
    ]
    document = {"source": {"name": "copydesk"}, "diagnostics": diagnostics}
    return msgspec.json.format(msgspec.json.encode(document), indent=1).decode("utf-8") + "\n"


def _location(given: RenderInput, place: Place) -> dict[str, Any]:
    first, last = given.units.columns(place)
    span = {
        "start": {"line": place.line, "column": first},
        "end": {"line": place.end_line, "column": last},
    }
    return {"path": well_formed(place.path), "range": span}


def _suggestions(given: RenderInput, finding: Finding) -> list[dict[str, Any]]:
    """Return the fix as one suggestion with all its edits: reviewdog reads several as alternatives."""
    ruler = given.units.ruler(finding.place.path)
    if not finding.fix or len(ruler.text) < finding.fix.edits[-1].end_offset:
        return []  # the file is shorter than when it was linted
    first = at = finding.fix.edits[0].offset
    pieces = []
    for edit in finding.fix.edits:
        pieces += [ruler.text[at : edit.offset], edit.text]
        at = edit.end_offset
    start, end = (
        {"line": line + 1, "column": column + 1}
        for line, column in map(ruler.position, (first, at))
    )
    return [{"range": {"start": start, "end": end}, "text": well_formed("".join(pieces))}]
