"""The reduce half of a run: join, and judge which units of the corpus are linked."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence

import numpy as np

from copydesk.columns.dtypes import Mask
from copydesk.engine.join import Corpus, Join, Units
from copydesk.engine.links import RuleLinks
from copydesk.engine.plan import BoundRule
from copydesk.engine.pool import spread
from copydesk.engine.timings import Timings
from copydesk.rule import Links, Rule

_MANY_KEYS = 1 << 20  # pay for starting processes


def judge_corpus(
    bound: Sequence[BoundRule],
    corpus: Corpus,
    timings: Timings,
    focus: Mask | None = None,
    jobs: int = 1,
    done: Callable[[int, int], None] = lambda number, count: None,
) -> tuple[list[RuleLinks], list[tuple[Rule, str]]]:
    """Return what corpus rules link, and what which rule raised.

    `focus`, shape (documents,): only links that touch those documents.
    """
    joins: dict[str, Join] = {}
    decided, crashes = _decide(bound, corpus, joins, timings, focus, jobs, done)
    if focus is not None:
        # A finding may be left out for a wider one at its place, so whatever is marked needs all
        # that marks its document.
        wider = focus.copy()
        for one in decided:
            wider[one.copy_document] = True
        if not np.array_equal(wider, focus):
            decided, crashes = _decide(bound, corpus, joins, timings, wider, jobs, done)
    return decided, crashes


def _decide(
    bound: Sequence[BoundRule],
    corpus: Corpus,
    joins: dict[str, Join],
    timings: Timings,
    focus: Mask | None,
    jobs: int,
    done: Callable[[int, int], None],
) -> tuple[list[RuleLinks], list[tuple[Rule, str]]]:
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
        done,
    )
    decided, crashes = [], []
    for group, (found, spent) in zip(groups, answers, strict=True):
        timings.add(spent)
        for one, answer in zip(group, found, strict=True):
            if isinstance(answer, str):
                crashes.append((one.rule, answer))
            else:
                decided.append(RuleLinks.of(one.rule, *answer))
    return sorted(decided, key=lambda d: d.rule.code), crashes


def _decide_group(
    group: Sequence[BoundRule], corpus: Corpus, joins: dict[str, Join], focus: Mask | None
) -> tuple[list[tuple[Units, Links] | str], dict[str, float]]:
    """Judge rules of one sketch; return for each the units that it links and the links,
    or what it raised; and the seconds spent.
    """
    timings, answers, join = (
        Timings(),
        list[tuple[Units, Links] | str](),
        joins.get(group[0].sketch_key),
    )
    for one in group:
        try:
            if join is None:
                with timings("join"):
                    join = Join(corpus, one.sketch_key)
            answers.append(_decided(join, _judge(one, join, timings, focus)))
        except Exception as error:
            answers.append(f"{type(error).__name__}: {error}")
    if join and focus is not None:
        joins[group[0].sketch_key] = join
    return answers, timings.seconds


def _decided(join: Join, links: Links) -> tuple[Units, Links]:
    """Keep of a join only the units that are linked."""
    used, row = np.unique(np.concatenate((links.copy, links.origin)), return_inverse=True)
    count = links.copy.size
    return join.units.take(used), dataclasses.replace(links, copy=row[:count], origin=row[count:])


def _judge(one: BoundRule, join: Join, timings: Timings, focus: Mask | None) -> Links:
    """Judge the pairs of one rule; with `focus`,
    of the units in those documents and of all that are in a cluster with them.
    """
    units = (
        None
        if focus is None
        else focus[join.units.document] | join.reached.get(one.rule.code, False)
    )
    while True:
        with timings("join"):
            candidates = join.candidates(units)
        with timings(one.rule.code):
            links: Links = one.rule.function(candidates, **one.thresholds)
            if one.rule.kinds is not None:
                spoken = np.isin(candidates.kinds_of(links.copy), sorted(one.rule.kinds))
                links = links.take(np.flatnonzero(spoken))
        if units is None:
            return links
        reached = units.copy()
        reached[links.copy] = reached[links.origin] = True
        if np.array_equal(reached, units):
            return links
        units = join.reached[one.rule.code] = reached
