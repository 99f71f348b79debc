"""Find Hebrew and Arabic text whose letters run backwards, as some PDF readers hand it on.

Some letters have a form of their own at the end of a word, or stand nowhere else. In text that runs
backwards they begin words, and end none.
"""

from __future__ import annotations

import numpy as np

from copydesk.columns import characters as ch
from copydesk.columns.batch import Batch
from copydesk.columns.ragged import among
from copydesk_rules.garbled._garbled_places import Garbled

_FINAL = np.array([ord(letter) for letter in "ךםןףץةى"], np.uint32)
_FIRST, _LAST = 0x0590, 0x0700  # code points of the two scripts
_WORDS = 2  # that begin with a final letter; one is enough behind an end mark that begins the block
_SURE = 0.99


def backwards(batch: Batch) -> list[Garbled]:
    """Return the blocks that run backwards, in order."""
    if batch.text.isascii():
        return []
    words, codes = batch.words, batch.codes
    first, last = codes.take(words.start), codes.take(words.end - 1)
    right = (first >= _FIRST) & (first < _LAST) & (words.length > 1) & (batch.block_of_word >= 0)
    rows = np.flatnonzero(right)
    block = batch.block_of_word.take(rows)
    count = len(batch.blocks)
    begun = np.bincount(block, among(first.take(rows), _FINAL), minlength=count)
    ended = np.bincount(block, among(last.take(rows), _FINAL), minlength=count)
    marked = batch.classes.take(batch.blocks.start) == ch.TERMINAL
    found = np.flatnonzero((begun + marked >= _WORDS) & (begun > 0) & (ended == 0))
    return [Garbled(*_place(batch, int(row))) for row in found]


def _place(batch: Batch, row: int) -> tuple[int, int, float, str]:
    """Return a block's edges, the confidence, and its first words as they should read."""
    first, end = (int(column[row]) for column in batch.block_words)
    start, stop = (int(edge[row]) for edge in (batch.blocks.start, batch.blocks.end))
    shown = [
        batch.slice(int(batch.words.start[w]), int(batch.words.end[w]))
        for w in range(first, min(end, first + 3))
    ]
    return start, stop, _SURE, ", ".join(shown)
