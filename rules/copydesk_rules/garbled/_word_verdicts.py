"""Sum the verdicts on the suspicious words of each segment up as features of the segment."""

from __future__ import annotations

import numpy as np

from copydesk.columns.dtypes import Floats, Ints, Mask
from copydesk.columns.ragged import Runs, row_at
from copydesk_rules.garbled._model import Features
from copydesk_rules.garbled._words import SegmentWords

_NONE = -6.0  # log-odds in place of those of a word that is not there
_WORST = 4  # words whose verdicts count by themselves
_HOPE = 2.0  # log-odds below which a word counts nothing in `hopeful`


def word_verdicts(words: SegmentWords, rows: Ints, odds: Floats) -> Features:
    """Return what the verdicts on suspicious words say of their segments; shape (segments,).

    `rows`: the suspects, `odds`: the log-odds that each is garbled.
    """
    order = np.lexsort((-odds, words.segment[rows]))
    rows, odds = rows[order], odds[order]
    segment, size = words.segment[rows], words.size
    opens = words.head.take(segment) == rows
    opening = np.full(words.count, _NONE)
    opening[segment[opens]] = odds[opens]
    numbers = np.arange(words.count)
    first = np.searchsorted(segment, numbers)
    suspects = Runs.between(first, row_at(segment, numbers) + 1)
    likely = 1 / (1 + np.exp(-odds))

    def total(column: Floats) -> Floats:
        return np.bincount(segment, column, words.count).astype(np.float64)

    garbled, positive = total(likely), total(np.maximum(odds, 0))
    return {
        **_worst(suspects, odds),
        "likely_garbled": garbled,
        "likely_garbled_share": garbled / size,
        "positive": positive,
        "positive_share": positive / size,
        "hopeful": total(np.maximum(odds + _HOPE, 0)),
        "garbled_share": total((odds > 0).astype(np.float64)) / size,
        "suspects_share": suspects.size / size,
        "mean_odds": total(odds) / np.maximum(suspects.size, 1),
        **_by_form(words, rows, odds, likely),
        "opening_odds": opening,
    }


def _worst(suspects: Runs, odds: Floats) -> dict[str, Floats]:
    """Return the odds of the worst suspects; those of a segment are in order, worst first."""
    columns = {}
    for place in range(_WORST):
        worst = np.full(len(suspects), _NONE)
        there = suspects.size > place
        worst[there] = odds[suspects.start[there] + place]
        columns[f"worst_{place + 1}"] = worst
    return columns


def _by_form(words: SegmentWords, rows: Ints, odds: Floats, likely: Floats) -> dict[str, Floats]:
    """Return the highest odds and the sums of suspects of three forms."""
    capital, known = words.capital[rows], words.common[rows] > 0
    segment = words.segment[rows]
    columns: dict[str, Floats] = {}

    def total(column: Floats) -> Floats:
        return np.bincount(segment, column, words.count).astype(np.float64)

    for name, form in (
        ("known", ~capital & known),
        ("unknown", ~capital & ~known),
        ("capital", capital),
    ):
        columns[f"highest_{name}"] = _highest(words, rows, odds, form)
        columns[f"garbled_{name}"] = total(likely * form)
        columns[f"clean_{name}"] = total((1 - likely) * form)
    return columns


def _highest(words: SegmentWords, rows: Ints, odds: Floats, kept: Mask) -> Floats:
    """Return the highest odds among those suspects of each segment that are kept."""
    highest = np.full(words.count, _NONE)
    np.maximum.at(highest, words.segment[rows[kept]], odds[kept])
    return highest
