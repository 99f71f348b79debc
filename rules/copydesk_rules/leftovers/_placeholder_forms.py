"""The forms of editors' placeholders."""

from __future__ import annotations

import functools
import re

from copydesk.columns.batch import Batch
from copydesk.patterns import late_pattern
from copydesk_rules.leftovers._forms import Candidate, Form, Place
from copydesk_rules.leftovers._lists import any_of
from copydesk_rules.leftovers._mentions import mentions
from copydesk_rules.leftovers._rare_words import words_of_list
from copydesk_rules.leftovers._template_forms import is_field

_SURE, _LIKELY = 0.92, 0.8
_QUOTES = "\"'`“«„"
_WORDS = 8  # words in a bracket that is a placeholder
_NOTE = late_pattern(r"\b(?:TODO|FIXME|TBD|XXX)\b ?[:(]")


@functools.cache
def _inserting() -> re.Pattern[str]:
    return re.compile(rf"(?:.*[\s_])?{any_of('insert_words')}\b.*", re.IGNORECASE)


@functools.cache
def _owned() -> re.Pattern[str]:
    return re.compile(rf"(?:.*\s)?{any_of('your_words')}[\s_](?P<field>.+)", re.IGNORECASE)


def _bracket(candidate: Candidate) -> float:
    """`[insert x]`, `[your x]`, `[X NAME]`; not a link, an editor's word or a stage direction."""
    inside = candidate.match["inside"].strip(" _-–:.")
    after = candidate.batch.text[candidate.match.end() : candidate.match.end() + 1]
    if after in ("(", "[", ":") or not inside or inside[0] in _QUOTES:
        return 0.0
    if len(inside.split()) > _WORDS:
        return 0.0
    if candidate.match[0].startswith("<") and inside.isalpha():  # `<Insert>` is a key
        return 0.0
    if inside in ("TK", "TKTK", "TK TK", "tk"):
        return _SURE
    owned = _owned().fullmatch(inside)
    if owned and (is_field(owned["field"]) or inside.isupper() or inside.istitle()):
        return _SURE
    if _inserting().fullmatch(inside):
        return _SURE
    if candidate.match[0].startswith("{"):  # what manuals have for what their reader types
        return 0.0
    many = len(inside.split()) > 1 or "_" in inside
    shaped = inside.isupper() or inside.istitle()
    return _LIKELY if is_field(inside) and many and shaped else 0.0


FORMS = (
    Form(
        "placeholder",
        "[",
        r"\[+(?P<inside>[^\[\]\n{}|]{1,70})\]+",
        _bracket,
        topic="placeholder_talk",
    ),
    Form("placeholder", "{", r"\{(?P<inside>[^{}\n|]{2,70})\}", _bracket, topic="placeholder_talk"),
    Form(
        "placeholder",
        "(",
        r"\((?P<inside>TK|TKTK|TK TK|[^()\n]{0,12}\bTKTK\b[^()\n]{0,12})\)",
        _SURE,
    ),
    Form("placeholder", "<", r"<(?P<inside>[^<>\n=/]{2,60})>", _bracket, topic="placeholder_talk"),
    Form(
        "blank number",
        "$",
        r"\$(?:[xX]{2,4}|X|x(?=[.,]x))(?:[.,][xX]{1,3})*(?:\.\d\d)?(?![\w$])",
        _SURE,
    ),
)


def find_words(batch: Batch) -> list[Place]:
    """Return the placeholders that are words: `TKTK`, `TODO:`, a row of x."""
    rows = words_of_list(batch, "placeholder_words")
    about, found = batch.derive(mentions), []
    reached = -1
    for row in rows.tolist():
        start, end = int(batch.words.start[row]), int(batch.words.end[row])
        if start < reached or about.prose_block(start) < 0:
            continue
        place = _word(batch, start, end)
        if place and not about.quoted(start, place.end) and not about.spoken_of(start, place.end):
            found.append(place)
            reached = place.end
    return found


def _word(batch: Batch, start: int, end: int) -> Place | None:
    text, word = batch.text, batch.text[start:end]
    if word in ("TODO", "FIXME"):
        note = _NOTE.match(text, start)
        return Place(start, note.end(), "note to the writer", _LIKELY) if note else None
    if word.startswith("TKTK"):
        return Place(start, end, "placeholder", _SURE)
    return _row_of_x(text, start, end) if set(word) <= {"x", "X"} else None


_DATE = late_pattern(r"[xX]{2}([./-])[xX]{2}\1(?:[xX]{2,4}|\d{2,4})\b")
_UNIT = late_pattern(
    r"[xX]{2,6} ?(?:%|percent\b|per cent\b|million\b|billion\b|people\b|years?\b|euros?\b|dollars?\b"
    r"|Prozent\b|Millionen\b|Euro\b|pour cent\b|millions\b|por ciento\b|millones\b|milhões\b|procent\b)"
)


def _row_of_x(text: str, start: int, end: int) -> Place | None:
    """Return a row of x where a date, a number or an amount should be; kisses are none."""
    before = text[max(start - 1, 0) : start]
    if before == "$":  # a form of its own
        return None
    if before and before in ".-/" and text[max(start - 2, 0) : start - 1].isalnum():
        return None
    for pattern in (_DATE, _UNIT):
        match = pattern.match(text, start)
        if match:
            return Place(start, match.end(), "blank number", _LIKELY)
    if before and before in "£€¥#":
        return Place(start - 1, end, "blank number", _LIKELY)
    return None
