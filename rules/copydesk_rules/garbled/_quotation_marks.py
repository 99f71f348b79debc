"""Pair the quotation marks of a block by the custom of its document: “…” "…" „…“ «…» »…« 「…」."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from msgspec import Struct

from copydesk.columns.batch import Batch
from copydesk.patterns import late_pattern

STRAIGHT = '"'
OPENING = f"“”„«»「『{STRAIGHT}‘'"  # marks with which a block may begin inside a quotation
# Two apostrophes are one mark; three marks and more, or two that hold nothing, are code.
_DOUBLE = late_pattern("\"{2,}|[“”\"]|''|’’|``")
_FEET, _FEET_LENGTH = late_pattern(r"\d['’′] ?\d{1,2}(?:[.½¼¾]\d?)?$"), 8
# Behind a number and a mark: inches, also where a quotation is open.
_INCHES = late_pattern(r"\s?(?:x|×|by|wide|long|tall|high|deep|thick|in diameter|across)\b|-\w")
_BEFORE_OPENING = frozenset("([{—–-/‘'…*_>")
# A mark between these is mentioned, and quotes nothing.
_MENTIONED = frozenset(("()", "[]", "{}", "''", "‘’", "“”"))
_LOW = late_pattern('[„“”"]')
_ANGLED = late_pattern("[«»]")
_CORNERS = (("「", "」"), ("『", "』"))
# How the two angled marks stand where they open: behind a space or nothing, before a letter. The
# mark comes first in these patterns, so that only its places are looked at.
_OPENS = r"{0}(?<![^\s(\[—–-]{0})[\s\u00a0\u202f]?(?=[^\W\d_])"
_LEFT_OPENS, _RIGHT_OPENS = (late_pattern(_OPENS.format(mark)) for mark in "«»")
# Where it opens as it closes, no space is beside it: `Home » News` is a path.
_SAME = {mark: late_pattern(rf"{mark}(?<![^\s(\[—–-]{mark})(?=[^\W\d_])") for mark in "”»"}
_OTHER = {"”": "“", "»": "«"}
_POINTS_ON = re.compile(r"\w\s{1,2}\Z")
# What a law puts into another law, over many sections.
_STATUTE = late_pattern(r"[“\"„«]\s*(?:[(§\d]|(?:Sec|Section|Art|Article|Chapter|Part|Title)\b)")
# Blocks in which a quotation may go on: of the custom that opens it anew in each, and of others.
AHEAD, AHEAD_ELSEWHERE = 3, 30


class Custom(Struct, frozen=True):
    """How a document quotes: with low marks, and which of the angled marks opens, "" for neither:
    `More »` is an arrow. `same`: the mark that both opens and closes, as ” or » do in Swedish and
    Finnish, "" for none.
    """

    low: bool
    angled: str
    same: str = ""


class Pairing(NamedTuple):
    """What the marks of a block come to: offsets of those without a partner, None for none.

    `ahead`: in how many blocks on the quotation may be closed. `straight`: they are straight marks,
    which code has for strings.
    """

    unclosed: int | None
    unopened: int | None
    ahead: int
    straight: bool


class Customs:
    """The custom of each document that is asked for; for `batch.derive`."""

    def __init__(self, batch: Batch) -> None:
        self._batch = batch
        self._known: dict[int, Custom] = {}

    def of(self, document: int) -> Custom:
        """Return the custom of a document."""
        if document not in self._known:
            text, start = self._batch.text, int(self._batch.document_start[document])
            end = int(self._batch.document_end[document])
            angled = text.find("«", start, end) >= 0
            left = sum(1 for _ in _LEFT_OPENS.finditer(text, start, end)) if angled else 0
            right = sum(1 for _ in _RIGHT_OPENS.finditer(text, start, end)) if angled else 0
            opening = "" if not left + right else "«" if left >= right else "»"
            low = text.find("„", start, end) >= 0
            same = "" if low else self._same(start, end)
            self._known[document] = Custom(low, opening, same)
        return self._known[document]

    def _same(self, start: int, end: int) -> str:
        """Return the mark that opens as often as its other half would."""
        text = self._batch.text
        for mark, pattern in _SAME.items():
            if text.find(mark, start, end) >= 0:
                opens = sum(1 for _ in pattern.finditer(text, start, end))
                if opens > text.count(_OTHER[mark], start, end):
                    return mark
        return ""


def paired(text: str, start: int, custom: Custom) -> Pairing:
    """Return how the marks of a block pair; `start`: the offset of its text."""
    curly = "“" in text or "”" in text
    unclosed = unopened = None
    ahead, straight = AHEAD, False
    if custom.same and custom.same in text:
        unclosed = _pair_same(text, custom.same)
        ahead = AHEAD_ELSEWHERE
    elif custom.low and (curly or "„" in text):
        unclosed, unopened = _pair_directed(
            _LOW.finditer(text), "„", ("“", "”", STRAIGHT), sure="“”"
        )
        ahead = AHEAD_ELSEWHERE
    elif custom.angled and ("«" in text or "»" in text):
        closing = "»" if custom.angled == "«" else "«"
        unclosed, unopened = _pair_directed(_ANGLED.finditer(text), custom.angled, (closing,))
        ahead = AHEAD_ELSEWHERE
    elif any(mark in text for both in _CORNERS for mark in both):
        both = next(both for both in _CORNERS if both[0] in text or both[1] in text)
        marks = re.finditer("|".join(both), text)
        unclosed, unopened = _pair_directed(marks, both[0], both[1:])
    elif curly and STRAIGHT not in text:  # straight and curly marks may close one another
        unclosed, unopened = _pair_curly(text)
    elif not curly:
        straight = True
        unclosed, unopened = _pair_straight(text)
    if unclosed == 0 and _STATUTE.match(text):
        unclosed = None
    if unclosed == 0:
        ahead = AHEAD_ELSEWHERE  # a law quotes sections, a letter pages
    return Pairing(
        None if unclosed is None else unclosed + start,
        None if unopened is None else unopened + start,
        ahead,
        straight and (unclosed is not None or unopened is not None),
    )


def _pair_directed(
    marks: Iterator[re.Match[str]], opening: str, closing: tuple[str, ...], sure: str = ""
) -> tuple[int | None, int | None]:
    """Return the first mark that is never closed, and the first that closes none.

    `sure`: the marks that are nothing else where they close none; all where it is empty.
    """
    opened, unopened = list[int](), None
    for match in marks:
        if match[0] == opening:
            opened.append(match.start())
        elif match[0] in closing and opened:
            opened.pop()
        elif match[0] in (sure or closing) and unopened is None and not _is_arrow(match):
            unopened = match.start()
    if opened and unopened is not None:
        return None, None  # the wrong mark of the two
    return (opened[0] if opened else None), unopened


def _is_arrow(match: re.Match[str]) -> bool:
    """Tell whether an angled mark is one that points on: at the end of words, behind a space."""
    text, at = match.string, match.start()
    return (
        match[0] == "»"
        and not text[at + 1 :].strip()
        and bool(_POINTS_ON.search(text, max(at - 3, 0), at))
    )


def _pair_same(text: str, mark: str) -> int | None:
    """Return the last mark where one that opens and closes stands an odd number of times."""
    places = [match.start() for match in re.finditer(mark, text)]
    return places[-1] if len(places) % 2 else None


def _pair_curly(text: str) -> tuple[int | None, int | None]:
    """Return the first mark that is never closed, and the first that closes none."""
    opened, unopened = list[int](), None
    for match in _DOUBLE.finditer(text):
        if match[0] in ("“", "``"):
            opened.append(match.start())
        elif opened:
            opened.pop()
        elif match[0] == "”" and unopened is None:
            unopened = match.start()
    if opened and unopened is not None:
        return None, None  # the wrong mark of the two
    return (opened[0] if opened else None), unopened


def _pair_straight(text: str) -> tuple[int | None, int | None]:
    """Return the same for marks that show their direction by what stands beside them only.

    At most one of the two.
    """
    opened = None
    for match in _DOUBLE.finditer(text):
        if _quotes_nothing(text, match, opened is None):
            continue
        may_open, may_close = _directions(text, match)
        if opened is None and may_open:
            opened = match.start()
        elif opened is None:
            return None, (match.start() if match[0] == STRAIGHT and may_close else None)
        elif may_close or not may_open:
            opened = None
        else:
            return opened, None  # opened again before it was closed
    return opened, None


def _quotes_nothing(text: str, match: re.Match[str], outside: bool) -> bool:
    """Tell whether a mark stands for inches or seconds, or is itself what is spoken of.

    `outside`: no quotation is open, which a mark behind a digit could close.
    """
    start, end = match.span()
    if end - start > 1 and match[0][0] == STRAIGHT:
        return True
    if text[start - 1 : start].isdigit() and (outside or _INCHES.match(text, end)):
        return True
    if _FEET.search(text[max(start - _FEET_LENGTH, 0) : start]):
        return True
    return text[start - 1 : start] + text[end : end + 1] in _MENTIONED


def _directions(text: str, match: re.Match[str]) -> tuple[bool, bool]:
    """Return whether a mark may open, and whether it may close."""
    before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
    spaced = not before or before.isspace()
    may_open = (spaced or before in _BEFORE_OPENING) and bool(after) and not after.isspace()
    return may_open, not spaced
