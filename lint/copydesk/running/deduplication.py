"""Decide which copies to drop among the files of a session, and write a corpus without them."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from copydesk.engine.decide import decide
from copydesk.engine.run import run
from copydesk.finding import Skipped
from copydesk.fixing.cleaned import write_cleaned
from copydesk.fixing.cutting import Cuts, cuts_of
from copydesk.fixing.dedupe import Decision, Level, Terms, decide_documents, decide_parts
from copydesk.fixing.listing import as_json
from copydesk.reading.source import Source
from copydesk.report import Report
from copydesk.running.session import Session


class Written(Struct, frozen=True):
    """What became of a corpus that was written: files that could not be copied, and how many texts
    were left, since nothing else is in their field.
    """

    skipped: Sequence[Skipped]
    left: int


def own_sources(session: Session) -> list[Source]:
    """Return the files that something may be dropped from: not those of --against."""
    found = session.sources
    return [source for source in found.all if found.focus is None or source.path in found.focus]


def decided(session: Session, report: Report, level: Level) -> Decision:
    """Return what to keep and to drop of a session's files, by the report of a run over them."""
    plan, decisions = session.plan, session.decisions(None)
    decide(report, plan.codes, decisions)

    def compare(sources: Sequence[Source]) -> Report:
        return run(plan, sources)

    sources = {source.path: source for source in session.sources.all}
    own = {source.path for source in own_sources(session)}
    terms = Terms(decisions.ignores.ignored, sources.keys() - own)
    if level == "document":
        return decide_documents(report, sources, plan.reading, compare, terms)
    return decide_parts(report, level, terms)


def write(session: Session, target: Path, decision: Decision, known: Mapping[str, str]) -> Written:
    """Write a session's files to a new folder without what is dropped; `known`: their digests.

    Raises Unwritable and OSError.
    """
    places = [Path(path).absolute() for path in session.paths]
    top = Path(os.path.commonpath([path if path.is_dir() else path.parent for path in places]))
    own, reading = own_sources(session), session.plan.reading
    dropped, cuts = decision.dropped, dict[str, Cuts]()
    if decision.level != "document":
        dropped, cuts = {}, cuts_of(decision, {source.path: source for source in own}, reading)
    plan = as_json(decision)
    skipped = write_cleaned(target, top, own, known, dropped, cuts, plan, reading)
    return Written(skipped, sum(one.left for one in cuts.values()))
