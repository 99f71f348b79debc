"""Find where English text breaks off.

A block that begins or ends inside a word, or ends on a word that must go on.
"""

from __future__ import annotations

import functools

import numpy as np

from copydesk.columns import characters as ch
from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import AnyArray, Ints, Mask
from copydesk.columns.lookup import Lookup
from copydesk.language.lexicon import english_documents, english_zipf, language_of_documents
from copydesk_rules.garbled import TABLES

# Words that a sentence does not end on, nor a headline. (`that`, `to`, `for`, `in`, `is`, `are`,
# `her` may be the last.)
_ONWARD = "the a an of and or nor from into my our their its whose because than although unless whereas".split()
# Zipf frequency of a word that may be a piece as well: at the start of a block, at its end, and as
# one of several.
_RARE, _RARER, _SELDOM = 3.9, 2.9, 2.8
_HALF = np.uint64(0xFFFFFFFF00000000)  # the tables hold half hashes
_MARKS = np.isin(
    np.arange(0x2020), [ord(mark) for mark in "@#/\\_.-'’&"]
)  # by code, before a piece: a handle, a name of two halves
_OPENINGS = np.isin(np.arange(32), (ch.OPENER, ch.QUOTE, ch.APOSTROPHE))  # by class


@functools.cache
def _pieces() -> tuple[Lookup, Lookup, Lookup]:
    """Return how words begin, how they end, and the words that must go on."""
    with np.load(TABLES / "word_edges.npz", allow_pickle=False) as shipped:
        heads, tails = (
            Lookup(shipped[name].astype(np.uint64) << np.uint64(32)) for name in ("heads", "tails")
        )
    return heads, tails, Lookup.of(_ONWARD)


def english_blocks(batch: Batch, least: int) -> Ints:
    """Return the blocks of prose of at least `least` words that stand in English documents,
    or in ones of no clear language.
    """
    first, last = batch.block_words
    spoken = np.array(
        [language in ("en", "") for language in batch.derive(language_of_documents)], np.bool_
    )
    return np.flatnonzero(
        (last - first >= least) & batch.blocks.prose & spoken.take(batch.blocks.document_of)
    )


def breaks_off(batch: Batch, blocks: Ints) -> tuple[Mask, Mask]:
    """Return which blocks end, without a mark, inside a word.

    And which on a word that must go on. The next must not go on.
    """
    words, classes = batch.words, batch.classes
    heads, _, onward = _pieces()
    last = batch.block_words[1].take(blocks) - 1
    open_ended = words.end.take(last) == batch.blocks.end.take(blocks)
    following = np.minimum(blocks + 1, len(batch.blocks) - 1)
    goes_on = (
        batch.blocks.document_of.take(following) == batch.blocks.document_of.take(blocks)
    ) & (following > blocks)
    goes_on &= classes.take(batch.blocks.start.take(following)) == ch.LOWER
    begins = classes.take(batch.blocks.start.take(blocks))
    open_ended &= ~goes_on & ((begins == ch.UPPER) | _OPENINGS.take(begins))
    listing = classes.take(np.maximum(words.start.take(last) - 2, 0)) == ch.COMMA  # `…; and`
    onward_last = onward.has(words.hash.take(last)) & ~words.capital.take(last) & ~listing
    return open_ended & _piece(batch, last, heads, _RARER), open_ended & onward_last


def begins_inside(batch: Batch, blocks: Ints) -> Mask:
    """Return which blocks begin inside a word and end with an end mark."""
    words, classes, starts = batch.words, batch.classes, batch.blocks.start.take(blocks)
    first = batch.block_words[0].take(blocks)
    ended = np.isin(
        classes.take(batch.blocks.end.take(blocks) - 1), (ch.TERMINAL, ch.CLOSER, ch.QUOTE)
    )
    previous = np.maximum(blocks - 1, 0)
    goes_on = (batch.blocks.document_of.take(previous) == batch.blocks.document_of.take(blocks)) & (
        previous < blocks
    )
    goes_on &= classes.take(batch.blocks.end.take(previous) - 1) != ch.TERMINAL
    return np.asarray(
        ended
        & ~goes_on
        & (classes.take(starts) == ch.LOWER)
        & (words.start.take(first) == starts)
        & _piece(batch, first, _pieces()[1], _RARE),
        np.bool_,
    )


def pieces_inside(batch: Batch, blocks: Ints) -> Ints:
    """Count the words of each block of a clearly English document that are cut off at their
    end, less its numbers; shape (blocks,).
    """
    common, words = batch.derive(english_zipf), batch.words
    rows = np.flatnonzero(common < _SELDOM)
    rows = rows[_pieces()[0].has(words.hash.take(rows) & _HALF)]
    rows = rows[_piece(batch, rows, _pieces()[0], _RARE)]
    if not rows.size:
        return np.zeros(blocks.size, np.int64)
    block = batch.block_of_word.take(rows)
    count = np.bincount(block[block >= 0], minlength=len(batch.blocks))
    count[~batch.derive(english_documents).take(batch.blocks.document_of)] = 0
    some = np.flatnonzero(count)
    first, last = (column.take(some) for column in batch.block_words)
    spans = zip(first.tolist(), last.tolist(), strict=True)
    count[some] -= np.array([batch.words.number[a:b].sum() for a, b in spans], np.int64)
    return np.asarray(count.take(blocks), np.int64)


def _piece(batch: Batch, rows: Ints, listed: Lookup, rare: float) -> Mask:
    """Return which words are small, rare, and what words begin or end with.

    No part of an address, a handle or a compound.
    """
    words = batch.words
    start, end, hashes = words.start.take(rows), words.end.take(rows), words.hash.take(rows) & _HALF
    common = batch.derive(english_zipf).take(rows)
    piece: AnyArray = listed.has(hashes) & (common < rare) & (end - start > 1)
    small = batch.classes.take(start) == ch.LOWER
    piece &= (small | (common == 0) & (end - start > 2)) & (
        batch.classes.take(np.maximum(end - 1, 0)) == ch.LOWER
    )
    piece &= ~_MARKS.take(batch.codes.take(np.maximum(start - 1, 0)), mode="clip")
    after = batch.codes.take(end, mode="clip")
    piece &= ~_MARKS.take(after, mode="clip") | (after == ord("."))
    return np.asarray(piece, np.bool_)
