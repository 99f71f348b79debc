"""The formats `json` and `json-lines`: everything a run knows, versioned; `copydesk/output/report.schema.json` describes it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from copydesk import __version__
from copydesk.finding import SEVERITIES, Finding, Place, Related
from copydesk.report import Cluster, Report
from copydesk.rule import Rule

SCHEMA_VERSION = "1.0"  # additions keep the major number


def report(outcome: Report, rules: Mapping[str, Rule], config: Path | None, exit_code: int) -> dict[str, Any]:
    """Return the report as plain values, in a fixed order; `rules` are those that ran."""
    findings = outcome.findings
    by_rule = Counter(finding.rule for finding in findings)
    by_severity = Counter(finding.severity for finding in findings)
    return {
        "schema_version": SCHEMA_VERSION,
        "tool": {"name": "copydesk", "version": __version__},
        "run": {"root": ".", "config": config.name if config else None, "exit_code": exit_code},
        "summary": {
            "documents": outcome.documents,
            "paragraphs": outcome.paragraphs,
            "bytes": outcome.bytes,
            "findings": {"total": len(findings)},
            "by_rule": {code: by_rule[code] for code in sorted(by_rule)},
            "by_severity": {severity: by_severity[severity] for severity in reversed(SEVERITIES)},
            "skipped": [{"path": _text(s.path), "reason": s.reason, "detail": _text(s.detail)} for s in outcome.skipped],
        },
        "rules": {
            code: {"name": rule.name, "severity": rule.severity, "url": f"docs/rules/{code}.md"} for code, rule in sorted(rules.items())
        },
        "findings": [_finding(finding) for finding in sorted((*findings, *outcome.nested), key=lambda finding: finding.order)],
        "clusters": [_cluster(cluster) for cluster in outcome.clusters],
    }


def as_json(document: Mapping[str, Any]) -> str:
    """Return the report as one JSON document, a finding a line."""
    return msgspec.json.format(msgspec.json.encode(document), indent=1).decode("utf-8") + "\n"


def as_lines(document: Mapping[str, Any]) -> str:
    """Return a line a finding, then one line `{"type": "summary", …}` with all the rest."""
    rows = [{"type": "finding", **finding} for finding in document["findings"]]
    rows.append({"type": "summary", **{key: value for key, value in document.items() if key != "findings"}})
    return "".join(msgspec.json.encode(row).decode("utf-8") + "\n" for row in rows)


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "id": finding.id,
        "rule": finding.rule,
        "name": finding.name,
        "severity": finding.severity,
        "confidence": finding.confidence,
        "message": _text(finding.message),
        "location": {**_place(finding.place), "document": _record(finding.place)},
        "related": [_related(related) for related in finding.related],
        "cluster": finding.cluster,
        "within": finding.within,
        "evidence": {"text": _text(finding.text), **{key: _plain(value) for key, value in finding.evidence.items()}},
    }


def _cluster(cluster: Cluster) -> dict[str, Any]:
    return {
        "id": cluster.id,
        "kind": cluster.kind,
        "similarity": cluster.similarity,
        "chained": cluster.chained,
        "keep": next((row for row, member in enumerate(cluster.members) if member.place == cluster.keep), None),
        "members": [
            {**_place(m.place), "document": _record(m.place), "similarity": m.similarity, "lost": _text(m.lost)} for m in cluster.members
        ],
    }


def _place(place: Place) -> dict[str, Any]:
    return {
        "path": _text(place.path),
        "line": place.line,
        "column": place.column,
        "end_line": place.end_line,
        "end_column": place.end_column,
        "offset": place.offset,
        "end_offset": place.end_offset,
    }


def _record(place: Place) -> dict[str, Any] | None:
    return msgspec.to_builtins(place.document) if place.document else None


def _related(related: Related) -> dict[str, Any]:
    return {**_place(related.place), "document": _record(related.place), "similarity": related.similarity, "text": _text(related.text)}


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value.item() if hasattr(value, "item") else value


def _text(text: str) -> str:
    """Return the text as UTF-8 can hold it: lone surrogates, from names that are not UTF-8, are written out."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
