"""Read the word lists that are shipped as text: one entry a line, `#` for source and reason.

A line that begins with `#` is a comment, and so is the rest of a line after two spaces and `#`.
Lists that a language has of its own lie in `language/xx/NAME.txt`; a family's own in its `words/`.
"""

from __future__ import annotations

import functools
from pathlib import Path

LANGUAGES = Path(__file__).parent / "language"


@functools.cache
def entries(file: Path) -> tuple[str, ...]:
    """Return the entries of a list, in its order; raises ValueError where one stands twice."""
    lines = (line.split("  #")[0].strip() for line in file.read_text("utf-8").splitlines())
    found = tuple(line for line in lines if line and not line.startswith("#"))
    if len(set(found)) < len(found):
        twice = sorted({entry for entry in found if found.count(entry) > 1})
        raise ValueError(f"{file.name}: listed twice: {', '.join(twice)}")
    return found


def languages_with(name: str) -> tuple[str, ...]:
    """Return the codes of the languages that have a list of this name, in order."""
    return tuple(sorted(file.parent.name for file in LANGUAGES.glob(f"*/{name}.txt")))


def of_language(language: str, name: str) -> tuple[str, ...]:
    """Return the entries of a language's list; none where it has no such list."""
    file = LANGUAGES / language / f"{name}.txt"
    return entries(file) if file.exists() else ()


@functools.cache
def by_language(name: str) -> dict[str, tuple[str, ...]]:
    """Return the entries of every language that has a list of this name, by its code."""
    return {language: of_language(language, name) for language in languages_with(name)}
