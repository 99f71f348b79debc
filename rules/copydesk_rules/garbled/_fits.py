"""How well each word of a segment follows the one before it.

A misread word that is a word too (`Sung into the street`) seldom does.
"""

from __future__ import annotations

import numpy as np

from copydesk.columns import characters as ch
from copydesk.columns.dtypes import Floats
from copydesk_rules.garbled._word_order import CLASSES, EIGHTH, tables, word_classes
from copydesk_rules.garbled._words import SegmentWords


def fits(words: SegmentWords) -> Floats:
    """Return the bits by which each word is likelier after the one before it than by chance.

    Shape (words,). 0 for words of other languages than English, the first of a segment, and those
    that no single space parts from the one before.
    """
    shipped = tables()
    kinds = word_classes(words.batch, words.row, shipped.slots(words.hash), shipped.kind)
    fit = np.zeros(words.row.size)
    beside = (
        (words.segment[1:] == words.segment[:-1])
        & (words.start[1:] - words.end[:-1] == 1)
        & (words.speech[1:] == 0)
    )
    rows = np.flatnonzero(beside)
    rows = rows[words.batch.classes.take(words.end[rows]) >= ch.SPACE]
    fit[rows + 1] = shipped.after.take(kinds[rows] * CLASSES + kinds[rows + 1]) * EIGHTH
    return fit
