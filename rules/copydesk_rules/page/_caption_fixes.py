"""Propose to remove the repeated captions that say nothing the first one does not."""

from __future__ import annotations

from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import Ints
from copydesk.fixes import Applicability, FixColumns


def without_repeats(batch: Batch, later: Ints, earlier: Ints) -> FixColumns:
    """Propose to remove blocks that are an earlier one.

    Safe where it is so character by character and is the block above or below such copies of it, so
    that a run of any length goes at once; unsafe further down. A copy that carries a credit, or has
    a capital more, is for an author to remove, in an editor.

    `later`, `earlier`: rows of the block table, `later` ascending.
    """
    trust: list[Applicability] = ["display"] * later.size
    run: set[tuple[int, int]] = set()  # safe copies, each with the first one
    for hit, (copy, origin) in enumerate(zip(later.tolist(), earlier.tolist(), strict=True)):
        if _raw(batch, copy) != _raw(batch, origin):
            continue
        trust[hit] = "unsafe"
        if copy - 1 == origin or (copy - 1, origin) in run:
            trust[hit] = "safe"
            run.add((copy, origin))
    return FixColumns.removing(batch.blocks.start[later], batch.blocks.end[later], trust)


def _raw(batch: Batch, row: int) -> str:
    return batch.raw(int(batch.blocks.start[row]), int(batch.blocks.end[row]))
