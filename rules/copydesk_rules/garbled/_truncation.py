"""Find where blocks of text break off, or begin, inside a word or a phrase."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import Ints, Mask
from copydesk.language.evidence import Clue, strongest
from copydesk.language.lexicon import language_of_blocks, language_of_documents
from copydesk_rules.garbled._frequency import zipf_in_documents
from copydesk_rules.garbled._lists import family_words
from copydesk_rules.garbled._pieces import RARE_FIRST, RARE_LAST, is_piece, pieces_inside
from copydesk_rules.garbled._truncation_view import PARAGRAPH, BlockEnds, Limits

_COMMON_PIECE = 4.2  # Zipf of a word that is a piece too, where all else is in whole sentences

INSIDE_WORD, INSIDE_PHRASE, WITHOUT_MARK, MANY_WORDS, BEFORE_FIRST = (
    "inside a word",
    "inside a phrase",
    "without an end mark",
    "in many words",
    "before its first word",
)
CLUES: tuple[Clue[BlockEnds], ...] = (
    Clue(
        "ends on a piece of a word",
        0.85,
        lambda ends: ends.cut_in_word,
        INSIDE_WORD,
    ),
    Clue(
        "ends on what no list knows, in a text of whole sentences",
        0.85,
        lambda ends: (
            ends.unknown_last
            and ends.long
            and ends.small_last
            and ends.open_ended
            and ends.in_sentences
            and ends.well_spelled
            and not ends.in_code
        ),
        INSIDE_WORD,
    ),
    Clue(
        "ends on what no list knows, the only paragraph without an end mark",
        0.93,
        lambda ends: (
            (ends.unknown_last or ends.piece_last) and ends.small_last and ends.alone_without_mark
        ),
        INSIDE_WORD,
    ),
    Clue(
        "the only sentence without an end mark",
        0.75,
        lambda ends: (
            not ends.marked
            and ends.paragraph
            and ends.small_last
            and ends.alone_without_mark
            and ends.breaks_off_in_sentence
        ),
        WITHOUT_MARK,
    ),
    Clue(
        "the only paragraph without an end mark",
        0.4,
        lambda ends: (
            not ends.marked and ends.paragraph and ends.small_last and ends.alone_without_mark
        ),
        WITHOUT_MARK,
    ),
    Clue(
        "ends on a word that is a piece too, in a text of whole sentences",
        0.7,
        lambda ends: (
            ends.rare_last
            and ends.long
            and ends.small_last
            and ends.open_ended
            and ends.in_sentences
        ),
        INSIDE_WORD,
    ),
    Clue(
        "ends on a word that must go on",
        0.8,
        lambda ends: ends.must_go_on and ends.open_ended,
        INSIDE_PHRASE,
    ),
    Clue(
        "holds pieces of words",
        0.85,
        lambda ends: (
            ends.riddled and not (ends.must_go_on and ends.open_ended) and not ends.in_code
        ),
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
    """Return the blocks of prose that break off or begin inside a word, in order."""
    found = []
    for ends in _candidates(batch, limits):
        verdict = strongest(CLUES, ends)
        if verdict.score > 0:
            where = verdict.words[0]
            span = (ends.block, ends.first, ends.end)
            found.append(Truncated(*span, where, verdict.score, verdict.clues))
    rows = np.array([block.block for block in found], np.int64)
    documents = batch.derive(language_of_documents)
    own = [documents[number] or "en" for number in batch.blocks.document_of.take(rows).tolist()]
    spoken = language_of_blocks(batch, rows)
    return [
        block
        for block, here, language in zip(found, spoken, own, strict=True)
        if here in (language, "")
    ]


def _candidates(batch: Batch, limits: Limits) -> list[BlockEnds]:
    """Return the blocks that begin, end or are riddled with pieces, or end on a word that no list
    knows, on an onward one, or without a mark. Pieces and onward words are known of English alone.
    """
    blocks = _long_blocks(batch, limits.words)
    first, end = (column.take(blocks) for column in batch.block_words)
    document = batch.blocks.document_of.take(blocks)
    languages = np.array(batch.derive(language_of_documents), object).take(document)
    english = (languages == "en") | (languages == "")
    last_word = _last_words(batch, blocks, document, end - 1)
    last_word[[0, 1, 3]] &= english
    last_word[2] &= languages != ""
    pieces = pieces_inside(batch).take(blocks)
    piece_first = english & is_piece(batch, first, "tails", RARE_FIRST)
    marked = last_word[4]
    unmarked = ~marked & (end - first >= PARAGRAPH)
    kept = piece_first | last_word[:4].any(axis=0) | (pieces >= limits.pieces) | unmarked
    rows = np.flatnonzero(kept)
    columns = (blocks, first, end, piece_first, *last_word, pieces)
    lists = (column[rows].tolist() for column in columns)
    return [BlockEnds(batch, limits, *facts) for facts in zip(*lists, strict=True)]


def _last_words(batch: Batch, blocks: Ints, document: Ints, last: Ints) -> Mask:
    """Return of the last word of each block whether it is a piece, a commoner one, unknown, onward,
    and whether a mark stands behind it; shape (5, blocks). All but the last hold of the few that no
    mark follows.
    """
    found = np.zeros((5, blocks.size), np.bool_)
    found[4] = True
    ends = np.flatnonzero(batch.words.end.take(last) == batch.blocks.end.take(blocks))
    word = last[ends]
    hashes = batch.words.hash.take(word)
    found[0, ends] = is_piece(batch, word, "heads", RARE_LAST)
    found[1, ends] = is_piece(batch, word, "heads", _COMMON_PIECE)
    found[2, ends] = zipf_in_documents(batch, hashes, document[ends], or_english=True) == 0
    found[3, ends] = family_words("onward").has(hashes)
    found[4, ends] = False
    return found


def _long_blocks(batch: Batch, least: int) -> Ints:
    """Return the blocks of prose of at least `least` words."""
    first, end = batch.block_words
    return np.flatnonzero((end - first >= least) & batch.blocks.prose)
