"""The thresholds of rules in the configuration: their types, descriptions and stated values."""

from __future__ import annotations

import inspect
import reprlib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, get_type_hints

import msgspec

from copydesk.config.config import BadConfig, Config
from copydesk.config.expected import expected
from copydesk.config.levels import LEVELS, LevelTable
from copydesk.hints import hint
from copydesk.patterns import late_pattern
from copydesk.rule import Rule, Threshold

_LIST = "`copydesk rules` lists the rules"
_SENTENCE = late_pattern(r"(?<=\.)\s+(?=[A-Z`])")


def thresholds(config: Config, rules: Mapping[str, Rule]) -> dict[str, dict[str, Threshold]]:
    """Return the configured thresholds by code, each checked against its rule; raises BadConfig."""
    by_name = {name: rule for rule in rules.values() for name in (rule.code, rule.name)}
    found: dict[str, dict[str, Threshold]] = {}
    for key, table in config.settings.rules.items():
        if key not in by_name:
            raise BadConfig(
                f"{_stating(config, key)}: [rules.{key}]: no rule is called {key}{hint(key, by_name, _LIST)}"
            )
        rule = by_name[key]
        known = {spelled(name): name for name in rule.thresholds}
        for name, value in table.items():
            where = f"{config.file_of('rules', key, name)}: [rules.{key}] {name}"
            if name in LEVELS:
                _check_level(name, value, where)
                continue
            if name not in known:
                raise BadConfig(f"{where} is unknown{hint(name, [*known, *LEVELS])}")
            found.setdefault(rule.code, {})[known[name]] = checked(value, rule, known[name], where)
    return found


def _check_level(name: str, value: object, where: str) -> None:
    kind = get_type_hints(LevelTable, include_extras=True)[name]
    try:
        msgspec.convert(value, kind)
    except msgspec.ValidationError:
        raise BadConfig(f"{where} must be {expected(kind)}, not {reprlib.repr(value)}") from None


def _stating(config: Config, rule: str) -> Path | None:
    """Return the file that states the table of a rule."""
    return next(
        (file for key, file in config.stated.items() if key[:2] == ("rules", rule)), config.file
    )


def spelled(threshold: str) -> str:
    """Return a threshold's name as the configuration spells it."""
    return threshold.replace("_", "-")


def checked(value: object, rule: Rule, threshold: str, where: str) -> Threshold:
    """Return a value as a threshold of the default's type, in its range; raises BadConfig."""
    kind, default = _type(rule, threshold), rule.thresholds[threshold]
    try:
        converted: Threshold = msgspec.convert(value, kind)
    except msgspec.ValidationError:
        raise BadConfig(
            f"{where} must be {expected(kind)}, like its default {default!r}, not {reprlib.repr(value)}"
        ) from None
    return converted


def tables(rules: Mapping[str, Rule]) -> type[msgspec.Struct]:
    """Return the type of the table `rules`: a table for each rule, by code and by name."""
    fields: list[tuple[str, Any, Any]] = []
    for rule in rules.values():
        own = _table(rule) if rule.thresholds else LevelTable
        fields += [(name, own, msgspec.UNSET) for name in (rule.code, rule.function.__name__)]
    return msgspec.defstruct("Rules", fields, rename="kebab", forbid_unknown_fields=True)


def _table(rule: Rule) -> type[msgspec.Struct]:
    fields = [
        (
            name,
            Annotated[_type(rule, name), msgspec.Meta(description=explanation(rule, name))],
            default,
        )
        for name, default in rule.thresholds.items()
    ]
    page = {"__doc__": f"{rule.name}: {rule.summary}."}
    return msgspec.defstruct(
        rule.code,
        fields,
        bases=(LevelTable,),
        namespace=page,
        rename="kebab",
        forbid_unknown_fields=True,
    )


def _type(rule: Rule, threshold: str) -> Any:
    default, limits = rule.thresholds[threshold], rule.ranges.get(threshold)
    kind: Any = tuple[str, ...] if isinstance(default, tuple) else type(default)
    if limits is None:
        return kind
    low, high = (None if end is None else type(default)(end) for end in (limits.low, limits.high))  # type: ignore[arg-type]
    return Annotated[kind, msgspec.Meta(ge=low, le=high)]  # type: ignore[arg-type]


def explanation(rule: Rule, threshold: str) -> str:
    """Return the sentences of a rule's docstrings that name a threshold; "" if none does."""
    notes = " ".join(
        inspect.getdoc(function) or "" for function in (rule.function, rule.sketch) if function
    )
    found = " ".join(
        sentence
        for sentence in _SENTENCE.split(" ".join(notes.split()))
        if f"`{threshold}`" in sentence
    )
    for name in rule.thresholds:
        found = found.replace(f"`{name}`", f"`{spelled(name)}`")
    return found.removeprefix(f"`{spelled(threshold)}`: ")
