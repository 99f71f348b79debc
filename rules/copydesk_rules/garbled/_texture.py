"""Measure the texture of a stretch's characters.

Letters that scanners confuse, marks and capitals where none belong.
"""

from __future__ import annotations

import numpy as np

from copydesk.columns import characters as ch
from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import Floats, Ints

_STROKES = np.array(
    [ord(c) for c in "fsjpwkbhz"], np.uint32
)  # Fraktur's, mostly: `f` for long s, `p` for y, `j` for z, `b` for d
_BACKSLASH = 0x5C


def texture(batch: Batch, begin: Ints, finish: Ints) -> Floats:
    """Return shares and counts of characters in each span, shape (features, spans).

    No span is empty.
    """
    length = finish - begin
    head = np.cumsum(length) - length
    at = np.arange(int(length.sum())) - np.repeat(head - begin, length)
    code, kind = batch.codes.take(at), batch.classes.take(at)
    before, after = (
        batch.classes.take(np.maximum(at - 1, 0)),
        batch.classes.take(at + 1, mode="clip"),
    )
    letter, upper, lower, digit = (
        kind <= ch.LETTER,
        kind == ch.UPPER,
        kind == ch.LOWER,
        kind == ch.DIGIT,
    )
    mark = (kind > ch.JOINER) & (kind < ch.SPACE)
    inner = (
        mark
        & (before <= ch.LETTER)
        & (after <= ch.LETTER)
        & (kind != ch.APOSTROPHE)
        & (kind != ch.DASH)
    )
    prefixed = (
        mark
        & (before >= ch.SPACE)
        & (after == ch.LOWER)
        & (kind != ch.QUOTE)
        & (kind != ch.OPENER)
        & (kind != ch.APOSTROPHE)
    )
    small = np.where(upper & (code < 0x80), code + 32, code)
    strokes = [small == stroke for stroke in _STROKES]
    counted = np.stack(
        (
            *strokes,
            inner,
            prefixed,
            upper,
            upper & (before == ch.LOWER),
            lower & (before == ch.UPPER),
            kind == ch.SYMBOL,
            digit,
            mark,
            digit & ((before == ch.LOWER) | (after == ch.LOWER)),
            code == _BACKSLASH,
            letter & (code >= 0x80),
            letter,
        )
    )
    totals = np.add.reduceat(counted.astype(np.float64), head, axis=1)
    letters = np.maximum(totals[-1], 1)
    confused = totals[0] / np.maximum(totals[0] + totals[1], 1)
    return np.concatenate(
        (
            [confused],
            totals[: len(strokes)] / letters,
            totals[len(strokes) :],
            totals[len(strokes) :] / length,
        )
    )
