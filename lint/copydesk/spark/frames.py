"""Rows of a data frame as parcels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from copydesk.api.inputs import Texts
from copydesk.api.run import DATA
from copydesk.distributed.frames import kept, mapped
from copydesk.distributed.parcels import CHECKED_ENTRY, ITEMS, PART_BITS, Batches, Numbering
from copydesk.distributed.sending import received, sent
from copydesk.reading.source import Portion, Source

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

_PARCEL = 1 << 20  # characters of texts
_OFFSET_BITS = 32  # of an offset: within a parcel; the others are those of its first row
COUNTED = "parcel long, rows long, blob binary"


def gathered(batches: Batches, *, first: int) -> Iterator[Any]:
    """Yield the rows (id, text) of a partition as parcels of about a mebibyte; `first`: the number
    of the first partition.
    """
    from pyspark import TaskContext

    context = TaskContext.get()
    part = first + (context.partitionId() if context else 0)
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
        {"parcel": [parcel], "rows": [len(rows)], "blob": [sent(rows)]}
    )


def written(batches: Batches, *, rows: Numbering, named: bool, path: str) -> Iterator[Any]:
    """Yield parcels of rows as portions of JSON lines, as `copydesk.check` reads a table.

    `rows`: the numbers of the parcels' first rows. `named`: rows have ids; else they are numbered.
    `path`: what reports call the table.
    """
    for parcel, ids, texts in _opened(batches, rows, named=named):
        base = rows.first(parcel)
        content = Texts(ids, texts).source(path).content or b""
        source = Source(path, None, "jsonl", named=True, fields=("text",))
        portion = Portion(source, content, base + 1, base << _OFFSET_BITS)
        yield pa.RecordBatch.from_pydict({"parcel": [parcel], "blob": [sent([portion])]})


def identified(batches: Batches, *, rows: Numbering, named: bool) -> Iterator[Any]:
    """Yield the number and the id of each row."""
    for parcel, ids, _ in _opened(batches, rows, named=named):
        numbers = range(rows.first(parcel), rows.first(parcel) + len(ids))
        names = [None if name is None else str(name) for name in ids]
        columns = {"row": pa.array(numbers, pa.int64()), "id": pa.array(names, pa.string())}
        yield pa.RecordBatch.from_pydict(columns)


def _opened(
    batches: Batches, rows: Numbering, *, named: bool
) -> Iterator[tuple[int, Sequence[Any], Sequence[str | None]]]:
    for batch in batches:
        for row in range(batch.num_rows):
            parcel = batch.column("parcel")[row].as_py()
            held = received(batch.column("blob")[row].as_py())
            base = rows.first(parcel)
            ids = [name if named else base + n for n, (name, _) in enumerate(held)]
            yield parcel, ids, [text for _, text in held]


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a data frame in parcels, with the numbers of the parcels' first rows.

    `path`: DATA, or AGAINST for rows that others are only compared with.
    """

    parcels: DataFrame
    rows: Numbering
    named: bool
    path: str

    @classmethod
    def of(cls, frame: DataFrame, text: str, id: str | None, path: str = DATA) -> Table:
        """Gather rows in the order of partitions."""
        from pyspark.sql import functions as f

        name = (f.col(id) if id else f.lit(None)).cast("string")
        columns = frame.select(name.alias("id"), f.col(text).alias("text"))
        first = CHECKED_ENTRY if path == DATA else 0
        parcels = kept(mapped(columns, gathered, COUNTED, first=first))
        counts = parcels.select("parcel", "rows").toArrow().sort_by("parcel")
        number, sizes = (counts.column(one).to_numpy() for one in ("parcel", "rows"))
        base = np.append(0, np.cumsum(sizes)).astype(np.int64)
        return cls(parcels, Numbering(number, base), id is not None, path)

    @property
    def items(self) -> DataFrame:
        """The parcels as `copydesk.distributed.spark.lint` takes them."""
        about = {"rows": self.rows, "named": self.named, "path": self.path}
        return mapped(self.parcels, written, ITEMS, **about)

    @property
    def ids(self) -> DataFrame:
        """The number and the id of each row."""
        schema = "row long, id string"
        return mapped(self.parcels, identified, schema, rows=self.rows, named=self.named)
