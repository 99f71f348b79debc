"""The family's word lists: `words/NAME.txt`, and `words/xx/NAME.txt`, a folder a language."""

from __future__ import annotations

import functools
import re

from copydesk.word_lists import entries, in_folders
from copydesk_rules.leftovers import WORDS

_UNSPACED = "\u3000"  # scripts without spaces lie behind it


@functools.cache
def listed(name: str) -> tuple[str, ...]:
    """Return the entries of a list in all languages, each once."""
    own = WORDS / f"{name}.txt"
    files = [*([own] if own.exists() else []), *in_folders(WORDS, name)]
    return tuple(dict.fromkeys(entry for file in files for entry in entries(file)))


def any_of(*names: str, least: int = 1) -> str:
    """Return a group of a pattern that matches any entry of these lists, the longest first.

    `least`: of entries in scripts with spaces, only those of so many words.
    """
    found = {entry for name in names for entry in listed(name)}
    found = {entry for entry in found if entry.count(" ") + 1 >= least or entry > _UNSPACED}
    ordered = sorted(found, key=lambda entry: (-len(entry), entry))
    return "(?:" + "|".join(re.escape(entry).replace(r"\ ", r"\s+") for entry in ordered) + ")"
