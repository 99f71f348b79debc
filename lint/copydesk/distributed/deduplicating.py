"""Decide which copies of a data frame's rows to drop: groups of linked documents, each whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from copydesk.distributed.assembling import READ, by_row
from copydesk.distributed.clusters import labels
from copydesk.distributed.deciding import NESTED, OF_CLUSTER, SHOWN, SUPPRESSED
from copydesk.distributed.frames import beside, kept, mapped, numbered, sorted_by
from copydesk.distributed.linking import ROWS, Row, batch_of, groups, rows_of, table_of
from copydesk.distributed.parcels import Batches, Numbering, opened
from copydesk.engine.packing import unpacked
from copydesk.engine.plan import Plan
from copydesk.engine.run import run
from copydesk.finding import Finding, Place
from copydesk.fixing.dedupe import Decision, Terms, decide_linked
from copydesk.reading.document import Document
from copydesk.report import Cluster, Report

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

EDGES = "rule int, first long, second long"
DECIDED = "row long, keep boolean, reason string, group string, like_row long, similarity double"
TOLD, WANTED = 0, 1  # what rows of a group are besides documents


def _row(place: Place) -> int:
    return place.line - 1


def edges(batches: Batches) -> Iterator[Any]:
    """Yield the rows that clusters link."""
    for batch in batches:
        pairs = [
            (_row(cluster.members[0].place), _row(member.place))
            for row in batch.to_pylist()
            for cluster in [unpacked(row["blob"], Cluster)]
            for member in cluster.members
        ]
        first, second = np.array(pairs, np.int64).reshape(-1, 2).T
        yield pa.RecordBatch.from_arrays(
            [pa.array(np.zeros(first.size, np.int32)), pa.array(first), pa.array(second)],
            names=["rule", "first", "second"],
        )


def at_rows(batches: Batches) -> Iterator[Any]:
    """Yield the number of the row that a finding, or the first member of a cluster, is in."""
    for batch in batches:
        rows = [
            _row(
                unpacked(blob, Cluster).members[0].place
                if status == OF_CLUSTER
                else unpacked(blob, Finding).place
            )
            for blob, status in zip(
                batch.column("blob").to_pylist(), batch.column("status").to_pylist(), strict=True
            )
        ]
        yield pa.RecordBatch.from_arrays(
            [pa.array(rows, pa.int64()), batch.column("status"), batch.column("blob")],
            names=["unit", "status", "blob"],
        )


def told(batches: Batches) -> Iterator[Any]:
    """Yield findings and clusters, to go to their group."""
    for batch in batches:
        rows = batch.to_pylist()
        yield batch_of(Row(row["cluster"], row["status"], TOLD, row["blob"]) for row in rows)


def wanted(batches: Batches, *, rows: Numbering) -> Iterator[Any]:
    """Yield rows of groups, to be asked of their parcels; `rows`: the numbers of their first rows."""
    for batch in batches:
        unit = batch.column("unit").to_numpy()
        parcel = rows.parcel_of(unit) if unit.size else unit
        group = batch.column("cluster").to_pylist()
        every = zip(parcel.tolist(), unit.tolist(), group, strict=True)
        yield batch_of(Row(key, 0, WANTED, (row, name)) for key, row, name in every)


def read_rows(parcels: Any, asked: Any, *, plan: Plan) -> Any:
    """Return the documents of the rows of one parcel that are asked for; tables in, a table out."""
    if not (parcels.num_rows and asked.num_rows):
        return table_of([])
    parcel = opened(parcels.column("blob")[0].as_py())
    documents = by_row(parcel, parcel.documents(parcel.collection, plan))
    return table_of(
        Row(group, 0, READ, (row, documents[row + 1]))
        for row, group in (one.content for one in rows_of(asked))
        if row + 1 in documents
    )


def decided(
    batches: Batches, *, plan: Plan, ignored: Mapping[str, frozenset[str]]
) -> Iterator[Any]:
    """Decide for each group; rows sorted by group."""
    terms = Terms(lambda path: ignored.get(path, frozenset()))
    for some in groups(batches):
        report, documents = Report(), dict[int, Document]()
        for row in some:
            if row.kind == READ:
                documents |= [row.content]
            elif row.sub == OF_CLUSTER:
                report.clusters.append(unpacked(row.content, Cluster))
            else:
                found = {
                    SHOWN: report.findings,
                    NESTED: report.nested,
                    SUPPRESSED: report.suppressed,
                }
                found[row.sub].append(unpacked(row.content, Finding))
        report.findings.sort(key=lambda finding: finding.order)
        report.clusters.sort(key=lambda one: (one.members[0].place.offset, one.kind))

        def read(
            places: Iterable[Place], held: Mapping[int, Document] = documents
        ) -> Mapping[Place, Document]:
            return {place: held[_row(place)] for place in places if _row(place) in held}

        yield _table(decide_linked(report, read, lambda files: run(plan, files), terms))


def _table(decision: Decision) -> Any:
    rows: list[tuple[Any, ...]] = []
    for group in decision.groups:
        every = [*(one.place for one in group.keep), *(one.place for one in group.drop)]
        name = f"{min(map(_row, every)):020}"
        rows += [(_row(one.place), True, one.reason, name, None, None) for one in group.keep]
        rows += [
            (_row(one.place), False, "a copy", name, _row(one.like), one.similarity)
            for one in group.drop
        ]
    kinds = (pa.int64(), pa.bool_(), pa.string(), pa.string(), pa.int64(), pa.float64())
    names = ["row", "keep", "reason", "group", "like_row", "similarity"]
    arrays = [pa.array([row[n] for row in rows], kind) for n, kind in enumerate(kinds)]
    return pa.RecordBatch.from_arrays(arrays, names=names)


def decisions(
    spark: SparkSession,
    found: DataFrame,
    parcels: DataFrame,
    rows: Numbering,
    plan: Plan,
    ignored: Mapping[str, frozenset[str]],
    parts: int,
) -> tuple[DataFrame, DataFrame]:
    """Return what is decided of rows in groups, and the numbers of groups.

    `found`: rows of `FINAL`, not folded; `rows`: the parcels with the numbers of their first rows.
    """
    clusters = found.where(f"status = {OF_CLUSTER}")
    linked = kept(mapped(clusters, edges, EDGES))
    named = kept(labels(spark, linked).select("unit", "cluster"))
    placed = mapped(found, at_rows, "unit long, status int, blob binary").join(named, "unit")
    asked = mapped(named, wanted, ROWS, rows=rows)
    again = beside(parcels, asked, ("parcel", "key"), read_rows, ROWS, plan=plan)
    every = sorted_by(mapped(placed, told, ROWS).union(again), parts, ("key",))
    out = kept(mapped(every, decided, DECIDED, plan=plan, ignored=ignored))
    heads = out.select("group").distinct()
    return out, numbered(heads, parts, ("group",), "group")
