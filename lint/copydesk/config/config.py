"""Read the configuration: the nearest `copydesk.toml` or `pyproject.toml` upward, and the files
that it extends.
"""

from __future__ import annotations

import contextlib
import os
import reprlib
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, get_type_hints

import msgspec
from msgspec import Struct, field
from msgspec.structs import replace

from copydesk.config.expected import expected
from copydesk.config.options import listed
from copydesk.config.settings import Settings
from copydesk.files import read_file
from copydesk.hints import hint
from copydesk.patterns import late_pattern

NAMES = (".copydesk.toml", "copydesk.toml", "pyproject.toml")
Key = tuple[str, ...]  # of a setting; in a table, of an entry: ("rules", "DUP202", "similarity")

COMMAND_LINE = Path("--config")  # what states a setting of the command line, for messages
_LIMIT = 1 << 20  # bytes of a configuration
# A code or a name, in a table's key.
_RULE = late_pattern(r"[A-Z]{3}\d{3}|[a-z0-9]+(?:-[a-z0-9]+)+")


class BadConfig(Exception):
    """A configuration file cannot be used; the message names the file and the key."""


class Config(Struct, frozen=True):
    """Settings, and where they come from.

    `file`: None for the defaults. `stated`: the file that states each entry, among those that
    `file` extends. `chain`: all these files, the nearest first. `phrases`: the entries of
    `[[phrases]]` of all of them, the nearest last, each with its file.
    """

    settings: Settings = field(default_factory=Settings)
    file: Path | None = None
    stated: Mapping[Key, Path] = field(default_factory=dict)
    chain: tuple[Path, ...] = ()
    phrases: tuple[tuple[Path, Mapping[str, Any]], ...] = ()

    @property
    def root(self) -> Path:
        """The folder of the configuration, which holds the cache; without a file, this folder."""
        return self.file.parent if self.file else Path.cwd()

    def file_of(self, *key: str) -> Path | None:
        """Return the file that states a setting."""
        file = self.stated.get(key, self.file)
        return COMMAND_LINE if file and file.name == COMMAND_LINE.name else file

    def folder_of(self, *key: str) -> Path:
        """Return the folder of the file that states a setting, to which its paths are relative."""
        return self.stated[key].parent if key in self.stated else self.root


def find_config(folder: Path) -> Config:
    """Return the nearest configuration, in a folder or above it; the defaults without one."""
    for here in (folder, *folder.parents):
        for name in NAMES:
            path = here / name
            if path.is_file():
                table = read_table(path)
                if table is not None:
                    return _config(path, table)
    return Config()


def read_config(path: Path) -> Config:
    """Return the configuration of a named file; raises BadConfig."""
    return _config(Path(os.path.realpath(path)), _named(path, f"--config {path}"))


def read_table(path: Path) -> dict[str, Any] | None:
    """Return the table of a configuration file with its keys and types checked.

    None for a `pyproject.toml` without a section. Raises BadConfig.
    """
    try:
        table: Any = tomllib.loads(read_file(path, limit=_LIMIT).decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError, OSError) as error:
        if path.name == "pyproject.toml" and not isinstance(error, OSError):
            return None  # its own tools will report it
        raise BadConfig(f"{path}: {getattr(error, 'strerror', None) or error}") from None
    if path.name == "pyproject.toml":
        _check_pasted(path, table)
        tools = table.get("tool")
        table = tools.get("copydesk") if isinstance(tools, dict) else None
        if table is None:
            return None
    _check_keys(path, table)
    _settings(path, table)
    return dict(table)


def stated_config(table: Mapping[str, Any]) -> Config:
    """Return the configuration that a table states, as a file would; raises BadConfig."""
    here = Path("config")
    _check_keys(here, table)
    return Config(_settings(here, dict(table)), phrases=_phrases([(here, table)]))


def _check_pasted(path: Path, table: Mapping[str, Any]) -> None:
    """Refuse thresholds as copydesk.toml has them: nothing would read them here."""
    rules = table.get("rules")
    for name, values in rules.items() if isinstance(rules, dict) else ():
        if isinstance(values, dict) and _RULE.fullmatch(name):
            raise BadConfig(
                f"{path}: [rules.{name}] belongs under the tool's name in this file: "
                f"[tool.copydesk.rules.{name}]"
            )


def with_settings(config: Config, stated: Sequence[str]) -> Config:
    """Return a configuration with settings of the command line: `rules.DUP202.similarity=0.8`.

    A value is TOML, or a bare word; of a list, words between commas. Raises BadConfig.
    """
    merged = msgspec.to_builtins(config.settings)
    by = dict(config.stated)
    for one in stated:
        table = _of_command_line(one)
        _check_keys(COMMAND_LINE, table)
        for key, value in _entries(table):
            words = isinstance(merged.get(key[0]), list | tuple) and isinstance(value, str)
            _put(merged, key, listed((value,)) if words else value)
            if key[0] == "rules":  # last, as a file may call the rule's table by its other name
                merged["rules"][key[1]] = merged["rules"].pop(key[1])
            by[key] = Path.cwd() / COMMAND_LINE
    if not stated:
        return config
    return replace(config, settings=_settings(COMMAND_LINE, merged), stated=by)


