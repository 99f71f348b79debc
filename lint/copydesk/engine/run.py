"""A whole run: collect, judge, assemble, one sort; from the store where nothing has changed."""

from __future__ import annotations

import contextlib
import gc
import hashlib
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from copydesk.columns.document_kinds import LABELS
from copydesk.columns.dtypes import Bytes
from copydesk.engine.assemble import Assembler
from copydesk.engine.cache_folder import discard, plan_key
from copydesk.engine.collection import Collection, collect
from copydesk.engine.documents import DocumentStore
from copydesk.engine.faults import once_a_file
from copydesk.engine.findings import crash_finding
from copydesk.engine.hits import BadColumns
from copydesk.engine.judge import judge_corpus
from copydesk.engine.packing import packed
from copydesk.engine.plan import (
    EVERYTHING,
    ONE_PROCESS,
    Phase,
    Plan,
    Resources,
    Scope,
    bind,
    numbered_rules,
)
from copydesk.engine.spill import spilling
from copydesk.engine.timings import Timings
from copydesk.reading.content import digest
from copydesk.reading.source import Source
from copydesk.report import Report

if TYPE_CHECKING:
    from copydesk.engine.store import Store


def run(
    plan: Plan,
    sources: Sequence[Source],
    scope: Scope = EVERYTHING,
    resources: Resources = ONE_PROCESS,
    *,
    cache: Path | None = None,
    warn: Callable[[str], None] = lambda message: None,
) -> Report:
    """Lint sources under a plan, and report the findings in scope.

    The report is the same for any resources, any order of sources and any cache. `cache` is the
    folder of the store; one that cannot be used is built again, and `warn` is called with a line
    about it. A rule that raises becomes a finding and sets `crashed`; nothing is raised.
    """
    with _without_collector():
        return _attempts(plan, sources, resources, scope, cache, warn)


@contextlib.contextmanager
def _without_collector() -> Iterator[None]:
    """Hold up Python's search for cycles, which goes through all findings again and again.

    For 100,000 identical paragraphs a run takes 6.2 s without it and 7.9 s with it (2026-11). What
    a run makes in numbers, batches, it clears itself.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _attempts(
    plan: Plan,
    sources: Sequence[Source],
    resources: Resources,
    scope: Scope,
    cache: Path | None,
    warn: Callable[[str], None],
) -> Report:
    ordered = sorted(sources, key=lambda source: source.path)
    if cache is None:
        return _run(plan, ordered, None, scope, resources)
    from copydesk.engine.database import Damaged
    from copydesk.engine.store import Store

    for _ in range(2):
        try:
            store = Store(cache, plan)
            try:
                report = _run(plan, ordered, store, scope, resources)
                if not report.crashed:
                    return report
            finally:
                store.close()
            break  # a rule that raises may have met damaged columns: ask once without them
        except (Damaged, BadColumns) as error:
            warn(f"the cache in {cache} cannot be used ({error}); it is built again")
            discard(cache / plan_key(plan))
        except OSError as error:
            warn(
                f"no cache can be written in {cache} ({error.strerror or error}); the run goes on without it"
            )
            break
    return _run(plan, ordered, None, scope, resources)


def _run(
    plan: Plan,
    ordered: Sequence[Source],
    store: Store | None,
    scope: Scope,
    resources: Resources,
) -> Report:
    timings = Timings()
    with timings("read"):
        found = (
            {source.path: source.digest or digest(source, plan.reading) for source in ordered}
            if store
            else {}
        )
        digests = {path: value for path, value in found.items() if value}
        key = _key(digests, ordered, scope, resources.kinds) if len(digests) == len(ordered) else ""
        kept = store.report(key) if store and key else None
    if kept:
        kept.seconds = timings.seconds
        return kept
    with spilling(resources.max_memory) as spill:
        collection = collect(
            plan, ordered, digests, store, timings, resources, spill, scope.checked
        )
        report = _report(
            plan,
            collection,
            {source.path: source for source in ordered},
            scope,
            timings,
            resources,
        )
    if store and not report.crashed:
        with timings("cache"):
            if key:
                store.keep(key, report)
            store.compact()  # only now: the run has read what this may remove
    report.seconds = timings.seconds
    return report


def _key(digests: dict[str, str], ordered: Sequence[Source], scope: Scope, kinds: bool) -> str:
    """Return what names a run: its files with their contents, and what it was asked about."""
    files = [(source.path, digests[source.path], source.named) for source in ordered]
    return hashlib.blake2b(
        packed(
            [
                files,
                None if scope.focus is None else sorted(scope.focus),
                scope.min_confidence,
                sorted(scope.floors.items()),
                {path: sorted(codes) for path, codes in sorted(scope.ignored.items())},
                kinds,
            ]
        ),
        digest_size=16,
    ).hexdigest()


def _report(
    plan: Plan,
    collection: Collection,
    sources: dict[str, Source],
    scope: Scope,
    timings: Timings,
    resources: Resources,
) -> Report:
    jobs = 1 if resources.max_memory else resources.jobs
    phase: Phase = resources.phase or (lambda name, done, count: None)
    report = Report(
        documents=int(collection.base[-1]),
        paragraphs=collection.paragraphs,
        bytes=collection.bytes,
    )
    documents = DocumentStore(collection, sources, plan)
    bound = [b for b in bind(plan) if b.rule.scope == "corpus"]
    focus = None if scope.focus is None else collection.documents_of(scope.focus)
    decided, crashes = (
        judge_corpus(bound, documents.corpus, timings, focus, jobs, partial(phase, "Comparing"))
        if bound and collection.corpus.shards
        else ([], [])
    )
    with timings("locate"):
        assembler = Assembler(
            collection, documents, numbered_rules(), scope, focus, calibrated=plan.calibrated
        )
        assembler.add_findings(report, decided, jobs, partial(phase, "Locating"))
    for rule, error in crashes:
        finding = crash_finding(rule, error, documents.first())
        if scope.focus is None or finding.place.path in scope.focus:
            report.findings.append(finding)
    if resources.kinds:
        with timings("kinds"):
            report.kinds = _counted(documents.all_kinds())
    report.crashed = bool(crashes)
    _add_outcomes(report, collection, scope.focus)
    with timings("locate"):
        report.doubtful = assembler.doubtful({d.where.path for d in report.directives})
    report.findings.sort(key=lambda finding: finding.order)
    report.nested.sort(key=lambda finding: finding.order)
    report.skipped.sort(key=lambda skipped: (skipped.path, skipped.reason))
    return report


def _counted(kinds: Bytes) -> dict[str, int]:
    """Return how many documents there are of each kind, the most first."""
    counts = np.bincount(kinds, minlength=len(LABELS)).tolist()
    ranked = sorted(zip(LABELS, counts, strict=True), key=lambda pair: -pair[1])
    return {label: count for label, count in ranked if count}


def _add_outcomes(report: Report, collection: Collection, focus: frozenset[str] | None) -> None:
    """Add what is known besides columns of the files asked about; of those that findings would be
    in otherwise, what they say about them.
    """
    turned = {f.related[0].place.path for f in report.findings if f.turned}
    for path in collection.paths:
        asked = focus is None or path in focus
        if asked or path in turned:
            outcome = collection.outcome(path)
            report.directives += outcome.directives
        if asked:
            report.findings += once_a_file(outcome.faults)
            report.skipped += outcome.skipped
            if not (outcome.documents or outcome.faults or outcome.lasting):
                report.unread.append(path)
            report.crashed |= outcome.crashed
