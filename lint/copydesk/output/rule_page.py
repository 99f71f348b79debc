"""A rule's page: its documentation with its name, severity and thresholds, as Markdown.

The same in the terminal and in docs/rules/.
"""

from __future__ import annotations

import inspect
import json

from copydesk.columns.document_kinds import LABELS
from copydesk.curves import UNCLEAR, Curve, curve_of
from copydesk.rule import Rule

_FAULTS = 2  # other faults for which a page states the confidence
_SCOPES = {
    "document": "within each document",
    "corpus": "across all documents",
    "engine": "while reading and running",
}


def page(rule: Rule) -> str:
    """Return the page, without a final line end."""
    lines = rule.documentation.splitlines()
    rows = [
        f"# {rule.code}: {rule.name}",
        "",
        lines[0],
        "",
        "| | |",
        "|---|---|",
        f"| severity | {rule.severity}{f', {rule.tier}' if rule.tier else ''} |",
        f"| decided | {_SCOPES[rule.scope]} |",
        f"| says | `{rule.message}` |",
        *([f"| speaks in | {_kinds(rule)} |"] if rule.kinds else []),
        *([f"| not where there is | {' '.join(rule.yields_to)} |"] if rule.yields_to else []),
        "",
        *lines[2:],
    ]
    if rule.thresholds:
        rows += ["", "## Thresholds", "", "```toml"]
        rows += [f"[rules.{rule.name}]  # in pyproject.toml: [tool.copydesk.rules.{rule.name}]"]
        # what JSON writes for these types, TOML reads
        rows += [
            f"{name.replace('_', '-')} = {json.dumps(value, ensure_ascii=False)}{_limits(rule, name)}"
            for name, value in rule.thresholds.items()
        ]
        rows += ["```"]
        notes = inspect.getdoc(rule.function) or ""
        rows += ["", notes] if notes else []
    curve = curve_of(rule)
    rows += ["", *_confidence(curve)] if curve else []
    return "\n".join(rows).rstrip()


def _limits(rule: Rule, threshold: str) -> str:
    limits = rule.ranges.get(threshold)
    return f"  # {limits}" if limits else ""


def _kinds(rule: Rule) -> str:
    """Return the kinds of documents that a rule speaks in, or those that it does not, if fewer."""
    spoken = [kind.label for kind in sorted(rule.kinds or ())]
    silent = [label for label in LABELS if label not in spoken]
    if len(silent) < len(spoken):
        return f"all kinds of documents but {', '.join(silent)}" if silent else "all documents"
    return f"documents of the kinds {', '.join(spoken)}"


def _confidence(curve: Curve) -> list[str]:
    """Return the confidence of the rule's usual finding by kind of text."""
    rows = [
        "## Confidence",
        "",
        f"Of a finding with the usual score ({curve.usual:.2f}), by kind of text: where nothing else is found in the",
        f"document, and beside {_FAULTS} probable faults in 1,000 characters. From {curve.judged} findings that people judged.",
        "",
        "| text | alone | beside faults |",
        "|---|---|---|",
    ]
    rows += [
        f"| {kind} | {curve.chance(kind, 0):.2f} | {curve.chance(kind, _FAULTS):.2f} |"
        for kind in sorted({UNCLEAR, *curve.kinds}, key=lambda kind: (kind == UNCLEAR, kind))
    ]
    return rows
