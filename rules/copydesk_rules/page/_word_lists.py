"""The family's word lists: `words/xx/NAME.txt`, a folder a language, one entry a line."""

from __future__ import annotations

import functools
from pathlib import Path

from copydesk.columns.lookup import Lookup, listed
from copydesk.word_lists import entries, in_folders

_FOLDER = Path(__file__).parent / "words"


def files(*names: str) -> tuple[Path, ...]:
    """Return the files of these lists, of every language that has them."""
    return tuple(file for name in names for file in in_folders(_FOLDER, name))


@functools.cache
def listed_in(*names: str) -> tuple[str, ...]:
    """Return the entries of these lists in all languages, each once."""
    return tuple(dict.fromkeys(entry for file in files(*names) for entry in entries(file)))


@functools.cache
def lookup(*names: str) -> Lookup:
    """Return the words of these lists in all languages, hashed; every entry must be one word."""
    return listed(*files(*names))
