"""Small operations on Spark data frames that the stages are wired with."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from copydesk.distributed.fetching import ASKED
from copydesk.distributed.parcels import Batches, Numbering
from copydesk.distributed.units import document_of

if TYPE_CHECKING:
    from pyspark.sql import DataFrame


def mapped(
    frame: DataFrame, stage: Callable[..., Iterator[Any]], schema: str, **given: Any
) -> DataFrame:
    """Return what a stage makes of the batches of each partition."""
    return frame.mapInArrow(partial(stage, **given), schema)


def sorted_by(
    frame: DataFrame, parts: int, by: Sequence[str], then: Sequence[str] = ()
) -> DataFrame:
    """Return rows with those of equal keys in one partition, sorted by these and what comes then."""
    return frame.repartition(parts, *by).sortWithinPartitions(*by, *then)


def beside(
    frame: DataFrame,
    other: DataFrame,
    keys: tuple[str, str],
    stage: Callable[..., Any],
    schema: str,
    **given: Any,
) -> DataFrame:
    """Return what a stage makes of the rows of each key in two frames."""
    left, right = frame.groupBy(keys[0]), other.groupBy(keys[1])
    return left.cogroup(right).applyInArrow(partial(stage, **given), schema)


def kept(frame: DataFrame) -> DataFrame:
    """Return a frame that is made now and written to the folder of checkpoints.

    A lost executor costs nothing that is written, and Spark need not look at how it came about: the
    plans of frames that are only held grow with every stage, and what it prints of them grows
    faster.
    """
    return frame.checkpoint()


def with_parcels(batches: Batches, *, numbering: Numbering) -> Iterator[Any]:
    """Yield what is asked with the parcel that it is asked of."""
    for batch in batches:
        unit = batch.column("unit").to_numpy()
        whole = batch.column("whole").to_numpy(zero_copy_only=False)
        document = np.where(whole, unit, document_of(unit))
        parcel = numbering.parcel_of(document) if unit.size else unit
        yield pa.RecordBatch.from_arrays(
            [
                pa.array(parcel, pa.int64()),
                batch.column("sketch"),
                batch.column("unit"),
                batch.column("whole"),
            ],
            names=["parcel", "sketch", "unit", "whole"],
        )


def asked(frame: DataFrame, numbering: Numbering) -> DataFrame:
    """Return requests (sketch, unit, whole) with their parcels, each once."""
    return mapped(frame.distinct(), with_parcels, ASKED, numbering=numbering)


def numbers(batches: Batches, *, base: Mapping[int, int]) -> Iterator[Any]:
    """Yield the number of each name in an order of partitions; `base`: before each of them."""
    done: dict[int, int] = {}
    for batch in batches:
        if not batch.num_rows:
            continue
        part = batch.column("part")[0].as_py()
        first = base[part] + done.get(part, 0)
        done[part] = done.get(part, 0) + batch.num_rows
        yield pa.RecordBatch.from_arrays(
            [batch.column("name"), pa.array(np.arange(first, first + batch.num_rows))],
            names=["name", "number"],
        )


def numbered(frame: DataFrame, parts: int, by: Sequence[str], name: str) -> DataFrame:
    """Return (name, number), from 1, of rows in the order of some columns; the driver counts rows
    of partitions only.
    """
    from pyspark.sql import functions as f

    ordered = frame.repartitionByRange(parts, *by).sortWithinPartitions(*by)
    ordered = kept(ordered.select(f.col(name).alias("name"), f.spark_partition_id().alias("part")))
    counts = {row["part"]: row["count"] for row in ordered.groupBy("part").count().collect()}
    base, before = {}, 1
    for part in sorted(counts):
        base[part] = before
        before += counts[part]
    return mapped(ordered, numbers, "name string, number long", base=base)
