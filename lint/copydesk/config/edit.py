"""Change one threshold in the text of a configuration, keeping comments, order and layout."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from typing import Any

from copydesk.config.config import BadConfig
from copydesk.config.thresholds import spelled
from copydesk.rule import Rule, Threshold


def with_threshold(
    text: str, section: Sequence[str], rule: Rule, threshold: str, value: Threshold
) -> str:
    """Return the text of a configuration with a rule's threshold set to a value.

    `section`: `tool` and `copydesk` for a pyproject.toml. Raises BadConfig if the layout of the
    text does not allow it.
    """
    line_end = "\r\n" if text.count("\n") == text.count("\r\n") > 0 else "\n"
    plain = text.replace("\r\n", "\n") if line_end == "\r\n" else text
    stated = tomllib.loads(plain)
    tables = _at(stated, section).get("rules", {})
    keys = [key for key in tables if key in (rule.code, rule.name)]
    # The last one counts.
    key = ([key for key in keys if spelled(threshold) in tables[key]] or keys or [rule.name])[-1]
    path = (*section, "rules", key)
    changed = (
        _set(plain, path, spelled(threshold), value)
        if keys
        else _appended(plain, path, spelled(threshold), value)
    )
    _at(stated, path)[spelled(threshold)] = list(value) if isinstance(value, tuple) else value
    if _read(changed) != stated:
        raise BadConfig(
            f"[rules.{key}] {spelled(threshold)} cannot be written to this file; write it by hand"
        )
    return changed.replace("\n", line_end)


def _set(text: str, path: Sequence[str], name: str, value: Threshold) -> str:
    import tomlkit

    document = tomlkit.parse(text)
    _at(document, path)[name] = value
    return tomlkit.dumps(document)


def _appended(text: str, path: Sequence[str], name: str, value: Threshold) -> str:
    """Return the text with a new table at its end, or else wherever tomlkit puts it."""
    import tomlkit

    end = "" if text.endswith("\n") or not text else "\n"
    gap = "\n" if text.strip() else ""
    appended = f"{text}{end}{gap}[{'.'.join(path)}]\n{name} = {tomlkit.item(value).as_string()}\n"
    return appended if _read(appended) else _set(text, path, name, value)


def _at(table: Any, path: Sequence[str]) -> Any:
    """Return the table at a path, which is made if it is missing."""
    for name in path:
        table = table.setdefault(name, {})
    return table


def _read(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return {}
