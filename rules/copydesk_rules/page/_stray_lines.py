"""Judge the lines between an article's paragraphs: captions and credits by their marks, links by
their wording, titles of pictures, films and charts by their form.
"""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

import numpy as np
from msgspec import Struct

from copydesk.columns import characters as ch
from copydesk.columns.batch import Batch
from copydesk.columns.blocks import BlockKind
from copydesk.columns.dtypes import Ints, Mask
from copydesk.columns.ragged import heads
from copydesk.language.evidence import Clue, Verdict, strongest
from copydesk_rules.page._blocks import block_sizes, ends_sentence, follows, neighbors
from copydesk_rules.page._caption_words import signed
from copydesk_rules.page._credits import credited, placed, signs_off
from copydesk_rules.page._line_forms import CAPTION, POINTERS, TITLES, Line, may_point

MARKED, _SIGN_OFF = 0.9, 0.8  # confidence of what marks say, and of a line that names reporters

Verdicts = dict[int, Verdict]  # by row of the block table; the first words say what the line is


class MarkedLine(NamedTuple):
    """A block that holds words of captions; `edge` and `inside` are those of `Signed`."""

    text: str
    edge: bool
    inside: bool
    sign_off: bool  # it names who else reported or edited


# The gate is `signed`, by lists of words: a new form of a credit in `_credits` is read only where
# one of its words is in `caption_signs.txt` or `agencies.txt`, or it begins with `©` or a small
# letter.
MARKS: tuple[Clue[MarkedLine], ...] = (
    Clue("names who reported", _SIGN_OFF, lambda line: line.sign_off, "credit line"),
    Clue(
        "credit",
        MARKED,
        lambda line: line.edge and not line.sign_off and credited(line.text),
        CAPTION,
    ),
    Clue(
        "who or what is in the picture",
        MARKED,
        lambda line: line.inside and not line.sign_off and placed(line.text),
        CAPTION,
    ),
)


class Places(Struct, frozen=True):
    """The places of blocks among the paragraphs of their document; every column of shape (blocks,)."""

    full: Mask  # full paragraphs, with an end mark
    beside: Mask  # a full paragraph precedes or follows in the document; its first block aside
    inside: Mask  # full paragraphs precede and follow
    line: Mask  # no end mark, and shorter than two full paragraphs


def places(batch: Batch, body_words: int) -> Places:
    """Return the places of the blocks of a batch.

    `body_words`: what a full paragraph has at least, beside an end mark.
    """
    blocks, document = batch.blocks, batch.blocks.document_of
    size, ended = block_sizes(batch), batch.derive(ends_sentence)
    full = ended & (size >= body_words) & blocks.prose
    above, below = follows(full, document), follows(full[::-1], document[::-1])[::-1]
    beside = (above | below) & ~heads(document) & blocks.prose
    line = (size > 0) & ~ended & (size < 2 * body_words)
    return Places(full, beside, beside & above & below, line)


def marked_lines(batch: Batch, rows: Ints) -> Verdicts:
    """Judge which of these blocks say themselves that they are captions or credits."""
    found, read = {}, signed(batch, rows)
    for at in np.flatnonzero(read.edge | read.inside).tolist():
        row = int(rows[at])
        text, edge = batch.block_text(row), bool(read.edge[at])
        line = MarkedLine(text, edge, bool(read.inside[at]), edge and signs_off(text))
        verdict = strongest(MARKS, line)
        if verdict.score:
            found[row] = verdict
    return found


def pointing_lines(batch: Batch, place: Places, known: Verdicts) -> Verdicts:
    """Judge which lines beside full paragraphs point elsewhere, those that are known aside."""
    rows = _unknown(place.beside & place.line, known).tolist()
    texts = {row: text for row in rows if may_point(text := batch.block_text(row))}
    document = batch.blocks.document_of
    loud = Counter(int(document[row]) for row, text in texts.items() if text.isupper())
    found = {}
    for row, text in texts.items():
        line = Line.of(text, inside=bool(place.inside[row]), loud=loud[int(document[row])])
        verdict = strongest(POINTERS, line)
        if verdict.score:
            found[row] = verdict
    return found


def titled_lines(
    batch: Batch, place: Places, known: Verdicts, plain_words: int, plain_lines: int
) -> Verdicts:
    """Judge which lines right between two full paragraphs are titles, those that are known aside.

    Lines of fewer than `plain_words` words, and those of documents with more than `plain_lines`
    lines between paragraphs, are subheadings.
    """
    blocks, document = batch.blocks, batch.blocks.document_of
    rows = _unknown(place.inside & place.line, known)
    few = np.bincount(document[rows], minlength=len(batch)) <= plain_lines
    before, after = neighbors(place.full, document)
    kept = (before & after)[rows] & few[document[rows]] & (blocks.kind[rows] == BlockKind.PROSE)
    kept &= block_sizes(batch)[rows] >= plain_words
    kept &= batch.classes.take(blocks.end[rows] - 1) != ch.COMMA
    found = {}
    for row in rows[kept].tolist():
        verdict = strongest(TITLES, Line.of(batch.block_text(row)))
        if verdict.score:
            found[row] = verdict
    return found


def _unknown(chosen: Mask, known: Verdicts) -> Ints:
    """Return the rows that are chosen and have no verdict yet."""
    chosen = chosen.copy()
    chosen[list(known)] = False
    return np.flatnonzero(chosen)
