"""What a block has in common with its run.

Lines without an end mark in a row, and lines without a blank line between them.

Menus, lists of teasers and tables are runs of like lines; how long a run is, how alike its lines
are and what stands before and after it tells them from an article's list better than any line
alone. Columns for the scored combination in `boilerplate_pages`.
"""

from __future__ import annotations

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import AnyArray, Floats, Ints, Mask
from copydesk_rules.page._boilerplate import Furniture
from copydesk_rules.page._boilerplate_page import Columns, Shape, before_and_after, title_overlap

_LISTED = 0.8  # of the words: a label
_INTRO_WORDS, _INTRO_STOPS = 6, 0.2  # of a line with a colon that introduces a list
_FAR = 100  # blocks


def introducing(batch: Batch, this: Shape, words: int = _INTRO_WORDS) -> Mask:
    """Return which blocks introduce a list: a clause of some words that ends in a colon."""
    colon = batch.codes.take(batch.blocks.end - 1) == ord(":")
    return np.asarray(
        colon & (this.words >= words) & (this.local["stop words"] >= _INTRO_STOPS), np.bool_
    )


def in_runs(batch: Batch, this: Shape, found: Furniture) -> Columns:
    """Measure each block's run of lines without an end mark,
    its group of lines without a blank one, and what the page has around it.
    """
    document, numbers = this.document, np.arange(this.document.size)
    fresh = np.append(True, document[1:] != document[:-1])[: document.size]
    measured: dict[str, Floats] = {
        "words": np.log1p(this.words),
        "label": found.label,
        "numbers": this.local["numbers"],
        "stop": this.local["stop words"],
        "capitals": this.local["capitals"],
        "overlap": this.overlap,
        "repeated": this.repeated.astype(np.float64),
    }
    begin, length, out = _run(
        fresh | np.append(True, this.ended[1:] != this.ended[:-1])[: document.size]
    )
    columns: Columns = {
        "run len": np.log(length),
        "run pos": np.log1p(numbers - begin),
        "run left": np.log(length - (numbers - begin)),
    }
    columns |= {f"run {name}": column for name, column in _alike(out, measured).items()}
    intro = introducing(batch, this)
    led, introduced = (
        np.append(False, mask[:-1])[begin] & ~fresh[begin] for mask in (this.prose, intro)
    )
    stop = np.minimum(begin + length, document.size - 1)
    followed = this.prose[stop] & (document[stop] == document) & (begin + length < document.size)
    columns |= {
        "run after prose": led,
        "run after intro": introduced,
        "run before prose": followed,
        "prose both sides": led & followed,
    }
    low, high = (
        np.searchsorted(document, document),
        np.searchsorted(document, document, side="right"),
    )
    last = np.maximum.accumulate(np.where(intro, numbers, -1))
    columns["intro before"] = np.log1p(
        np.where(last >= low, np.minimum(numbers - last, _FAR), _FAR)
    )
    begin, length, out = _run(fresh | (this.gap > 0))
    columns |= {"group len": np.log(length), "group pos": np.log1p(numbers - begin)}
    some = {name: measured[name] for name in ("words", "label", "stop", "overlap")}
    columns |= {f"group {name}": column for name, column in _alike(out, some).items()}
    share, common = title_overlap(batch, fresh)
    columns |= {"title": share, "title common": common}
    for name, mask in {"labels": found.label >= _LISTED, "prose": this.prose}.items():
        above, below = before_and_after(mask, low, high)
        columns |= {f"{name} above": np.log1p(above), f"{name} below": np.log1p(below)}
    return columns


def _run(fresh: Mask) -> tuple[Ints, Ints, Ints]:
    """Return for each block where its run begins, how long it is, and its number."""
    number = np.cumsum(fresh) - 1
    begin = np.flatnonzero(fresh)
    return begin[number], np.diff(np.append(begin, fresh.size))[number], number


def _alike(number: Ints, measured: dict[str, AnyArray]) -> Columns:
    """Return the mean of each column over a block's run, and how far its lines are from it."""
    count, out = np.bincount(number), dict[str, AnyArray]()
    for name, column in measured.items():
        mean = np.bincount(number, column) / count
        spread = np.sqrt(np.maximum(np.bincount(number, column**2) / count - mean**2, 0))
        out |= {f"mean {name}": mean[number], f"dev {name}": spread[number]}
    return out
