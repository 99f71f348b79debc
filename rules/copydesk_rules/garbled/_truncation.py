"""Find where blocks of English text break off, or begin, inside a word or a phrase."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from copydesk.columns import characters as ch
from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import Ints
from copydesk.language.evidence import Clue, strongest
from copydesk.language.lexicon import language_of_blocks, language_of_documents
from copydesk_rules.garbled._lists import family_words
from copydesk_rules.garbled._pieces import RARE_FIRST, RARE_LAST, is_piece, pieces_inside

_OPENINGS = (ch.OPENER, ch.QUOTE, ch.APOSTROPHE)
_ENDINGS = (ch.TERMINAL, ch.CLOSER, ch.QUOTE)


@dataclass(frozen=True, slots=True)
class Limits:
    """Words of a block that is judged, and of one that ends on a word that must go on.

    Pieces that a block must hold, and the share of its words that they must be.
    """

    words: int
    running_words: int
    pieces: int
    piece_share: float


@dataclass(frozen=True, slots=True)
class BlockEnds:
    """A block with the first and the last of its words, and what stands around it.

    `first`, `end`: rows of the word table. `piece_first`, `piece_last`: that word is a piece of
    one. `onward_last`: the last word is one that must go on. `pieces`: how many it holds.
    """

    batch: Batch
    limits: Limits
    block: int
    first: int
    end: int
    piece_first: bool
    piece_last: bool
    onward_last: bool
    pieces: int

    def _kind(self, offset: int) -> int:
        return int(self.batch.classes[max(offset, 0)])

    def _neighbor(self, step: int) -> int | None:
        """The block before or behind it in the document."""
        other, document_of = self.block + step, self.batch.blocks.document_of
        if not 0 <= other < document_of.size or document_of[other] != document_of[self.block]:
            return None
        return other

    @property
    def open_ended(self) -> bool:
        """It begins as a sentence does, and ends on a word; the next block does not go on."""
        blocks = self.batch.blocks
        if self.batch.words.end[self.end - 1] != blocks.end[self.block]:
            return False
        following = self._neighbor(1)
        goes_on = following is not None and self._kind(int(blocks.start[following])) == ch.LOWER
        begins = self._kind(int(blocks.start[self.block]))
        return not goes_on and (begins == ch.UPPER or begins in _OPENINGS)

    @property
    def must_go_on(self) -> bool:
        """It ends on a word that must go on, in small letters, and not in a list (`…; and`)."""
        words = self.batch.words
        if not self.onward_last or words.capital[self.end - 1]:
            return False
        listing = self._kind(int(words.start[self.end - 1]) - 2) == ch.COMMA
        return not listing and self.end - self.first >= self.limits.running_words

    @property
    def begins_inside(self) -> bool:
        """It begins with a piece in small letters and has an end mark; nothing goes on into it."""
        blocks, start = self.batch.blocks, int(self.batch.blocks.start[self.block])
        if not self.piece_first or self.batch.words.start[self.first] != start:
            return False
        previous = self._neighbor(-1)
        goes_on = previous is not None and self._kind(int(blocks.end[previous]) - 1) != ch.TERMINAL
        ended = self._kind(int(blocks.end[self.block]) - 1) in _ENDINGS
        return ended and not goes_on and self._kind(start) == ch.LOWER

    @property
    def riddled(self) -> bool:
        """It holds several pieces, a share of its words."""
        enough = self.pieces >= self.limits.piece_share * (self.end - self.first)
        return enough and self.pieces >= self.limits.pieces


INSIDE_WORD, INSIDE_PHRASE, MANY_WORDS, BEFORE_FIRST = (
    "inside a word",
    "inside a phrase",
    "in many words",
    "before its first word",
)
CLUES: tuple[Clue[BlockEnds], ...] = (
    Clue(
        "ends on a piece of a word",
        0.85,
        lambda ends: ends.piece_last and ends.open_ended,
        INSIDE_WORD,
    ),
    Clue(
        "ends on a word that must go on",
        0.75,
        lambda ends: ends.must_go_on and ends.open_ended,
        INSIDE_PHRASE,
    ),
    Clue(
        "holds pieces of words",
        0.85,
        lambda ends: ends.riddled and not (ends.must_go_on and ends.open_ended),
        MANY_WORDS,
    ),
    Clue("begins with a piece of a word", 0.85, lambda ends: ends.begins_inside, BEFORE_FIRST),
)


class Truncated(NamedTuple):
    """A truncated block: its words (rows of the word table), where it breaks off, and why."""

    block: int
    first: int
    end: int
    where: str
    confidence: float
    clues: tuple[str, ...]


def find_truncated(batch: Batch, limits: Limits) -> list[Truncated]:
    """Return the blocks of English prose that break off or begin inside a word, in order."""
    found = []
    for ends in _candidates(batch, limits):
        verdict = strongest(CLUES, ends)
        if verdict.score > 0:
            where = verdict.words[0]
            span = (ends.block, ends.first, ends.end)
            found.append(Truncated(*span, where, verdict.score, verdict.clues))
    spoken = language_of_blocks(batch, np.array([block.block for block in found], np.int64))
    return [block for block, language in zip(found, spoken, strict=True) if language in ("en", "")]


def _candidates(batch: Batch, limits: Limits) -> list[BlockEnds]:
    """Return the blocks that begin, end or are riddled with pieces, or end on an onward word."""
    blocks = _english_blocks(batch, limits.words)
    first, end = (column.take(blocks) for column in batch.block_words)
    last = end - 1
    piece_first = is_piece(batch, first, "tails", RARE_FIRST)
    piece_last = is_piece(batch, last, "heads", RARE_LAST)
    onward_last = family_words("onward").has(batch.words.hash.take(last))
    pieces = pieces_inside(batch).take(blocks)
    rows = np.flatnonzero(piece_first | piece_last | onward_last | (pieces >= limits.pieces))
    columns = (blocks, first, end, piece_first, piece_last, onward_last, pieces)
    lists = (column[rows].tolist() for column in columns)
    return [BlockEnds(batch, limits, *facts) for facts in zip(*lists, strict=True)]


def _english_blocks(batch: Batch, least: int) -> Ints:
    """Return the blocks of prose of at least `least` words in documents not in another language."""
    first, end = batch.block_words
    languages = batch.derive(language_of_documents)
    spoken = np.array([language in ("en", "") for language in languages], np.bool_)
    long = (end - first >= least) & batch.blocks.prose
    return np.flatnonzero(long & spoken.take(batch.blocks.document_of))
