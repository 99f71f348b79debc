"""Find the blocks that open as prompts and pointers do: `Sign up for ...`, `Related: ...`."""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

import numpy as np

from copydesk.columns import characters as ch
from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import Ints, Mask
from copydesk.columns.lookup import Lookup
from copydesk.patterns import late_pattern
from copydesk_rules.page._word_lists import listed_in

_HEAD = 64  # characters that an opening may take
_LINE = 220  # characters in which an account is looked for
_BULLETS = "-\u2013\u2014\u2022\u00bb\u203a>*|\u00b7+# "
_TOKEN = late_pattern(r"\w+|\W")
# `Follow ... on Twitter`
_ACCOUNT = late_pattern(
    r"@\w|\bon (?:twitter|facebook|instagram|youtube|tiktok|linkedin)\b", re.IGNORECASE
)


class Opening(NamedTuple):
    """A listed opening: its words, and whether no paragraph of an article begins so."""

    phrase: str
    words: int
    certain: bool


class Openings(NamedTuple):
    """How some blocks open; both of shape (rows,)."""

    words: Ints  # of the listed opening, 0 without one
    certain: Mask


class _SameToken(NamedTuple):
    """The listed openings that begin with one word or sign, longest first."""

    phrases: tuple[str, ...]  # to be compared all at once
    openings: tuple[Opening, ...]


def openings(batch: Batch, rows: Ints) -> Openings:
    """Look up how some blocks open."""
    out = Openings(np.zeros(rows.size, np.int64), np.zeros(rows.size, np.bool_))
    if not len(batch.words):
        return out
    first = np.minimum(batch.block_words[0][rows], len(batch.words) - 1)
    likely = _first_words().has(batch.words.hash[first])
    likely |= batch.classes.take(batch.blocks.start[rows]) == ch.SYMBOL
    places = np.flatnonzero(likely)
    begin, end = (side[rows[places]].tolist() for side in (batch.blocks.start, batch.blocks.end))
    for place, first_at, end_at in zip(places.tolist(), begin, end, strict=True):
        opening = _opening(batch.text, first_at, end_at)
        if opening:
            out.words[place], out.certain[place] = opening.words, opening.certain
    return out


def _opening(text: str, start: int, end: int) -> Opening | None:
    head = text[start : min(end, start + _HEAD)].lower()
    head = head.replace("\u2019", "'").replace("\u00a0", " ").lstrip(_BULLETS)
    token = _TOKEN.match(head)
    if head.startswith("follow") and _ACCOUNT.search(text, start, min(end, start + _LINE)):
        return Opening("follow", 1, certain=True)
    listed = _by_token().get(token[0]) if token else None
    if listed and head.startswith(listed.phrases):
        for opening in listed.openings:
            if head.startswith(opening.phrase) and not _runs_on(head, opening.phrase):
                return opening
    return None


def _runs_on(head: str, phrase: str) -> bool:
    """Return whether a phrase at the head of a block breaks off inside a word."""
    return phrase[-1].isalnum() and head[len(phrase) : len(phrase) + 1].isalnum()


@functools.cache
def _by_token() -> dict[str, _SameToken]:
    """Return the listed openings by their first word or sign."""
    certain = listed_in("certain_openings")
    by_token: dict[str, list[Opening]] = {}
    for phrase in sorted({*certain, *listed_in("openings")}, key=lambda each: (-len(each), each)):
        tokens = _TOKEN.findall(phrase)
        words = max(1, sum(token.isalnum() for token in tokens))
        opening = Opening(phrase, words, phrase.startswith(certain))
        by_token.setdefault(tokens[0], []).append(opening)
    return {
        token: _SameToken(tuple(opening.phrase for opening in found), tuple(found))
        for token, found in by_token.items()
    }


@functools.cache
def _first_words() -> Lookup:
    """Return the first word of each listed opening, signs before it left out."""
    phrases = (phrase for listed in _by_token().values() for phrase in listed.phrases)
    first = (next(filter(str.isalnum, _TOKEN.findall(phrase)), "") for phrase in phrases)
    return Lookup.of(sorted(set(first) - {""}))
