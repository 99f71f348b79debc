"""A whole run: tasks, map, join, judge, locate, decide, one sort."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import msgspec
import numpy as np

from copydesk.columns.dtypes import Ints
from copydesk.engine.clock import Clock
from copydesk.engine.diagnose import crash
from copydesk.engine.join import join, pool
from copydesk.engine.locate import Shelf, link_findings
from copydesk.engine.map import DocumentRef, Item, Mapped, Part
from copydesk.engine.nesting import drop_nested, lone_links
from copydesk.engine.plan import Bound, Plan, bind
from copydesk.engine.pool import map_all
from copydesk.finding import Finding, Place
from copydesk.reading.read import portions
from copydesk.reading.source import Source, Unreadable
from copydesk.report import Cluster, Report
from copydesk.rule import Links
from copydesk.similarity.clusters import components

_TASK_BYTES = 1 << 20
_PARALLEL_BYTES = 4 << 20  # below this a second process costs more than it saves


def run(
    plan: Plan,
    sources: Sequence[Source],
    *,
    jobs: int = 1,
    timed: bool = False,
    progress: Callable[[int], None] | None = None,
) -> Report:
    """Lint sources under a plan. The report is the same for any number of jobs and any order of sources.

    `progress` is called with the bytes read so far. A rule that raises becomes a finding and sets `crashed`; nothing is raised.
    """
    clock = Clock()
    report = Report()
    references: list[DocumentRef] = []
    parts: list[Part] = []
    ordered = sorted(sources, key=lambda source: source.path)
    size = sum(_size(source) for source in ordered)
    for mapped in map_all(plan, _tasks(ordered, plan), jobs if size > _PARALLEL_BYTES else 1, timed=timed):
        _gather(report, mapped)
        references += mapped.documents
        parts += mapped.parts
        clock.add(mapped.clock)
        if progress:
            progress(report.bytes)
    report.documents = len(references)
    shelf = Shelf(references, {source.path: source for source in ordered}, plan.reading)
    _judge_corpus(plan, parts, shelf, report, clock)
    report.findings = drop_nested(report.findings, {b.rule.code: b.rule.unless for b in bind(plan)})
    _number_clusters(report)
    report.findings.sort(key=lambda finding: finding.order)
    report.skipped.sort(key=lambda skipped: skipped.path)
    report.seconds = clock.seconds
    return report


def _size(source: Source) -> int:
    if source.file is None:
        return len(source.content or b"")
    try:
        return source.file.stat().st_size * (4 if source.packing else 1)
    except OSError:
        return 0


def _tasks(sources: Sequence[Source], plan: Plan) -> Iterator[list[Item]]:
    """Yield items to map together: about a mebibyte of small files, or a portion of a large one."""
    waiting: list[Item] = []
    size = 0
    for source in sources:
        if source.format != "jsonl":
            waiting.append(source)
            size += _size(source)
            if size >= _TASK_BYTES:
                yield waiting
                waiting, size = [], 0
            continue
        if waiting:
            yield waiting
            waiting, size = [], 0
        try:
            for portion in portions(source, plan.reading):
                yield [portion]
        except Unreadable:
            yield [source]  # whoever maps it meets the same and reports it
    if waiting:
        yield waiting


def _gather(report: Report, mapped: Mapped) -> None:
    report.findings += mapped.findings
    report.skipped += mapped.skipped
    report.paragraphs += mapped.paragraphs
    report.bytes += mapped.bytes
    report.crashed |= mapped.crashed


def _judge_corpus(plan: Plan, parts: list[Part], shelf: Shelf, report: Report, clock: Clock) -> None:
    bound = [b for b in bind(plan) if b.rule.scope == "corpus"]
    if not bound or not parts:
        return
    with clock("join"):
        pooled = pool(parts)
    decided: list[tuple[Bound, Links, Any]] = []
    for one in bound:
        with clock("join"):
            units, candidates = join(parts, one.sketch_key, pooled)
        with clock(one.rule.code):
            try:
                links: Links = one.rule.function(candidates, **one.thresholds)
            except Exception as error:
                shelf.fetch([0])
                document = shelf.get(0)
                if document:
                    report.findings.append(crash(one.rule, error, document))
                report.crashed = True
                continue
        decided.append((one, links, units))
    with clock("locate"):
        spans = {one.rule.code: (links, units) for one, links, units in decided}
        decided = [
            (one, lone_links(links, units, [spans[code] for code in one.rule.unless if code in spans]), units)
            for one, links, units in decided
        ]
        wanted: list[Ints] = [units.document[np.concatenate((links.copy, links.origin))] for _, links, units in decided]
        shelf.fetch(np.concatenate(wanted).tolist() if wanted else [])
        for one, links, units in decided:
            found = link_findings(one.rule, links, units, shelf)
            grouped = components(links.copy, links.origin)
            _cluster(one.rule.code, found, grouped, report)


def _cluster(code: str, found: list[tuple[Finding, int, int]], grouped: dict[int, int], report: Report) -> None:
    """Add findings with a provisional cluster name, `code:unit`; names are settled when all findings are known."""
    for finding, copy, _ in found:
        report.findings.append(msgspec.structs.replace(finding, cluster=f"{code}:{grouped[copy]}"))


def _order(place: Place) -> tuple[str, int, int]:
    return place.path, place.offset, place.end_offset


def _number_clusters(report: Report) -> None:
    """Collect the members of each cluster that still has findings, and name clusters in the order of their first member."""
    members: dict[str, set[Place]] = {}
    for finding in report.findings:
        if finding.cluster:
            members.setdefault(finding.cluster, set()).update((finding.place, *(related.place for related in finding.related)))
    listed = {name: tuple(sorted(places, key=_order)) for name, places in members.items()}
    names: dict[str, str] = {}
    for number, (name, places) in enumerate(sorted(listed.items(), key=lambda item: (_order(item[1][0]), item[0])), 1):
        names[name] = f"c{number}"
        report.clusters.append(Cluster(f"c{number}", name.split(":")[0], places))
    report.findings = [
        msgspec.structs.replace(finding, cluster=names[finding.cluster]) if finding.cluster else finding for finding in report.findings
    ]
