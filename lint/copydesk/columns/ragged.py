"""Runs of rows as a noun: which run a row lies in, where runs begin, which rows are equal.

Every table of a batch is ragged: documents of blocks, blocks of sentences, sentences of words.
"""

from __future__ import annotations

from typing import Any, TypeVar

import numpy as np
from msgspec import Struct

from copydesk.columns.dtypes import AnyArray, Hashes, Ints, Mask

_Column = TypeVar("_Column", bound=AnyArray)
# 2**64 over the golden ratio, odd: times this, small numbers spread over all 64 bits (Knuth, volume
# 3, 6.4). Documents, sides and bands are kept apart by it.
SPREAD = np.uint64(0x9E3779B97F4A7C15)
_FEW = 16  # values that a column is compared with one by one; more are searched for
_PLACE_BITS = 20  # bits of a sorted key that may hold a row's place: longer columns are argsorted


class Runs(Struct, frozen=True):
    """Runs of consecutive rows: run i is the rows [start[i], start[i] + size[i]).

    `start`, `size`: shape (runs,), int64. Runs may overlap, and come in any order. A *member* is a
    row of a run; members are in the order of their runs.
    """

    start: Ints
    size: Ints

    @classmethod
    def between(cls, start: Ints, end: Ints) -> Runs:
        """Return the runs [start, end)."""
        return cls(start, end - start)

    @classmethod
    def of_sizes(cls, size: Ints) -> Runs:
        """Return runs of these sizes, one right after another, the first at row 0."""
        return cls(np.cumsum(size) - size, size)

    @classmethod
    def of_heads(cls, head: Mask) -> Runs:
        """Return the runs that begin where `head`, shape (rows,), is true; its first row is."""
        start = np.flatnonzero(head)
        size = np.full(start.size, head.size, np.int64)
        size[:-1] = start[1:]
        size -= start
        return cls(start, size)

    @classmethod
    def of_equal(cls, *columns: AnyArray) -> Runs:
        """Return the runs of consecutive rows that are equal in all of these columns."""
        return cls.of_heads(heads(*columns))

    def __len__(self) -> int:
        return int(self.start.size)

    @property
    def end(self) -> Ints:
        """The row after each run's last; shape (runs,)."""
        return self.start + self.size

    @property
    def owner(self) -> Ints:
        """The run of each member; shape (members,)."""
        return np.repeat(np.arange(self.size.size), self.size)

    @property
    def head(self) -> Ints:
        """The first member of each run, where it has one; shape (runs,)."""
        return np.cumsum(self.size) - self.size

    @property
    def positions(self) -> Ints:
        """The row of each member; shape (members,)."""
        base = self.start - self.head
        return np.asarray(np.arange(int(self.size.sum())) + np.repeat(base, self.size), np.int64)

    @property
    def ranks(self) -> Ints:
        """The place of each member in its run, from 0; shape (members,)."""
        return np.arange(int(self.size.sum())) - np.repeat(self.head, self.size)

    def spread(self, column: _Column) -> _Column:
        """Return a column with a value a run as one with a value a member."""
        return np.repeat(column, self.size)  # type: ignore[return-value]

    def reduce(self, ufunc: np.ufunc, values: AnyArray, empty: float = 0) -> AnyArray:
        """Return `ufunc` over the values of each run, `empty` for runs of no rows; shape (runs,).

        `values`: a value a row. Sums of whole numbers are linear however far runs overlap; for the
        rest members are gathered first, unless the runs tile the rows.
        """
        if ufunc is np.add and values.dtype.kind in "iu":
            sums = np.zeros(values.size + 1, values.dtype)
            np.cumsum(values, out=sums[1:])
            found: AnyArray = sums[self.end] - sums[self.start]
            found[self.size == 0] = empty
            return found
        filled = self.size > 0
        some = Runs(self.start[filled], self.size[filled])
        out = np.full(len(self), empty, values.dtype)
        if len(some):
            tiles = some.start[0] == 0 and int(some.end[-1]) == values.size
            tiles = tiles and bool((some.start[1:] == some.end[:-1]).all())
            members = values if tiles else values[some.positions]
            out[filled] = ufunc.reduceat(members, some.head)
        return out

    def take(self, rows: Ints) -> Runs:
        """Return some of the runs, in the order of `rows`."""
        return Runs(self.start.take(rows), self.size.take(rows))

    def windows(self, before: int, after: int, rows: int) -> Runs:
        """Return the runs widened by rows on either side, inside a table of `rows` rows."""
        start = np.maximum(self.start - before, 0)
        return Runs.between(start, np.minimum(self.end + after, rows))


def expand(start: Ints, sizes: Ints) -> tuple[Ints, Ints]:
    """Return the run of each member, and its row, for runs of these sizes; shape (members,)."""
    runs = Runs(start, sizes)
    return runs.owner, runs.positions


