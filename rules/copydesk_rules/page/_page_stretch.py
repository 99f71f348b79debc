"""Measure what the first pass says of each block and its neighbours, and where the page's best
stretch of text lies.
"""

from __future__ import annotations

import numpy as np

from copydesk.columns.dtypes import Floats, Ints
from copydesk.columns.ragged import Runs
from copydesk_rules.page._page_shape import Columns
from copydesk_rules.page._page_surroundings import page_bounds, shifted, window

_SCORE_MOST = 5.0  # either way
_BEYOND = 2.0  # score of what is beyond the page
_COST = 0.5  # a menu entry costs half of what a sentence gains: stretches bridge small gaps
_MASS = 60.0


def smoothed(score: Floats, document: Ints) -> Columns:
    """Return the columns that the second pass has from the scores of the first.

    `score`, `document`: shape (blocks,).
    """
    pages = page_bounds(document)
    score = np.clip(score, -_SCORE_MOST, _SCORE_MOST)
    out: Columns = {"score": score}
    for by in (1, 2, 3):
        out[f"score at -{by}"] = shifted(score, document, by, _BEYOND)
        out[f"score at {by}"] = shifted(score, document, -by, _BEYOND)
    for reach in (3, 8, 20):
        out[f"score within {reach}"] = window(score, reach, pages)
    return out | _best_stretch(score, Runs.of_equal(document))


def _best_stretch(score: Floats, pages: Runs) -> Columns:
    """Return where each block lies to the best stretch of its page, and how much text that has."""
    inside, above, below, mass = (np.zeros(score.size) for _ in range(4))
    gain = np.where(score < 0, -score, -_COST * score)
    for first, end in zip(pages.start.tolist(), pages.end.tolist(), strict=True):
        total = np.concatenate(([0.0], np.cumsum(gain[first:end])))
        rise = total - np.minimum.accumulate(total)
        stop = int(np.argmax(rise))
        start = int(np.argmin(total[: stop + 1]))
        row = np.arange(end - first)
        inside[first:end] = (row >= start) & (row < stop)
        above[first:end] = np.maximum(start - row, 0)
        below[first:end] = np.maximum(row - stop + 1, 0)
        mass[first:end] = min(float(rise[stop]), _MASS) / _MASS
    return {
        "inside": inside,
        "above": np.log1p(above),
        "below": np.log1p(below),
        "after": below > 0,
        "mass": mass,
        "mass, inside": mass * inside,
        "just above": above == 1,
        "two above": above == 2,
    }
