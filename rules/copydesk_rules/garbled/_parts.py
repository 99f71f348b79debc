"""Hash spans of text as if each were a word of its own.

The parts of a glued word, or two halves put together again.
"""

from __future__ import annotations

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.columns.characters import fold
from copydesk.columns.dtypes import Hashes, Ints
from copydesk.columns.hashing import hash_words


def hash_spans(batch: Batch, *parts: tuple[Ints, Ints]) -> Hashes:
    """Return one hash a row for the concatenation of the row's spans (start,
    end) in each of `parts`; shape (rows,).

    Each part is a pair of arrays of shape (rows,). What stands between the spans does not count.
    """
    start = np.stack([first for first, _ in parts], axis=1).ravel()
    size = np.stack([end - first for first, end in parts], axis=1).ravel()
    offset = np.cumsum(size) - size
    at = np.arange(int(size.sum())) - np.repeat(offset - start, size)
    whole = size.reshape(-1, len(parts)).sum(axis=1)
    first = np.cumsum(whole) - whole
    return hash_words(fold(batch.codes.take(at)), first, first + whole)
