"""Say which blocks of a finding a fix may take out: those whose own words say that they are the site's.

Form is no ground to delete a list or a headline: a score table looks like a menu, and the page's
headline like a teaser's.
"""

from __future__ import annotations

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import Ints, Mask
from copydesk.columns.ragged import Runs, heads
from copydesk.fixes import FixColumns
from copydesk_rules.page._blocks import block_sizes, ends_sentence, unbroken
from copydesk_rules.page._wording import wording

_LISTED = 0.8  # of the words: a label
_LIST_LINES = 3  # lines in a row without a listed word that may be the article's list
_HEADLINE_WORDS, _PARAGRAPH_WORDS = 3, 12


def removing(batch: Batch, first: Ints, last: Ints, worded: Mask) -> FixColumns:
    """Return the fix of each run of blocks [first, last]: its blocks but for lists and headlines.

    `worded`: which blocks are boilerplate by their words; shape (blocks,).
    """
    members = Runs.between(first, last + 1)
    inside = np.zeros(len(batch.blocks), np.bool_)
    inside[members.positions] = True
    by_words = worded | (batch.derive(wording).label >= _LISTED)
    free = inside & (by_words | ~(_listed(batch, inside & ~by_words) | _headline(batch, inside)))
    begin, end = unbroken(batch, free)
    hit = np.searchsorted(first, begin, side="right") - 1
    return FixColumns.removing(batch.blocks.start[begin], batch.blocks.end[end], hit=hit)


def _listed(batch: Batch, unworded: Mask) -> Mask:
    """Return which blocks are in a row of several that only their form speaks against."""
    out = np.zeros_like(unworded)
    first, last = unbroken(batch, unworded)
    for begin, end in zip(first.tolist(), last.tolist(), strict=True):
        out[begin : end + 1] = end - begin + 1 >= _LIST_LINES
    return out


def _headline(batch: Batch, inside: Mask) -> Mask:
    """Return which blocks are lines of some words right above a paragraph that stays."""
    document, size = batch.blocks.document_of, block_sizes(batch)
    paragraph = batch.derive(ends_sentence) & (size >= _PARAGRAPH_WORDS) & ~inside
    above = np.append(paragraph[1:] & ~heads(document)[1:], False)
    return np.asarray(above & (size >= _HEADLINE_WORDS))
