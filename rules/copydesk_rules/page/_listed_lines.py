"""Recognise the lines that a team has listed as its boilerplate.

Blocks with the same words, whatever their case, spacing and punctuation.
"""

from __future__ import annotations

import functools

import numpy as np

from copydesk.columns.batch import Batch, Text
from copydesk.columns.dtypes import Hashes, Mask
from copydesk.columns.ragged import distinct


@functools.lru_cache(maxsize=4)
def _hashes(phrases: tuple[str, ...]) -> Hashes:
    batch = Batch([Text(phrase) for phrase in phrases])
    first, end = batch.words_between(batch.document_start, batch.document_end)
    return distinct(batch.hash_of(first, end)[end > first])


def listed_lines(batch: Batch, phrases: tuple[str, ...]) -> Mask:
    """Return which blocks are one of these lines; shape (blocks,)."""
    if not phrases:
        return np.zeros(len(batch.blocks), np.bool_)
    first, end = batch.block_words
    return np.asarray(np.isin(batch.block_hash, _hashes(phrases)) & (end > first), np.bool_)
