"""Compare some rows of a column with the other rows of their documents."""

from __future__ import annotations

import numpy as np
from msgspec import Struct

from copydesk.columns.dtypes import Floats, Ints
from copydesk.columns.ragged import Runs, order_in_document


class RankInDocument(Struct, frozen=True):
    """How each row compares with its document; every column of shape (rows,).

    `rank`: rows of the document with a greater value; `over_others`: its value less the greatest of
    the others; `mean`, `spread` (standard deviation), `median` (of two the lower): of all
    rows of the document.
    """

    rank: Ints
    over_others: Floats
    mean: Floats
    spread: Floats
    median: Floats


class Ranked(Struct, frozen=True):
    """A column whose rows were compared in their documents, once for all that ask about some rows.

    Of each row, shape (rows,): its value in `column`, its `rank`, and its document as a `run` of rows.
    Of each document with rows, shape (runs,): `greatest`, `second`, `mean`, `spread`, `median`.
    """

    column: Floats
    run: Ints
    rank: Ints
    greatest: Floats
    second: Floats
    mean: Floats
    spread: Floats
    median: Floats

    @classmethod
    def of(cls, column: Floats, document: Ints) -> Ranked:
        """Return a column ranked; `document`: of each row, ascending, shape (rows,)."""
        runs, order = Runs.of_equal(document), order_in_document(document, -column)
        run, first = runs.owner, runs.start
        rank = np.empty(column.size, np.int64)
        rank[order] = runs.ranks
        mean = np.bincount(run, weights=column, minlength=len(runs)) / runs.size
        square = (column - mean.take(run)) ** 2
        spread = np.sqrt(np.bincount(run, weights=square, minlength=len(runs)) / runs.size)
        descending = column.take(order)
        return cls(
            column,
            run,
            rank,
            descending.take(first),
            descending.take(first + np.minimum(1, runs.size - 1)),
            mean,
            spread,
            descending.take(first + runs.size // 2),
        )

    def of_rows(self, rows: Ints) -> RankInDocument:
        """Return how some rows compare with their documents."""
        run, rank, own = self.run.take(rows), self.rank.take(rows), self.column.take(rows)
        others = np.where(rank == 0, self.second.take(run), self.greatest.take(run))
        columns = (column.take(run) for column in (self.mean, self.spread, self.median))
        return RankInDocument(rank, own - others, *columns)
