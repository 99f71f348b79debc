"""Find runs of lines that hold the lines of two columns of prose."""

from __future__ import annotations

import re

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import Ints
from copydesk.columns.ragged import distinct
from copydesk.patterns import late_pattern
from copydesk_rules.leftovers._forms import Place
from copydesk_rules.leftovers._mentions import mentions
from copydesk_rules.leftovers._signs import line_table

_GAP = 3  # spaces between two columns, at least
_SPLIT = late_pattern(r"(?P<left>\S.*?\S) {3,}(?P<right>\S.*)")
_FEWEST = 3  # gaps in a batch
_WORDS = 3  # in each half of a line, in the middle
_SHIFT = 2  # characters by which the right column may begin further left or right
_LOWER_SHARE = 0.6  # of the halves that begin in lower case
_SURE = 0.85
_ENDS = ".!?:;"


def find_columns(batch: Batch, min_lines: int) -> list[Place]:
    """Return the runs of lines of two columns in the prose of a batch, in order."""
    lines, about = batch.derive(line_table), batch.derive(mentions)
    run: list[tuple[int, int, str, str]] = []  # row, where the right half begins, both halves
    found: list[Place] = []

    def close() -> None:
        if len(run) >= min_lines and _is_prose(run):
            start, end = int(lines.start[run[0][0]]), int(lines.end[run[-1][0]])
            if about.prose_block(start) >= 0:
                found.append(Place(start, end, "two columns read across", _SURE))
        run.clear()

    for row in _candidates(batch).tolist():
        halves = _halves(batch, row)
        if not halves:
            continue
        if (run and not (row == run[-1][0] + 1 and abs(halves[1] - run[-1][1]) <= _SHIFT)) or (
            run and lines.document[row] != lines.document[row - 1]
        ):
            close()
        run.append(halves)
    close()
    return found


def _candidates(batch: Batch) -> Ints:
    """Return the lines with a wide gap between two words, ascending."""
    lines, words = batch.derive(line_table), batch.words
    if batch.text.count("   ") < _FEWEST or len(words) < 2:
        return lines.start[:0]
    wide = np.flatnonzero(words.start[1:] - words.end[:-1] >= _GAP)
    row = np.searchsorted(lines.start, words.end[wide], side="right") - 1
    same = (row >= 0) & (words.start[wide + 1] < lines.end[np.maximum(row, 0)])
    return distinct(row[same])


def _halves(batch: Batch, row: int) -> tuple[int, int, str, str] | None:
    lines = batch.derive(line_table)
    start, end = int(lines.start[row]), int(lines.end[row])
    begin = max(batch.text.rfind("\n", 0, start) + 1, 0)
    match = _SPLIT.fullmatch(batch.text, start, end)
    if not match or "   " in match["right"]:
        return None
    return row, match.start("right") - begin, match["left"], match["right"]


def _is_prose(run: list[tuple[int, int, str, str]]) -> bool:
    """Tell whether both sides read as prose that goes on from line to line."""
    for side in (2, 3):
        halves = [str(line[side]) for line in run]
        words = sorted(len(re.findall(r"[^\W\d_]{2,}", half)) for half in halves)
        lower = sum(half.lstrip('"“‘(')[:1].islower() for half in halves[1:])
        ended = sum(half.endswith(tuple(_ENDS)) for half in halves[:-1])
        if words[len(words) // 2] < _WORDS or lower < _LOWER_SHARE * (len(halves) - 1):
            return False
        if ended > len(halves) // 3:
            return False
    return True
