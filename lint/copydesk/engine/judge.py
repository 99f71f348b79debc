"""The reduce half of a run: join, judge, and make findings and clusters of what the corpus rules link."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from copydesk.columns.dtypes import Mask
from copydesk.columns.grouping import distinct
from copydesk.engine.clock import Clock
from copydesk.engine.diagnose import crash
from copydesk.engine.group import grouped
from copydesk.engine.join import Corpus, Join, Units
from copydesk.engine.locate import Shelf, link_findings
from copydesk.engine.nesting import alone
from copydesk.engine.plan import Bound
from copydesk.finding import Finding
from copydesk.report import Report
from copydesk.rule import Links


@dataclass(frozen=True, slots=True)
class Decided:
    """A corpus rule, what it linked, and the units of these links, which count in them alone."""

    bound: Bound
    units: Units
    links: Links


def judge_corpus(bound: Sequence[Bound], corpus: Corpus, shelf: Shelf, report: Report, clock: Clock, focus: Mask | None = None) -> None:
    """Add the findings and clusters of corpus rules to a report; with `focus`, shape (documents,), of what touches those documents."""
    joins: dict[str, Join] = {}
    decided, crashes = _decide(bound, corpus, joins, shelf, clock, focus)
    if focus is not None:
        # A finding may be left out for a wider one at its place, so whatever is marked needs all that marks its document.
        wider = focus.copy()
        for one in decided:
            wider[one.units.document[one.links.copy]] = True
        if not np.array_equal(wider, focus):
            decided, crashes = _decide(bound, corpus, joins, shelf, clock, wider)
    joins.clear()
    report.findings += crashes
    report.crashed |= bool(crashes)
    with clock("locate"):
        shown = [_shown(one, decided) for one in decided]
        units = [one.units.document[np.concatenate((one.links.copy, one.links.origin))] for one in shown]
        shelf.fetch(distinct(np.concatenate(units)).tolist() if units else [])
        for one in shown:
            found = link_findings(one.bound.rule, one.links, one.units, shelf)
            grouped(one.bound.rule, found, one.links, one.units, shelf, report)


def _decide(
    bound: Sequence[Bound], corpus: Corpus, joins: dict[str, Join], shelf: Shelf, clock: Clock, focus: Mask | None
) -> tuple[list[Decided], list[Finding]]:
    """Judge every rule; return what they linked, and a finding for each that raised.

    `joins` holds those made so far by their sketches: of a whole corpus one, for the rules that share a sketch come one after another.
    """
    decided, crashes = [], []
    for one in sorted(bound, key=lambda b: (b.sketch_key, b.rule.code)):
        try:
            with clock("join"):
                if one.sketch_key not in joins:
                    if focus is None:
                        joins.clear()
                    joins[one.sketch_key] = Join(corpus, one.sketch_key)
            join = joins[one.sketch_key]
            decided.append(_decided(one, join, _judge(one, join, clock, focus)))
        except Exception as error:
            crashes.append(crash(one.rule, error, shelf.first()))
    return sorted(decided, key=lambda d: d.bound.rule.code), crashes


def _decided(bound: Bound, join: Join, links: Links) -> Decided:
    """Keep of a join only the units that are linked."""
    used, row = np.unique(np.concatenate((links.copy, links.origin)), return_inverse=True)
    count = links.copy.size
    return Decided(bound, join.units.take(used), dataclasses.replace(links, copy=row[:count], origin=row[count:]))


def _judge(one: Bound, join: Join, clock: Clock, focus: Mask | None) -> Links:
    """Judge the pairs of one rule; with `focus`, of the units in those documents and of all that are in a cluster with them."""
    units = None if focus is None else focus[join.units.document] | join.reached.get(one.rule.code, False)
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
        units = join.reached[one.rule.code] = reached


def _shown(one: Decided, decided: Sequence[Decided]) -> Decided:
    """Leave out the links that lie inside a copy that a wider rule marks, before their documents are read."""
    if one.bound.rule.keep_nested:
        return one
    wider = [(d.bound.rule, d.links, d.units) for d in decided if d.bound.rule.code in one.bound.rule.unless]
    kept = alone(one.bound.rule, one.links, one.units, wider)
    return Decided(one.bound, one.units, one.links.take(np.flatnonzero(kept)))
