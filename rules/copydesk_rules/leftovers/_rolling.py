"""Find runs of lines that each come twice, or again with more words."""

from __future__ import annotations

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import Ints
from copydesk.patterns import late_pattern
from copydesk_rules.leftovers._forms import Place
from copydesk_rules.leftovers._mentions import mentions
from copydesk_rules.leftovers._signs import line_table

_SHORTEST, _LONGEST = 10, 120  # characters of a line of captions
_APART = 2  # lines from one repeated line to the next, at most; with their copies
_SURE = 0.92
_FEWEST_WORDS = 3  # of a line
_WORD = late_pattern(r"[^\W\d_]{2,}")
_ENDS = ".!?。！？"


def find_rolling(batch: Batch, min_lines: int) -> list[Place]:
    """Return the runs of rolling captions in the prose of a batch, in order."""
    lines, about = batch.derive(line_table), batch.derive(mentions)
    rows = [row for row in _candidates(batch).tolist() if _repeated(batch, row)]
    runs: list[list[int]] = []
    for row in rows:
        last = runs[-1][-1] if runs else -9
        if row - last <= _APART + 1 and lines.document[row] == lines.document[last]:
            runs[-1].append(row)
        else:
            runs.append([row])
    found = []
    for run in runs:
        texts = {_text(batch, row) for row in run}
        ended = sum(text.endswith(tuple(_ENDS)) for text in texts)
        start, end = int(lines.start[run[0]]), int(lines.end[run[-1] + 1])
        worded = sum(len(_WORD.findall(text)) >= _FEWEST_WORDS for text in texts)
        if (
            len(texts) >= min_lines
            and worded == len(texts)
            and ended <= len(texts) // 3
            and about.prose_block(start) >= 0
        ):
            found.append(Place(start, end, "rolling captions, each line twice", _SURE))
    return found


def _candidates(batch: Batch) -> Ints:
    """Return the lines whose next line begins with the same two words, ascending."""
    lines, words = batch.derive(line_table), batch.words
    if len(lines) < 2:
        return lines.start[:0]
    size = lines.end - lines.start
    rows = np.flatnonzero(
        (size[:-1] >= _SHORTEST) & (size[:-1] <= _LONGEST) & (size[1:] >= size[:-1])
    )
    rows = rows[lines.document[rows] == lines.document[rows + 1]]
    codes = batch.codes
    for offset in (0, 2, 5, 8):  # a few characters tell nearly all lines apart
        one, other = lines.start[rows] + offset, lines.start[rows + 1] + offset
        rows = rows[codes.take(one) == codes.take(other)]
    first = np.searchsorted(words.start, lines.start[rows])
    end = np.searchsorted(words.start, lines.end[rows])
    return np.asarray(rows[end - first > 1], np.int64)


def _text(batch: Batch, row: int) -> str:
    lines = batch.derive(line_table)
    return batch.text[int(lines.start[row]) : int(lines.end[row])]


def _repeated(batch: Batch, row: int) -> bool:
    """Tell whether the next line is this one again, or begins with all of it."""
    one, other = _text(batch, row), _text(batch, row + 1)
    return other == one or other.startswith(f"{one} ")
