"""Pair quotation marks block by block, and find those that open nothing, or are never closed."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from copydesk.columns import characters as ch
from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import Ints

_CURLY, _STRAIGHT = "“”", '"'
_FOREIGN = frozenset(
    "„«»‹›「」『』〝〞‟"
)  # other ways to quote: `“` closes after the first, and the rest pair in more than one direction
_DOUBLE = re.compile("[“”\"]|''|’’|``")  # two apostrophes are one mark
_FEET, _FEET_LENGTH = re.compile(r"\d['’′] ?\d{1,2}(?:[.½¼¾]\d?)?$"), 8
_AHEAD = 3  # blocks in which a quotation may go on: advertisements and captions stand between
_BEFORE_OPENING = frozenset("([{—–-/‘'…*_>")
_MENTIONED = frozenset(
    ("()", "[]", "{}", "''", "‘’", "“”")
)  # a mark between these is spoken of, and quotes nothing
_LEAST = 4  # words of a block that may hold a quotation


@dataclass(frozen=True, slots=True)
class Unpaired:
    """A mark without its partner: its offset, and whether it opens."""

    at: int
    opens: bool


@dataclass(frozen=True, slots=True)
class _Paired:
    """What the marks of a block come to; -1 for none."""

    left_open: int  # the opening mark that stays open
    closes_nothing: int  # the closing mark that closes nothing
    begins_quoted: bool


def find_unpaired(batch: Batch, min_blocks: int) -> list[Unpaired]:
    """Return the marks without a partner in documents of some blocks of prose,
    at most one of each kind a block, in order.

    A quotation of several paragraphs is opened at each and closed at the last only; one that is
    closed some blocks below is let pass too.
    """
    blocks, found = batch.blocks, []
    read: dict[int, _Paired] = {}

    def near(row: int, steps: range) -> list[_Paired]:
        others = (row + step for step in steps if 0 <= row + step < len(blocks))
        return [
            _pair(batch, other, read)
            for other in others
            if blocks.document_of[other] == blocks.document_of[row]
        ]

    for row in _uneven(batch, min_blocks).tolist():
        here = _pair(batch, row, read)
        if here.closes_nothing >= 0 and not any(
            other.left_open >= 0 for other in near(row, range(-_AHEAD, 0))
        ):
            found.append(Unpaired(here.closes_nothing, opens=False))
        if here.left_open >= 0 and _ends(batch, row):
            following = near(row, range(1, _AHEAD + 1))
            if not any(other.begins_quoted or other.closes_nothing >= 0 for other in following):
                found.append(Unpaired(here.left_open, opens=True))
    return sorted(found, key=lambda mark: mark.at)


def _uneven(batch: Batch, min_blocks: int) -> Ints:
    """Return the blocks of prose whose double marks do not come out even."""
    codes, blocks = batch.codes, batch.blocks
    marks = np.flatnonzero(
        (batch.classes == ch.QUOTE) | (batch.classes == ch.OPENER) | (batch.classes == ch.CLOSER)
    )
    code = codes.take(marks)
    row = np.searchsorted(blocks.start, marks, side="right") - 1
    kept = (row >= 0) & (marks < blocks.end.take(row))
    row, code = row[kept], code[kept]
    opening, closing, straight = (
        np.bincount(row[code == ord(mark)], minlength=len(blocks)) for mark in (*_CURLY, _STRAIGHT)
    )
    first, last = batch.block_words
    many = np.bincount(blocks.document_of[blocks.prose], minlength=len(batch)) >= min_blocks
    kept = blocks.prose & (last - first >= _LEAST) & many.take(blocks.document_of)
    return np.flatnonzero(kept & ((opening != closing) | (straight % 2 > 0)))


def _pair(batch: Batch, row: int, read: dict[int, _Paired]) -> _Paired:
    """Return how the marks of a block pair; `read` holds what is known already."""
    if row not in read:
        text, offset = batch.block_text(row), int(batch.blocks.start[row])
        curly = "“" in text or "”" in text
        left_open = nothing = -1
        if _FOREIGN.isdisjoint(text) and not (
            curly and _STRAIGHT in text
        ):  # straight and curly marks may close one another
            left_open, nothing = _curly(text) if curly else _straight(text)
        begins = text[:1] in ("“", "”", _STRAIGHT, "‘", "'")
        read[row] = _Paired(
            left_open + offset if left_open >= 0 else -1,
            nothing + offset if nothing >= 0 else -1,
            begins,
        )
    return read[row]


def _curly(text: str) -> tuple[int, int]:
    """Return where a mark stays open and where one closes nothing; -1 for none."""
    opened, nothing = list[int](), -1
    for match in _DOUBLE.finditer(text):
        if match[0] in ("“", "``"):
            opened.append(match.start())
        elif opened:
            opened.pop()
        elif match[0] == "”" and nothing < 0:
            nothing = match.start()
    if opened and nothing >= 0:
        return -1, -1  # the wrong mark of the two
    return (opened[0] if opened else -1), nothing


def _straight(text: str) -> tuple[int, int]:
    """Return the same for marks that do not tell opening from closing but by what stands beside
    them.
    """
    opened = -1
    for match in _DOUBLE.finditer(text):
        before, after = text[: match.start()][-1:], text[match.end() : match.end() + 1]
        if (before.isdigit() and opened < 0) or _FEET.search(text[: match.start()][-_FEET_LENGTH:]):
            continue  # inches, or seconds
        if before + after in _MENTIONED:
            continue
        may_open = (
            (not before or before.isspace() or before in _BEFORE_OPENING)
            and bool(after)
            and not after.isspace()
        )
        may_close = bool(before) and not before.isspace()
        if opened < 0 and may_open:
            opened = match.start()
        elif opened < 0:
            return -1, (match.start() if match[0] == _STRAIGHT and may_close else -1)
        elif may_close or not may_open:
            opened = -1
        else:
            return opened, -1  # opened again before it was closed
    return opened, -1


def _ends(batch: Batch, row: int) -> bool:
    """Tell whether a block ends as a sentence does.

    What is cut off has lost its closing mark with the rest.
    """
    last = int(batch.blocks.end[row]) - 1
    return bool(batch.codes[last] in (ord("."), ord("!"), ord("?")))
