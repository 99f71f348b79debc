"""The sentences and paragraphs that can be copies: prose, and too improbable to recur by chance."""

from __future__ import annotations

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.columns.blocks import BlockKind
from copydesk.columns.dtypes import Ints, Mask
from copydesk.columns.ragged import Runs
from copydesk.language.surprisal import bits_between
from copydesk.rule import Sketch
from copydesk.similarity.sketches import exact_sketch, paragraph_sketch, sentence_sketch

# Share of letters among the characters of a unit, spaces between words left out. Prose has 0.9 and
# more; code, tables of figures, addresses and rows of chat logs with their time stamps less.
_LETTERS = 0.6


def sentences(batch: Batch, *, min_words: int = 8, min_bits: float = 60.0) -> Sketch:
    """Return a sketch of the sentences that can be copies: no headings, code or figures.

    `min_words`, `min_bits`: what a sentence needs not to recur by chance: words, and bits of
    surprisal.
    """
    kept = _worth(batch, *batch.sentence_words, min_words, min_bits)
    kept &= batch.blocks.kind.take(batch.sentences.block_of) != BlockKind.HEADING
    return sentence_sketch(batch, kept & _wordy(batch, batch.sentences.start, batch.sentences.end))


def equal_paragraphs(batch: Batch, *, min_words: int = 10, min_bits: float = 60.0) -> Sketch:
    """Return a sketch of the paragraphs that can be exact copies.

    `min_words`, `min_bits`: what a paragraph needs not to recur by chance: words, and bits of
    surprisal.
    """
    kept = np.flatnonzero(_paragraphs(batch, min_words, min_bits))
    return exact_sketch(
        batch, batch.blocks.start[kept], batch.blocks.end[kept], min_words=min_words
    )


def similar_paragraphs(
    batch: Batch, *, min_words: int = 12, min_bits: float = 60.0, passage: int = 25
) -> Sketch:
    """Return a sketch of the paragraphs that can be near-copies.

    `min_words`, `min_bits`: what a paragraph needs not to recur by chance: words, and bits of
    surprisal. `passage`: words of the shortest shared run by which two meet.
    """
    return paragraph_sketch(batch, _paragraphs(batch, min_words, min_bits), passage)


def _paragraphs(batch: Batch, min_words: int, min_bits: float) -> Mask:
    blocks = batch.blocks
    kept = _worth(batch, *batch.block_words, min_words, min_bits)
    kept &= blocks.prose & (blocks.kind != BlockKind.HEADING)
    return np.asarray(kept & _wordy(batch, blocks.start, blocks.end), np.bool_)


def _worth(batch: Batch, first: Ints, end: Ints, min_words: int, min_bits: float) -> Mask:
    kept = end - first >= min_words
    kept &= bits_between(batch, first, end) >= min_bits
    return np.asarray(kept, np.bool_)


def _wordy(batch: Batch, start: Ints, end: Ints) -> Mask:
    """Return which spans consist of words rather than of figures and marks."""
    words = Runs.between(*batch.words_between(start, end))
    letters = words.reduce(np.add, np.where(batch.words.number, 0, batch.words.length))
    characters = end - start - np.maximum(words.size - 1, 0)
    return np.asarray(letters >= _LETTERS * characters, np.bool_)
