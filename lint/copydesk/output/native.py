"""The formats `json` and `json-lines`: the whole report, versioned.

`copydesk/output/report.schema.json` describes it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import msgspec

from copydesk import __version__
from copydesk.finding import SEVERITIES, Finding, Fix, Place, Related
from copydesk.output.render_input import RenderInput
from copydesk.report import Cluster

MOST_RELATED = 10  # other places of a finding in formats whose readers show each
SCHEMA_VERSION = "1.2"  # additions keep the major number


def report(
    given: RenderInput, each: Callable[[dict[str, Any]], Any] = lambda values: values
) -> dict[str, Any]:
    """Return the report as plain values, in a fixed order; `each` is asked of every finding and
    cluster, so that they need not be held as values all at once.
    """
    outcome, rules, config = given.report, given.rules, given.config
    findings = outcome.findings
    by_rule = Counter(finding.rule for finding in findings)
    by_severity = Counter(finding.severity for finding in findings)
    return {
        "schema_version": SCHEMA_VERSION,
        "tool": {"name": "copydesk", "version": __version__},
        "run": {
            "root": ".",
            "config": config.name if config else None,
            "exit_code": given.exit_code,
        },
        "summary": {
            "documents": outcome.documents,
            "paragraphs": outcome.paragraphs,
            "bytes": outcome.bytes,
            "findings": {"total": len(findings)},
            "by_rule": {code: by_rule[code] for code in sorted(by_rule)},
            "by_severity": {severity: by_severity[severity] for severity in reversed(SEVERITIES)},
            "skipped": [
                {"path": well_formed(s.path), "reason": s.reason, "detail": well_formed(s.detail)}
                for s in outcome.skipped
            ],
            **({"kinds": outcome.kinds} if given.kinds else {}),
        },
        "rules": {
            code: {"name": rule.name, "severity": rule.severity, "url": f"docs/rules/{code}.md"}
            for code, rule in sorted(rules.items())
        },
        "findings": [
            each(_finding(finding) | ({"kind": finding.kind} if given.kinds else {}))
            for finding in sorted(
                (*findings, *outcome.nested, *outcome.suppressed), key=lambda finding: finding.order
            )
        ],
        "clusters": [each(_cluster(cluster)) for cluster in outcome.clusters],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "id": finding.id,
        "rule": finding.rule,
        "name": finding.name,
        "severity": finding.severity,
        "confidence": finding.confidence,
        "message": well_formed(finding.message),
        "location": {**_place(finding.place), "document": _record(finding.place)},
        "related": [_related(related) for related in finding.related],
        "cluster": finding.cluster,
        "within": finding.within,
        "suppressed": msgspec.to_builtins(finding.suppressed),
        "fix": _fix(finding.fix),
        "evidence": {
            "text": well_formed(finding.text),
            **{key: plain(value) for key, value in finding.evidence.items()},
        },
    }


def _fix(fix: Fix | None) -> dict[str, Any] | None:
    if fix is None:
        return None
    edits = [
        {"offset": edit.offset, "end_offset": edit.end_offset, "text": well_formed(edit.text)}
        for edit in fix.edits
    ]
    return {"applicability": fix.applicability, "edits": edits}


def _cluster(cluster: Cluster) -> dict[str, Any]:
    return {
        "id": cluster.id,
        "kind": cluster.kind,
        "similarity": cluster.similarity,
        "chained": cluster.chained,
        "keep": next(
            (row for row, member in enumerate(cluster.members) if member.place == cluster.keep),
            None,
        ),
        "members": [
            {
                **_place(m.place),
                "document": _record(m.place),
                "similarity": m.similarity,
                "lost": well_formed(m.lost),
            }
            for m in cluster.members
        ],
    }


def _place(place: Place) -> dict[str, Any]:
    return {
        "path": well_formed(place.path),
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
    return {
        **_place(related.place),
        "document": _record(related.place),
        "similarity": related.similarity,
        "text": well_formed(related.text),
    }


def plain(value: Any) -> Any:
    """Return a value of the evidence as plain JSON."""
    if isinstance(value, str):
        return well_formed(value)
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return value.item() if hasattr(value, "item") else value


def well_formed(text: str) -> str:
    """Return the text with lone surrogates, of names that are not UTF-8, as escapes."""
    try:
        text.isascii() or text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-8", "backslashreplace").decode("utf-8")
    return text
