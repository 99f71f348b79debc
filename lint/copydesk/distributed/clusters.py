"""The clusters of matching pairs: connected components of edges in data frames."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from copydesk.distributed.frames import kept
from copydesk.similarity.clusters import components

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

MOST_EDGES = 20_000_000  # that the driver holds: 24 bytes each, and as much again to work in


def labels(spark: SparkSession, edges: DataFrame, most: int = MOST_EDGES) -> DataFrame:
    """Return (rule, unit, cluster) for the units of edges (rule, first, second); a cluster is named
    by its first unit.

    Up to `most` edges the driver finds them; more are labelled on the executors, round by round.
    """
    edges = edges.select("rule", "first", "second")
    if edges.count() > most:
        return _spread(edges)
    table = edges.toArrow()
    rule, first, second = (table.column(name).to_numpy() for name in ("rule", "first", "second"))
    out = []
    for number in np.unique(rule).tolist():
        mine = rule == number
        one, other = first[mine], second[mine]
        unit, row = np.unique(np.concatenate((one, other)), return_inverse=True)
        cluster = unit[components(unit.size, row[: one.size], row[one.size :])]
        out.append((np.full(unit.size, number, np.int32), unit, cluster))
    columns = [np.concatenate(parts) for parts in zip(*out, strict=True)] or [
        np.zeros(0, np.int32),
        np.zeros(0, np.int64),
        np.zeros(0, np.int64),
    ]
    named = pa.Table.from_arrays(
        [pa.array(column) for column in columns], names=["rule", "unit", "cluster"]
    )
    return spark.createDataFrame(named)


def _spread(edges: DataFrame) -> DataFrame:
    """Lower labels over the edges until nothing changes: as many rounds as the longest chain, and
    clusters are stars and chains of a few.
    """
    from pyspark.sql import functions as f

    both = kept(
        edges.union(edges.select("rule", "second", "first"))
        .toDF("rule", "unit", "other")
        .distinct()
    )
    known = kept(
        both.groupBy("rule", "unit").agg(f.least(f.min("other"), f.first("unit")).alias("cluster"))
    )
    while True:
        around = (
            both.join(known.toDF("rule", "other", "nearby"), ["rule", "other"])
            .groupBy("rule", "unit")
            .agg(f.min("nearby").alias("nearby"))
        )
        lowered = kept(
            known.join(around, ["rule", "unit"]).select(
                "rule",
                "unit",
                f.least("cluster", "nearby").alias("cluster"),
                (f.col("nearby") < f.col("cluster")).alias("changed"),
            )
        )
        changed = lowered.where("changed").limit(1).count()
        known = lowered.drop("changed")
        if not changed:
            return known
