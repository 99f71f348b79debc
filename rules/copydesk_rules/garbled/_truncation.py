"""Find where blocks of text break off, or begin, inside a word or a phrase."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import Ints
from copydesk.language.evidence import Clue, strongest
from copydesk.language.lexicon import language_of_blocks, language_of_documents
from copydesk_rules.garbled._frequency import zipf_in_documents
from copydesk_rules.garbled._lists import family_words
from copydesk_rules.garbled._pieces import RARE_FIRST, RARE_LAST, is_piece, pieces_inside
from copydesk_rules.garbled._truncation_view import BlockEnds, Limits

_COMMON_PIECE = 4.2  # Zipf of a word that is a piece too, where all else is in whole sentences

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
    knows, or on an onward one. Pieces and onward words are known of English alone.
    """
    blocks = _long_blocks(batch, limits.words)
    first, end = (column.take(blocks) for column in batch.block_words)
    last = end - 1
    document = batch.blocks.document_of.take(blocks)
    languages = np.array(batch.derive(language_of_documents), object).take(document)
    english = (languages == "en") | (languages == "")
    # Of the few blocks without an end mark: a piece, a commoner one, unknown, onward.
    last_word = np.zeros((4, blocks.size), np.bool_)
    ends = np.flatnonzero(batch.words.end.take(last) == batch.blocks.end.take(blocks))
    word = last[ends]
    hashes = batch.words.hash.take(word)
    last_word[0, ends] = is_piece(batch, word, "heads", RARE_LAST)
    last_word[1, ends] = is_piece(batch, word, "heads", _COMMON_PIECE)
    common = zipf_in_documents(batch, hashes, document[ends], or_english=True)
    last_word[2, ends] = (common == 0) & (languages[ends] != "")
    last_word[3, ends] = family_words("onward").has(hashes)
    last_word[[0, 1, 3]] &= english
    columns = (
        blocks,
        first,
        end,
        english & is_piece(batch, first, "tails", RARE_FIRST),
        *last_word,
        pieces_inside(batch).take(blocks),
    )
    rows = np.flatnonzero(np.logical_or.reduce(columns[3:8]) | (columns[8] >= limits.pieces))
    lists = (column[rows].tolist() for column in columns)
    return [BlockEnds(batch, limits, *facts) for facts in zip(*lists, strict=True)]


def _long_blocks(batch: Batch, least: int) -> Ints:
    """Return the blocks of prose of at least `least` words."""
    first, end = batch.block_words
    return np.flatnonzero((end - first >= least) & batch.blocks.prose)
