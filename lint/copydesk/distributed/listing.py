"""The list of a run's files as a data frame of parcels."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from copydesk.distributed.frames import mapped
from copydesk.distributed.parcels import CHECKED_ENTRY, ITEMS, absolute, cut_entries
from copydesk.distributed.sending import sent
from copydesk.engine.collection import size_of
from copydesk.reading.formats import RECORDS
from copydesk.reading.source import ReadOptions, Source

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

_PARCEL = 1 << 20  # bytes of small files


def entries(sources: Sequence[Source]) -> Iterator[list[Source] | Source]:
    """Yield small files together, and each file of records alone."""
    waiting: list[Source] = []
    size = 0
    for source in sources:
        if source.format in RECORDS or size >= _PARCEL:
            if waiting:
                yield waiting
            waiting, size = [], 0
        if source.format in RECORDS:
            yield source
        else:
            waiting.append(source)
            size += size_of(source)
    if waiting:
        yield waiting


def listed(
    spark: SparkSession,
    sources: Sequence[Source],
    reading: ReadOptions,
    parts: int,
    checked: Callable[[str], bool] = lambda path: True,
) -> DataFrame:
    """Return the parcels of some files, which are sorted by path here; `checked` tells of a path
    whether findings are asked for in it.

    The executors cut files of records; each must find the files under the same paths.
    """
    import pyarrow as pa

    ordered = [absolute(one) for one in sorted(sources, key=lambda source: source.path)]
    beside = list(entries([one for one in ordered if not checked(one.path)]))
    every = list(entries([one for one in ordered if checked(one.path)]))
    numbers = [*range(len(beside)), *range(CHECKED_ENTRY, CHECKED_ENTRY + len(every))]
    every = [*beside, *every]
    table = pa.Table.from_pydict(
        {
            "entry": pa.array(numbers, pa.int64()),
            "blob": pa.array([sent(one) for one in every], pa.binary()),
        }
    )
    files = spark.createDataFrame(table).repartition(parts, "entry")
    items = mapped(files, cut_entries, ITEMS, reading=reading)
    portioned = any(isinstance(one, Source) for one in every)
    return items.repartition(parts, "parcel") if portioned else items
