"""A rule's page: its documentation with its name, severity and thresholds, as Markdown; the same in the terminal and in docs/rules/."""

from __future__ import annotations

import inspect

from copydesk.rule import Rule

_SCOPES = {"document": "within each document", "corpus": "across all documents", "engine": "while reading and running"}


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
        *([f"| not where there is | {' '.join(rule.unless)} |"] if rule.unless else []),
        "",
        *lines[2:],
    ]
    if rule.thresholds:
        rows += ["", "## Thresholds", "", "```toml", f"[tool.copydesk.rules.{rule.name}]"]
        rows += [f"{name.replace('_', '-')} = {_toml(value)}" for name, value in rule.thresholds.items()]
        rows += ["```"]
        notes = inspect.getdoc(rule.function) or ""
        rows += ["", notes] if notes else []
    return "\n".join(rows).rstrip()


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return "[" + ", ".join(_toml(item) for item in value) + "]"
    return f'"{value}"' if isinstance(value, str) else str(value)
