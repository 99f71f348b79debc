"""Find the numbers and times of subtitles."""

from __future__ import annotations

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.columns.ragged import distinct
from copydesk.patterns import late_pattern
from copydesk_rules.leftovers._forms import Place
from copydesk_rules.leftovers._mentions import mentions
from copydesk_rules.leftovers._signs import line_table, signs

_TIME = r"(?:\d{1,2}:)?\d{1,2}:\d{2}[.,:]\d{2,3}"
_CUE = late_pattern(rf"{_TIME}\s*--?>\s*{_TIME}")
_FILE = 0.2  # of a document's lines that are times: it is a subtitle file
_APART = 5  # lines between the times of two cues that follow each other
_SURE = 0.95


def find_cues(batch: Batch) -> list[Place]:
    """Return the runs of cues in documents that are no subtitle files, in order."""
    lines, about = batch.derive(line_table), batch.derive(mentions)
    arrows = batch.derive(signs).of(">")
    arrows = arrows[(arrows > 1) & (batch.codes.take(arrows - 1) == ord("-"))]
    if not arrows.size:
        return []
    rows = distinct(np.searchsorted(lines.start, arrows, side="right") - 1)
    cues: dict[int, list[int]] = {}
    for row in rows.tolist():
        start, end = int(lines.start[row]), int(lines.end[row])
        if _CUE.search(batch.text, start, end) and about.prose_block(start) >= 0:
            cues.setdefault(int(lines.document[row]), []).append(row)
    found: list[Place] = []
    for document, own in cues.items():
        first, last = np.searchsorted(lines.document, (document, document + 1)).tolist()
        if len(own) < _FILE * (last - first) and not about.about_code(int(lines.start[own[0]])):
            found.extend(_place(batch, run) for run in _runs(own))
    return found


def _runs(rows: list[int]) -> list[list[int]]:
    runs = [rows[:1]]
    for row in rows[1:]:
        if row - runs[-1][-1] <= _APART:
            runs[-1].append(row)
        else:
            runs.append([row])
    return runs


def _place(batch: Batch, run: list[int]) -> Place:
    """Return the place of a run of cues, with the number above its first time."""
    lines = batch.derive(line_table)
    first = run[0]
    above = first - 1
    same = above >= 0 and lines.document[above] == lines.document[first]
    if same and batch.text[int(lines.start[above]) : int(lines.end[above])].isdigit():
        first = above
    start, end = int(lines.start[first]), int(lines.end[run[-1]])
    name = "time of a subtitle" if len(run) == 1 else f"times of {len(run)} subtitles"
    return Place(start, end, name, _SURE)
