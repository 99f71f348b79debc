"""A lint run on Spark: map, pair, judge, choose, locate, decide, each a stage over data frames.

The driver holds the list of files, counts, the edges of clusters up to a bound, and what a rule
raised; texts, units and findings stay on the executors.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from msgspec import structs

from copydesk.columns.document_kinds import LABELS
from copydesk.distributed.assembling import (
    CLUSTER,
    FOUND,
    LINKED,
    SAID,
    WANTED,
    Assembly,
    chosen,
)
from copydesk.distributed.deciding import (
    ACCEPTED,
    FINAL,
    SHOWN,
    Terms,
    accepted,
    cluster_rows,
    folded,
    folded_documents,
    known,
    last_accepted,
    settled,
    settled_report,
)
from copydesk.distributed.frames import beside, kept, mapped, numbered, sorted_by
from copydesk.distributed.linking import ROWS
from copydesk.distributed.locating import located, read_again, to_locate
from copydesk.distributed.pairing import Corpus, linked
from copydesk.distributed.parcels import PARCELS, Facts, Numbering, map_parcels, opened
from copydesk.engine.decide import Decisions
from copydesk.engine.faults import once_a_file
from copydesk.engine.findings import crash_finding
from copydesk.engine.packing import unpacked
from copydesk.engine.plan import Plan, Scope, bind, numbered_rules
from copydesk.finding import Finding
from copydesk.report import Report
from copydesk.suppression.baseline import Baseline

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

_SHARES = 8  # of each task that locates clusters: so many fit in its memory one by one
_ORDER = ("path", "offset", "end_offset", "rule", "message")


@dataclass(frozen=True, slots=True)
class Job:
    """What a run on Spark does: its plan, which findings it asks for, what they are held against.

    `lost`: paths of the baseline's entries whose missing findings are gone. `in_rows`: the texts
    are rows of a data frame. `parts`: partitions of a shuffle. `kinds`: documents of each are counted.
    """

    plan: Plan
    scope: Scope
    decisions: Decisions
    parts: int
    baseline: Baseline | None = None
    lost: frozenset[str] = frozenset()
    in_rows: bool = False
    fold: bool = True
    kinds: bool = False


@dataclass(slots=True)
class Outcome:
    """The findings and clusters of a run, as rows of `FINAL`, and what a report says besides.

    `numbers`: of clusters by their provisional names.
    """

    rows: DataFrame
    numbers: DataFrame
    report: Report
    parcels: DataFrame

    def ordered(self, parts: int) -> DataFrame:
        """Return all rows in the order of reports, with the numbers of their clusters."""
        named = self.numbers.withColumnRenamed("name", "cluster")
        by = (*_ORDER, "status", "number")
        rows = self.rows.join(named, "cluster", "left")
        return rows.repartitionByRange(parts, *by).sortWithinPartitions(*by)


def lint(spark: SparkSession, items: DataFrame, job: Job) -> Outcome:
    """Run a job over parcels (parcel, blob of items)."""
    bound = [one for one in bind(job.plan) if one.rule.scope == "corpus"]
    sketches = sorted({one.sketch_key for one in bound})
    parcels = mapped(items, map_parcels, PARCELS, plan=job.plan, sketches=sketches)
    parcels = kept(parcels.repartition(job.parts, "parcel"))
    facts, numbering = _facts(parcels)
    documents = _last(facts, numbering, len(sketches))
    corpus = Corpus(spark, job.plan, parcels, numbering, sketches, documents, job.parts)
    several = bool(sketches) and bool(facts)
    links, crashes = linked(corpus) if several else (_none(spark), [])
    report = _report(facts, numbering)
    report.kinds = report.kinds if job.kinds else {}
    lacking = _lacking(facts)
    if crashes:
        report.crashed = True
        parcel, found = _crashed(parcels, numbering, job, crashes)
        lacking.setdefault(parcel, []).extend(found)
    return _assembled(spark, corpus, links, job, report, lacking)


def _assembled(
    spark: SparkSession,
    corpus: Corpus,
    links: DataFrame,
    job: Job,
    report: Report,
    lacking: Mapping[int, Sequence[Finding]],
) -> Outcome:
    """Make findings of hits and links, and leave what counts."""
    numbering, parts = corpus.numbering, job.parts
    assembly = Assembly(job.plan, job.scope, numbering, job.in_rows)
    ways = ("parcel", "key")
    marked = kept(beside(corpus.blobs, links, ways, chosen, ROWS, assembly=assembly))
    flagged = sorted_by(marked.where(f"kind = {LINKED}"), parts, ("key", "sub"))
    wanted = kept(mapped(flagged, to_locate, ROWS, assembly=assembly, shares=_SHARES * parts))
    asked = wanted.where(f"kind = {WANTED}")
    again = beside(corpus.blobs, asked, ways, read_again, ROWS, plan=job.plan, numbering=numbering)
    shares = sorted_by(wanted.where(f"kind = {LINKED}").union(again), parts, ("key",))
    found = kept(mapped(shares, located, ROWS, assembly=assembly))
    every = marked.where(f"kind IN ({FOUND}, {SAID})").union(found.where(f"kind = {FOUND}"))
    clusters = kept(mapped(found.where(f"kind = {CLUSTER}"), cluster_rows, FINAL))
    terms = _terms(job, every, lacking)
    rows = kept(mapped(sorted_by(every, parts, ("key",)), settled, FINAL, terms=terms))
    rows = _with_unused(spark, rows, job)
    if job.baseline is not None:
        counted = sorted_by(rows.where(f"status = {SHOWN}"), parts, ("rule", "id"), _ORDER)
        entries = job.baseline.entries
        counted = mapped(counted, known, FINAL, entries=entries, lost=job.lost)
        rows = kept(rows.where(f"status != {SHOWN}").union(counted))
    told = f"status = {SHOWN} AND cluster IS NOT NULL"
    some = rows.where(told).union(clusters)
    some = sorted_by(some, parts, ("cluster",), ("status", *_ORDER))
    once = mapped(some, folded, FINAL, plan=job.plan, fold_=job.fold)
    final = rows.where(f"NOT ({told})").union(once)
    if job.fold:
        final = kept(final)
        ones = sorted_by(final.where(f"status = {SHOWN}"), parts, ("path", "document"), _ORDER)
        ones = mapped(ones, folded_documents, FINAL, plan=job.plan)
        final = final.where(f"status != {SHOWN}").union(ones)
    final = kept(final)
    by = ("path", "offset", "end_offset", "rule", "cluster")
    return Outcome(final, numbered(clusters, parts, by, "cluster"), report, corpus.blobs)


def _none(spark: SparkSession) -> DataFrame:
    return spark.createDataFrame([], ROWS)


def _facts(parcels: DataFrame) -> tuple[list[tuple[int, int, Facts]], Numbering]:
    """Return number, documents and facts of parcels in order, and the numbers of documents."""
    table = parcels.select("parcel", "documents", "facts").toArrow().sort_by("parcel")
    number, documents = (table.column(n).to_numpy() for n in ("parcel", "documents"))
    facts = [unpacked(blob, Facts) for blob in table.column("facts").to_pylist()]
    numbering = Numbering(number, np.append(0, np.cumsum(documents)).astype(np.int64))
    return list(zip(number.tolist(), documents.tolist(), facts, strict=True)), numbering


def _last(
    facts: Sequence[tuple[int, int, Facts]], numbering: Numbering, sketches: int
) -> list[int]:
    """Return of each sketch up to which document there are units: their number."""
    return [
        max(
            (
                numbering.first(parcel) + one.last[sketch] + 1
                for parcel, _, one in facts
                if one.last[sketch] >= 0
            ),
            default=0,
        )
        for sketch in range(sketches)
    ]


def _report(facts: Sequence[tuple[int, int, Facts]], numbering: Numbering) -> Report:
    every = [one for _, _, one in facts]
    counts = [sum(one.kinds[kind] for one in every) for kind in range(len(LABELS))]
    ranked = sorted(zip(LABELS, counts, strict=True), key=lambda pair: -pair[1])
    read = {path for one in every for path in one.read}
    unread = {path for one in every for path in one.unread}
    return Report(
        documents=int(numbering.base[-1]),
        paragraphs=sum(one.paragraphs for one in every),
        bytes=sum(one.bytes for one in every),
        kinds={label: count for label, count in ranked if count},
        skipped=sorted(
            (skipped for one in every for skipped in one.skipped), key=lambda s: (s.path, s.reason)
        ),
        unread=sorted(unread - read),
        crashed=any(one.crashed for one in every),
    )


def _lacking(facts: Sequence[tuple[int, int, Facts]]) -> dict[int, list[Finding]]:
    """Return the findings of records without text, one a file, by the parcel of the first."""
    by_path: dict[str, list[tuple[int, Finding]]] = {}
    for parcel, _, one in facts:
        for finding in one.lacking:
            by_path.setdefault(finding.place.path, []).append((parcel, finding))
    out: dict[int, list[Finding]] = {}
    for some in by_path.values():
        out.setdefault(some[0][0], []).extend(once_a_file([finding for _, finding in some]))
    return out


def _crashed(
    parcels: DataFrame, numbering: Numbering, job: Job, crashes: Sequence[tuple[int, str]]
) -> tuple[int, list[Finding]]:
    """Return the findings of corpus rules that raised, and the parcel of the first document."""
    rules = numbered_rules()
    parcel = int(numbering.parcel_of(np.zeros(1, np.int64))[0])
    row = parcels.where(f"parcel = {parcel}").select("blob").first()
    assert row
    found = opened(bytes(row["blob"]))
    document = found.documents(found.collection, job.plan).first()
    errors = dict(sorted(crashes, reverse=True))  # the first of several in their order
    return parcel, [crash_finding(rules[rule], error, document) for rule, error in errors.items()]


def _terms(job: Job, every: DataFrame, lacking: Mapping[int, Sequence[Finding]]) -> Terms:
    """Return what findings are held against, with the clusters that the allow-list accepts."""
    allowed = job.decisions.allowed
    terms = Terms(job.plan, job.decisions, lacking)
    if not len(allowed):
        return terms
    rows = kept(mapped(every, accepted, ACCEPTED, terms=terms))
    ordered = sorted_by(rows.where("cluster IS NOT NULL"), job.parts, ("cluster",), _ORDER)
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
