"""Which lines RefinedWeb's line-wise corrections take out of a page, and for what reason.

The paper (Penedo et al. 2023, arXiv 2306.01116, appendix G.2) names the kinds of lines; the numbers
are those of its reimplementation for DataComp-LM (`baselines_configs/refinedweb.yaml` and
`modifiers.py`).
"""

from __future__ import annotations

import re

import numpy as np

from copydesk.columns import characters as ch
from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import Mask
from copydesk_rules.heuristics._lines import lines_of

_COUNTED = "likes shares comments retweets reposts quotes bookmarks upvotes downvotes downloads views followers"
_COUNTER = re.compile(rf"\W*\d[\d,.]*[kmb]?\s+(?:{'|'.join(_COUNTED.split())})\W*")
_COUNTER_WORDS = 4  # a number and a word, with marks around them that stand apart


def mostly_uppercase(batch: Batch, max_share: float) -> Mask:
    """Return the lines of whose characters more than `max_share` are upper-case letters.

    Shape (lines,).
    """
    table = batch.derive(lines_of)
    return np.asarray(table.count(ch.UPPER) > max_share * table.length, np.bool_)


def numeric(batch: Batch) -> Mask:
    """Return the lines that hold nothing but digits; shape (lines,)."""
    table = batch.derive(lines_of)
    return np.asarray(table.count(ch.DIGIT) == table.length, np.bool_)


def counters(batch: Batch) -> Mask:
    """Return the lines that are a number and what it counts, such as `3 likes`; shape (lines,)."""
    table = batch.derive(lines_of)
    found = np.zeros(len(table), np.bool_)
    brief = np.flatnonzero((table.words >= 2) & (table.words <= _COUNTER_WORDS))
    digits = table.count(ch.DIGIT)[brief] > 0
    for row in brief[digits].tolist():
        line = batch.slice(int(table.start[row]), int(table.end[row])).lower()
        found[row] = _COUNTER.fullmatch(line) is not None
    return found


def single_words(batch: Batch) -> Mask:
    """Return the lines of one word, as white space parts words; shape (lines,)."""
    return np.asarray(batch.derive(lines_of).words < 2, np.bool_)