def heads(*columns: AnyArray) -> Mask:
    """Return which rows differ from the row before in any of these columns; shape (rows,).

    The first row does.
    """
    head = np.ones(columns[0].size, np.bool_)
    if head.size > 1:
        np.not_equal(columns[0][1:], columns[0][:-1], out=head[1:])
        for column in columns[1:]:
            head[1:] |= column[1:] != column[:-1]
    return head


def row_at(start: Ints, offsets: Any) -> Ints:
    """Return the last row that begins at or before each offset, -1 before the first.

    `start`: ascending offsets, shape (rows,).
    """
    return np.asarray(np.searchsorted(start, offsets, side="right") - 1, np.int64)


def held(column: AnyArray, values: AnyArray) -> Mask:
    """Return which values an ascending column of at least one row holds.

    Several times as fast as `np.isin` where the column is long.
    """
    row = np.searchsorted(column, values)
    return np.asarray(column.take(row, mode="clip") == values, np.bool_)


def distinct(values: _Column) -> _Column:
    """Return the distinct values of a column, ascending.

    `np.unique` does this by a hash table, 20 to 60 times as slow (numpy 2.4, 2026-11).
    """
    ordered = np.sort(values)
    return ordered[heads(ordered)]  # type: ignore[return-value]


def among(column: AnyArray, wanted: Any) -> Mask:
    """Return which values of a column are among others; shape of the column.

    `np.isin` loads `numpy.ma` for short columns, which takes a tenth of a small run (numpy 2.4, 2026-12).
    """
    sought = np.asarray(wanted)
    if sought.size > _FEW:
        return held(np.sort(sought), column)
    found = np.zeros(column.shape, np.bool_)
    for value in sought:
        found |= column == value
    return found


def equal_rows(keys: Hashes) -> tuple[Ints, Mask]:
    """Return an order that brings equal keys together, and which places of it begin a group.

    Rows of one group keep their order. `keys`: hashes, shape (rows,), as are both answers. Sorting
    keys whose low bits hold their places is five times as fast as a stable argsort (numpy 2.4,
    2026-11); where different keys have equal leading bits, the argsort decides.
    """
    bits = np.uint64(int(keys.size).bit_length())
    if bits <= _PLACE_BITS:
        low = (np.uint64(1) << bits) - np.uint64(1)
        mixed = keys & ~low
        mixed |= np.arange(keys.size, dtype=np.uint64)
        mixed.sort()
        order = (mixed & low).view(np.int64)
        mixed >>= bits
        head = heads(mixed)
        if np.array_equal(head, heads(keys.take(order))):
            return order, head
    order = np.argsort(keys, kind="stable")
    return order, heads(keys.take(order))


def equal_in_document(document: Ints, *keys: Hashes) -> tuple[Ints, Mask]:
    """Return what `equal_rows` does, for rows that are equal in document and in all keys.

    `document` and `keys`: shape (rows,). Rows of different documents meet by chance only.
    """
    return equal_rows(keys_in_document(document, *keys))


def recurring_in_document(document: Ints, *keys: Hashes) -> Ints:
    """Return the rows that have an equal in their document, ascending.

    Most columns have next to none, and sorting values is several times as fast as sorting rows.
    """
    mixed = keys_in_document(document, *keys)
    ordered = np.sort(mixed)
    twice = ordered[1:][ordered[1:] == ordered[:-1]]
    if not twice.size:
        return np.zeros(0, np.int64)
    found = twice.take(np.searchsorted(twice, mixed), mode="clip") == mixed
    return np.asarray(np.flatnonzero(found), np.int64)


def first_in_document(document: Ints, *keys: Hashes) -> Ints:
    """Return for each row the first row of its document that is equal to it; shape (rows,)."""
    order, head = equal_in_document(document, *keys)
    first = np.empty(order.size, np.int64)
    runs = Runs.of_heads(head)
    first[order] = runs.spread(order[runs.start])
    return first


def order_in_document(document: Ints, values: AnyArray) -> Ints:
    """Return the order of rows by document and, inside it, by value, the least first.

    `document`, from 0, and `values`: shape (rows,). Equal rows keep their order. Document, rank and
    place in one number are sorted four times as fast as two columns by `np.lexsort` (numpy 2.4,
    2026-12); where they do not fit into 63 bits, that does it.
    """
    bits = int(values.size).bit_length()
    if not values.size or int(document.max()).bit_length() + 2 * bits > 63:
        return np.lexsort((values, document))
    order = np.argsort(values)
    key = np.empty(values.size, np.int64)
    key[order] = np.cumsum(heads(values.take(order)))
    key |= document << bits
    key <<= bits
    key |= np.arange(values.size)
    key.sort()
    return np.asarray(key & ((1 << bits) - 1), np.int64)


def keys_in_document(document: Ints, *keys: Hashes) -> Hashes:
    """Return one key a row that is equal where the document and all keys are; shape (rows,)."""
    mixed = document.astype(np.uint64) + np.uint64(1)
    for key in keys:
        mixed = mixed * SPREAD + key
    return mixed
