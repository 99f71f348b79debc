"""A lint run on Spark: map, pair, judge, choose, locate, decide, each a stage over data frames.

The driver holds the list of files, counts, the edges of clusters up to a bound, and what a rule
raised; texts, units and findings stay on the executors.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from copydesk.columns.document_kinds import LABELS
from copydesk.distributed.assembling import (
    ASIDE,
    CLUSTER,
    FOUND,
    LINKED,
    SAID,
    TURNED,
    WANTED,
    Assembly,
    chosen,
    to_turned,
)
from copydesk.distributed.deciding import FINAL, cluster_rows
from copydesk.distributed.frames import beside, kept, mapped, numbered, sorted_by
from copydesk.distributed.job import Job
from copydesk.distributed.linking import ROWS
from copydesk.distributed.locating import located, read_again, to_locate
from copydesk.distributed.pairing import Corpus, linked
from copydesk.distributed.parcels import (
    PARCELS,
    Facts,
    Numbering,
    is_checked,
    map_parcels,
    opened,
)
from copydesk.distributed.settling import ORDER, settle
from copydesk.engine.faults import once_a_file
from copydesk.engine.findings import crash_finding
from copydesk.engine.packing import unpacked
from copydesk.engine.plan import Plan, numbered_rules, sketches_of
from copydesk.finding import Finding
from copydesk.report import Report

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

_SHARES = 8  # of each task that locates clusters: so many fit in its memory one by one


@dataclass(slots=True)
class Outcome:
    """The findings and clusters of a run, as rows of `FINAL`, and what a report says besides.

    `unfolded`: the findings before big clusters are told once. `numbers`: of clusters by their
    provisional names.
    """

    rows: DataFrame
    unfolded: DataFrame
    numbers: DataFrame
    report: Report
    parcels: DataFrame

    def ordered(self, parts: int) -> DataFrame:
        """Return all rows in the order of reports, with the numbers of their clusters."""
        named = self.numbers.withColumnRenamed("name", "cluster")
        by = (*ORDER, "status", "number")
        rows = self.rows.join(named, "cluster", "left")
        return rows.repartitionByRange(parts, *by).sortWithinPartitions(*by)


def read_parcels(items: DataFrame, plan: Plan) -> DataFrame:
    """Return parcels (parcel, blob of items) as they are mapped."""
    return mapped(items, map_parcels, PARCELS, plan=plan, sketches=sketches_of(plan))


def lint(spark: SparkSession, items: DataFrame, job: Job, old: DataFrame | None = None) -> Outcome:
    """Run a job over parcels (parcel, blob of items); `old`: parcels that were mapped before,
    which they are compared with.
    """
    sketches = sketches_of(job.plan)
    parcels = read_parcels(items, job.plan)
    parcels = parcels.union(old) if old else parcels
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
    turned = found.where(f"kind = {TURNED}").distinct()
    if turned.first():  # what is told here may be suppressed there
        asked = turned.union(marked.where(f"kind = {ASIDE}"))
        every = every.union(mapped(sorted_by(asked, parts, ("key",)), to_turned, ROWS))
    clusters = kept(mapped(found.where(f"kind = {CLUSTER}"), cluster_rows, FINAL))
    unfolded, final = settle(spark, every, clusters, job, lacking)
    by = ("path", "offset", "end_offset", "rule", "cluster")
    numbers = numbered(clusters, parts, by, "cluster")
    return Outcome(final, unfolded, numbers, report, corpus.blobs)


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
    checked = [one for parcel, _, one in facts if is_checked(parcel)]
    counts = [sum(one.kinds[kind] for one in every) for kind in range(len(LABELS))]
    ranked = sorted(zip(LABELS, counts, strict=True), key=lambda pair: -pair[1])
    read = {path for one in checked for path in one.read}
    unread = {path for one in checked for path in one.unread}
    return Report(
        documents=int(numbering.base[-1]),
        paragraphs=sum(one.paragraphs for one in every),
        bytes=sum(one.bytes for one in every),
        kinds={label: count for label, count in ranked if count},
        skipped=sorted(
            (skipped for one in checked for skipped in one.skipped),
            key=lambda skipped: (skipped.path, skipped.reason),
        ),
        unread=sorted(unread - read),
        crashed=any(one.crashed for one in checked),
    )


def _lacking(facts: Sequence[tuple[int, int, Facts]]) -> dict[int, list[Finding]]:
    """Return the findings of records without text, one a file, by the parcel of the first."""
    by_path: dict[str, list[tuple[int, Finding]]] = {}
    for parcel, _, one in facts:
        for finding in one.lacking if is_checked(parcel) else ():
            by_path.setdefault(finding.place.path, []).append((parcel, finding))
    out: dict[int, list[Finding]] = {}
    for some in by_path.values():
        out.setdefault(some[0][0], []).extend(once_a_file([finding for _, finding in some]))
    return out


def _crashed(
    parcels: DataFrame, numbering: Numbering, job: Job, crashes: Sequence[tuple[int, str]]
) -> tuple[int, list[Finding]]:
    """Return the findings of corpus rules that raised, and the parcel of the first document; none
    where that is not checked.
    """
    rules = numbered_rules()
    parcel = int(numbering.parcel_of(np.zeros(1, np.int64))[0])
    if not is_checked(parcel):
        return parcel, []
    row = parcels.where(f"parcel = {parcel}").select("blob").first()
    assert row
    found = opened(bytes(row["blob"]))
    document = found.documents(found.collection, job.plan).first()
    errors = dict(sorted(crashes, reverse=True))  # the first of several in their order
    return parcel, [crash_finding(rules[rule], error, document) for rule, error in errors.items()]
