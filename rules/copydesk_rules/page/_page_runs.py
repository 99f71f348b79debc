"""Measure what each block of a scraped page has in common with its run of lines.

Menus, lists of teasers and tables are runs of like lines: lines without an end mark in a row, or
without a blank line between them. How long a run is, how alike its lines are and what precedes
and follows it separates them from an article's list better than any line alone.
"""

from __future__ import annotations

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import AnyArray, Floats, Ints, Mask
from copydesk.columns.ragged import Runs, heads
from copydesk_rules.page._page_shape import Columns, Shape, overlap_with
from copydesk_rules.page._page_surroundings import before_and_after, page_bounds
from copydesk_rules.page._wording import Wording

_LISTED = 0.8  # of the words: a label
_INTRO_WORDS, _INTRO_STOPS = 6, 0.2  # of a line with a colon that introduces a list
_FAR = 100  # blocks
_TITLE_WORDS = 6  # in common with the title that count


def introducing(batch: Batch, this: Shape, words: int = _INTRO_WORDS) -> Mask:
    """Return which blocks introduce a list: a clause of some words that ends in a colon."""
    colon = batch.codes.take(batch.blocks.end - 1) == ord(":")
    clause = (this.words >= words) & (this.local["stop words"] >= _INTRO_STOPS)
    return np.asarray(colon & clause, np.bool_)


def in_runs(batch: Batch, this: Shape, found: Wording) -> Columns:
    """Measure each block's run of lines without an end mark, its group of lines without a blank
    one, and what the page has around it.
    """
    measured: dict[str, AnyArray] = {
        "words": np.log1p(this.words),
        "label": found.label,
        "numbers": this.local["numbers"],
        "stop": this.local["stop words"],
        "capitals": this.local["capitals"],
        "overlap": this.overlap,
        "repeated": this.repeated.astype(np.float64),
    }
    grouped = {name: measured[name] for name in ("words", "label", "stop", "overlap")}
    intro = introducing(batch, this)
    return (
        _run_columns(this, intro, measured)
        | {"intro before": _distance_to_intro(this.document, intro)}
        | _group_columns(this, grouped)
        | _title_columns(batch, heads(this.document))
        | _counts(this, found)
    )


def _run_columns(this: Shape, intro: Mask, measured: dict[str, AnyArray]) -> Columns:
    """Measure the runs of lines that have an end mark, or have none, alike."""
    document, fresh = this.document, heads(this.document)
    runs = Runs.of_equal(document, this.ended)
    begin, length = runs.spread(runs.start), runs.spread(runs.size)
    led, introduced = (_after(mask)[begin] & ~fresh[begin] for mask in (this.prose, intro))
    stop = np.minimum(begin + length, document.size - 1)
    followed = this.prose[stop] & (document[stop] == document) & (begin + length < document.size)
    return {
        "run len": np.log(length),
        "run pos": np.log1p(runs.ranks),
        "run left": np.log(length - runs.ranks),
        **{f"run {name}": column for name, column in _alike(runs, measured).items()},
        "run after prose": led,
        "run after intro": introduced,
        "run before prose": followed,
        "prose both sides": led & followed,
    }


def _group_columns(this: Shape, measured: dict[str, AnyArray]) -> Columns:
    """Measure the groups of lines without a blank line between them."""
    groups = Runs.of_heads(heads(this.document) | (this.gap > 0))
    return {
        "group len": np.log(groups.spread(groups.size)),
        "group pos": np.log1p(groups.ranks),
        **{f"group {name}": column for name, column in _alike(groups, measured).items()},
    }


def _title_columns(batch: Batch, first: Mask) -> Columns:
    """Measure the words in common with the page's first block, the window's title."""
    overlap = overlap_with(batch, first)
    common = np.minimum(overlap.common, _TITLE_WORDS)
    return {"title": overlap.share_or_usual, "title common": common}


def _counts(this: Shape, found: Wording) -> Columns:
    """Count the labels and paragraphs above and below."""
    pages, out = page_bounds(this.document), dict[str, AnyArray]()
    for name, mask in {"labels": found.label >= _LISTED, "prose": this.prose}.items():
        above, below = before_and_after(mask, pages)
        out |= {f"{name} above": np.log1p(above), f"{name} below": np.log1p(below)}
    return out


def _distance_to_intro(document: Ints, intro: Mask) -> Floats:
    at, page = np.arange(document.size), page_bounds(document).start
    last = np.maximum.accumulate(np.where(intro, at, -1))
    away = np.where(last >= page, np.minimum(at - last, _FAR), _FAR)
    return np.asarray(np.log1p(away), np.float64)


def _after(mask: Mask) -> Mask:
    """Return which rows have a marked one right before them."""
    return np.append(False, mask)[: mask.size]


def _alike(runs: Runs, measured: dict[str, AnyArray]) -> Columns:
    """Return the mean of each column over a block's run, and how far its lines are from it."""
    out: Columns = {}
    for name, column in measured.items():
        mean = np.bincount(runs.owner, column) / runs.size
        square = np.bincount(runs.owner, column**2) / runs.size
        deviation = np.sqrt(np.maximum(square - mean**2, 0))
        out |= {f"mean {name}": runs.spread(mean), f"dev {name}": runs.spread(deviation)}
    return out
