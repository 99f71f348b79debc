"""Read the configuration: `copydesk.toml` or `[tool.copydesk]` in `pyproject.toml`,
the nearest upward, and the files it extends.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from copydesk.config.settings import Settings
from copydesk.files import read_file

NAMES = (".copydesk.toml", "copydesk.toml", "pyproject.toml")
Key = tuple[str, ...]  # of a setting; in a table, of an entry: ("rules", "DUP202", "similarity")

_LIMIT = 1 << 20  # bytes of a configuration


class BadConfig(Exception):
    """A configuration file cannot be used.

    The message names the file, the key and the nearest valid one.
    """


@dataclass(frozen=True, slots=True)
class Config:
    """Settings, the file they came from (None.

    Defaults), which file of those it extends states what, and all these files.
    """

    settings: Settings = field(default_factory=Settings)
    file: Path | None = None
    stated: Mapping[Key, Path] = field(default_factory=dict)
    chain: tuple[Path, ...] = ()

    @property
    def root(self) -> Path:
        """The folder of the configuration: of the run's cache, and of what no file states."""
        return self.file.parent if self.file else Path.cwd()

    def file_of(self, *key: str) -> Path | None:
        """Return the file that states a setting."""
        return self.stated.get(key, self.file)

    def folder_of(self, *key: str) -> Path:
        """Return the folder that a setting's paths and patterns are relative to.

        That of the file that states it.
        """
        return self.stated[key].parent if key in self.stated else self.root


def find_config(folder: Path) -> Config:
    """Return the configuration of the nearest folder upward that has one."""
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
    return _config(path.resolve(), _named(path, f"--config {path}"))


def read_table(path: Path) -> dict[str, Any] | None:
    """Return what a configuration file states, each key checked.

    None for a `pyproject.toml` without a section; raises BadConfig.
    """
    try:
        table: Any = tomllib.loads(read_file(path, limit=_LIMIT).decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError, OSError) as error:
        if path.name == "pyproject.toml" and not isinstance(error, OSError):
            return None  # somebody else's file; its own tools will complain
        raise BadConfig(f"{path}: {getattr(error, 'strerror', None) or error}") from None
    if path.name == "pyproject.toml":
        tools = table.get("tool")
        table = tools.get("copydesk") if isinstance(tools, dict) else None
        if table is None:
            return None
    known = [f.encode_name for f in msgspec.structs.fields(Settings)]
    for key in table if isinstance(table, dict) else ():
        if key not in known:
            raise BadConfig(f"{path}: unknown key {key!r}{nearest(key, known)}")
    _settings(path, table)
    return dict(table)


def _config(file: Path, table: dict[str, Any]) -> Config:
    """Return a file's configuration over those that it extends.

    Entry by entry, the nearer file wins; raises BadConfig.
    """
    chain = [(file, table)]
    while extended := chain[-1][1].get("extend"):
        stating = chain[-1][0]
        try:
            path = stating.parent / Path(extended).expanduser()
        except RuntimeError as error:
            raise BadConfig(f"{stating}: extend = {extended!r}: {error}") from None
        base = _named(path, f"{stating}: extend = {extended!r}")
        resolved = path.resolve()
        if resolved in (seen := [known.resolve() for known, _ in chain]):
            circle = " -> ".join(str(known) for known in [*seen[seen.index(resolved) :], resolved])
            raise BadConfig(
                f"{stating}: extend = {extended!r} leads in a circle ({circle}); take one of these out"
            )
        chain.append((resolved, base))
    entries: dict[Key, tuple[Any, Path]] = {}
    for path, stated in reversed(chain):
        for key, value in _entries(stated):
            entries.pop(
                key,
                None,
                # so that it comes last: a rule's table may be called by its code in one file and by its
                # name in another
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
    )


def _named(path: Path, by: str) -> dict[str, Any]:
    """Return what a file states that something names; raises BadConfig."""
    if not path.is_file():
        raise BadConfig(f"{by}: there is no such file" + ("" if str(path) in by else f" as {path}"))
    table = read_table(path)
    if table is None:
        raise BadConfig(f"{by}: has no [tool.copydesk] section")
    return table


def _settings(path: Path, table: Any) -> Settings:
    try:
        return msgspec.convert(table, Settings)
    except msgspec.ValidationError as error:
        raise BadConfig(f"{path}: {error}") from None


def _entries(table: Mapping[str, Any], above: Key = ()) -> Iterator[tuple[Key, Any]]:
    """Yield the entries of a table and of the tables in it, as deep as settings go,
    each with its key.
    """
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
        table.setdefault(key[-1], {})  # an empty table takes nothing from a file that it extends


def nearest(word: str, known: Iterable[str]) -> str:
    """Return a hint at the nearest valid word, or at all of them."""
    names = list(known)
    near = difflib.get_close_matches(word, names, 1)
    return (
        f"; did you mean {near[0]!r}?"
        if near
        else f"; there is {', '.join(names)}"
        if names
        else ""
    )
