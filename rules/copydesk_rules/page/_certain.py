"""Judge which blocks are boilerplate by their wording alone, wherever they stand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.columns.blocks import BlockKind
from copydesk.columns.dtypes import Ints, Mask
from copydesk.language.evidence import Clue, strongest
from copydesk_rules.page._blocks import block_sizes, ends_sentence, neighbors
from copydesk_rules.page._datelines import datelines
from copydesk_rules.page._wording import wording

CONFIDENCE = 0.95  # of findings by wording on the development set 99 in 100 are right
MOSTLY = 0.8  # of the words: the block consists of labels
_HALF, _SOME = 0.5, 0.35  # of the words: a prompt with a name in it; one of some length
_PROMPT_WORDS, _LONG_PROMPT_WORDS = 3, 6  # words of labels that make a prompt
_PROMPT_MOST = 40  # words that a prompt may have in all
_OPENED_MOST = 60  # words of a block with a certain opening
_SHORT_WORDS = 8  # a listed opening, and half of the rest
_LABELS_IN_ROW = 3  # names of departments in one block
_FILLER_WORDS = 25  # a block beside boilerplate


class Block(NamedTuple):
    """A block that holds listed phrases, and what stands around it."""

    words: int
    widget: float  # share of its words
    label: float
    phrases: int
    opening: int  # words
    certain_opening: bool
    ended: bool  # has an end mark
    last: str  # its last character
    bracketed: bool
    dateline: bool
    before: bool  # boilerplate stands right before it
    after: bool

    @property
    def prompt(self) -> bool:
        """Most of it is a prompt; the rest is a name or a product."""
        found = self.widget * self.words
        half = self.widget >= _HALF and found >= _PROMPT_WORDS
        some = self.widget >= _SOME and found >= _LONG_PROMPT_WORDS
        return (half or some) and self.words <= _PROMPT_MOST and self.last != "?"

    @property
    def opened_short(self) -> bool:
        """A listed opening begins it, and half of it is widgets."""
        short = self.widget >= _HALF and self.words <= _SHORT_WORDS
        return self.opening > 0 and not self.ended and short

    @property
    def opened_line(self) -> bool:
        """A listed opening begins it, and it is a line without an end mark."""
        return self.opening > 0 and not self.ended and self.words <= _FILLER_WORDS

    @property
    def with_a_phrase(self) -> bool:
        """It holds a widget or a listed opening, or half of it is labels."""
        found = self.widget > 0 or self.opening > 0 or self.label >= _HALF
        return found and self.words <= _FILLER_WORDS


CLUES: tuple[Clue[Block], ...] = (
    Clue("consists of widgets", CONFIDENCE, lambda block: block.widget >= MOSTLY),
    Clue("prompt", CONFIDENCE, lambda block: block.prompt),
    Clue("opens as a prompt", CONFIDENCE, lambda block: block.opened_short),
    Clue(
        "opens as no paragraph does",
        CONFIDENCE,
        lambda block: block.certain_opening and block.words <= _OPENED_MOST,
    ),
    Clue(
        "row of labels",
        CONFIDENCE,
        lambda block: block.label >= MOSTLY and block.phrases >= _LABELS_IN_ROW,
    ),
    Clue("label in brackets", CONFIDENCE, lambda block: block.label >= MOSTLY and block.bracketed),
    Clue("date and time of day", CONFIDENCE, lambda block: block.dateline),
)
# asked of blocks with boilerplate beside them
BESIDE: tuple[Clue[Block], ...] = (
    Clue("label beside boilerplate", CONFIDENCE, lambda block: block.label >= MOSTLY),
    Clue("prompt beside boilerplate", CONFIDENCE, lambda block: block.opened_line),
    Clue(
        "phrase between boilerplate",
        CONFIDENCE,
        lambda block: block.before and block.after and block.with_a_phrase,
    ),
)

Clues = dict[int, tuple[str, ...]]


def certain_blocks(batch: Batch) -> Mask:
    """Return which blocks are boilerplate by their wording; shape (blocks,)."""
    certain = np.zeros(len(batch.blocks), np.bool_)
    certain[list(batch.derive(certain_clues))] = True
    return certain


def certain_clues(batch: Batch) -> Clues:
    """Return the blocks that are boilerplate by their wording, each with the names of its clues;
    for `batch.derive`.
    """
    dated = datelines(batch)
    rows = _candidates(batch, dated)
    alone = np.zeros(len(batch.blocks), np.bool_)
    found: Clues = {}
    for row, block in _blocks(batch, rows, dated, alone, alone):
        verdict = strongest(CLUES, block)
        if verdict.score:
            found[row] = verdict.clues
    alone[list(found)] = True
    before, after = neighbors(alone, batch.blocks.document_of)
    beside = rows[(before | after)[rows] & ~alone[rows]]
    for row, block in _blocks(batch, beside, dated, before, after):
        verdict = strongest(BESIDE, block)
        if verdict.score:
            found[row] = verdict.clues
    return found


def _candidates(batch: Batch, dated: Ints) -> Ints:
    """Return the blocks that hold a listed phrase or are a dateline, ascending."""
    found, blocks = batch.derive(wording), batch.blocks
    phrased = (found.widget > 0) | (found.opening > 0) | (found.label >= _HALF)
    phrased[dated] = True
    free = (blocks.kind != BlockKind.HEADING) & blocks.prose & (block_sizes(batch) > 0)
    return np.flatnonzero(phrased & free)


def _blocks(
    batch: Batch, rows: Ints, dated: Ints, before: Mask, after: Mask
) -> Iterator[tuple[int, Block]]:
    """Return candidates with their rows."""
    found, blocks, codes = batch.derive(wording), batch.blocks, batch.codes
    last = codes.take(blocks.end[rows] - 1)
    bracketed = (codes.take(blocks.start[rows]) == ord("[")) & (last == ord("]"))
    columns = (
        block_sizes(batch)[rows],
        found.widget[rows],
        found.label[rows],
        found.phrases[rows],
        found.opening[rows],
        found.certain_opening[rows],
        batch.derive(ends_sentence)[rows],
    )
    around = (bracketed, np.isin(rows, dated), before[rows], after[rows])
    values = zip(
        *(column.tolist() for column in columns),
        map(chr, last.tolist()),
        *(column.tolist() for column in around),
        strict=True,
    )
    return zip(rows.tolist(), map(Block._make, values), strict=True)
