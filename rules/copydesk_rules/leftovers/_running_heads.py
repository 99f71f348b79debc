"""Learn which lines of a document are the header or the footer of its pages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from copydesk.columns import characters as ch
from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import Ints
from copydesk.columns.ragged import recurring_in_document
from copydesk.patterns import late_pattern
from copydesk_rules.leftovers._forms import Place
from copydesk_rules.leftovers._mentions import mentions
from copydesk_rules.leftovers._page_numbers import own_line, page_numbers
from copydesk_rules.leftovers._signs import Lines, line_table

_LONGEST, _SHORTEST = 100, 8  # characters of a header
_WORDS = 3  # of a title
_TITLED = 4  # places of a header that only cuts sentences
_LONG = late_pattern(r"[^\W\d_]{5,}")
_BASE = np.uint64(0x110001)
_NUMBER = late_pattern(r"\d{1,4}")
_BESIDE = 2  # lines between a header and the number of its page, at most
_SHARE = 0.6  # of a header's places that show it
_PAGE = 60  # characters between two places, at least
_BLANK = 2  # line ends where a blank line parts a header from the text, on one side at least
_SURE, _LIKELY = 0.92, 0.85
_END = '.!?。！？…:;"”’»)]*'


def find_heads(batch: Batch, min_pages: int) -> list[Place]:
    """Return the headers and footers of pages in the prose of a batch, in order."""
    lines = batch.derive(line_table)
    alike: dict[tuple[int, str], list[int]] = defaultdict(list)
    for row in _candidates(batch, lines).tolist():
        text = batch.text[int(lines.start[row]) : int(lines.end[row])]
        alike[int(lines.document[row]), _NUMBER.sub("#", text)].append(row)
    numbered = {place.start for place in batch.derive(page_numbers)}
    found = []
    for rows in alike.values():
        if len(rows) >= min_pages and int(lines.start[rows[0]]) not in numbered:
            shown = _shown(batch, rows, numbered)
            found.extend(_places(batch, rows, *shown) if shown else [])
    return sorted(found)


def _candidates(batch: Batch, lines: Lines) -> Ints:
    """Return the lines of a header's length that may recur: equal in length and beginning.

    Ascending.
    """
    size = lines.end - lines.start
    rows = np.flatnonzero((size <= _LONGEST) & (size >= _SHORTEST))
    rows = rows[batch.classes.take(lines.start[rows]) <= ch.DIGIT]
    document, found = lines.document[rows], np.zeros(rows.size, np.bool_)
    # A number at its head or at its end tells the pages of a header apart, hardly one at both.
    for edge, step in ((lines.start[rows], 1), (lines.end[rows] - 1, -1)):
        key = np.zeros(rows.size, np.uint64)
        for place in range(_SHORTEST):
            key = key * _BASE + batch.codes.take(edge + step * place)
        found[recurring_in_document(document, key)] = True
    return np.asarray(rows[found], np.int64)


def _shown(batch: Batch, rows: Sequence[int], numbered: set[int]) -> tuple[str, float] | None:
    """Return how recurring lines show that they are a page's, and how sure that is."""
    lines = batch.derive(line_table)
    least = _SHARE * len(rows)
    gaps = [int(lines.start[b]) - int(lines.end[a]) for a, b in pairwise(rows)]
    if sum(gap >= _PAGE for gap in gaps) < _SHARE * len(gaps):
        return None
    beside = sum(
        any(
            int(lines.start[near]) in numbered
            for near in range(max(row - _BESIDE, 0), min(row + _BESIDE + 1, len(lines)))
            if lines.document[near] == lines.document[row]
        )
        for row in rows
    )
    if beside >= least:
        return "beside page numbers", _SURE
    cuts = sum(_cuts(batch, row) for row in rows)
    if cuts and _counts(batch, rows):
        code = batch.derive(mentions).about_code(int(lines.start[rows[0]]))
        return None if code else ("counts the pages", _SURE)
    if cuts >= least and len(rows) >= _TITLED and _is_title(batch, rows[0]):
        return "between the halves of sentences", _LIKELY
    return None


def _is_title(batch: Batch, row: int) -> bool:
    """Tell whether the longer words of a line begin with capitals, in a text that is not code."""
    lines = batch.derive(line_table)
    start, end = int(lines.start[row]), int(lines.end[row])
    if len(batch.text[start:end].split()) < _WORDS:  # a name on a line of its own
        return False
    long = _LONG.findall(batch.text[start:end])
    title = bool(long) and all(word[0].isupper() for word in long)
    return title and not batch.derive(mentions).about_code(start)


def _counts(batch: Batch, rows: Sequence[int]) -> bool:
    """Tell whether a number in the lines counts up by one or two from place to place."""
    lines = batch.derive(line_table)
    texts = [batch.text[int(lines.start[row]) : int(lines.end[row])] for row in rows]
    columns = zip(
        *[[int(number) for number in _NUMBER.findall(text)] for text in texts], strict=False
    )
    for column in columns:
        steps = [b - a for a, b in pairwise(column)]
        rising = sum(0 < step <= 2 for step in steps)
        if rising >= _SHARE * len(steps) and all(step >= 0 for step in steps):
            return True
    return False


def _cuts(batch: Batch, row: int) -> bool:
    """Tell whether the line is between the halves of a sentence."""
    lines = batch.derive(line_table)
    document = lines.document
    if row == 0 or row + 1 >= len(lines):
        return False
    if document[row - 1] != document[row] or document[row + 1] != document[row]:
        return False
    before, after = int(lines.end[row - 1]) - 1, int(lines.start[row + 1])
    above = batch.text.count("\n", before, int(lines.start[row]))
    if max(above, batch.text.count("\n", int(lines.end[row]), after)) < _BLANK:
        return False
    return batch.text[before] not in _END and int(batch.classes[after]) == ch.LOWER


def _places(batch: Batch, rows: Sequence[int], form: str, sure: float) -> list[Place]:
    lines = batch.derive(line_table)
    return [
        Place(int(lines.start[row]), int(lines.end[row]), form, sure)
        for row in rows
        if own_line(batch, int(lines.start[row]), int(lines.end[row]))
    ]
