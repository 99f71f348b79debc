"""Propose to remove the repeated captions that say nothing the first one does not."""

from __future__ import annotations

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import Ints
from copydesk.fixes import Applicability, FixColumns


def without_repeats(batch: Batch, later: Ints, earlier: Ints) -> FixColumns:
    """Propose to remove blocks that are an earlier one character by character.

    Safe where it is the block above, unsafe further down.

    `later`, `earlier`: rows of the block table. A copy that carries a credit, or has a capital
    more, is left to an author.
    """
    pairs = zip(later.tolist(), earlier.tolist(), strict=True)
    exact = np.flatnonzero(
        np.array([_raw(batch, copy) == _raw(batch, origin) for copy, origin in pairs], np.bool_)
    )
    rows = later[exact]
    trust: list[Applicability] = [
        "safe" if apart == 1 else "unsafe" for apart in (later - earlier).tolist()
    ]
    return FixColumns.removing(batch.blocks.start[rows], batch.blocks.end[rows], trust, hit=exact)


def _raw(batch: Batch, row: int) -> str:
    return batch.raw(int(batch.blocks.start[row]), int(batch.blocks.end[row]))
