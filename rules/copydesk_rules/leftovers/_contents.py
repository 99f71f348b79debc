"""Find runs of lines whose dots lead to page numbers."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from copydesk.columns import characters as ch
from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import Ints
from copydesk.columns.ragged import distinct
from copydesk.patterns import late_pattern
from copydesk_rules.leftovers._forms import Place
from copydesk_rules.leftovers._mentions import mentions
from copydesk_rules.leftovers._signs import end_marks, line_table

_LED = late_pattern(
    r"(?:\.{4,}|(?:\. ){4,}|…{2,}|(?:… ){2,})[.…\s]{0,200}(?P<page>\d{1,4}|[ivxlc]{1,7})$"
)
_LONGEST = 240  # characters of a line
_DOTS = 2  # end marks in a row: `……`, and all rows of dots
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_BETWEEN = (
    1  # lines without dots between two that have them: a part's heading, a title's first half
)
_SURE, _FEW = 0.95, 0.85
_MANY = 3  # lines


def find_contents(batch: Batch, min_lines: int) -> list[Place]:
    """Return the tables of contents in the prose of a batch, in order."""
    lines, about = batch.derive(line_table), batch.derive(mentions)
    led: list[tuple[int, int]] = []
    for row in _candidates(batch).tolist():
        start, end = int(lines.start[row]), int(lines.end[row])
        match = _LED.search(batch.text, start, end)
        if (
            match
            and any(map(str.isalpha, batch.text[start : match.start()]))
            and about.prose_block(start) >= 0
        ):
            led.append((row, _page(match["page"])))
    found = []
    for run in _runs(batch, led):
        falls = sum(other[1] < one[1] for one, other in pairwise(run))
        if len(run) >= min_lines and not falls and run[-1][1] > run[0][1]:
            start, end = int(lines.start[run[0][0]]), int(lines.end[run[-1][0]])
            sure = _SURE if len(run) >= _MANY else _FEW
            found.append(Place(start, end, "table of contents", sure))
    return found


def _candidates(batch: Batch) -> Ints:
    """Return the lines that hold dots in a row and end in a digit or a letter, ascending."""
    lines, kinds = batch.derive(line_table), batch.classes
    marks = batch.derive(end_marks)
    near = marks[_DOTS - 1 :][marks[_DOTS - 1 :] - marks[: 1 - _DOTS] <= _DOTS]
    if not near.size:
        return near
    rows = distinct(np.searchsorted(lines.start, near, side="right") - 1)
    rows = rows[(rows >= 0) & (lines.end[rows] - lines.start[rows] <= _LONGEST)]
    last = kinds.take(lines.end[rows] - 1)
    return np.asarray(rows[(last == ch.DIGIT) | (last == ch.LOWER)], np.int64)


def _runs(batch: Batch, led: list[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    document = batch.derive(line_table).document
    runs: list[list[tuple[int, int]]] = []
    for each in led:
        last = runs[-1][-1][0] if runs else -9
        if each[0] - last <= _BETWEEN + 1 and document[each[0]] == document[last]:
            runs[-1].append(each)
        else:
            runs.append([each])
    return runs


def _page(text: str) -> int:
    """Return the number of a page; Roman ones, of the front matter, lie before all others."""
    if text.isdigit():
        return int(text)
    values = [_ROMAN[letter] for letter in text]
    signed = [-a if a < b else a for a, b in pairwise([*values, 0])]
    return sum(signed) - 1000
