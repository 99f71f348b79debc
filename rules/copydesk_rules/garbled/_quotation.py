"""Pair quotation marks block by block, and find those never closed, or closed without opening."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from copydesk.columns import characters as ch
from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import Ints

_CURLY, _STRAIGHT = "“”", '"'
# Other ways to quote: `“` closes after the first, and the rest pair in more than one direction.
_FOREIGN = frozenset("„«»‹›「」『』〝〞‟")
_DOUBLE = re.compile("[“”\"]|''|’’|``")  # two apostrophes are one mark
_FEET, _FEET_LENGTH = re.compile(r"\d['’′] ?\d{1,2}(?:[.½¼¾]\d?)?$"), 8
_AHEAD = 3  # blocks in which a quotation may go on: advertisements and captions lie between
_BEFORE_OPENING = frozenset("([{—–-/‘'…*_>")
# A mark between these is mentioned, and quotes nothing.
_MENTIONED = frozenset(("()", "[]", "{}", "''", "‘’", "“”"))
_LEAST = 4  # words of a block that may hold a quotation


class Unpaired(NamedTuple):
    """A mark without its partner: its offset, and whether it opens."""

    at: int
    opens: bool


@dataclass(frozen=True, slots=True)
class Pairing:
    """What the marks of a block come to: offsets of those without a partner, None for none."""

    unclosed: int | None
    unopened: int | None
    begins_quoted: bool


def find_unpaired(batch: Batch, min_blocks: int) -> list[Unpaired]:
    """Return the marks without a partner, at most one of each kind a block, in order.

    In documents of `min_blocks` blocks of prose and more. A quotation of several paragraphs is
    opened at each and closed at the last only; one that is closed some blocks below is let pass.
    """
    pairings = _Pairings(batch)
    found: list[Unpaired] = []
    for row in _uneven(batch, min_blocks).tolist():
        here = pairings[row]
        if here.unopened is not None and not any(
            other.unclosed is not None for other in pairings.near(row, range(-_AHEAD, 0))
        ):
            found.append(Unpaired(here.unopened, opens=False))
        if (
            here.unclosed is not None
            and _ends_sentence(batch, row)
            and not any(
                other.begins_quoted or other.unopened is not None
                for other in pairings.near(row, range(1, _AHEAD + 1))
            )
        ):
            found.append(Unpaired(here.unclosed, opens=True))
    return sorted(found)


def _uneven(batch: Batch, min_blocks: int) -> Ints:
    """Return the blocks of prose whose double marks do not come out even, in order."""
    blocks, classes = batch.blocks, batch.classes
    at = np.flatnonzero((classes == ch.QUOTE) | (classes == ch.OPENER) | (classes == ch.CLOSER))
    at = at[batch.block_at(at) >= 0]
    at = at[at < blocks.end.take(batch.block_at(at))]
    row, code = batch.block_at(at), batch.codes.take(at)
    opening, closing, straight = (
        np.bincount(row[code == ord(mark)], minlength=len(blocks)) for mark in (*_CURLY, _STRAIGHT)
    )
    first, end = batch.block_words
    many = np.bincount(blocks.document_of[blocks.prose], minlength=len(batch)) >= min_blocks
    judged = blocks.prose & (end - first >= _LEAST) & many.take(blocks.document_of)
    return np.flatnonzero(judged & ((opening != closing) | (straight % 2 > 0)))


class _Pairings:
    """The pairing of each block that is asked for, made once."""

    def __init__(self, batch: Batch) -> None:
        self._batch = batch
        self._known: dict[int, Pairing] = {}

    def __getitem__(self, block: int) -> Pairing:
        if block not in self._known:
            start = int(self._batch.blocks.start[block])
            self._known[block] = _paired(self._batch.block_text(block), start)
        return self._known[block]

    def near(self, block: int, steps: range) -> Iterator[Pairing]:
        """Return the pairings of the blocks so many steps away, in the same document."""
        document_of = self._batch.blocks.document_of
        for other in (block + step for step in steps):
            if 0 <= other < document_of.size and document_of[other] == document_of[block]:
                yield self[other]


def _paired(text: str, start: int) -> Pairing:
    """Return how the marks of a block pair; `start`: the offset of its text."""
    curly = "“" in text or "”" in text
    unclosed = unopened = None
    mixed = curly and _STRAIGHT in text  # straight and curly marks may close one another
    if _FOREIGN.isdisjoint(text) and not mixed:
        unclosed, unopened = _pair_curly(text) if curly else _pair_straight(text)
    return Pairing(
        None if unclosed is None else unclosed + start,
        None if unopened is None else unopened + start,
        text[:1] in ("“", "”", _STRAIGHT, "‘", "'"),
    )


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
            return None, (match.start() if match[0] == _STRAIGHT and may_close else None)
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
    if outside and text[start - 1 : start].isdigit():
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


def _ends_sentence(batch: Batch, row: int) -> bool:
    """Tell whether a block ends as a sentence does.

    One that is cut off has lost its closing mark with the rest.
    """
    last = int(batch.blocks.end[row]) - 1
    return bool(batch.codes[last] in (ord("."), ord("!"), ord("?")))
