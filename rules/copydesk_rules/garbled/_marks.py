"""Look at the characters of suspected text: the shapes of words, and marks where none belong."""

from __future__ import annotations

import functools
from typing import NamedTuple

import numpy as np
from msgspec import Struct

from copydesk.columns import characters as ch
from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import AnyArray, Classes, Floats, Ints, Mask
from copydesk.columns.ragged import Runs

_SYMBOL, _MARKUP, _SOCIAL, _ARCHAIC = 1, 2, 4, 8  # kinds of characters, bits of a table
_LIMIT = 0x3000
_HUMPS = 3  # capitals inside names in code
_USUAL = np.isin(np.arange(128), [ord(c) for c in "/&@=+"])  # between words, by code point


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


class Shapes(Struct, frozen=True):
    """What is odd about the forms of words; each of shape (words,).

    `shouted`: all capitals; `flipped`: case changes inside (`clOset`); `mixed`: digits among
    letters; `broken`: a mark between them; `elided`: an apostrophe; `camel`: case changes as in
    names in code.
    """

    shouted: Mask
    flipped: Mask
    mixed: Mask
    broken: Mask
    elided: Mask
    camel: Mask


class _Letters(NamedTuple):
    """How many characters of each word are of a kind; `rise`: capitals behind a small letter."""

    upper: Ints
    lower: Ints
    digit: Ints
    rise: Ints
    apostrophe: Ints


def word_shapes(batch: Batch, start: Ints, end: Ints) -> Shapes:
    """Return the shapes of words, given by their spans, of which there is at least one."""
    many = _count_letters(batch, start, end)
    first, last = batch.classes.take(start), batch.classes.take(end - 1)
    begins, closes = first == ch.UPPER, last == ch.LOWER
    ordinal = (first == ch.DIGIT) & (many.lower <= 2)  # 5th, 3km
    mixed = (many.digit > 0) & (many.digit <= 2) & (many.lower > 0)
    mixed &= (many.lower + many.upper >= 2) & (last != ch.DIGIT) & ~ordinal
    # `JavaScript`, `macOS` and `McRae` flip once; `clOset`, `tRUmp` and `WhEn` have no such excuse.
    flipped = (many.rise >= 2) | (many.rise == 1) & ~begins & closes
    flipped |= (many.upper >= 3) & (many.lower >= 2) & closes
    camel = (many.rise >= 1) & (many.rise <= _HUMPS) & (many.lower >= 2)
    camel &= many.upper - begins <= many.rise + ~closes
    return Shapes(
        shouted=(many.upper >= 2) & (many.lower == 0),
        flipped=flipped,
        mixed=mixed,
        broken=_before_inner_mark(batch, end),
        elided=many.apostrophe > 0,
        camel=camel,
    )


def _count_letters(batch: Batch, start: Ints, end: Ints) -> _Letters:
    spans = Runs.between(start, end)
    head = spans.head
    kind = batch.classes.take(spans.positions)
    upper, lower = kind == ch.UPPER, kind == ch.LOWER
    rise = np.zeros(kind.size, np.bool_)
    rise[:-1] = lower[:-1] & upper[1:]
    rise[head[1:] - 1] = False  # the next word's capital
    rise[head] = False  # `iPhone`
    columns = np.stack((upper, lower, kind == ch.DIGIT, rise, kind == ch.APOSTROPHE))
    return _Letters(*np.add.reduceat(columns.astype(np.int64), head, axis=1))


def _before_inner_mark(batch: Batch, end: Ints) -> Mask:
    """Return which words have a mark behind them, and a small letter behind that: `wo;rd`."""
    after, beyond = batch.classes.take(end, mode="clip"), batch.classes.take(end + 1, mode="clip")
    code = batch.codes.take(end, mode="clip")
    mark = (after == ch.SYMBOL) | (after == ch.COMMA) | (after == ch.TERMINAL) & (code != ord("."))
    letter = batch.classes.take(end - 1) <= ch.LETTER
    usual = _USUAL.take(code, mode="clip")
    return np.asarray(mark & ~usual & (beyond == ch.LOWER) & letter, np.bool_)


class SpanCharacters:
    """The characters of some spans, flat, none of them empty; columns of shape (characters,).

    `kind` is a character's class, `before` and `after` those of its neighbours. `length` is of
    shape (spans,).
    """

    def __init__(self, batch: Batch, start: Ints, end: Ints) -> None:
        spans = Runs.between(start, end)
        at = spans.positions
        self.length = spans.size
        self._head = spans.head
        self.code, self.kind = batch.codes.take(at), batch.classes.take(at)
        self.before = batch.classes.take(np.maximum(at - 1, 0))
        self.after = batch.classes.take(at + 1, mode="clip")
        self.beyond = batch.classes.take(at + 2, mode="clip")

    @property
    def inside_word(self) -> Mask:
        """Which characters have letters on both sides."""
        return np.asarray((self.before <= ch.LETTER) & (self.after <= ch.LETTER), np.bool_)

    def count(self, marked: dict[str, Mask]) -> dict[str, Floats]:
        """Count the marked characters of each span, by name; each of shape (spans,)."""
        counted: AnyArray = np.stack(list(marked.values()))
        totals = np.add.reduceat(counted.astype(np.float64), self._head, axis=1)
        return dict(zip(marked, totals, strict=True))


def marks(spans: SpanCharacters, words: Floats) -> dict[str, Floats]:
    """Return how many marks of some kinds each span has; features of shape (spans,).

    A word, of which there are `words`, or for symbols and letters beyond ASCII 8 a character.
    """
    kind, before, after = spans.kind, spans.before, spans.after
    of = _kinds().take(spans.code, mode="clip")
    comma, terminal, dash = kind == ch.COMMA, kind == ch.TERMINAL, kind == ch.DASH
    letter, spaced = before <= ch.LETTER, before >= ch.SPACE
    mark = (kind >= ch.APOSTROPHE) & (kind < ch.SPACE) & ~dash
    quotation = (kind == ch.QUOTE) | (kind == ch.CLOSER) | (kind == ch.OPENER)
    many = spans.count(
        {
            "mark_behind_space": spaced & (comma | terminal & (after != ch.DIGIT)),
            "cut_at_line_end": dash & letter & (after == ch.SPACE),
            "social": (of & _SOCIAL > 0) | (spans.code >= 0x1F000),
            "markup_in_word": (of & _MARKUP > 0) & spans.inside_word,
            "archaic": of & _ARCHAIC > 0,
            "lone_mark": mark & spaced & (after >= ch.SPACE),
            "inner_stop": (spans.code == ord("."))
            & (before <= ch.LOWER)
            & (after == ch.SPACE)
            & (spans.beyond == ch.LOWER),
            "doubled_mark": comma & ((after == ch.COMMA) | (after == ch.TERMINAL))
            | terminal & (after == ch.COMMA),
            "quotation_in_word": quotation & spans.inside_word,
            "mark_before_letter": (comma | terminal) & letter & (after == ch.LOWER),
        }
    )
    rare = spans.count(
        {
            "symbols": of & _SYMBOL > 0,
            "wide_letters": (spans.code >= 0x80) & (kind <= ch.LETTER),
        }
    )
    return {name: total / words for name, total in many.items()} | {
        name: total * (8.0 / spans.length) for name, total in rare.items()
    }
