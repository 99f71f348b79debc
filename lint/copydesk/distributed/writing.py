"""Write what a run found to folders, on any path that Spark writes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import msgspec
import pyarrow as pa

from copydesk.distributed.deciding import OF_CLUSTER
from copydesk.distributed.frames import mapped
from copydesk.distributed.parcels import Batches
from copydesk.engine.packing import unpacked
from copydesk.finding import Finding
from copydesk.output.native import cluster_values, finding_values
from copydesk.report import Cluster

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

FINDINGS, CLUSTERS, SUMMARY = "findings", "clusters", "summary"
MEMBERS = (
    "cluster string, rule string, similarity double, path string, id string, line long, "
    "column long, start long, end long, keep boolean, lost string"
)
_MEMBERS = pa.schema(
    [
        ("cluster", pa.string()),
        ("rule", pa.string()),
        ("similarity", pa.float64()),
        ("path", pa.string()),
        ("id", pa.string()),
        ("line", pa.int64()),
        ("column", pa.int64()),
        ("start", pa.int64()),
        ("end", pa.int64()),
        ("keep", pa.bool_()),
        ("lost", pa.string()),
    ]
)


def lines(batches: Batches, *, clusters: bool, kinds: bool) -> Iterator[Any]:
    """Yield findings, or clusters, as the format `json-lines` has them."""
    for batch in batches:
        rows = [row for row in batch.to_pylist() if (row["status"] == OF_CLUSTER) == clusters]
        values = [_values(row, kinds) for row in rows]
        yield pa.RecordBatch.from_pydict(
            {"value": pa.array([msgspec.json.encode(one).decode() for one in values], pa.string())}
        )


def _values(row: Mapping[str, Any], kinds: bool) -> dict[str, Any]:
    name = None if row["cluster"] is None else f"c{row['number']}"
    if row["status"] == OF_CLUSTER:
        cluster = unpacked(row["blob"], Cluster)
        return {"type": "cluster", **cluster_values(cluster), "id": name}
    finding = unpacked(row["blob"], Finding)
    values = {"type": "finding", **finding_values(finding), "cluster": name}
    return values | ({"kind": finding.kind} if kinds else {})


def members(batches: Batches) -> Iterator[Any]:
    """Yield the members of clusters as flat rows."""
    for batch in batches:
        rows = [
            one
            for row in batch.to_pylist()
            if row["status"] == OF_CLUSTER
            for one in _members(unpacked(row["blob"], Cluster), f"c{row['number']}")
        ]
        yield pa.RecordBatch.from_pylist(rows, schema=_MEMBERS)


def _members(cluster: Cluster, name: str) -> Iterator[dict[str, Any]]:
    for member in cluster.members:
        place = member.place
        at = place.document or place
        yield {
            "cluster": name,
            "rule": cluster.kind,
            "similarity": member.similarity,
            "path": place.path,
            "id": place.document.id if place.document else None,
            "line": at.line,
            "column": at.column,
            "start": place.offset,
            "end": place.end_offset,
            "keep": member.place == cluster.keep,
            "lost": member.lost,
        }


def write_lines(rows: DataFrame, folder: str, *, kinds: bool) -> None:
    """Write findings and clusters as JSON lines; part files follow one another in the order of
    reports.
    """
    for name, clusters in ((FINDINGS, False), (CLUSTERS, True)):
        text = mapped(rows, lines, "value string", clusters=clusters, kinds=kinds)
        text.write.text(f"{folder}/{name}")


def write_summary(rows: DataFrame, folder: str, summary: Mapping[str, Any]) -> None:
    """Write the object that the last line of the format `json-lines` is, without the clusters."""
    line = msgspec.json.encode({"type": "summary", **summary}).decode()
    frame = rows.sparkSession.createDataFrame([(line,)], "value string")
    frame.coalesce(1).write.text(f"{folder}/{SUMMARY}")
