"""The units of all sketches as rows, and the pairs of those that share a key.

Rows come sorted; a pass holds what it needs of the rows before, so that a key of any number of
units takes no more memory than one of two.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from copydesk.columns.dtypes import Ints, Mask
from copydesk.columns.ragged import Runs, heads
from copydesk.distributed.parcels import Batches, Numbering, opened
from copydesk.engine.unit_table import UNIT_BITS, UnitTable, unit_of

ORDINAL_BITS = 24  # of a unit's number: its place among those of its document
MOST_UNITS = 1 << ORDINAL_BITS
UNITS = "sketch int, content long, unit long, keys array<long>"
# `kind`: KEYS (of a unit, the first of its content), PAIR (unit, other) or COUNT (unit: copies,
# other: documents). Keys become rows where they are sorted: as rows they take fifty bytes each.
SORTED = "kind int, sketch int, content long, unit long, other long, keys array<long>"
PAIRS = "sketch int, first long, second long"
KEYS, PAIR, COUNT = range(3)


def units_of(batches: Batches, *, sketches: Sequence[str], numbering: Numbering) -> Iterator[Any]:
    """Yield the units of parcels, with their keys."""
    for batch in batches:
        for row in range(batch.num_rows):
            shard = opened(batch.column("blob")[row].as_py()).shard
            first = numbering.first(batch.column("parcel")[row].as_py())
            for number, name in enumerate(sketches):
                if shard and shard.tables[name].document.size:
                    yield _rows(number, shard.tables[name], first)


def _rows(sketch: int, table: UnitTable, first: int) -> Any:
    unit = unit_numbers(table, first)
    owner = unit_of(table.keys)
    order = np.argsort(owner, kind="stable")
    ends = np.cumsum(np.bincount(owner, minlength=unit.size))
    keys = (table.keys[order] >> np.uint64(UNIT_BITS)).view(np.int64)
    return pa.RecordBatch.from_arrays(
        [
            pa.array(np.full(unit.size, sketch, np.int32)),
            pa.array(table.content.view(np.int64)),
            pa.array(unit),
            pa.ListArray.from_arrays(pa.array(np.append(0, ends).astype(np.int32)), pa.array(keys)),
        ],
        names=["sketch", "content", "unit", "keys"],
    )


def unit_numbers(table: UnitTable, first: int) -> Ints:
    """Return the numbers of a table's units in the corpus; `first`: of its first document."""
    runs = Runs.of_equal(table.document)
    ordinal = np.arange(table.document.size) - runs.spread(runs.start)
    if ordinal.size and int(ordinal.max()) >= MOST_UNITS:
        raise OverflowError(f"a document has more than {MOST_UNITS:,} units of one kind; split it")
    return np.asarray((table.document + first) << ORDINAL_BITS | ordinal, np.int64)


def document_of(unit: Ints) -> Ints:
    """Return the documents of some units."""
    return unit >> ORDINAL_BITS


class _Runs:
    """The runs of equal (sketch, value) in sorted rows that come in batches."""

    def __init__(self) -> None:
        self._before = (-1, 0, 0, 0)  # sketch, value, first unit and last unit of the last run

    def __call__(self, batch: Any, value: str) -> tuple[Ints, Ints, Ints, Ints, Ints, Mask]:
        """Return sketch, value, unit, and of each row the first unit of its run, the unit before it
        in its run (itself where there is none), and whether it is the first.
        """
        sketch, values, unit = (
            batch.column(name).to_numpy(zero_copy_only=False).astype(np.int64)
            for name in ("sketch", value, "unit")
        )
        known = self._before[:2] == (int(sketch[0]), int(values[0]))
        new = heads(sketch, values)
        start = np.flatnonzero(new)
        first = unit[start]
        before = np.where(new, unit, np.append(unit[:1], unit[:-1]))
        if known:
            new[0], first[0], before[0] = False, self._before[2], self._before[3]
        first = np.repeat(first, np.diff(np.append(start, unit.size)))
        self._before = int(sketch[-1]), int(values[-1]), int(first[-1]), int(unit[-1])
        return sketch, values, unit, first, before, new


def collapsed(batches: Batches) -> Iterator[Any]:
    """Pair each unit with the first of its content, count contents, and yield the keys of first
    units; rows sorted by sketch, content and unit.
    """
    runs, open_ = _Runs(), np.zeros((4, 0), np.int64)
    for batch in batches:
        if not batch.num_rows:
            continue
        sketch, content, unit, first, before, new = runs(batch, "content")
        start = np.flatnonzero(np.append(True, new[1:]))
        other = new | (document_of(before) != document_of(unit))
        sizes = np.diff(np.append(start, unit.size))
        counts = np.stack(
            (sketch[start], content[start], sizes, np.add.reduceat(other.astype(np.int64), start))
        )
        if not new[0]:
            counts[2:, 0] += open_[2:, 0]
        elif open_.size:
            counts = np.concatenate((open_, counts), axis=1)
        counts, open_ = counts[:, :-1], counts[:, -1:]
        yield _several(counts)
        yield _keys(batch, np.flatnonzero(new))
        copies = np.flatnonzero(~new)
        yield _sorted(PAIR, sketch[copies], content[copies], first[copies], unit[copies])
    yield _several(open_)


def _several(counts: Ints) -> Any:
    sketch, content, copies, documents = counts[:, counts[2] > 1]
    return _sorted(COUNT, sketch, content, copies, documents)


def _keys(batch: Any, rows: Ints) -> Any:
    some = batch.take(pa.array(rows))
    sketch, content, unit = (
        some.column(name).to_numpy(zero_copy_only=False) for name in ("sketch", "content", "unit")
    )
    return _sorted(KEYS, sketch, content, unit, unit, some.column("keys"))


def _sorted(
    kind: int, sketch: Ints, content: Ints, unit: Ints, other: Ints, keys: Any = None
) -> Any:
    return pa.RecordBatch.from_arrays(
        [
            pa.array(np.full(unit.size, kind, np.int32)),
            pa.array(sketch.astype(np.int32)),
            *(pa.array(column.astype(np.int64)) for column in (content, unit, other)),
            pa.nulls(unit.size, pa.list_(pa.int64())) if keys is None else keys,
        ],
        names=["kind", "sketch", "content", "unit", "other", "keys"],
    )


def paired(batches: Batches) -> Iterator[Any]:
    """Pair each unit of a key with the first one, and with the one before it; rows sorted by
    sketch, key and unit. A unit is never paired with itself.
    """
    runs = _Runs()
    for batch in batches:
        if not batch.num_rows:
            continue
        sketch, _, unit, first, before, _ = runs(batch, "key")
        for other in (first, before):
            rows = np.flatnonzero(other != unit)
            yield pairs(sketch[rows], other[rows], unit[rows])


def pairs(sketch: Ints, first: Ints, second: Ints) -> Any:
    """Return pairs as a batch."""
    columns = (sketch.astype(np.int32), first, second)
    return pa.RecordBatch.from_arrays(
        [pa.array(column) for column in columns], names=["sketch", "first", "second"]
    )
