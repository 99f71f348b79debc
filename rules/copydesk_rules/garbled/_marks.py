"""Look at the characters of suspected text: the shapes of words, and marks where none belong."""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np

from copydesk.columns import characters as ch
from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import Classes, Floats, Ints, Mask

_SYMBOL, _MARKUP, _SOCIAL, _ARCHAIC = 1, 2, 4, 8  # kinds of characters, bits of a table
_LIMIT = 0x3000
_HUMPS = 3  # capitals inside names in code


@functools.cache
def _kinds() -> Classes:
    table = np.zeros(_LIMIT, np.uint8)
    for bit, characters in (
        (_SYMBOL, "^|~*_<>{}\\;=§¬¦•■□►◄¥£€©®™¤°±¶"),  # what scanners see in specks and rules
        (_MARKUP, '/=_()[]{}<>"%'),  # inside words: code
        (_SOCIAL, "@#"),
        (_ARCHAIC, "ſѣѫѧѵ\u0364\u2010\u2011"),  # old letters, and hyphens that careful editors keep
    ):
        table[[ord(c) for c in characters]] |= bit
    return table


@dataclass(frozen=True, slots=True)
class Shapes:
    """Which words are all capitals, flip case inside, mix digits into letters,
    are broken by a mark, hold an apostrophe; each (words,).

    `camel`: those that flip case as names in code do.
    """

    shouted: Mask
    flipped: Mask
    mixed: Mask
    broken: Mask
    elided: Mask
    camel: Mask


def word_shapes(batch: Batch, start: Ints, end: Ints) -> Shapes:
    """Return the shapes of words, of which there is at least one."""
    length = end - start
    offset = np.cumsum(length) - length
    at = np.arange(int(length.sum())) - np.repeat(offset - start, length)
    kind = batch.classes.take(at)
    upper, lower, digit = kind == ch.UPPER, kind == ch.LOWER, kind == ch.DIGIT
    rise = np.zeros(kind.size, np.bool_)
    rise[:-1] = lower[:-1] & upper[1:]
    rise[offset[1:] - 1] = False  # the next word's capital
    rise[offset] = False  # `iPhone`
    columns = np.stack((upper, lower, digit, rise, kind == ch.APOSTROPHE)).astype(np.int64)
    uppers, lowers, digits, rises, apostrophes = np.add.reduceat(columns, offset, axis=1)
    ordinal = digit.take(offset) & (lowers <= 2)  # 5th, 3km
    mixed = (
        (digits > 0)
        & (digits <= 2)
        & (lowers > 0)
        & (lowers + uppers >= 2)
        & ~digit.take(offset + length - 1)
        & ~ordinal
    )
    after, beyond = batch.classes.take(end, mode="clip"), batch.classes.take(end + 1, mode="clip")
    code = batch.codes.take(end, mode="clip")
    mark = (after == ch.SYMBOL) | (after == ch.COMMA) | (after == ch.TERMINAL) & (code != ord("."))
    usual = (
        (code == ord("/"))
        | (code == ord("&"))
        | (code == ord("@"))
        | (code == ord("="))
        | (code == ord("+"))
    )
    broken = mark & ~usual & (beyond == ch.LOWER) & (batch.classes.take(end - 1) <= ch.LETTER)
    begins, closes = upper.take(offset), lower.take(offset + length - 1)
    # `JavaScript`, `macOS` and `McRae` flip once; `clOset`, `tRUmp` and `WhEn` have no such excuse.
    flipped = (
        (rises >= 2) | (rises == 1) & ~begins & closes | (uppers >= 3) & (lowers >= 2) & closes
    )
    camel = (rises >= 1) & (rises <= _HUMPS) & (uppers - begins <= rises + ~closes) & (lowers >= 2)
    return Shapes((uppers >= 2) & (lowers == 0), flipped, mixed, broken, apostrophes > 0, camel)


def count_marks(batch: Batch, begin: Ints, finish: Ints, size: Floats) -> Floats:
    """Count marks of some kinds in each span, a word (`size` words in a span) or a character.

    Shape (kinds, spans). No span is empty.
    """
    length = finish - begin
    head = np.cumsum(length) - length
    at = np.arange(int(length.sum())) - np.repeat(head - begin, length)
    code, kind = batch.codes.take(at), batch.classes.take(at)
    of = _kinds().take(code, mode="clip")
    before, after = (
        batch.classes.take(np.maximum(at - 1, 0)),
        batch.classes.take(at + 1, mode="clip"),
    )
    beyond = batch.classes.take(at + 2, mode="clip")
    comma, terminal, dash = kind == ch.COMMA, kind == ch.TERMINAL, kind == ch.DASH
    letter_before, letter_after = before <= ch.LETTER, after <= ch.LETTER
    spaced = before >= ch.SPACE
    point = code == ord(".")
    mark = (kind >= ch.APOSTROPHE) & (kind < ch.SPACE)
    counted = np.stack(
        (
            comma & spaced | terminal & spaced & (after != ch.DIGIT),  # a mark after a space
            dash & letter_before & (after == ch.SPACE),  # a word cut at a line end
            (of & _SOCIAL > 0) | (code >= 0x1F000),
            (of & _MARKUP > 0) & letter_before & letter_after,
            of & _ARCHAIC > 0,
            mark & ~dash & spaced & (after >= ch.SPACE),  # a mark alone
            point
            & (before <= ch.LOWER)
            & (after == ch.SPACE)
            & (beyond == ch.LOWER),  # a full stop inside a sentence
            comma & ((after == ch.COMMA) | (after == ch.TERMINAL)) | terminal & (after == ch.COMMA),
            ((kind == ch.QUOTE) | (kind == ch.CLOSER) | (kind == ch.OPENER))
            & letter_before
            & letter_after,
            (comma | terminal) & letter_before & (after == ch.LOWER),  # no space after a mark
            of & _SYMBOL > 0,
            (code >= 0x80) & (kind <= ch.LETTER),
        )
    )
    totals = np.add.reduceat(counted.astype(np.float64), head, axis=1)
    totals[:-2] /= size
    totals[-2:] *= 8.0 / length
    return totals
