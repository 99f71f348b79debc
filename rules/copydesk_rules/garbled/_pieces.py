"""Recognize pieces of English words: how common words begin and end, and hardly words themselves."""

from __future__ import annotations

import functools

import numpy as np

from copydesk.columns import characters as ch
from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import Hashes, Ints, Mask
from copydesk.columns.lookup import Lookup
from copydesk.columns.ragged import Runs
from copydesk.language.lexicon import english_documents, english_zipf
from copydesk_rules.garbled import TABLES

# Zipf frequency below which a word may be a piece as well: at the start of a block, at its end,
# and as one of several.
RARE_FIRST, RARE_LAST, _RARE_INSIDE = 3.9, 2.9, 2.8
_HALF = np.uint64(0xFFFFFFFF00000000)  # the tables hold half hashes
# By code, beside a piece: an address, a handle, a name of two halves.
_MARKS = np.isin(np.arange(0x2020), [ord(mark) for mark in "@#/\\_.-'’&‐‑"])


@functools.cache
def word_edges(edge: str) -> Lookup:
    """Return how English words begin (`heads`) or end (`tails`), by the upper half of the hash.

    Built by `tools/build_cuts.py`.
    """
    with np.load(TABLES / "word_edges.npz", allow_pickle=False) as shipped:
        halves: Hashes = shipped[edge].astype(np.uint64)
    return Lookup(halves << np.uint64(32))


def is_piece(batch: Batch, rows: Ints, edge: str, rare: float) -> Mask:
    """Return which words (rows of the word table) are pieces of words.

    Small, rarer than `rare`, what words begin or end with (`edge`: heads or tails), and no part of
    an address, a handle or a compound.
    """
    words, codes, classes = batch.words, batch.codes, batch.classes
    start, end = words.start.take(rows), words.end.take(rows)
    common, long = batch.derive(english_zipf).take(rows), end - start > 2
    piece: Mask = word_edges(edge).has(words.hash.take(rows) & _HALF) & (common < rare)
    piece &= (end - start > 1) & (classes.take(np.maximum(end - 1, 0)) == ch.LOWER)
    piece &= (classes.take(start) == ch.LOWER) | ((common == 0) & long)
    piece &= ~_MARKS.take(codes.take(np.maximum(start - 1, 0)), mode="clip")
    after = codes.take(end, mode="clip")
    return np.asarray(piece & (~_MARKS.take(after, mode="clip") | (after == ord("."))), np.bool_)


def pieces_inside(batch: Batch) -> Ints:
    """Count the words of each block that are cut off at their end, less its numbers.

    Blocks of clearly English documents; 0 elsewhere. Shape (blocks,).
    """
    words = batch.words
    rows = np.flatnonzero(batch.derive(english_zipf) < _RARE_INSIDE)
    rows = rows[word_edges("heads").has(words.hash.take(rows) & _HALF)]
    rows = rows[is_piece(batch, rows, "heads", RARE_FIRST)]
    block = batch.block_of_word.take(rows)
    count = np.bincount(block[block >= 0], minlength=len(batch.blocks))
    count[~batch.derive(english_documents).take(batch.blocks.document_of)] = 0
    some = np.flatnonzero(count)
    first, last = (column.take(some) for column in batch.block_words)
    count[some] -= Runs.between(first, last).reduce(np.add, words.number.astype(np.int64))
    return np.asarray(count, np.int64)
