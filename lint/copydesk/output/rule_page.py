"""A rule's page: its documentation with its name, severity and thresholds, as Markdown.

The same in the terminal and in docs/rules/.
"""

from __future__ import annotations

import inspect
import json

from copydesk.rule import Rule

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
        *([f"| not where there is | {' '.join(rule.yields_to)} |"] if rule.yields_to else []),
        "",
        *lines[2:],
    ]
    if rule.thresholds:
        rows += ["", "## Thresholds", "", "```toml"]
        rows += [f"[rules.{rule.name}]  # in pyproject.toml: [tool.copydesk.rules.{rule.name}]"]
        # what JSON writes for these types, TOML reads
        rows += [
            f"{name.replace('_', '-')} = {json.dumps(value, ensure_ascii=False)}"
            for name, value in rule.thresholds.items()
        ]
        rows += ["```"]
        notes = inspect.getdoc(rule.function) or ""
        rows += ["", notes] if notes else []
    return "\n".join(rows).rstrip()
