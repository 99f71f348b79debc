"""Read the configuration: `copydesk.toml` or `[tool.copydesk]` in `pyproject.toml`, the nearest upward; every key is checked."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

import msgspec

from copydesk.rule import Rule, Severity, Threshold

NAMES = (".copydesk.toml", "copydesk.toml", "pyproject.toml")


class BadConfig(Exception):
    """A configuration file cannot be used; the message names the file, the key and the nearest valid one."""


class Settings(msgspec.Struct, frozen=True, rename="kebab", forbid_unknown_fields=True):
    """What a configuration file may say. Paths and patterns are relative to the file that states them."""

    select: tuple[str, ...] = ("DEFAULT",)
    ignore: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    per_file_ignores: dict[str, tuple[str, ...]] = {}
    exclude: tuple[str, ...] = ()
    respect_gitignore: bool = True
    text_field: str = "text"
    id_field: str = "id"
    lint_field: str = "_lint"
    allow_list: str = ""
    baseline: str = ""
    max_file_size: int = 100_000_000
    fail_on: Severity = "warning"
    min_confidence: Annotated[float, msgspec.Meta(ge=0, le=1)] = 0.0
    boilerplate_phrases: tuple[str, ...] = ()
    rules: dict[str, dict[str, Any]] = {}


@dataclass(frozen=True, slots=True)
class Config:
    """Settings, and the file they came from (None: defaults)."""

    settings: Settings = field(default_factory=Settings)
    file: Path | None = None

    @property
    def root(self) -> Path:
        """The folder that patterns are relative to."""
        return self.file.parent if self.file else Path.cwd()


def find_config(folder: Path) -> Config:
    """Return the configuration of the nearest folder upward that has one."""
    for here in (folder, *folder.parents):
        for name in NAMES:
            path = here / name
            if path.is_file():
                settings = _read(path)
                if settings is not None:
                    return Config(settings, path)
    return Config()


def read_config(path: Path) -> Config:
    """Return the configuration of a named file; raises BadConfig."""
    if not path.is_file():
        raise BadConfig(f"--config {path}: there is no such file")
    settings = _read(path)
    if settings is None:
        raise BadConfig(f"--config {path}: has no [tool.copydesk] section")
    return Config(settings, path.resolve())


def _read(path: Path) -> Settings | None:
    try:
        table: Any = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        if path.name == "pyproject.toml" and not isinstance(error, OSError):
            return None  # somebody else's file; its own tools will complain
        raise BadConfig(f"{path}: {error}") from None
    if path.name == "pyproject.toml":
        table = table.get("tool", {}).get("copydesk")
        if table is None:
            return None
    known = [f.encode_name for f in msgspec.structs.fields(Settings)]
    for key in table:
        if key not in known:
            raise BadConfig(f"{path}: unknown key {key!r}{nearest(key, known)}")
    try:
        return msgspec.convert(table, Settings)
    except msgspec.ValidationError as error:
        raise BadConfig(f"{path}: {error}") from None


def nearest(word: str, known: Iterable[str]) -> str:
    """Return a hint at the nearest valid word, or at all of them."""
    names = list(known)
    near = difflib.get_close_matches(word, names, 1)
    return f"; did you mean {near[0]!r}?" if near else f"; there is {', '.join(names)}" if names else ""


def thresholds(config: Config, rules: Mapping[str, Rule]) -> dict[str, dict[str, Threshold]]:
    """Return the configured thresholds by code, each checked against its rule; raises BadConfig."""
    by_name = {rule.name: rule for rule in rules.values()} | dict(rules)
    found: dict[str, dict[str, Threshold]] = {}
    for key, table in config.settings.rules.items():
        if key not in by_name:
            raise BadConfig(f"{config.file}: [rules.{key}] names no rule{nearest(key, by_name)}")
        rule = by_name[key]
        for name, value in table.items():
            option = name.replace("-", "_")
            where = f"{config.file}: [rules.{key}] {name}"
            if option not in rule.thresholds:
                raise BadConfig(f"{where} is unknown{nearest(option, rule.thresholds)}")
            default = rule.thresholds[option]
            if isinstance(default, float) and isinstance(value, int) and not isinstance(value, bool):
                value = float(value)
            if isinstance(default, tuple) and isinstance(value, list):
                value = tuple(value)
            if type(value) is not type(default):
                raise BadConfig(f"{where} must be of type {type(default).__name__}, like its default {default!r}")
            found.setdefault(rule.code, {})[option] = value
    return found