def _of_command_line(stated: str) -> dict[str, Any]:
    key, _, value = stated.partition("=")
    for text in (stated, f"{key}={msgspec.json.encode(value.strip()).decode()}"):
        with contextlib.suppress(tomllib.TOMLDecodeError):
            return tomllib.loads(text)
    raise BadConfig(f"{COMMAND_LINE} {stated}: write a setting as in rules.DUP202.similarity=0.8")


def _check_keys(path: Path, table: Any) -> None:
    known = [f.encode_name for f in msgspec.structs.fields(Settings)]
    for key in table if isinstance(table, dict) else ():
        if key == "tool" and path.name != "pyproject.toml":
            raise BadConfig(
                f"{path}: unknown key 'tool'; this file has no [tool.copydesk]: "
                "write its keys at the top, and [rules.NAME] for [tool.copydesk.rules.NAME]"
            )
        if key not in known:
            raise BadConfig(f"{path}: unknown key {key!r}{hint(key, known)}")


def _config(file: Path, table: dict[str, Any]) -> Config:
    """Return a file's configuration merged with those that it extends; raises BadConfig.

    Entry by entry, the nearer file wins.
    """
    chain = [(file, table)]
    while extended := chain[-1][1].get("extend"):
        stating = chain[-1][0]
        try:
            path = stating.parent / Path(extended).expanduser()
        except RuntimeError as error:
            raise BadConfig(f"{stating}: extend = {extended!r}: {error}") from None
        base = _named(path, f"{stating}: extend = {extended!r}")
        resolved = Path(os.path.realpath(path))
        if resolved in (seen := [Path(os.path.realpath(known)) for known, _ in chain]):
            circle = " -> ".join(str(known) for known in [*seen[seen.index(resolved) :], resolved])
            raise BadConfig(
                f"{stating}: extend = {extended!r} is circular ({circle}); remove one of these"
            )
        chain.append((resolved, base))
    entries: dict[Key, tuple[Any, Path]] = {}
    for path, stated in reversed(chain):
        for key, value in _entries(stated):
            entries.pop(
                key,
                None,
                # so that it comes last: one file may call a rule's table by its code, another by
                # its name
            )
            entries[key] = value, path
    merged: dict[str, Any] = {}
    for key, (value, _) in entries.items():
        _put(merged, key, value)
    return Config(
        _settings(file, merged),
        file,
        {key: path for key, (_, path) in entries.items()},
        tuple(path for path, _ in chain),
        _phrases(reversed(chain)),
    )


def _phrases(
    tables: Iterable[tuple[Path, Mapping[str, Any]]],
) -> tuple[tuple[Path, Mapping[str, Any]], ...]:
    return tuple((path, entry) for path, table in tables for entry in table.get("phrases", ()))


def _named(path: Path, by: str) -> dict[str, Any]:
    """Return the table of a file that `by` names; raises BadConfig."""
    if not path.is_file():
        raise BadConfig(f"{by}: file not found" + ("" if str(path) in by else f": {path}"))
    table = read_table(path)
    if table is None:
        raise BadConfig(f"{by}: has no [tool.copydesk] section")
    return table


def _settings(path: Path, table: Any) -> Settings:
    try:
        return msgspec.convert(table, Settings)
    except msgspec.ValidationError as error:
        raise BadConfig(f"{path}: {_wrong(table) or error}") from None


def _wrong(table: Any) -> str:
    """Return which entry has a wrong value and what it must be, "" if that is not known."""
    if not isinstance(table, dict):
        return f"[tool.copydesk] must be a table, not {table!r}"
    hints = get_type_hints(Settings, include_extras=True)
    for field_ in msgspec.structs.fields(Settings):
        value = table.get(field_.encode_name)
        try:
            if value is not None:
                msgspec.convert(value, hints[field_.name])
        except msgspec.ValidationError:
            shown = reprlib.repr(value)
            return f"{field_.encode_name} must be {expected(hints[field_.name])}, not {shown}"
    return ""


def _entries(table: Mapping[str, Any], above: Key = ()) -> Iterator[tuple[Key, Any]]:
    """Yield the entries of a table and its sub-tables, as deep as settings go, by their keys."""
    for name, value in table.items():
        if isinstance(value, dict) and value and len(above) < 2:
            yield from _entries(value, (*above, name))
        else:
            yield (*above, name), value


def _put(table: dict[str, Any], key: Key, value: Any) -> None:
    for name in key[:-1]:
        table = table.setdefault(name, {})
    if value != {}:
        table[key[-1]] = value
    else:
        table.setdefault(key[-1], {})  # an empty table removes nothing of an extended file
