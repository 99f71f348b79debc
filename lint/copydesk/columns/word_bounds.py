"""Find where words begin and end: runs of letters, digits and marks, with an apostrophe between
letters; one ideograph is one word.
"""

from __future__ import annotations

import numpy as np

from copydesk.columns import characters as ch
from copydesk.columns.dtypes import Classes, Ints

_WORD = np.isin(np.arange(32), np.arange(ch.LOWER, ch.JOINER + 1))  # by class
_LETTERS = np.isin(np.arange(32), (ch.LOWER, ch.UPPER, ch.LETTER, ch.MARK))


def word_bounds(classes: Classes) -> tuple[Ints, Ints]:
    """Return the start and end offset of every word, each of shape (words,)."""
    word = (classes >= ch.LOWER) & (classes <= ch.JOINER)
    for rare, joined in ((ch.APOSTROPHE, _LETTERS), (ch.IGNORED, _WORD)):
        # An apostrophe counts between letters, a soft hyphen or zero-width character between word
        # characters.
        at = np.flatnonzero(classes == rare)
        at = at[(at > 0) & (at < classes.size - 1)]
        word[at[joined[classes[at - 1]] & joined[classes[at + 1]]]] = True
    edge = np.empty(word.size + 1, np.bool_)
    edge[0], edge[-1] = (word[0], word[-1]) if word.size else (False, False)
    np.not_equal(word[1:], word[:-1], out=edge[1:-1])
    at = np.flatnonzero(edge)
    starts, ends = at[0::2].copy(), at[1::2].copy()  # every search in them would copy a view
    ideograph = classes == ch.IDEOGRAPH
    if ideograph.any():
        cut = (
            np.flatnonzero(
                word[1:] & word[:-1] & ((ideograph[1:] | ideograph[:-1]) & (classes[1:] != ch.MARK))
            )
            + 1
        )
        starts = np.sort(np.concatenate((starts, cut)))
        ends = np.sort(np.concatenate((ends, cut)))
    return starts, ends
