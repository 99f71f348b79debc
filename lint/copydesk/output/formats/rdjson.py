"""The format `rdjson`: reviewdog's diagnostics; its columns count bytes of UTF-8."""

from __future__ import annotations

from typing import Any

import msgspec

from copydesk.finding import Place
from copydesk.output.native import well_formed
from copydesk.output.sheet import Sheet

_SEVERITIES = {"error": "ERROR", "warning": "WARNING", "info": "INFO"}


def render(sheet: Sheet) -> str:
    """Return one `DiagnosticResult`."""
    diagnostics = [
        {
            "message": well_formed(finding.message),
            "location": _location(sheet, finding.place),
            "severity": _SEVERITIES[finding.severity],
            "code": {"value": finding.rule},
            "related_locations": [
                {"message": "the other place", "location": _location(sheet, related.place)} for related in finding.related
            ],
        }
        for finding in sheet.report.findings
    ]
    document = {"source": {"name": "copydesk"}, "diagnostics": diagnostics}
    return msgspec.json.format(msgspec.json.encode(document), indent=1).decode("utf-8") + "\n"


def _location(sheet: Sheet, place: Place) -> dict[str, Any]:
    first, last = sheet.units.in_bytes(place)
    span = {"start": {"line": place.line, "column": first}, "end": {"line": place.end_line, "column": last}}
    return {"path": well_formed(place.path), "range": span}
