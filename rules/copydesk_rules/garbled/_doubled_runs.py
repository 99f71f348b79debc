"""The gate of doubled words, in columns: runs of words that follow once more."""

from __future__ import annotations

import numpy as np

from copydesk.columns import characters as ch
from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import Ints

# By class, beside a run: `go-between between`, `rock 'n' roll`.
_HYPHENS = np.isin(np.arange(32), (ch.DASH, ch.APOSTROPHE, ch.JOINER))


def runs_that_follow_again(batch: Batch, size: int) -> Ints:
    """Return the first row of each run of `size` words that follows once more, in prose.

    Nothing but one space, or a line end inside a paragraph, stands between the words. Names and
    numbers are doubled on purpose: no word of the second copy but `I` has a capital, or is a number.
    """
    hashes = batch.words.hash
    at = np.flatnonzero(hashes[size:] == hashes[:-size])
    runs = max(at.size - size + 1, 0)
    at = at[:runs][at[size - 1 :] - at[:runs] == size - 1]  # `size` such words in a row
    start, end, classes = batch.words.start, batch.words.end, batch.classes
    for step in range(2 * size - 1):
        gap = end.take(at + step)
        at = at[(start.take(at + step + 1) - gap == 1) & (classes.take(gap) >= ch.SPACE)]
    for step in range(size, 2 * size):
        kind = classes.take(start.take(at + step))
        pronoun = (batch.codes.take(start.take(at + step)) == ord("I")) & (size == 1)
        pronoun &= batch.words.length.take(at + step) == 1
        at = at[((kind != ch.UPPER) | pronoun) & (kind != ch.DIGIT)]
    block, last = batch.block_of_word.take(at), batch.block_of_word.take(at + 2 * size - 1)
    at = at[(block >= 0) & (block == last)]
    at = at[batch.blocks.prose.take(batch.block_of_word.take(at))]
    if size == 1:  # a word three times in a row is meant, or a fault of another kind
        at = at[(np.diff(at, prepend=-2) > 1) & (np.diff(at, append=hashes.size + 1) > 1)]
    before = classes.take(np.maximum(start.take(at) - 1, 0))
    after = classes.take(end.take(at + 2 * size - 1), mode="clip")
    return np.asarray(at[~_HYPHENS.take(before) & (after != ch.DASH)], np.int64)
