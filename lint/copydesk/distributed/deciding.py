"""Decide which findings count, by parcel; then what the baseline knows; then tell clusters once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import msgspec
import pyarrow as pa

from copydesk.distributed.assembling import CLUSTER, FOUND, SAID, Said
from copydesk.distributed.linking import groups, rows_of
from copydesk.distributed.parcels import Batches
from copydesk.distributed.spans import Span
from copydesk.engine.decide import Decisions, decide
from copydesk.engine.folding import fold_clusters, fold_documents
from copydesk.engine.packing import packed, raw, unpacked
from copydesk.engine.plan import Plan, bind
from copydesk.engine.registry import load_rules
from copydesk.finding import Finding, Place
from copydesk.report import Cluster, Report
from copydesk.suppression.baseline import Baseline, Entry

# `status`: SHOWN, NESTED, SUPPRESSED, or OF_CLUSTER for a row that holds a cluster
FINAL = (
    "path binary, offset long, end_offset long, rule string, message binary, status int, "
    "cluster string, id string, blob binary, start long, end long, document long"
)
SHOWN, NESTED, SUPPRESSED, OF_CLUSTER = range(4)
_SCHEMA = pa.schema(
    [
        ("path", pa.binary()),
        ("offset", pa.int64()),
        ("end_offset", pa.int64()),
        ("rule", pa.string()),
        ("message", pa.binary()),
        ("status", pa.int32()),
        ("cluster", pa.string()),
        ("id", pa.string()),
        ("blob", pa.binary()),
        ("start", pa.int64()),
        ("end", pa.int64()),
        ("document", pa.int64()),
    ]
)


@dataclass(frozen=True, slots=True)
class Terms:
    """What findings are held against; `lacking`: those of records without text, by parcel."""

    plan: Plan
    decisions: Decisions
    lacking: Mapping[int, Sequence[Finding]]


class Final(NamedTuple):
    """A finding as it stands, with its span in the text of its row."""

    finding: Finding
    status: int
    span: Span | None = None


def final_batch(rows: Iterable[Final], clusters: Iterable[Cluster] = ()) -> Any:
    """Return findings and clusters as a batch."""
    columns = [_values(row) for row in rows]
    columns += [_cluster_values(cluster) for cluster in clusters]
    return pa.RecordBatch.from_arrays(
        [pa.array([row[n] for row in columns], kind) for n, kind in enumerate(_SCHEMA.types)],
        schema=_SCHEMA,
    )


def _values(row: Final) -> tuple[Any, ...]:
    finding, place = row.finding, row.finding.place
    return (
        raw(place.path),
        place.offset,
        place.end_offset,
        finding.rule,
        raw(finding.message),
        row.status,
        finding.cluster,
        finding.id,
        packed(finding),
        *(row.span or (None, None)),
        place.row if place.document else 0,
    )


def _cluster_values(cluster: Cluster) -> tuple[Any, ...]:
    place, name = cluster.members[0].place, cluster.id
    end = (OF_CLUSTER, name, name, packed(cluster), None, None, 0)
    return raw(place.path), place.offset, place.end_offset, cluster.kind, b"", *end


def finals(batch: Any) -> Iterator[Final]:
    """Yield the findings of a batch."""
    columns = [batch.column(name).to_pylist() for name in ("blob", "status", "start", "end")]
    for blob, status, start, end in zip(*columns, strict=True):
        if status != OF_CLUSTER:
            yield Final(unpacked(blob, Finding), status, None if start is None else (start, end))


def settled(batches: Batches, *, terms: Terms) -> Iterator[Any]:
    """Yield the findings of each parcel as its own texts let them stand; rows sorted by parcel."""
    bind(terms.plan)
    for some in groups(batches):
        report = Report(findings=list(terms.lacking.get(some[0].key, ())))
        spans: dict[Place, Span] = {}
        for row in some:
            if row.kind == FOUND:
                blob, cluster, span = row.content
                finding = msgspec.structs.replace(unpacked(blob, Finding), cluster=cluster)
                (report.nested if row.sub else report.findings).append(finding)
                if span:
                    spans[finding.place] = span
            else:  # what this parcel's texts say, or those of others that findings point at
                said = unpacked(row.content, Said)
                report.directives += said.directives
                report.doubtful += said.doubtful
                report.findings += said.faults
        yield settled_report(report, terms, spans)


def settled_report(report: Report, terms: Terms, spans: Mapping[Place, Span]) -> Any:
    """Return what a report leaves of its findings."""
    report.findings.sort(key=lambda finding: finding.order)
    report.nested.sort(key=lambda finding: finding.order)
    decide(report, terms.plan.codes, terms.decisions)
    return final_batch(
        Final(finding, status, spans.get(finding.place))
        for status, findings in enumerate((report.findings, report.nested, report.suppressed))
        for finding in findings
    )


def accepted(batches: Batches, *, terms: Terms) -> Iterator[Any]:
    """Yield which entry of the allow-list accepts which finding, in the order of findings."""
    bind(terms.plan)
    names = ["cluster", "path", "offset", "end_offset", "rule", "message", "entry"]
    for batch in batches:
        found = []
        for row in rows_of(batch):
            if row.kind == SAID:
                found += [
                    (None, b"", 0, 0, "", b"", entry)
                    for one in unpacked(row.content, Said).doubtful
                    if (entry := terms.decisions.allowed.entry_of(one.id)) is not None
                ]
            if row.kind != FOUND or row.sub:
                continue
            finding = unpacked(row.content[0], Finding)
            entry = terms.decisions.allowed.entry_of(finding.id)
            if entry is not None and terms.decisions.ignores.keep([finding]):
                path, offset, end, rule, message = finding.order
                found.append((row.content[1], raw(path), offset, end, rule, raw(message), entry))
        kinds = [pa.string(), *(_SCHEMA.field(name).type for name in names[1:-1]), pa.int32()]
        arrays = [pa.array([row[n] for row in found], kind) for n, kind in enumerate(kinds)]
        yield pa.RecordBatch.from_arrays(arrays, names=names)


ACCEPTED = (
    "cluster string, path binary, offset long, end_offset long, rule string, message binary, "
    "entry int"
)


def last_accepted(batches: Batches) -> Iterator[Any]:
    """Yield the entry that accepts each cluster: the last one; rows sorted by cluster and place."""
    entry: dict[str, int] = {}
    for batch in batches:
        columns = (batch.column(name).to_pylist() for name in ("cluster", "entry"))
        entry |= dict(zip(*columns, strict=True))
    names, numbers = list(entry), list(entry.values())
    arrays = [pa.array(names, pa.string()), pa.array(numbers, pa.int32())]
    yield pa.RecordBatch.from_arrays(arrays, names=["cluster", "entry"])


def known(batches: Batches, *, entries: Sequence[Entry], lost: frozenset[str]) -> Iterator[Any]:
    """Yield findings that count with those that the baseline knows as suppressed; rows of equal
    rule and id together, sorted by place. `lost`: paths whose missing findings are gone.
    """
    listed = {(entry.rule, entry.fingerprint) for entry in entries}
    met: list[Final] = []
    for batch in batches:
        rows = list(finals(batch))
        told = [_names(row.finding) & listed for row in rows]
        met += [row for row, some in zip(rows, told, strict=True) if some]
        yield final_batch(row for row, some in zip(rows, told, strict=True) if not some)
    spans = {row.finding.place: row.span for row in met}
    new, old = Baseline(entries).part([row.finding for row in met], lost.__contains__)
    yield final_batch(
        Final(finding, status, spans[finding.place])
        for status, findings in ((SHOWN, new), (SUPPRESSED, old))
        for finding in findings
    )


def _names(finding: Finding) -> set[tuple[str, str]]:
    """Return how a baseline may know a finding: here, and where it would be told otherwise."""
    return {(finding.rule, finding.id), (finding.rule, finding.turned)}


def _runs(batches: Batches, key: Any) -> Iterator[list[Final]]:
    waiting: list[Final] = []
    for batch in batches:
        for row in finals(batch):
            if waiting and key(row) != key(waiting[0]):
                yield waiting
                waiting = []
            waiting.append(row)
    if waiting:
        yield waiting


def folded(batches: Batches, *, plan: Plan, fold_: bool, apart: bool) -> Iterator[Any]:
    """Yield the findings that count of each cluster as they are told, and the clusters that have
    any; rows sorted by cluster, the cluster's own last. `apart`: each file has its carrier.
    """
    bind(plan)
    rules = load_rules()
    waiting: list[Final] = []
    for batch in batches:
        for row in batch.to_pylist():
            if row["status"] != OF_CLUSTER:
                span = None if row["start"] is None else (row["start"], row["end"])
                waiting.append(Final(unpacked(row["blob"], Finding), row["status"], span))
                continue
            cluster, spans = (
                unpacked(row["blob"], Cluster),
                {r.finding.place: r.span for r in waiting},
            )
            report = Report(findings=[row.finding for row in waiting], clusters=[cluster])
            waiting = []
            if not report.findings:
                continue
            if fold_:
                fold_clusters(report, rules, frozenset() if apart else None)
            every = ((SHOWN, report.findings), (NESTED, report.nested))
            yield final_batch(
                [
                    Final(finding, status, spans[finding.place])
                    for status, findings in every
                    for finding in findings
                ],
                [cluster],
            )


def folded_documents(batches: Batches, *, plan: Plan) -> Iterator[Any]:
    """Yield the findings that count as they are told of each document; rows sorted by path and
    document.
    """
    bind(plan)
    rules = load_rules()
    for some in _runs(batches, _document):
        spans = {row.finding.place: row.span for row in some}
        report = Report(findings=[row.finding for row in some])
        fold_documents(report, rules)
        yield final_batch(
            Final(finding, status, spans[finding.place])
            for status, findings in ((SHOWN, report.findings), (NESTED, report.nested))
            for finding in findings
        )


def _document(row: Final) -> tuple[str, int]:
    place = row.finding.place
    return place.path, place.row if place.document else 0


def cluster_rows(batches: Batches) -> Iterator[Any]:
    """Yield the clusters among rows that were located."""
    for batch in batches:
        clusters = [row.content for row in rows_of(batch) if row.kind == CLUSTER]
        yield final_batch([], [unpacked(blob, Cluster) for _, blob in clusters])
