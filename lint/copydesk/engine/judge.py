"""The reduce half of a run: join, judge, and make findings and clusters of what the corpus rules link."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from copydesk.columns.dtypes import Mask
from copydesk.engine.clock import Clock
from copydesk.engine.diagnose import crash
from copydesk.engine.group import grouped
from copydesk.engine.join import Corpus, Join
from copydesk.engine.locate import Shelf, link_findings
from copydesk.engine.nesting import alone
from copydesk.engine.plan import Bound
from copydesk.report import Report
from copydesk.rule import Links


@dataclass(frozen=True, slots=True)
class Decided:
    """A corpus rule, the join it was judged on, and what it linked."""

    bound: Bound
    join: Join
    links: Links


def judge_corpus(bound: Sequence[Bound], corpus: Corpus, shelf: Shelf, report: Report, clock: Clock, focus: Mask | None = None) -> None:
    """Add the findings and clusters of corpus rules to a report; with `focus`, shape (documents,), of what touches those documents."""
    decided = _decide(bound, corpus, shelf, report, clock, focus)
    if focus is not None:
        # A finding may be left out for a wider one at its place, so whatever is marked needs all that marks its document.
        wider = focus.copy()
        for one in decided:
            wider[one.join.units.document[one.links.copy]] = True
        if not np.array_equal(wider, focus):
            decided = _decide(bound, corpus, shelf, report, clock, wider)
    with clock("locate"):
        shown = [_shown(one, decided) for one in decided]
        units = [one.join.units.document[np.concatenate((one.links.copy, one.links.origin))] for one in shown]
        shelf.fetch(np.unique(np.concatenate(units)).tolist() if units else [])
        for one in shown:
            found = link_findings(one.bound.rule, one.links, one.join.units, shelf)
            grouped(one.bound.rule, found, one.links, one.join, shelf, report)


def _decide(bound: Sequence[Bound], corpus: Corpus, shelf: Shelf, report: Report, clock: Clock, focus: Mask | None) -> list[Decided]:
    decided = []
    joins: dict[str, Join] = {}
    for one in bound:
        try:
            with clock("join"):
                join = joins[one.sketch_key] = joins.get(one.sketch_key) or Join(corpus, one.sketch_key)
            decided.append(Decided(one, join, _judge(one, join, clock, focus)))
        except Exception as error:
            shelf.fetch([0])
            document = shelf.get(0)
            if document:
                report.findings.append(crash(one.rule, error, document))
            report.crashed = True
    return decided


def _judge(one: Bound, join: Join, clock: Clock, focus: Mask | None) -> Links:
    """Judge the pairs of one rule; with `focus`, of the units in those documents and of all that are in a cluster with them."""
    units = None if focus is None else focus[join.units.document]
    while True:
        with clock("join"):
            candidates = join.candidates(units)
        with clock(one.rule.code):
            links: Links = one.rule.function(candidates, **one.thresholds)
        if units is None:
            return links
        reached = units.copy()
        reached[links.copy] = reached[links.origin] = True
        if np.array_equal(reached, units):
            return links
        units = reached


def _shown(one: Decided, decided: Sequence[Decided]) -> Decided:
    """Leave out the links that lie inside a copy that a wider rule marks, before their documents are read."""
    if one.bound.rule.keep_nested:
        return one
    wider = [(d.bound.rule, d.links, d.join.units) for d in decided if d.bound.rule.code in one.bound.rule.unless]
    kept = alone(one.bound.rule, one.links, one.join.units, wider)
    return Decided(one.bound, one.join, one.links.take(np.flatnonzero(kept)))
