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
    lines = (line.split("  #")[0].strip() for line in file.read_text("utf-8").splitlines())
    found = tuple(line for line in lines if line and not line.startswith("#"))
    if len(set(found)) < len(found):
        twice = sorted({entry for entry in found if found.count(entry) > 1})
        raise ValueError(f"{file.name}: listed twice: {', '.join(twice)}")
    return found


def languages_with(name: str) -> tuple[str, ...]:
    """Return the codes of the languages that have a list of this name, in order."""
    return _languages_by_list(LANGUAGES).get(name, ())


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


@functools.cache
def _languages_by_list(folder: Path) -> dict[str, tuple[str, ...]]:
    """Return which languages, the folders with a `language.toml`, have which lists.

    All folders are listed once, in half a millisecond: to look for each file by its name would take
    longer.
    """
    found: dict[str, list[str]] = {}
    with os.scandir(folder) as inside:
        languages = sorted((entry.name, entry.path) for entry in inside if entry.is_dir())
    for language, path in languages:
        with os.scandir(path) as inside:
            files = [entry.name for entry in inside]
        if "language.toml" in files:
            for file in files:
                if file.endswith(".txt"):
                    found.setdefault(file.removesuffix(".txt"), []).append(language)
    return {name: tuple(having) for name, having in found.items()}
