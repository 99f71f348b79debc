"""Data frames of this process, with what the cluster runner asks of Spark's: its stages run in
seconds, on batches of any size. Whether Spark does the same is for tests/spark.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import duckdb
import pyarrow as pa

_KINDS = {
    "long": pa.int64(),
    "int": pa.int32(),
    "string": pa.string(),
    "binary": pa.binary(),
    "boolean": pa.bool_(),
    "double": pa.float64(),
    "array<long>": pa.list_(pa.int64()),
}


def schema_of(declared: str) -> Any:
    pairs = (column.split() for column in declared.split(", "))
    return pa.schema([(name, _KINDS[kind]) for name, kind in pairs])


class Frame:
    """A table; `size`: rows of a batch."""

    def __init__(self, table: Any, size: int) -> None:
        self.table, self.size = table, size

    @property
    def columns(self) -> list[str]:
        return list(self.table.column_names)

    def _asked(self, query: str, other: Frame | None = None) -> Frame:
        with duckdb.connect() as base:
            base.execute("CREATE MACRO shiftright(a, b) AS a >> b")
            base.register("here", self.table)
            if other is not None:
                base.register("there", other.table)
            return Frame(base.sql(query).to_arrow_table(), self.size)

    def mapInArrow(self, stage: Callable[..., Iterator[Any]], declared: str) -> Frame:
        schema = schema_of(declared)
        batches = self.table.combine_chunks().to_batches(max_chunksize=self.size)
        made = [pa.Table.from_batches([batch]).cast(schema) for batch in stage(iter(batches))]
        return Frame(pa.concat_tables([schema.empty_table(), *made]), self.size)

    def repartition(self, *by: Any) -> Frame:
        return self

    def repartitionByRange(self, *by: Any) -> Frame:
        return self

    def checkpoint(self) -> Frame:
        return self

    def sortWithinPartitions(self, *by: str) -> Frame:
        return Frame(self.table.sort_by([(name, "ascending") for name in by]), self.size)

    def where(self, condition: str) -> Frame:
        return self._asked(f"SELECT * FROM here WHERE {condition}")  # noqa: S608

    def selectExpr(self, *columns: str) -> Frame:
        named = ", ".join(columns).replace("explode(", "unnest(")
        return self._asked(f"SELECT {named} FROM here")  # noqa: S608

    def select(self, *columns: str) -> Frame:
        return Frame(self.table.select(list(columns)), self.size)

    def distinct(self) -> Frame:
        return self._asked("SELECT DISTINCT * FROM here")

    def drop(self, *columns: str) -> Frame:
        return Frame(self.table.drop_columns(list(columns)), self.size)

    def toDF(self, *names: str) -> Frame:
        return Frame(self.table.rename_columns(list(names)), self.size)

    def withColumnRenamed(self, old: str, new: str) -> Frame:
        return self.toDF(*(new if name == old else name for name in self.columns))

    def union(self, other: Frame) -> Frame:
        more = other.table.rename_columns(self.columns).cast(self.table.schema)
        return Frame(pa.concat_tables([self.table, more]), self.size)

    def join(self, other: Frame, by: str | Sequence[str], how: str = "inner") -> Frame:
        keys = [by] if isinstance(by, str) else list(by)
        mine = [f'here."{name}"' for name in [*keys, *set(self.columns) - {*keys}]]
        theirs = [f'there."{name}"' for name in other.columns if name not in keys]
        using = ", ".join(keys)
        columns = ", ".join([*mine, *theirs])
        return self._asked(f"SELECT {columns} FROM here {how} JOIN there USING ({using})", other)  # noqa: S608

    def fillna(self, value: Any, columns: Sequence[str]) -> Frame:
        some = [
            f"coalesce({n}, {value}) AS {n}" if n in columns else f'"{n}"' for n in self.columns
        ]
        return self.selectExpr(*some)

    def groupBy(self, key: str) -> Groups:
        return Groups(self, key)

    def toArrow(self) -> Any:
        return self.table

    def count(self) -> int:
        return int(self.table.num_rows)

    def collect(self) -> list[Row]:
        return [Row(row) for row in self.table.to_pylist()]

    def first(self) -> Row | None:
        return next(iter(self.collect()), None)


class Row(dict[str, Any]):
    """A row; it is iterated by its values."""

    def __iter__(self) -> Iterator[Any]:
        return iter(self.values())


class Groups:
    """The rows of a frame by a key."""

    def __init__(self, frame: Frame, key: str) -> None:
        self.frame, self.key = frame, key
        self.rows: dict[Any, list[int]] = {}
        for number, value in enumerate(frame.table.column(key).to_pylist()):
            self.rows.setdefault(value, []).append(number)
        self.other: Groups | None = None

    def cogroup(self, other: Groups) -> Groups:
        self.other = other
        return self

    def of(self, value: Any) -> Any:
        table = self.frame.table
        return table.take(self.rows[value]) if value in self.rows else table.slice(0, 0)

    def applyInArrow(self, stage: Callable[..., Any], declared: str) -> Frame:
        schema, other = schema_of(declared), self.other
        assert other
        keys = sorted({*self.rows, *other.rows})
        made = [stage(self.of(key), other.of(key)).cast(schema) for key in keys]
        return Frame(pa.concat_tables([schema.empty_table(), *made]), self.frame.size)


class Spark:
    """What makes frames."""

    def __init__(self, size: int) -> None:
        self.size = size

    def createDataFrame(self, rows: Any, declared: str = "") -> Frame:
        table = schema_of(declared).empty_table() if declared else rows
        return Frame(table, self.size)


def numbered(frame: Frame, parts: int, by: Sequence[str], name: str) -> Frame:
    """Number rows as `copydesk.distributed.frames.numbered` does, which counts partitions."""
    names = frame.sortWithinPartitions(*by).table.column(name)
    number = pa.array(range(1, len(names) + 1), pa.int64())
    return Frame(pa.table({"name": names, "number": number}), frame.size)
