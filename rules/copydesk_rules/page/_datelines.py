"""Find the blocks that are a date with a time of day: `Monday 3 May 2021 05:41 EDT`."""

from __future__ import annotations

import numpy as np

from copydesk.columns import characters as ch
from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import Ints
from copydesk_rules.page._blocks import block_sizes, words_of
from copydesk_rules.page._word_lists import lookup

_LEAST, _MOST = 4, 12  # words
_NAMES = 2  # words of dates beside the numbers: `11:27 a.m.` alone is none


def datelines(batch: Batch) -> Ints:
    """Return the blocks of words of dates and numbers alone, with a time of day in them."""
    listed, size = lookup("dateline_words"), block_sizes(batch)
    rows = np.flatnonzero((size >= _LEAST) & (size <= _MOST))
    first = batch.block_words[0][rows]
    number = batch.classes[batch.words.start[first]] == ch.DIGIT
    rows = rows[number | listed.has(batch.words.hash[first])]
    word, owner, number = words_of(batch, rows)
    known = listed.has(batch.words.hash.take(word)) & ~number
    strange = np.bincount(owner, ~known & ~number, minlength=rows.size)
    names = known & (batch.words.end.take(word) - batch.words.start.take(word) > 1)
    dated = (strange == 0) & (np.bincount(owner, names, minlength=rows.size) >= _NAMES)
    return np.array([row for row in rows[dated].tolist() if _holds_clock(batch, row)], np.int64)


def _holds_clock(batch: Batch, row: int) -> bool:
    """Return whether a block has a colon between digits."""
    start, end = int(batch.blocks.start[row]), int(batch.blocks.end[row])
    colon = np.flatnonzero(batch.codes[start + 1 : end - 1] == ord(":")) + start + 1
    digits = (batch.classes[colon - 1] == ch.DIGIT) & (batch.classes[colon + 1] == ch.DIGIT)
    return bool(digits.any())
