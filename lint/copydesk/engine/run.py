"""A whole run: tasks, map, join, judge, locate, decide, one sort."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import msgspec

from copydesk.engine.clock import Clock
from copydesk.engine.group import number_clusters
from copydesk.engine.join import Corpus
from copydesk.engine.judge import judge_corpus
from copydesk.engine.locate import Shelf
from copydesk.engine.map import DocumentRef, Item, Mapped
from copydesk.engine.nesting import part_nested
from copydesk.engine.plan import Plan, bind
from copydesk.engine.pool import map_all
from copydesk.engine.registry import load_rules
from copydesk.engine.shard import Shard, merge
from copydesk.reading.read import portions
from copydesk.reading.source import Source, Unreadable
from copydesk.report import Report

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
    shards: list[Shard] = []
    ordered = sorted(sources, key=lambda source: source.path)
    size = sum(_size(source) for source in ordered)
    for mapped in map_all(plan, _tasks(ordered, plan), jobs if size > _PARALLEL_BYTES else 1, timed=timed):
        _gather(report, mapped)
        references += mapped.documents
        shards += mapped.shards
        clock.add(mapped.clock)
        if progress:
            progress(report.bytes)
    report.documents = len(references)
    shelf = Shelf(references, {source.path: source for source in ordered}, plan.reading)
    corpus_rules = [b for b in bind(plan) if b.rule.scope == "corpus"]
    if corpus_rules and shards:
        with clock("join"):
            corpus = Corpus.of([merge(shards)])
        judge_corpus(corpus_rules, corpus, shelf, report, clock)
    shown, nested = part_nested(report.findings, load_rules())
    report.findings = sorted(number_clusters(report, shown), key=lambda finding: finding.order)
    report.nested = sorted((msgspec.structs.replace(f, cluster=None) for f in nested), key=lambda finding: finding.order)
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
