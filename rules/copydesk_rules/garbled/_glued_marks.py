"""Find a comma or semicolon without a space behind it, between two words: `charges,including`."""

from __future__ import annotations

import numpy as np

from copydesk.columns import characters as ch
from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import Ints, Mask
from copydesk.columns.ragged import among
from copydesk_rules.garbled._frequency import zipf_in_documents

_LETTERS = 3  # of each word: shorter ones stand in formulas and code
# By class: what may follow the word behind the mark.
_ENDS = np.isin(np.arange(32), (ch.SPACE, ch.NEWLINE, ch.QUOTE, ch.CLOSER, ch.TERMINAL, ch.COMMA))


def find_glued_marks(batch: Batch, least: float) -> tuple[Ints, Ints]:
    """Return the word before and the word behind each such mark, rows of the word table, in order.

    Both have a Zipf frequency of `least` or more in the language of the document; `red,green,blue`
    is a list, and `a.b,c` is code.
    """
    words, at = batch.words, _marks(batch)
    left, right = np.searchsorted(words.end, at), np.searchsorted(words.start, at)
    kept = (words.length.take(left) >= _LETTERS) & (words.length.take(right) >= _LETTERS)
    kept &= batch.classes.take(words.start.take(left)) == ch.LOWER
    kept &= _alone(batch, words.start.take(left), words.end.take(right))
    block = batch.block_of_word.take(left)
    kept &= (block >= 0) & (block == batch.block_of_word.take(right))
    rows = np.flatnonzero(kept)
    rows = rows[batch.blocks.prose.take(block[rows])]
    left, right = left[rows], right[rows]
    document = batch.document_of_word.take(left)
    common = [zipf_in_documents(batch, words.hash.take(side), document) for side in (left, right)]
    kept = np.minimum(*common) >= least
    return left[kept], right[kept]


def _marks(batch: Batch) -> Ints:
    """Return the offset of each comma and semicolon between two small letters."""
    classes = batch.classes
    at = np.flatnonzero(classes == ch.COMMA)
    at = at[(at > 0) & (at + 1 < classes.size)]
    at = at[(classes.take(at - 1) == ch.LOWER) & (classes.take(at + 1) == ch.LOWER)]
    return np.asarray(at[among(batch.codes.take(at), (ord(","), ord(";")))], np.int64)


def _alone(batch: Batch, start: Ints, end: Ints) -> Mask:
    """Return which spans end as words do, and are no part of a list, an address or code."""
    classes = batch.classes
    clear = (start == 0) | (classes.take(np.maximum(start - 1, 0)) >= ch.SPACE)
    behind = classes.take(end, mode="clip")
    clear &= (end >= classes.size) | _ENDS.take(behind)
    listing = (behind == ch.COMMA) | (behind == ch.TERMINAL)
    clear &= ~(listing & (classes.take(end + 1, mode="clip") <= ch.JOINER))
    return np.asarray(clear, np.bool_)
