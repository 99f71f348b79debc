"""Rows of a data frame as parcels."""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from copydesk.api.inputs import Texts
from copydesk.distributed.parcels import ITEMS, PART_BITS, Batches
from copydesk.reading.source import Portion, Source

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

DATA = "<data>"
_PARCEL = 1 << 20  # characters of texts
_OFFSET_BITS = 32  # of an offset: within a parcel; the others are those of its first row
COUNTED = "parcel long, rows long, blob binary"


def gathered(batches: Batches) -> Iterator[Any]:
    """Yield the rows (id, text) of a partition as parcels of about a mebibyte."""
    from pyspark import TaskContext

    context = TaskContext.get()
    part = context.partitionId() if context else 0
    number, size, rows = 0, 0, list[tuple[str | None, str | None]]()
    for batch in batches:
        columns = [batch.column(name).to_pylist() for name in ("id", "text")]
        for row in zip(*columns, strict=True):
            rows.append(row)
            size += len(row[1] or "")
            if size >= _PARCEL:
                yield _counted(part << PART_BITS | number, rows)
                number, size, rows = number + 1, 0, []
    if rows:
        yield _counted(part << PART_BITS | number, rows)


def _counted(parcel: int, rows: list[tuple[str | None, str | None]]) -> Any:
    return pa.RecordBatch.from_pydict(
        {"parcel": [parcel], "rows": [len(rows)], "blob": [pickle.dumps(rows)]}
    )


def written(batches: Batches, *, first: Mapping[int, int], named: bool) -> Iterator[Any]:
    """Yield parcels of rows as portions of JSON lines, as `copydesk.check` reads a table.

    `first`: the number of the first row of each parcel. `named`: rows have ids; else they are
    numbered.
    """
    for batch in batches:
        for row in range(batch.num_rows):
            parcel = batch.column("parcel")[row].as_py()
            rows = pickle.loads(batch.column("blob")[row].as_py())  # noqa: S301 - this run wrote it
            base = first[parcel]
            ids = [name if named else base + n for n, (name, _) in enumerate(rows)]
            content = Texts(ids, [text for _, text in rows]).source(DATA).content or b""
            source = Source(DATA, None, "jsonl", named=True, fields=("text",))
            portion = Portion(source, content, base + 1, base << _OFFSET_BITS)
            yield pa.RecordBatch.from_pydict(
                {"parcel": [parcel], "blob": [pickle.dumps([portion])]}
            )


def parcels_of(frame: DataFrame, text: str, id: str | None) -> DataFrame:
    """Return the rows of a data frame as parcels, in the order of its partitions."""
    from pyspark.sql import functions as f

    from copydesk.distributed.frames import kept, mapped

    name = f.col(id).cast("string") if id else f.lit(None).cast("string")
    columns = frame.select(name.alias("id"), f.col(text).alias("text"))
    parcels = kept(mapped(columns, gathered, COUNTED))
    counts = sorted(
        (row["parcel"], row["rows"]) for row in parcels.select("parcel", "rows").collect()
    )
    first, base = {}, 0
    for parcel, rows in counts:
        first[parcel] = base
        base += rows
    return mapped(parcels, written, ITEMS, first=first, named=id is not None)
