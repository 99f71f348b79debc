"""Make answers safe and short: no control characters, no endless lists."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from copydesk.api.report import Finding, Place, Report
from copydesk.output.escape import visible

MOST = 50  # findings, clusters or items of an answer, unless fewer are asked for
_LONGEST = 300  # characters of a text
_TEXTS = ("text", "lost", "message", "detail")


def answer(value: Any) -> str:
    """Return a value as JSON whose strings are short and hold no control characters."""
    return json.dumps(_safe(value), ensure_ascii=False, indent=1)


def _safe(value: Any) -> Any:
    if isinstance(value, str):
        shown = visible(value if len(value) <= _LONGEST else value[: _LONGEST - 1] + "…")
        return shown.encode("utf-8", "backslashreplace").decode()
    if isinstance(value, Mapping):
        return {visible(str(key)): _safe(one) for key, one in value.items() if one is not None}
    if isinstance(value, Sequence):
        return [_safe(one) for one in value]
    return value


def shortened(rows: Sequence[Any], limit: int) -> dict[str, Any]:
    """Return the first rows, and how many there are more."""
    limit = max(1, min(limit, MOST))
    more = len(rows) - limit
    return {"shown": list(rows[:limit]), **({"more": more} if more > 0 else {})}


def of_report(report: Report, limit: int) -> dict[str, Any]:
    """Return what a run found: counts by rule, and the first findings."""
    return {
        "documents": report.documents,
        "counts": report.counts(),
        "findings": shortened([_finding(finding) for finding in report], limit),
        "skipped": shortened(
            [{"path": s.path, "reason": s.reason, "detail": s.detail} for s in report.skipped],
            limit,
        ),
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "name": finding.name,
        "severity": finding.severity,
        "confidence": finding.confidence,
        "message": finding.message,
        **_place(finding.place),
        "text": finding.text,
        "also": [_place(place) for place in finding.related[:3]] or None,
        "fixable": finding.fixable or None,
    }


def _place(place: Place) -> dict[str, Any]:
    return {
        "path": place.path,
        "line": place.line,
        "column": place.column,
        "id": None if place.id is None else str(place.id),
        "field": place.field,
        "role": place.role,
    }
