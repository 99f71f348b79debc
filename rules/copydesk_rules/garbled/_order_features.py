"""Measure the order of words in a segment: what the model `word_order` weighs."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from copydesk.columns import characters as ch
from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import AnyArray, Floats, Ints, Mask
from copydesk.columns.ragged import Runs
from copydesk_rules.garbled._model import Features
from copydesk_rules.garbled._word_order import (
    FIRST,
    NAME,
    OFTEN,
    OTHER,
    UNKNOWN,
    Tokens,
    abbreviations,
    tables,
    token_fits,
    tokens,
    word_classes,
)
from copydesk_rules.garbled._word_pairs import usual

_FAR = 50.0  # the fit of the worst window in a segment that is too short for one


class OrderedWords:
    """The words of some segments, flat, with their classes.

    Every column is of shape (words,), but `head`, the first word of each segment. `small`: which
    words are nearly always written small.
    """

    def __init__(self, batch: Batch, segments: Runs) -> None:
        shipped = tables()
        self.batch, self.segments, self.count = batch, segments, len(segments)
        self.row, self.segment = segments.positions, segments.owner
        self.head = segments.head
        self.start = batch.words.start.take(self.row)
        self.end = batch.words.end.take(self.row)
        self.hash = batch.words.hash.take(self.row)
        self.capital = batch.words.capital.take(self.row)
        slots = shipped.slots(self.hash)
        self.small = shipped.small.take(slots) > 0
        self.kind = word_classes(batch, self.row, slots, shipped.kind)

    def share(self, marked: Mask) -> Floats:
        """Return the share of each segment's words that are marked; shape (segments,)."""
        counted = np.bincount(self.segment, marked, minlength=self.count)
        return np.asarray(counted / self.segments.size, np.float64)


def measure(batch: Batch, segments: Runs) -> Features:
    """Return the features of some segments, runs of rows of the word table; none is empty."""
    words = OrderedWords(batch, segments)
    row = tokens(batch, segments, words.kind)
    fits = token_fits(row.kind)
    of, total = row.segment[1:], fits.pair + fits.third
    many = np.bincount(of, minlength=words.count).astype(np.float64)

    def mean(column: AnyArray) -> Floats:
        return np.asarray(np.bincount(of, column, minlength=words.count) / many, np.float64)

    kind, number = row.kind[1:], batch.words.number.take(words.row)
    return {
        "pair": mean(fits.pair),
        "third": mean(fits.third),
        "skip": mean(fits.skip),
        "total": mean(total),
        **{f"pair_below_{low}": mean(fits.pair < low) for low in (-1.0, -2.5)},
        **{f"total_below_{low}": mean(total < low) for low in (-2.0, -4.0, -6.0)},
        **{f"worst_{n}_tokens": _lowest(total, of, n, words.count) for n in (2, 4, 7, 12)},
        "shortfall": mean(np.minimum(total + 3, 0)),
        **_junctions(words, row, total),
        "log_words": np.log(segments.size),
        "unlisted_words": mean((kind > NAME) & (kind <= UNKNOWN)),
        "other_marks": mean(kind == OTHER),
        "capitals": words.share(words.capital),
        "numbers": words.share(number),
        "tokens_per_word": many / segments.size,
        **dict(_unseen_pairs(words)),
        "opens_small": ~words.capital[words.head],
        "function_words": words.share((words.kind >= FIRST) & (words.kind < FIRST + OFTEN)),
    }


def _junctions(words: OrderedWords, row: Tokens, total: Floats) -> dict[str, AnyArray]:
    """Return how many places of each segment look as if another sentence began or ended there,
    and the worst fit of a word at such a place.
    """
    columns: dict[str, AnyArray] = {}
    for name, marked in (("capital", _inner_capitals(words)), ("stop", _behind_inner_stops(words))):
        worst = np.zeros(words.count)
        np.minimum.at(worst, words.segment[marked], total[row.place[marked] - 1])
        columns[f"inner_{name}s"] = np.bincount(words.segment, marked, minlength=words.count)
        columns[f"inner_{name}_fit"] = worst
    both = np.minimum(columns["inner_capitals"], columns["inner_stops"])
    return columns | {"inner_capitals_and_stops": both}


def _inner_capitals(words: OrderedWords) -> Mask:
    """Return which words have a capital that they hardly ever have, a space behind a small word."""
    classes, start = words.batch.classes, words.start
    first, second = classes.take(start), classes.take(start + 1, mode="clip")
    return np.asarray(
        (first == ch.UPPER)
        & (second == ch.LOWER)
        & words.small
        & (words.end - start > 1)
        & _behind_small(words, 1)
        & (classes.take(np.maximum(start - 1, 0)) == ch.SPACE),
        np.bool_,
    )


def _behind_inner_stops(words: OrderedWords) -> Mask:
    """Return which small words follow a listed small word with a full stop."""
    classes, start, end = words.batch.classes, words.start, words.end
    dotted = (
        (words.batch.codes.take(end, mode="clip") == ord("."))
        & (end - start > 2)
        & (words.kind >= FIRST)
        & ~abbreviations().has(words.hash)
    )
    small = (classes.take(start) == ch.LOWER) & (classes.take(start + 1, mode="clip") != ch.UPPER)
    return np.asarray(small & np.roll(dotted, 1) & _behind_small(words, 2), np.bool_)


def _behind_small(words: OrderedWords, gap: int) -> Mask:
    """Return which words begin `gap` characters behind a small word of their segment."""
    lower = words.batch.classes.take(words.start) == ch.LOWER
    behind = np.roll(lower, 1) & (words.start - np.roll(words.end, 1) == gap)
    behind[words.head] = False
    return np.asarray(behind, np.bool_)


def _unseen_pairs(words: OrderedWords) -> Iterator[tuple[str, Floats]]:
    """Yield the shares of neighbours that are no usual pair, and the worst windows of pairs."""
    near = words.segment[1:] == words.segment[:-1]
    near &= words.start[1:] - words.end[:-1] == 1
    known = usual(words.hash[:-1], words.hash[1:])
    left, right = words.kind[:-1], words.kind[1:]
    listed = (left >= FIRST) & (right >= FIRST)
    function = listed & (np.minimum(left, right) < FIRST + OFTEN)
    owner = words.segment[1:]
    many = np.maximum(np.bincount(owner[near], minlength=words.count), 1).astype(np.float64)
    for name, kind in (("unseen_pairs", listed), ("unseen_pairs_with_function_word", function)):
        yield name, np.bincount(owner[near & kind & ~known], minlength=words.count) / many
    seen = np.where(near & listed, np.where(known, 1.0, -1.0), 0.0)
    for width in (3, 6, 10):
        yield f"worst_{width}_pairs", _lowest(seen, owner, width, words.count)


def _lowest(column: Floats, of: Ints, width: int, count: int) -> Floats:
    """Return the lowest sum of `width` neighbours in each segment; shape (count,)."""
    lowest = np.full(count, _FAR)
    if column.size >= width:
        sums = np.concatenate(([0.0], np.cumsum(column)))
        inside = of[width - 1 :] == of[: of.size - width + 1]
        np.minimum.at(lowest, of[width - 1 :][inside], (sums[width:] - sums[:-width])[inside])
    return lowest
