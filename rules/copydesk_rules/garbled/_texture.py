"""Measure the texture of a span: letters that scanners confuse, odd marks and capitals."""

from __future__ import annotations

import numpy as np

from copydesk.columns import characters as ch
from copydesk.columns.dtypes import Floats
from copydesk_rules.garbled._marks import SpanCharacters

# Fraktur's, mostly: `f` for long s, `p` for y, `j` for z, `b` for d.
_STROKES = "fsjpwkbhz"
_BACKSLASH = 0x5C


def texture(spans: SpanCharacters) -> dict[str, Floats]:
    """Return the share of letters with confusable strokes, and counts and shares of characters
    of some kinds; features of shape (spans,).
    """
    kind, before, after = spans.kind, spans.before, spans.after
    upper, digit, letter = kind == ch.UPPER, kind == ch.DIGIT, kind <= ch.LETTER
    mark = (kind > ch.JOINER) & (kind < ch.SPACE)
    odd = mark & (kind != ch.APOSTROPHE)
    many = spans.count(
        {
            "inner_marks": odd & (kind != ch.DASH) & spans.inside_word,
            "prefixed_marks": odd
            & (before >= ch.SPACE)
            & (after == ch.LOWER)
            & (kind != ch.QUOTE)
            & (kind != ch.OPENER),
            "capitals": upper,
            "capitals_behind_small": upper & (before == ch.LOWER),
            "small_behind_capital": (kind == ch.LOWER) & (before == ch.UPPER),
            "symbol_characters": kind == ch.SYMBOL,
            "digits": digit,
            "marks": mark,
            "digits_beside_small": digit & ((before == ch.LOWER) | (after == ch.LOWER)),
            "backslashes": spans.code == _BACKSLASH,
            "letters_beyond_ascii": letter & (spans.code >= 0x80),
            "letters": letter,
        }
    )
    small = np.where(upper & (spans.code < 0x80), spans.code + 32, spans.code)
    strokes = spans.count({stroke: small == ord(stroke) for stroke in _STROKES})
    letters = np.maximum(many["letters"], 1)
    return {
        "f_for_s": strokes["f"] / np.maximum(strokes["f"] + strokes["s"], 1),
        **{f"stroke_{stroke}": total / letters for stroke, total in strokes.items()},
        **many,
        **{f"{name}_share": total / spans.length for name, total in many.items()},
    }
