"""The configuration that `copydesk init` writes: settings explained, defaults in comments."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from copydesk.config.settings import described

_HEAD = """\
# Settings of copydesk for this folder and all below it. Lines that are commented out are defaults.
"""
_EXAMPLES = {
    "per-file-ignores": ("per-file-ignores", '"archive/*.txt" = ["DUP"]'),
    "text-fields": ("text-fields", '"chats/*.jsonl" = "messages[].content"'),
    "kinds": ("kinds", '"docs/**" = "reference"'),
    "phrases": ("phrases", 'text = "going forward"'),
    "rules": ("rules.near-duplicate-paragraph", "similarity = 0.6"),
}


class Suggestion(NamedTuple):
    """A value for a setting, and the reason for it."""

    value: Any
    reason: str


def template(suggested: Mapping[str, Suggestion], section: str = "") -> str:
    """Return a configuration as TOML; `section`: the table of pyproject.toml that it belongs to."""
    parts = [_HEAD + (f"[{section}]\n" if section else "")]
    for key, default, why in described():
        if key in suggested and key not in _EXAMPLES:
            value, reason = suggested[key]
            parts.append(f"# {why}\n# {reason}\n{key} = {_toml(value)}\n")
        elif key not in _EXAMPLES:
            parts.append(f"# {why}\n# {key} = {_toml(default)}\n")
    for key, default, why in described():
        if key in suggested and key in _EXAMPLES:
            table, reason = suggested[key]
            rows = [f"{_toml(name)} = {_toml(value)}\n" for name, value in table.items()]
            head = f"[{section}{'.' if section else ''}{key}]\n"
            parts.append(f"# {why}\n# {reason}\n{head}{''.join(rows)}")
        elif key in _EXAMPLES:
            name, entry = _EXAMPLES[key]
            head = f"[{section}{'.' if section else ''}{name}]"
            head = f"[{head}]" if default == () else head  # a list of tables
            parts.append(f"# {why}\n# {head}\n# {entry}\n")
    return "\n".join(parts)


def _toml(value: Any) -> str:
    """Return a string, number or list as TOML."""
    return json.dumps(value, ensure_ascii=False)
