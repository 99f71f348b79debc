"""Learn which lines of a document are page numbers: they count up, page by page."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from copydesk.columns import characters as ch
from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import Ints
from copydesk_rules.leftovers._forms import Place
from copydesk_rules.leftovers._lists import any_of
from copydesk_rules.leftovers._mentions import mentions
from copydesk_rules.leftovers._signs import line_table

_LONGEST = 32  # characters of a line that is a page number
_PAGE = {True: 60, False: 150}  # characters between two page numbers, framed or bare, at least
_FRAMED, _BARE = 2, 3  # numbers that count up, by form
_STEP = 2  # a page may have lost its number
_YEARS = range(1500, 2100)  # bare ones are headings of chronicles
_CUT_SHARE = 0.4  # of bare numbers that cut a sentence, where they begin at one
_SURE, _LIKELY = 0.93, 0.85
_END = '.!?。！？…:;"”’»)]*'


class Numbered(NamedTuple):
    """A line that holds a number alone: its row, the number, and whether its form is a page's."""

    row: int
    number: int
    framed: bool


def page_numbers(batch: Batch) -> list[Place]:
    """Return the lines of a batch that are page numbers, in order; for `batch.derive`."""
    lines = batch.derive(line_table)
    by_document: dict[int, list[Numbered]] = {}
    for row in _candidates(batch).tolist():
        start, end = int(lines.start[row]), int(lines.end[row])
        each = _numbered(batch.text[start:end], row)
        if each and own_line(batch, start, end):
            by_document.setdefault(int(lines.document[row]), []).append(each)
    found: list[Place] = []
    for each_document in by_document.values():
        for framed in (True, False):
            for run in _counting(batch, [each for each in each_document if each.framed == framed]):
                sure = _confidence(batch, run)
                if sure:
                    found.extend(
                        Place(int(lines.start[e.row]), int(lines.end[e.row]), "page number", sure)
                        for e in run
                    )
    return sorted(found)


def _candidates(batch: Batch) -> Ints:
    """Return the short lines that begin or end in a digit, or are framed by dashes, ascending."""
    lines = batch.derive(line_table)
    rows = np.flatnonzero(lines.end - lines.start <= _LONGEST)
    first, last = (
        batch.classes.take(lines.start[rows]),
        batch.classes.take(np.maximum(lines.end[rows] - 1, 0), mode="clip"),
    )
    frame = ~((first <= ch.LETTER) | (last <= ch.LETTER))
    return np.asarray(rows[(first == ch.DIGIT) | (last == ch.DIGIT) | frame], np.int64)


@functools.cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Return the forms of page numbers: framed, labelled, bare."""
    page, of = any_of("pages"), any_of("of_words")
    return (
        re.compile(r"[-–—~•·|*=_ ]{1,4}(?P<number>\d{1,4})[-–—~•·|*=_ ]{1,4}"),
        re.compile(
            rf"\W*(?:{page}\.?\s*(?:no\.?\s*)?(?P<number>\d{{1,4}})(?:\s*(?:{of}|/)\s*\d{{1,4}})?|(?P<second>\d{{1,4}})\s*(?:{of}|/)\s*\d{{1,4}}|(?P<third>\d{{1,4}})\s*{page})\W*",
            re.IGNORECASE,
        ),
        re.compile(r"(?P<number>\d{1,4})\.?"),
    )


def _numbered(line: str, row: int) -> Numbered | None:
    framed, labelled, bare = _patterns()
    match = labelled.fullmatch(line) or framed.fullmatch(line)
    if match:
        number = next(group for group in match.groups() if group)
        return Numbered(row, int(number), framed=True)
    match = bare.fullmatch(line)
    if not match or int(match["number"]) in _YEARS:
        return None
    return Numbered(row, int(match["number"]), framed=False)


def own_line(batch: Batch, start: int, end: int) -> bool:
    """Tell whether a line of prose is a block of its own where the format declares blocks."""
    about = batch.derive(mentions)
    block = about.prose_block(start)
    if block < 0:
        return False
    number, _, _ = about.document(start)
    whole = int(batch.blocks.start[block]) == start and int(batch.blocks.end[block]) == end
    return whole or batch.texts[number].layout is None


def _counting(batch: Batch, lines: Sequence[Numbered]) -> list[list[Numbered]]:
    """Return the longest runs of lines whose numbers count up with a page of text between."""
    runs: list[list[Numbered]] = []
    for each in lines:
        for run in reversed(runs):
            if 0 < each.number - run[-1].number <= _STEP and _apart(batch, run[-1], each):
                run.append(each)
                break
        else:
            runs.append([each])
    return runs


def _apart(batch: Batch, one: Numbered, other: Numbered) -> bool:
    lines = batch.derive(line_table)
    return int(lines.start[other.row]) - int(lines.end[one.row]) >= _PAGE[one.framed]


def _confidence(batch: Batch, run: Sequence[Numbered]) -> float:
    """Return how sure it is that a run of counting lines are page numbers."""
    framed = run[0].framed
    if len(run) < (_FRAMED if framed else _BARE) or not _even(batch, run):
        return 0.0
    cuts = sum(_cuts_sentence(batch, each.row) for each in run)
    if framed:
        return _SURE if len(run) > _FRAMED or cuts else _LIKELY
    if cuts >= _CUT_SHARE * len(run):
        return _SURE
    return _LIKELY if run[0].number > len(run) and cuts else 0.0


def _even(batch: Batch, run: Sequence[Numbered]) -> bool:
    """Tell whether the pages are of about one length: none has ten times another's."""
    lines = batch.derive(line_table)
    sizes = [int(lines.start[b.row]) - int(lines.end[a.row]) for a, b in pairwise(run)]
    middle = sorted(sizes)[len(sizes) // 2]
    return sum(size > 10 * middle for size in sizes) <= len(sizes) // 4


def _cuts_sentence(batch: Batch, row: int) -> bool:
    """Tell whether the line before ends in no end mark, and the line after begins in lower case."""
    lines = batch.derive(line_table)
    document = lines.document
    if row == 0 or row + 1 >= len(lines) or document[row - 1] != document[row]:
        return False
    if document[row + 1] != document[row]:
        return False
    before, after = int(lines.end[row - 1]) - 1, int(lines.start[row + 1])
    return batch.text[before] not in _END and int(batch.classes[after]) == ch.LOWER
