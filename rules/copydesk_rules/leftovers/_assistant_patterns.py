"""The phrases of language models as patterns: compiled from lists, looked up by their first word.

A line of a list is a pattern: `(a|b)` for either, an empty alternative for none; white space and the
shape of apostrophes make no difference, nor does letter case.
"""

from __future__ import annotations

import functools
import re

from copydesk.columns.lookup import Lookup
from copydesk.patterns import late_pattern
from copydesk_rules.leftovers._lists import listed

_GROUP = late_pattern(r"\((?!\?)")
_WORD = late_pattern(r"(?:[^\W\d_][\u0300-\u036f\u064b-\u065f]*|'(?=[^\W\d_]))+")
_UNSPACED = late_pattern("[぀-ヿ㐀-鿿]")
_OPEN = ("identity",)  # lists whose entries end at the end of a word
SENTENCE_LISTS = ("identity", "cutoffs")
BLOCK_LISTS = ("refusals", "preambles", "sign_offs")


@functools.cache
def _by_first_word(name: str) -> dict[str, list[str]]:
    """Return for each first word of a list the entries that begin with it."""
    entries: dict[str, list[str]] = {}
    for entry in listed(name):
        for head in _heads(entry):
            entries.setdefault(head, []).append(entry)
    return entries


@functools.cache
def pattern(name: str, head: str) -> re.Pattern[str] | None:
    """Return a pattern of the entries of a list that begin with a word, made when a text first
    needs it; None where none does.
    """
    entries = (_written(entry, name in _OPEN) for entry in _by_first_word(name).get(head, ()))
    written = "|".join(dict.fromkeys(entries))
    return re.compile(written, re.IGNORECASE) if written else None


def match(name: str, head: str, text: str, start: int, end: int) -> re.Match[str] | None:
    """Match a list's entries in `text[start:end]`, which begins with the word `head`."""
    found = pattern(name, head.lower().replace("’", "'"))
    return found.match(text, start, end) if found else None


def _written(entry: str, whole: bool) -> str:
    """Return an entry as a regular expression, which ends at the end of a word if `whole`."""
    text = _GROUP.sub("(?:", entry).replace("'", "['’]").replace(" ", r"\s*")
    return rf"{text}(?!\w)" if whole and not _UNSPACED.search(entry) else text


@functools.cache
def first_words(*names: str) -> Lookup:
    """Return the words that the entries of some lists begin with."""
    return Lookup.of(sorted({head for name in names for head in _by_first_word(name)}))


def _heads(entry: str) -> set[str]:
    """Return the first words of the texts that a pattern matches."""
    entry = entry.lstrip(" ¡¿?")
    if not entry.startswith("("):
        return {_head(entry)}
    end = _closing(entry)
    alternatives = _split(entry[1:end])
    rest = entry[end + 1 :].lstrip("?")
    heads: set[str] = set()
    for alternative in alternatives:
        if alternative.strip(" ?"):
            heads |= _heads(alternative)
        else:
            heads |= _heads(rest)
    if entry[end + 1 : end + 2] == "?":
        heads |= _heads(rest)
    return heads


def _head(text: str) -> str:
    text = text.lower()
    if _UNSPACED.match(text):
        return text[0]
    word = _WORD.match(text)
    assert word, text
    return re.split("(?=[぀-ヿ㐀-鿿])", word[0])[0]


def _closing(entry: str) -> int:
    depth = 0
    for at, character in enumerate(entry):
        depth += (character == "(") - (character == ")")
        if not depth:
            return at
    raise ValueError(f"{entry!r}: a bracket is not closed")


def _split(inside: str) -> list[str]:
    """Split the alternatives of a group at its own bars."""
    parts, depth = [""], 0
    for character in inside:
        depth += (character == "(") - (character == ")")
        if character == "|" and not depth:
            parts.append("")
        else:
            parts[-1] += character
    return parts


@functools.cache
def first_person() -> re.Pattern[str]:
    """Return a pattern of the words by which a sentence is in the first person."""
    return _any_word("first_person")


@functools.cache
def addressing() -> re.Pattern[str]:
    """Return a pattern of the words by which a text speaks to its reader or of its writer."""
    return _any_word("first_person", "addressing")


def _any_word(*names: str) -> re.Pattern[str]:
    found = {word for name in names for word in listed(name)}
    words = sorted(found, key=lambda word: (-len(word), word))
    spaced = "|".join(
        re.escape(word).replace("'", "['’]") for word in words if not _UNSPACED.search(word)
    )
    unspaced = "|".join(word for word in words if _UNSPACED.search(word))
    return re.compile(rf"(?<!\w)(?:{spaced})(?!\w)|{unspaced}", re.IGNORECASE)
