"""Judge which blocks are boilerplate by their wording alone, in any document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from copydesk.columns import characters as ch
from copydesk.columns.batch import Batch
from copydesk.columns.blocks import BlockKind
from copydesk.columns.document_kinds import DocumentKind
from copydesk.columns.dtypes import Ints, Mask
from copydesk.columns.ragged import among
from copydesk.language.evidence import Clue, Verdict, strongest
from copydesk.language.kinds import kinds_of
from copydesk.language.kinds.rows import rows_of
from copydesk.language.section_numbers import numbered_headings
from copydesk_rules.page._blocks import block_sizes, ends_sentence, marked_items, neighbors
from copydesk_rules.page._datelines import datelines
from copydesk_rules.page._page_documents import SHORT_LINES, from_html, manuals, page_documents
from copydesk_rules.page._site_lines import recurring_form, site_lines
from copydesk_rules.page._wording import wording

_DOUBTED = 0.6  # what only begins as prompts do, or has words of them, in other kinds of documents
_LIKELY = 0.8  # a line that only begins as prompts do
CONFIDENCE = 0.95  # of findings by wording on the development set 99 in 100 are right
MOSTLY = 0.8  # of the words: the block consists of labels
_HALF, _SOME = 0.5, 0.35  # of the words: a prompt with a name in it; one of some length
_PROMPT_WORDS, _LONG_PROMPT_WORDS = 3, 6  # words of labels that make a prompt
_PROMPT_MOST = 40  # words that a prompt may have in all
_OPENED_MOST = 60  # words of a block with a certain opening
_SHORT_WORDS = 8  # that a short block with a listed opening may have
_LABELS_IN_ROW = 3  # labels in one block that no subheading has
_BRACKETS = np.array([ord(mark) for mark in "([{\u3010"])
_COLONS = np.array([ord(mark) for mark in ":\uff1a"])
_DATELINES = 3  # that a text may have which is no log of changes, and no scraped page
_FILLER_WORDS = 25  # that a block beside boilerplate may have


# Kinds that have short lines of their own by nature, or whose lines a scanner broke.
_FORMAL = SHORT_LINES | {DocumentKind.LISTING, DocumentKind.SCAN}


class Block(NamedTuple):
    """A block that holds listed phrases or is a dateline, and what surrounds it.

    `widget` to `prompted` are the columns of `Wording`.
    """

    words: int
    widget: float
    label: float
    phrases: int
    opening: int
    certain_opening: bool
    prompted: bool  # a listed prompt is all of it, or most
    lone: bool  # one word, numbers aside
    home: bool  # in a page, or in text of no formal kind
    ended: bool  # has an end mark
    question: bool  # ends in a question mark
    leads: bool  # ends in a colon, in text of a formal kind or in Markdown
    bracketed: bool
    linked: bool  # a row of links, in Markdown
    dateline: bool
    spoken: bool  # somebody's words between quotation marks
    before: bool = False  # boilerplate right before it, in its document
    after: bool = False  # the same right after it

    @property
    def consists(self) -> bool:
        """It is widgets; a lone word (`Next`) is the stage's or the manual's as often as a site's."""
        return self.widget >= MOSTLY and (self.prompted or self.home or not self.lone)

    @property
    def prompt(self) -> bool:
        """Most of it is a prompt; the rest is a name or a product."""
        found = self.widget * self.words
        half = self.widget >= _HALF and found >= _PROMPT_WORDS
        some = self.widget >= _SOME and found >= _LONG_PROMPT_WORDS
        return (half or some) and self.words <= _PROMPT_MOST and not self.question

    @property
    def opened_surely(self) -> bool:
        """A listed opening begins it that no paragraph has."""
        return self.certain_opening and self.words <= _OPENED_MOST

    @property
    def opened_short(self) -> bool:
        """A listed opening begins it, it is short, and half of it is widgets."""
        short = self.widget >= _HALF and self.words <= _SHORT_WORDS
        return self.opening > 0 and not self.ended and short

    @property
    def opened_line(self) -> bool:
        """A listed opening begins it, and it is a line without an end mark."""
        return self.opening > 0 and not self.ended and self.words <= _FILLER_WORDS

    @property
    def with_a_phrase(self) -> bool:
        """It is not long, and holds a widget or a listed opening, or half of it is labels."""
        found = self.widget > 0 or self.opening > 0 or self.label >= _HALF
        return found and self.words <= _FILLER_WORDS


# The gate is `_candidates`, then `_alone` for CLUES: no block with less is asked, and a clue that
# needs less must widen it.
CLUES: tuple[Clue[Block], ...] = (
    Clue("consists of widgets", CONFIDENCE, lambda block: block.consists),
    Clue("prompt", CONFIDENCE, lambda block: block.prompt and (block.home or block.prompted)),
    Clue("some words of a prompt", _DOUBTED, lambda block: block.prompt),
    Clue("opens as a prompt", _LIKELY, lambda block: block.opened_short and block.home),
    Clue(
        "opens as no paragraph of an article does",
        CONFIDENCE,
        lambda block: block.opened_surely and block.home,
    ),
    Clue("opens as notices do", _DOUBTED, lambda block: block.opened_surely),
    Clue(
        "row of labels",
        CONFIDENCE,
        lambda block: block.label >= MOSTLY and block.phrases >= _LABELS_IN_ROW,
    ),
    Clue(
        "label in brackets",
        CONFIDENCE,
        lambda block: block.label >= MOSTLY and block.bracketed and block.home,
    ),
    Clue("date and time of day", CONFIDENCE, lambda block: block.dateline),
    Clue("speech", 0, lambda block: block.spoken),
    Clue("links of the author's own", 0, lambda block: block.linked),
    Clue("leads to what follows", 0, lambda block: block.leads),
)
# Asked of candidates that no clue above holds for, where one holds for the block before or after.
BESIDE: tuple[Clue[Block], ...] = (
    Clue("label beside boilerplate", CONFIDENCE, lambda block: block.label >= MOSTLY),
    Clue("prompt beside boilerplate", CONFIDENCE, lambda block: block.opened_line),
    Clue(
        "phrase between boilerplate",
        CONFIDENCE,
        lambda block: block.before and block.after and block.with_a_phrase,
    ),
)

