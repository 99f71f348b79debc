"""Find digits glued between two sentences."""

from __future__ import annotations

import re
from itertools import pairwise

import numpy as np

from copydesk.columns import characters as ch
from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import Ints
from copydesk.patterns import late_pattern
from copydesk_rules.leftovers._forms import Place
from copydesk_rules.leftovers._mentions import mentions
from copydesk_rules.leftovers._signs import end_marks

_FORM = late_pattern(
    r"(?P<word>[^\W\d_]+)[.!?…][\"”’»)]?(?P<digits>\d{1,3}(?:[,–-]\d{1,3}){0,2}|\[\d{1,3}\])(?P<space> ?)(?P<next>[\"“‘«(]?[^\W\d_]+)"
)
_SHORTEST = 3  # letters of the word before; `No`, `p` and `v` are abbreviations
_SURE, _COUNTED = 0.9, 0.7
_ADDRESS = late_pattern(r"[/@\\=]|\w\.\w+\.\w")


def find_footnotes(batch: Batch) -> list[Place]:
    """Return the glued footnotes in the prose of a batch, in order."""
    found: list[tuple[Place, bool, int]] = []
    for at in _candidates(batch).tolist():
        each = _judged(batch, at)
        if each:
            found.append(each)
    spaced: dict[int, list[int]] = {}
    for place, tight, number in found:
        if not tight:
            spaced.setdefault(int(batch.document_at(place.start)), []).append(number)
    return [
        place
        for place, tight, _ in found
        if tight or _counting(spaced[int(batch.document_at(place.start))])
    ]


def _counting(numbers: list[int]) -> bool:
    """Tell whether the numbers of a document's footnotes rise; those of years and prices do not."""
    rising = sum(0 < b - a <= 2 for a, b in pairwise(numbers))
    return len(numbers) > 2 and rising >= 0.6 * (len(numbers) - 1)


def _candidates(batch: Batch) -> Ints:
    """Return the end marks between a small letter and a digit, ascending."""
    kinds = batch.classes
    marks = batch.derive(end_marks)
    marks = marks[marks > 0]
    after = kinds.take(marks + 1, mode="clip")
    closed = (after == ch.CLOSER) | (after == ch.QUOTE) | (after == ch.APOSTROPHE)
    after = np.where(closed, kinds.take(marks + 2, mode="clip"), after)
    bracket = batch.codes.take(marks + 1, mode="clip") == ord("[")
    before = kinds.take(marks - 1)
    return np.asarray(marks[(before == ch.LOWER) & ((after == ch.DIGIT) | bracket)], np.int64)


def _judged(batch: Batch, mark: int) -> tuple[Place, bool, int] | None:
    """Return the place of a footnote, whether no space is in it, and its number."""
    about, text = batch.derive(mentions), batch.text
    word = int(np.searchsorted(batch.words.end, mark))
    if word >= len(batch.words) or int(batch.words.end[word]) != mark:
        return None
    start = int(batch.words.start[word])
    match = _FORM.match(text, start)
    block = about.prose_block(start)
    if not match or block < 0 or match.end() > int(batch.blocks.end[block]):
        return None
    following = match["next"].lstrip('"“‘«(')
    if len(match["word"]) < _SHORTEST or not following[0].isupper() or not match["word"].islower():
        return None
    tight = not match["space"]
    if not tight and match["digits"].startswith("["):  # references in brackets are legal
        return None
    if following not in ("A", "I") and not following[1:2].islower():
        return None
    around = text[max(start - 30, int(batch.blocks.start[block])) : match.end() + 10]
    token = around.split()
    if any(_ADDRESS.search(part) for part in token if match["word"] in part):
        return None
    if about.about_code(start):
        return None
    number = int(re.findall(r"\d+", match["digits"])[0])
    form = "footnote digits between sentences"
    return Place(start, match.end(), form, _SURE if tight else _COUNTED), tight, number
