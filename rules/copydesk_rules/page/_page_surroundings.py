"""Measure the surroundings of each block of a scraped page: distances, windows, neighbours, place."""

from __future__ import annotations

import numpy as np

from copydesk.columns.dtypes import AnyArray, Floats, Ints, Mask
from copydesk.columns.ragged import Runs
from copydesk_rules.page._blocks import summed
from copydesk_rules.page._page_shape import Columns, Shape
from copydesk_rules.page._wording import Wording

_LISTED = 0.8  # of the words: a label
_FAR = 60  # blocks; farther is far
_AROUND = 4  # blocks
_WINDOWS = (2, 6, 15)  # blocks to each side
_NEIGHBORS = (1, -1, 2, -2)  # blocks after, before


def surroundings(this: Shape, found: Wording) -> Columns:
    """Measure the surroundings of each block of a batch that holds whole pages."""
    listed = found.label >= _LISTED
    widget = (found.widget >= _LISTED) | found.certain_opening
    pages = page_bounds(this.document)
    out: Columns = {}
    for name, mask in {"prose": this.prose, "widget": widget, "label": listed}.items():
        out |= _distances(name, mask, pages)
    averaged = {
        "labels": listed,
        "prose": this.prose,
        "overlap": this.overlap,
        "repeated": this.repeated,
    }
    for reach in _WINDOWS:
        out |= {
            f"{name} within {reach}": window(column, reach, pages)
            for name, column in averaged.items()
        }
    beside = {
        "overlap": this.overlap,
        "label": found.label,
        "gap": this.gap,
        "words": np.log1p(this.words),
        "ended": this.ended,
    }
    for by in _NEIGHBORS:
        out |= {
            f"{name} at {-by}": shifted(column, this.document, by, 0.0)
            for name, column in beside.items()
        }
    return out | _place(this.prose, pages)


def page_bounds(document: Ints) -> Runs:
    """Return for each block the run of blocks that is its page. `document`: ascending."""
    pages = Runs.of_equal(document)
    return Runs(pages.spread(pages.start), pages.spread(pages.size))


def before_and_after(mask: Mask, pages: Runs) -> tuple[Ints, Ints]:
    """Return how many marked blocks its page has above each block, and how many below."""
    at = np.arange(mask.size)
    return summed(mask, pages.start, at), summed(mask, at + 1, pages.end)


def shifted(column: AnyArray, document: Ints, by: int, fill: float) -> Floats:
    """Return each block's value `by` blocks before it (after it, if negative).

    `fill` beyond the page.
    """
    out = np.full(column.size, fill, np.float64)
    if abs(by) >= column.size:
        return out
    ahead, behind = slice(abs(by), None), slice(None, -abs(by))
    to, source = (ahead, behind) if by > 0 else (behind, ahead)
    values = np.asarray(column, np.float64)
    out[to] = np.where(document[to] == document[source], values[source], fill)
    return out


def window(column: AnyArray, reach: int, pages: Runs) -> Floats:
    """Return the mean over `reach` blocks to each side, inside the page."""
    at = np.arange(column.size)
    begin, end = np.maximum(at - reach, pages.start), np.minimum(at + reach + 1, pages.end)
    total = summed(np.asarray(column, np.float64), begin, end)
    return np.asarray(total / (end - begin), np.float64)


def _distances(name: str, marked: Mask, pages: Runs) -> Columns:
    """Measure how far the nearest marked block is, before each block and after it."""
    at = np.arange(marked.size)
    last, following = np.full(at.size, -1), np.full(at.size, at.size)
    last[1:] = np.maximum.accumulate(np.where(marked, at, -1))[:-1]
    ahead = np.where(marked, at, at.size)[::-1]
    following[:-1] = np.minimum.accumulate(ahead)[::-1][1:]
    back = np.minimum(np.where(last >= pages.start, at - last, _FAR), _FAR)
    on = np.minimum(np.where(following < pages.end, following - at, _FAR), _FAR)
    before, after = np.log(back), np.log(on)
    return {
        f"{name} before": before,
        f"{name} after": after,
        f"{name} near": np.minimum(before, after),
        f"{name} far": np.maximum(before, after),
        f"{name} next before": back == 1,
        f"{name} next after": on == 1,
        f"{name} around": (back < _AROUND) & (on < _AROUND),
    }


def _place(prose: Mask, pages: Runs) -> Columns:
    place = (np.arange(prose.size) - pages.start) / pages.size
    share = window(prose, prose.size, pages)
    return {
        "place": place,
        "top": place < 0.1,
        "blocks": np.log(pages.size),
        "share of prose": share,
        "prose and place": share * place,
        "off the middle": np.abs(place - 0.5),
    }