Clues = dict[int, Verdict]


def certain_blocks(batch: Batch) -> Mask:
    """Return which blocks are boilerplate by their wording; shape (blocks,)."""
    certain = np.zeros(len(batch.blocks), np.bool_)
    certain[list(batch.derive(certain_clues))] = True
    return certain


def certain_clues(batch: Batch) -> Clues:
    """Return the blocks that are boilerplate by their wording, each with what says so; for
    `batch.derive`.
    """
    dated = np.zeros(len(batch.blocks), np.bool_)
    lines = datelines(batch)
    dated[lines[~recurring_form(batch, lines, _DATELINES)]] = True
    rows = _candidates(batch, dated)
    blocks = dict(zip(rows.tolist(), _views(batch, rows, dated), strict=True))
    found: Clues = site_lines(batch)
    for row in rows[_alone(batch, dated)[rows]].tolist():
        verdict = strongest(CLUES, blocks[row])
        if verdict.score:
            found[row] = verdict
    certain = np.zeros_like(dated)
    certain[list(found)] = True
    before, after = neighbors(certain, batch.blocks.document_of)
    for row in rows[(before | after)[rows] & ~certain[rows]].tolist():
        block = blocks[row]._replace(before=bool(before[row]), after=bool(after[row]))
        verdict = strongest(BESIDE, block)
        if verdict.score:
            found[row] = verdict
    return found


def _alone(batch: Batch, dated: Mask) -> Mask:
    """Return which blocks hold enough of what is listed to be boilerplate by themselves."""
    found = batch.derive(wording)
    return (found.widget >= _SOME) | (found.label >= MOSTLY) | found.certain_opening | dated


def _candidates(batch: Batch, dated: Mask) -> Ints:
    """Return the blocks that hold a listed phrase or are a dateline, ascending."""
    found, blocks = batch.derive(wording), batch.blocks
    phrased = (found.widget > 0) | (found.opening > 0) | (found.label >= _HALF) | dated
    heading = (blocks.kind == BlockKind.HEADING) | batch.derive(numbered_headings)
    heading |= batch.derive(rows_of).hanging & batch.derive(manuals)[blocks.document_of]
    free = ~heading & blocks.prose & (block_sizes(batch) > 0)
    return np.flatnonzero(phrased & free & ~marked_items(batch))


def _lone(batch: Batch) -> Mask:
    """Return which blocks are one word, numbers aside."""
    first, end = batch.block_words
    numbers = np.append(0, np.cumsum(batch.words.number))
    return np.asarray(end - first - (numbers[end] - numbers[first]) <= 1)


def _home(batch: Batch) -> Mask:
    """Return which blocks are in a page, or in text that is of no formal kind."""
    formal = batch.derive(kinds_of).among(_FORMAL) | batch.derive(manuals)
    home = batch.derive(page_documents) | ~formal
    return np.asarray(home[batch.blocks.document_of], np.bool_)


def _linked(batch: Batch, rows: Ints) -> Mask:
    """Return which blocks are rows of links that somebody wrote in Markdown."""
    found, blocks = _marked_up(batch)[rows], batch.blocks
    spans = zip(blocks.start[rows[found]].tolist(), blocks.end[rows[found]].tolist(), strict=True)
    found[found] = [batch.raw(*span).count("](") >= _LABELS_IN_ROW for span in spans]
    return found


def _marked_up(batch: Batch) -> Mask:
    """Return which blocks are in Markdown or the like: its lists are the author's own."""
    laid_out = np.array([text.layout is not None for text in batch.texts], np.bool_)
    return np.asarray((laid_out & ~from_html(batch))[batch.blocks.document_of], np.bool_)


def _spoken(batch: Batch, rows: Ints) -> Mask:
    """Return which blocks are sentences between quotation marks: "Well, what is this about?"."""
    first, last = batch.blocks.start[rows], batch.blocks.end[rows] - 1
    marks = (ch.QUOTE, ch.OPENER, ch.CLOSER)  # „Gut“ and »Gut« close with what opens elsewhere
    opened, closed = (among(batch.classes.take(at), marks) for at in (first, last))
    bracket = among(batch.codes.take(first), _BRACKETS)
    return np.asarray(opened & closed & ~bracket & batch.derive(ends_sentence)[rows], np.bool_)


def _views(batch: Batch, rows: Ints, dated: Mask) -> Iterator[Block]:
    """Return the views of some blocks."""
    found, blocks, codes = batch.derive(wording), batch.blocks, batch.codes
    last = codes.take(blocks.end[rows] - 1)
    columns = (
        block_sizes(batch)[rows],
        found.widget[rows],
        found.label[rows],
        found.phrases[rows],
        found.opening[rows],
        found.certain_opening[rows],
        found.prompt[rows],
        _lone(batch)[rows],
        _home(batch)[rows],
        batch.derive(ends_sentence)[rows],
        last == ord("?"),
        among(last, _COLONS) & ~(_home(batch) & ~_marked_up(batch))[rows],
        (codes.take(blocks.start[rows]) == ord("[")) & (last == ord("]")),
        _linked(batch, rows),
        dated[rows],
        _spoken(batch, rows),
    )
    return map(Block, *(column.tolist() for column in columns))
