"""The format `sarif`: SARIF 2.1.0, for GitHub code scanning and other stores of findings."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import msgspec

from copydesk import __version__
from copydesk.finding import QUIET, SEVERITIES, Finding, Fix, Place
from copydesk.output.fingerprints import numbered
from copydesk.output.native import MOST_RELATED, plain, well_formed
from copydesk.output.render_input import RenderInput
from copydesk.rule import Rule

_MOST = 5_000  # results that GitHub keeps of a run; it refuses more than 25,000
_LONGEST = 1_000  # characters of a description; GitHub cuts at 1,024
_LEVELS = {"error": "error", "warning": "warning", "info": "note"}


def render(given: RenderInput) -> str:
    """Return a log of one run, with what is suppressed.

    Of more than 5,000 findings the most severe and surest are kept, and a notification says so.
    """
    findings = list(
        numbered(
            sorted(
                [*given.report.findings, *given.report.suppressed],
                key=lambda finding: finding.order,
            )
        )
    )
    compared = any(
        finding.suppressed and finding.suppressed.kind == "baseline" for finding, _ in findings
    )
    kept = sorted(sorted(findings, key=_worth)[:_MOST], key=lambda pair: pair[0].order)
    codes = sorted({finding.rule for finding, _ in kept} | set(given.rules))
    index = {code: row for row, code in enumerate(codes)}
    run = {
        "tool": {
            "driver": {
                "name": "copydesk",
                "semanticVersion": __version__,
                "rules": [_rule(code, given.rules.get(code)) for code in codes],
            }
        },
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {
            "%SRCROOT%": {"description": {"text": "The folder in which copydesk ran."}}
        },
        "invocations": [
            {
                "executionSuccessful": not given.report.crashed,
                "exitCode": given.exit_code,
                "toolExecutionNotifications": _notifications(len(findings), given),
            }
        ],
        "results": [
            _result(finding, key, index[finding.rule], compared=compared) for finding, key in kept
        ],
    }
    log = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [run],
    }
    return msgspec.json.format(msgspec.json.encode(log), indent=1).decode("utf-8") + "\n"


def _worth(pair: tuple[Finding, str]) -> tuple[bool, int, float, tuple[str, int, int, str, str]]:
    finding = pair[0]
    return (
        finding.suppressed is not None,
        -SEVERITIES.index(finding.severity),
        -finding.confidence,
        finding.order,
    )


def _notifications(total: int, given: RenderInput) -> list[dict[str, Any]]:
    rows = []
    if total > _MOST:
        text = f"{total} findings: only the {_MOST} most severe and surest are listed. `copydesk check --output-format json` has all."
        rows.append({"level": "warning", "message": {"text": text}})
    for skipped in given.report.skipped:
        if skipped.reason not in QUIET:
            text = well_formed(f"skipped {skipped.path}: {skipped.reason} ({skipped.detail})")
            rows.append({"level": "note", "message": {"text": text}})
    return rows


def _rule(code: str, rule: Rule | None) -> dict[str, Any]:
    if rule is None:
        return {"id": code}
    reason = rule.documentation.partition("\n\n")[2].partition("\n\n## ")[0].replace("\n", " ")
    return {
        "id": code,
        "name": rule.name,
        "shortDescription": {"text": rule.summary + "."},
        "fullDescription": {"text": reason[:_LONGEST] or rule.summary},
        "help": {"text": rule.documentation, "markdown": rule.documentation},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"tags": ["text", rule.family]},
    }


def _result(finding: Finding, key: str, index: int, *, compared: bool) -> dict[str, Any]:
    links = "".join(
        f" [See {related.place.path}:{related.place.line}]({n})"
        for n, related in enumerate(finding.related[:MOST_RELATED], 1)
    )
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": _LEVELS[finding.severity],
        "message": {"text": well_formed(_escaped(finding.message) + links)},
        "locations": [{"physicalLocation": _physical(finding.place, finding.text)}],
        "partialFingerprints": {"primaryLocationLineHash": key, "copydesk/v1": finding.id},
        "rank": round(100 * finding.confidence, 1),
        "properties": {
            "confidence": finding.confidence,
            "evidence": {name: plain(value) for name, value in finding.evidence.items()},
        },
    }
    if finding.related:
        result["relatedLocations"] = [
            {
                "id": n,
                "physicalLocation": _physical(related.place, related.text),
                "message": {"text": "the other place"},
            }
            for n, related in enumerate(finding.related[:MOST_RELATED], 1)
        ]
    if finding.cluster:
        result["properties"]["cluster"] = finding.cluster
    directive = finding.suppressed
    if directive:
        kind = "inSource" if directive.kind in ("comment", "record") else "external"
        result["suppressions"] = [{"kind": kind, "justification": well_formed(directive.reason)}]
    if compared:
        known = directive and directive.kind == "baseline"
        result["baselineState"] = "unchanged" if known else "new"
    if finding.fix:
        result["fixes"] = [_fix(finding, finding.fix)]
    return result


def _fix(finding: Finding, fix: Fix) -> dict[str, Any]:
    replacements = [
        {
            "deletedRegion": {
                "charOffset": edit.offset,
                "charLength": edit.end_offset - edit.offset,
            },
            "insertedContent": {"text": well_formed(edit.text)},
        }
        for edit in fix.edits
    ]
    change = {"artifactLocation": _location(finding.place), "replacements": replacements}
    return {"description": {"text": f"{fix.applicability} fix"}, "artifactChanges": [change]}


def _escaped(text: str) -> str:
    """Return a message in which brackets are no links (SARIF 2.1.0, section 3.11.6)."""
    return text.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")


def _physical(place: Place, text: str) -> dict[str, Any]:
    region = {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
        "snippet": {"text": well_formed(text)},
    }
    return {"artifactLocation": _location(place), "region": region}


def _location(place: Place) -> dict[str, Any]:
    return {"uri": quote(well_formed(place.path)), "uriBaseId": "%SRCROOT%"}
