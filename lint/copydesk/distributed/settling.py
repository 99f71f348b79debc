"""Wire the last stages: from findings to those that count, as they are told."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from msgspec import structs

from copydesk.distributed.deciding import (
    ACCEPTED,
    FINAL,
    SHOWN,
    Terms,
    accepted,
    folded,
    folded_documents,
    known,
    last_accepted,
    settled,
    settled_report,
)
from copydesk.distributed.frames import kept, mapped, sorted_by
from copydesk.distributed.job import Job
from copydesk.finding import Finding
from copydesk.report import Report

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

ORDER = ("path", "offset", "end_offset", "rule", "message")


def settle(
    spark: SparkSession,
    every: DataFrame,
    clusters: DataFrame,
    job: Job,
    lacking: Mapping[int, Sequence[Finding]],
) -> tuple[DataFrame, DataFrame]:
    """Return the findings as they stand, and as they are told, the latter with their clusters.

    `every`: what was found, and what texts say of it, by parcel; `clusters`: rows of `FINAL`.
    """
    parts = job.parts
    terms = _terms(job, every, lacking)
    rows = kept(mapped(sorted_by(every, parts, ("key",)), settled, FINAL, terms=terms))
    rows = _with_unused(spark, rows, job)
    if job.baseline is not None:
        # what is told elsewhere than it would be without a focus may be known by another id
        by: tuple[str, ...] = ("rule", "id") if job.scope.focus is None else ("rule",)
        counted = sorted_by(rows.where(f"status = {SHOWN}"), parts, by, ORDER)
        entries = job.baseline.entries
        counted = mapped(counted, known, FINAL, entries=entries, lost=job.lost)
        rows = kept(rows.where(f"status != {SHOWN}").union(counted))
    told = f"status = {SHOWN} AND cluster IS NOT NULL"
    some = rows.where(told).union(clusters)
    some = sorted_by(some, parts, ("cluster",), ("status", *ORDER))
    apart = job.scope.focus is not None
    once = mapped(some, folded, FINAL, plan=job.plan, fold_=job.fold, apart=apart)
    final = rows.where(f"NOT ({told})").union(once)
    if job.fold:
        final = kept(final)
        ones = sorted_by(final.where(f"status = {SHOWN}"), parts, ("path", "document"), ORDER)
        ones = mapped(ones, folded_documents, FINAL, plan=job.plan)
        final = final.where(f"status != {SHOWN}").union(ones)
    return rows, kept(final)


def _terms(job: Job, every: DataFrame, lacking: Mapping[int, Sequence[Finding]]) -> Terms:
    """Return what findings are held against, with the clusters that the allow-list accepts."""
    allowed = job.decisions.allowed
    terms = Terms(job.plan, job.decisions, lacking)
    if not len(allowed):
        return terms
    rows = kept(mapped(every, accepted, ACCEPTED, terms=terms))
    ordered = sorted_by(rows.where("cluster IS NOT NULL"), job.parts, ("cluster",), ORDER)
    clusters = mapped(ordered, last_accepted, "cluster string, entry int").collect()
    allowed.use(row["entry"] for row in rows.select("entry").distinct().collect())
    part = allowed.with_clusters({row["cluster"]: row["entry"] for row in clusters})
    return dataclasses.replace(terms, decisions=structs.replace(job.decisions, allowed=part))


def _with_unused(spark: SparkSession, rows: DataFrame, job: Job) -> DataFrame:
    """Add the findings of entries of the allow-list that accept nothing."""
    if not (job.decisions.whole and len(job.decisions.allowed)):
        return rows
    import pyarrow as pa

    terms = Terms(job.plan, job.decisions, {})
    table: Any = pa.Table.from_batches([settled_report(Report(), terms, {})])
    return rows.union(spark.createDataFrame(table)) if table.num_rows else rows
