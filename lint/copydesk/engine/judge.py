"""The reduce half of a run: join, judge,
and make findings and clusters of what the corpus rules link.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from copydesk.columns.dtypes import Mask
from copydesk.columns.ragged import distinct
from copydesk.engine.clock import Clock
from copydesk.engine.diagnose import crash
from copydesk.engine.group import grouped
from copydesk.engine.join import Corpus, Join, Units
from copydesk.engine.locate import Shelf, link_findings
from copydesk.engine.nesting import alone
from copydesk.engine.plan import Bound
from copydesk.engine.pool import spread
from copydesk.finding import Finding
from copydesk.report import Cluster, Report
from copydesk.rule import Links, Rule
from copydesk.similarity.clusters import components

_MANY_LINKS = 1000  # pay for sending their findings from one process to another
_MANY_KEYS = 1 << 20  # pay for starting processes


@dataclass(frozen=True, slots=True)
class Decided:
    """A corpus rule, what it linked, and the units of these links, which count in them alone."""

    rule: Rule
    units: Units
    links: Links


def judge_corpus(
    bound: Sequence[Bound],
    corpus: Corpus,
    shelf: Shelf,
    report: Report,
    clock: Clock,
    focus: Mask | None = None,
    jobs: int = 1,
) -> None:
    """Add the findings and clusters of corpus rules to a report.

    With `focus`, shape (documents,), of what touches those documents.
    """
    joins: dict[str, Join] = {}
    decided, crashes = _decide(bound, corpus, joins, clock, focus, jobs)
    if focus is not None:
        # A finding may be left out for a wider one at its place, so whatever is marked needs all
        # that marks its document.
        wider = focus.copy()
        for one in decided:
            wider[one.units.document[one.links.copy]] = True
        if not np.array_equal(wider, focus):
            decided, crashes = _decide(bound, corpus, joins, clock, wider, jobs)
        joins.clear()
    report.findings += [crash(rule, error, shelf.first()) for rule, error in crashes]
    report.crashed |= bool(crashes)
    with clock("locate"):
        shown = [_shown(one, decided) for one in decided]
        units = [
            one.units.document[np.concatenate((one.links.copy, one.links.origin))] for one in shown
        ]
        shelf.fetch(distinct(np.concatenate(units)).tolist() if units else [])
        parts = [part for one in shown for part in _parts(one, jobs)]
        for findings, clusters in spread(
            lambda number: _located(parts[number], shelf),
            len(parts),
            jobs if len(parts) > len(shown) else 1,
        ):
            report.findings += findings
            report.clusters += clusters


def _parts(one: Decided, jobs: int) -> list[Decided]:
    """Cut the links of a rule into parts for several processes, each of whole clusters."""
    if jobs <= 1 or one.links.copy.size < _MANY_LINKS:
        return [one]
    cluster = components(one.units.size.size, one.links.copy, one.links.origin)[one.links.copy]
    return [
        Decided(one.rule, one.units, one.links.take(np.flatnonzero(cluster % jobs == part)))
        for part in range(jobs)
    ]


def _located(one: Decided, shelf: Shelf) -> tuple[list[Finding], list[Cluster]]:
    return grouped(
        one.rule, link_findings(one.rule, one.links, one.units, shelf), one.links, one.units, shelf
    )


def _decide(
    bound: Sequence[Bound],
    corpus: Corpus,
    joins: dict[str, Join],
    clock: Clock,
    focus: Mask | None,
    jobs: int,
) -> tuple[list[Decided], list[tuple[Rule, str]]]:
    """Judge every rule; return what they linked, and which raised what.

    Rules that share a sketch are judged one after another in one process, the sketches with most
    keys first. `joins` holds those made so far by their sketches where some documents are asked
    about; of a whole corpus one is held at a time.
    """
    keys = {
        b.sketch_key: sum(shard.tables[b.sketch_key].keys.size for shard in corpus.shards)
        for b in bound
    }
    groups = [
        [b for b in bound if b.sketch_key == key]
        for key in sorted(keys, key=lambda key: (-keys[key], key))
    ]
    several = focus is None and sum(keys.values()) > _MANY_KEYS
    answers = spread(
        lambda number: _decide_group(groups[number], corpus, joins, focus),
        len(groups),
        jobs if several else 1,
    )
    decided, crashes = [], []
    for group, (found, spent) in zip(groups, answers, strict=True):
        clock.add(spent)
        for one, answer in zip(group, found, strict=True):
            if isinstance(answer, str):
                crashes.append((one.rule, answer))
            else:
                decided.append(Decided(one.rule, *answer))
    return sorted(decided, key=lambda d: d.rule.code), crashes


def _decide_group(
    group: Sequence[Bound], corpus: Corpus, joins: dict[str, Join], focus: Mask | None
) -> tuple[list[tuple[Units, Links] | str], dict[str, float]]:
    """Judge rules of one sketch; return for each the units that it links and the links,
    or what it raised; and the seconds spent.
    """
    clock, answers, join = (
        Clock(),
        list[tuple[Units, Links] | str](),
        joins.get(group[0].sketch_key),
    )
    for one in group:
        try:
            if join is None:
                with clock("join"):
                    join = Join(corpus, one.sketch_key)
            answers.append(_decided(join, _judge(one, join, clock, focus)))
        except Exception as error:
            answers.append(f"{type(error).__name__}: {error}")
    if join and focus is not None:
        joins[group[0].sketch_key] = join
    return answers, clock.seconds


def _decided(join: Join, links: Links) -> tuple[Units, Links]:
    """Keep of a join only the units that are linked."""
    used, row = np.unique(np.concatenate((links.copy, links.origin)), return_inverse=True)
    count = links.copy.size
    return join.units.take(used), dataclasses.replace(links, copy=row[:count], origin=row[count:])


def _judge(one: Bound, join: Join, clock: Clock, focus: Mask | None) -> Links:
    """Judge the pairs of one rule; with `focus`,
    of the units in those documents and of all that are in a cluster with them.
    """
    units = (
        None
        if focus is None
        else focus[join.units.document] | join.reached.get(one.rule.code, False)
    )
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
    """Leave out the links that lie inside a copy that a wider rule marks,
    before their documents are read.
    """
    if one.rule.keep_nested:
        return one
    wider = [(d.rule, d.links, d.units) for d in decided if d.rule.code in one.rule.yields_to]
    kept = alone(one.rule, one.links, one.units, wider)
    return Decided(one.rule, one.units, one.links.take(np.flatnonzero(kept)))
