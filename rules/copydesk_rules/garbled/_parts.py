"""Hash spans of text as if each were a word: parts of a glued word, or two halves joined."""

from __future__ import annotations

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.columns.characters import fold
from copydesk.columns.dtypes import Hashes, Ints
from copydesk.columns.hashing import hash_words
from copydesk.columns.ragged import Runs


def hash_spans(batch: Batch, *parts: tuple[Ints, Ints]) -> Hashes:
    """Return the hash that a word of the row's spans, joined, has in a word table; shape (rows,).

    `parts`: the start and end offsets of each row's first span, of its second …, of shape (rows,).
    """
    start = np.stack([first for first, _ in parts], axis=1).ravel()
    size = np.stack([end - first for first, end in parts], axis=1).ravel()
    joined = Runs.of_sizes(size.reshape(-1, len(parts)).sum(axis=1))
    codes = batch.codes.take(Runs(start, size).positions)
    return hash_words(fold(codes), joined.start, joined.end)
