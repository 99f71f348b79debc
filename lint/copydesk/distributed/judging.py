"""Judge pairs and clusters with the rules' own functions, on the units that are at hand.

First each pair alone, as if its two units were all: that tells which pairs match. Then all units
that matching pairs lead to, as one cluster: what a rule links there, it links in the whole corpus.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from copydesk.candidates import Candidates
from copydesk.columns.dtypes import Ints, Mask
from copydesk.columns.ragged import distinct
from copydesk.distributed.at_hand import UnitsAtHand
from copydesk.distributed.linking import LinkRow, Row, batch_of, link_rows
from copydesk.distributed.parcels import Batches, Numbering
from copydesk.distributed.units import document_of
from copydesk.engine.plan import BoundRule, Plan, bind, numbered_rules
from copydesk.results import Links
from copydesk.similarity.clusters import components

_SIDE = ("start", "end", "size", "content", "kind", "words", "copies", "spread")
SIDES = [f"{side}_{name}" for side in ("first", "second") for name in _SIDE]
MATCHED = "rule int, error string, sketch int, first long, second long, " + ", ".join(
    f"{side}_{name} {kind}"
    for side in ("first", "second")
    for name, kind in zip(_SIDE, "int int int long int binary long long".split(), strict=True)
)
_ROWS = 1 << 13  # pairs of small clusters that are judged together
LINK, CRASH = 0, 1


class Judges(NamedTuple):
    """The corpus rules of a plan by the number of their sketch, with their own numbers.

    `documents`: by sketch, of how many the last one has a unit.
    """

    rules: Mapping[int, Sequence[tuple[int, BoundRule]]]
    documents: Sequence[int]

    @classmethod
    def of(cls, plan: Plan, sketches: Sequence[str], documents: Sequence[int]) -> Judges:
        """Bind the rules of a plan."""
        bound = [one for one in bind(plan) if one.rule.scope == "corpus"]
        number = {rule.code: n for n, rule in enumerate(numbered_rules())}
        return cls(
            {
                n: [(number[b.rule.code], b) for b in bound if b.sketch_key == name]
                for n, name in enumerate(sketches)
            },
            documents,
        )

    def by_rule(self) -> dict[int, tuple[int, BoundRule]]:
        """Return each rule with its sketch, by its number."""
        return {n: (sketch, b) for sketch, some in self.rules.items() for n, b in some}


def matched(
    batches: Batches, *, plan: Plan, sketches: Sequence[str], documents: Sequence[int]
) -> Iterator[Any]:
    """Yield the pairs that match by each rule; where a rule raises, its error."""
    judges = Judges.of(plan, sketches, documents)
    for batch in batches:
        sketch = batch.column("sketch").to_numpy()
        for number in np.unique(sketch).tolist():
            some = batch.take(pa.array(np.flatnonzero(sketch == number)))
            apart = _apart(some, documents[number])
            for rule, bound in judges.rules[number]:
                if bound.rule.shared_by:
                    continue
                try:
                    links: Links = bound.rule.function(apart, **bound.thresholds)
                except Exception as error:  # a rule's own; it is a finding, and the run goes on
                    yield _matched(some.slice(0, 1), rule, f"{type(error).__name__}: {error}")
                else:
                    yield _matched(some.take(pa.array(distinct(links.copy >> 1))), rule, None)


def _matched(batch: Any, rule: int, error: str | None) -> Any:
    names = ["sketch", "first", "second", *SIDES]
    return pa.RecordBatch.from_arrays(
        [
            pa.array(np.full(batch.num_rows, rule, np.int32)),
            pa.array([error] * batch.num_rows, pa.string()),
            *(batch.column(name) for name in names),
        ],
        names=["rule", "error", *names],
    )


def _apart(batch: Any, documents: int) -> Candidates:
    """Return pairs as candidates of which each has two units of its own."""
    table = UnitsAtHand.of([(batch, "first", "first_"), (batch, "second", "second_")])
    count = batch.num_rows
    order = np.arange(2 * count).reshape(2, count).T.ravel()
    table = table.take(order)
    even, odd = np.arange(0, 2 * count, 2), np.arange(1, 2 * count, 2)
    home = document_of(table.unit)
    document, content = np.arange(2 * count), np.arange(2 * count)
    document[odd] = np.where(home[even] == home[odd], even, odd)
    content[odd] = np.where(table.content[even] == table.content[odd], even, odd)
    return table.candidates(document, content, even, odd, documents)


def judged(
    batches: Batches,
    *,
    plan: Plan,
    sketches: Sequence[str],
    documents: Sequence[int],
    numbering: Numbering,
) -> Iterator[Any]:
    """Judge whole clusters; rows are matching pairs, sorted by rule and cluster."""
    rules = Judges.of(plan, sketches, documents).by_rule()
    for rule, some in _whole(batches, ("rule", "cluster")):
        sketch, bound = rules[rule]
        table = UnitsAtHand.of([(some, "first", "first_"), (some, "second", "second_")])
        unit, row, inverse = np.unique(table.unit, return_index=True, return_inverse=True)
        table = table.take(row)
        first, second = inverse[: some.num_rows], inverse[some.num_rows :]
        cluster = np.zeros(unit.size, np.int64)
        cluster[first] = cluster[second] = some.column("cluster").to_numpy()
        document = np.unique(document_of(unit), return_inverse=True)[1]
        order = np.lexsort((second, first))
        candidates = table.candidates(
            document, _firsts(table.content), first[order], second[order], documents[sketch]
        )
        yield _judged(rule, bound, candidates, table, lambda links, known=cluster: known, numbering)  # type: ignore[misc]


def _firsts(content: Ints) -> Ints:
    """Return for each unit the first one of its content."""
    _, first, inverse = np.unique(content, return_index=True, return_inverse=True)
    return np.asarray(first[inverse], np.int64)


def _judged(
    rule: int,
    bound: BoundRule,
    candidates: Candidates,
    table: UnitsAtHand,
    cluster: Callable[[Links], Ints],
    numbering: Numbering,
) -> Any:
    """Return the links of a rule, each to go to the parcel of its copy."""
    try:
        links: Links = bound.rule.function(candidates, **bound.thresholds)
    except Exception as error:  # as in `matched`
        return batch_of([Row(-1, rule, CRASH, f"{type(error).__name__}: {error}")])
    if bound.rule.kinds is not None:
        spoken: Mask = np.isin(candidates.kinds_of(links.copy), sorted(bound.rule.kinds))
        links = links.take(np.flatnonzero(spoken))
    spans = (table.start, table.end, table.size)
    rows = list(link_rows(rule, links, table.unit, spans, cluster(links)))
    return batch_of(_sent(rows, numbering))


def _sent(rows: Sequence[LinkRow], numbering: Numbering) -> Iterator[Row]:
    parcel = numbering.parcel_of(document_of(np.array([row.copy for row in rows], np.int64)))
    for row, key in zip(rows, parcel.tolist(), strict=True):
        yield Row(key, row.rule, LINK, row)


def _whole(batches: Batches, keys: Sequence[str]) -> Iterator[tuple[int, Any]]:
    """Yield tables of whole groups of one first key, small groups together, of sorted rows."""
    waiting: list[Any] = []
    for batch in batches:
        if not batch.num_rows:
            continue
        waiting.append(batch)
        if sum(one.num_rows for one in waiting) >= _ROWS:
            table = pa.Table.from_batches(waiting)
            columns = [table.column(name).to_numpy() for name in keys]
            last = np.flatnonzero(np.any([one != one[-1] for one in columns], axis=0))
            cut = int(last[-1]) + 1 if last.size else 0
            yield from _of_each(table.slice(0, cut), keys[0])
            waiting = table.slice(cut).combine_chunks().to_batches()
    if waiting:
        yield from _of_each(pa.Table.from_batches(waiting), keys[0])


def _of_each(table: Any, key: str) -> Iterator[tuple[int, Any]]:
    column = table.column(key).to_numpy()
    for value in np.unique(column).tolist():
        rows = np.flatnonzero(column == value)
        yield value, table.slice(int(rows[0]), rows.size)


def judged_around(
    batches: Batches,
    *,
    plan: Plan,
    sketches: Sequence[str],
    documents: Sequence[int],
    numbering: Numbering,
) -> Iterator[Any]:
    """Judge pairs of documents with all their units; rows sorted by rule, pair and unit."""
    rules = Judges.of(plan, sketches, documents).by_rule()
    for rule, some in _whole(batches, ("rule", "one", "other")):
        sketch, bound = rules[rule]
        table = UnitsAtHand.of([(some, "unit", "")])
        pair = np.stack([some.column(name).to_numpy() for name in ("one", "other")], axis=1)
        group = np.unique(pair, axis=0, return_inverse=True)[1].ravel()
        place = np.stack((group, document_of(table.unit)), axis=1)
        document = np.unique(place, axis=0, return_inverse=True)[1].ravel()
        both = np.stack((group, table.content), axis=1)
        content = _firsts(np.unique(both, axis=0, return_inverse=True)[1].ravel())
        other = np.arange(content.size)
        rows = np.flatnonzero(
            (content != other)
            & (table.copies == bound.rule.shared_by)
            & (document[content] != document)
        )
        first, second = content[rows], rows
        order = np.lexsort((second, first))
        candidates = table.candidates(
            document, content, first[order], second[order], documents[sketch]
        )
        yield _judged(rule, bound, candidates, table, _linked(table), numbering)


def _linked(table: UnitsAtHand) -> Callable[[Links], Ints]:
    return lambda links: table.unit[components(table.unit.size, links.copy, links.origin)]
