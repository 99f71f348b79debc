"""Read the word lists that are shipped as text: one entry a line, `#` for source and reason.

A line that begins with `#` is a comment, and so is the rest of a line after two spaces and `#`.
Lists of a language are `language/xx/NAME.txt`; a family keeps its own in `words/`.
"""

from __future__ import annotations

import functools
import os
from pathlib import Path

LANGUAGES = Path(__file__).parent / "language"


@functools.cache
def entries(file: Path) -> tuple[str, ...]:
    """Return the entries of a list, in its order; raises ValueError where one is listed twice."""
    lines = file.read_bytes().decode().splitlines()
    lines = [line.split("  #", 1)[0].strip() for line in lines if not line.startswith("#")]
    found = tuple(filter(None, lines))
    if len(set(found)) < len(found):
        twice = sorted({entry for entry in found if found.count(entry) > 1})
        raise ValueError(f"{file.name}: listed twice: {', '.join(twice)}")
    return found


def in_folders(folder: Path, name: str) -> tuple[Path, ...]:
    """Return the lists of this name in the folders inside a folder, one for each language, in order."""
    return tuple(folder / language / f"{name}.txt" for language in _having(folder, f"{name}.txt"))


def languages_with(name: str) -> tuple[str, ...]:
    """Return the codes of the languages that have a list of this name, in order."""
    languages = _having(LANGUAGES, "language.toml")
    return tuple(filter(languages.__contains__, _having(LANGUAGES, f"{name}.txt")))


def of_language(language: str, name: str) -> tuple[str, ...]:
    """Return the entries of a language's list; none where it has no such list."""
    if language not in languages_with(name):
        return ()
    return entries(LANGUAGES / language / f"{name}.txt")


def by_language(name: str) -> dict[str, tuple[str, ...]]:
    """Return the entries of every language that has a list of this name, by its code."""
    return {language: of_language(language, name) for language in languages_with(name)}


def of_all_languages(*names: str) -> tuple[str, ...]:
    """Return the entries that any language has in lists of these names, each once."""
    found = (entry for name in names for own in by_language(name).values() for entry in own)
    return tuple(dict.fromkeys(found))


def _having(folder: Path, file: str) -> tuple[str, ...]:
    return _folders_by_file(folder).get(file, ())


@functools.cache
def _folders_by_file(folder: Path) -> dict[str, tuple[str, ...]]:
    """Return which folders inside a folder have a file of each name.

    All are listed once, in half a millisecond: to look for each file by its name would take longer.
    """
    found: dict[str, list[str]] = {}
    with os.scandir(folder) as inside:
        names = sorted(entry.name for entry in inside if entry.is_dir())
    for name in names:
        for file in os.listdir(folder / name):  # noqa: PTH208
            found.setdefault(file, []).append(name)
    return {file: tuple(having) for file, having in found.items()}
