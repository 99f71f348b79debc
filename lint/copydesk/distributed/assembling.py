"""From hits and links to findings: chosen by parcel, located by cluster."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import msgspec
import numpy as np

from copydesk.codes import MISSING_TEXT_FIELD
from copydesk.columns.dtypes import Ints, Mask
from copydesk.columns.ragged import distinct
from copydesk.distributed.linking import (
    LinkRow,
    Row,
    batch_of,
    groups,
    rows_of,
    rule_links,
    table_of,
)
from copydesk.distributed.parcels import Batches, Numbering, Parcel, opened
from copydesk.distributed.spans import Span, text_span
from copydesk.distributed.units import document_of
from copydesk.engine.assemble import located_rows
from copydesk.engine.choose import Chooser, ChosenLinks
from copydesk.engine.clusters import clustered
from copydesk.engine.collection import Collection
from copydesk.engine.documents import DocumentStore
from copydesk.engine.findings import hit_findings
from copydesk.engine.links import RuleLinks, linked_findings
from copydesk.engine.nesting import Marks
from copydesk.engine.packing import packed
from copydesk.engine.plan import Plan, Scope, bind, numbered_rules
from copydesk.finding import Directive, Finding
from copydesk.reading.document import Document
from copydesk.report import Doubtful

# What a row holds: a finding with its cluster and span; what the texts of a parcel say of
# themselves; a link; a document that is asked for; a document; a cluster.
FOUND, SAID, LINKED, WANTED, READ, CLUSTER = range(2, 8)


class Said(msgspec.Struct):
    """What a parcel's texts say of their own findings, what is marked there besides, its faults."""

    directives: list[Directive]
    doubtful: list[Doubtful]
    faults: list[Finding]


@dataclass(frozen=True, slots=True)
class Assembly:
    """What findings are made under. `ignored`: codes that do not count, by path. `in_rows`: texts
    are rows of a data frame, and spans of findings are those of the text.
    """

    plan: Plan
    scope: Scope
    numbering: Numbering
    in_rows: bool

    def chooser(self) -> Chooser:
        """Return what chooses findings; the rules are bound with it."""
        bind(self.plan)
        return Chooser(numbered_rules(), self.scope, calibrated=self.plan.calibrated)


def chosen(parcels: Any, links: Any, *, assembly: Assembly) -> Any:
    """Choose among the hits of a parcel and the links that mark its documents; tables in and out.

    The findings of hits stay with their parcel, links go to their cluster.
    """
    if not parcels.num_rows:
        return table_of([])
    number = parcels.column("parcel")[0].as_py()
    parcel = opened(parcels.column("blob")[0].as_py())
    return table_of(_chosen(number, parcel, [row.content for row in rows_of(links)], assembly))


def _chosen(
    number: int, parcel: Parcel, rows: Sequence[LinkRow], assembly: Assembly
) -> Iterator[Row]:
    chooser, rules = assembly.chooser(), numbered_rules()
    first = assembly.numbering.first(number)
    collection = parcel.collection
    store = parcel.documents(collection, assembly.plan.reading)
    hits = collection.hits()
    size = int(collection.base[-1])
    by_rule: dict[int, list[LinkRow]] = defaultdict(list)
    for row in rows:
        by_rule[row.rule].append(row)

    def place(document: Ints) -> Ints:
        here = document - first
        return np.where((here >= 0) & (here < size), here, -1)  # an origin may be elsewhere

    placed_units: dict[str, Ints] = {}
    decided = []
    for rule, some in sorted(by_rule.items()):
        one, placed_units[rules[rule].code] = rule_links(rules[rule], _ordered(some), place)
        decided.append(one)
    choice = chooser(
        hits,
        decided,
        collection.facts(distinct(hits.document)),
        lambda links: _placed(links, store),
        lambda marks: ~_ignored(marks, collection, rules, assembly.scope),
    )
    in_row = by_row(parcel, store) if assembly.in_rows else {}
    for finding in hit_findings(choice.hits, rules, store):
        span = text_span(finding.place, in_row[finding.place.line]) if in_row else None
        yield _found(number, finding, None, span)
    for one in choice.links:
        known = {
            (row.copy, row.origin): row for row in by_rule[chooser.number[one.links.rule.code]]
        }
        yield from _flagged(one, placed_units[one.links.rule.code], known)
    yield Row(number, 0, SAID, _said(parcel, collection, store, choice.rest, rules))


def by_row(parcel: Parcel, store: DocumentStore) -> dict[int, Document]:
    """Return the documents of a parcel of rows by the number of their row, from 1."""
    (outcome,) = parcel.outcomes.values()
    store.fetch(range(len(outcome.documents)))
    held = [(one.line, store.get(n)) for n, one in enumerate(outcome.documents)]
    return {line: document for line, document in held if document}


def _ordered(rows: Sequence[LinkRow]) -> list[LinkRow]:
    return sorted(rows, key=lambda row: (row.copy, row.origin))


def _placed(links: list[RuleLinks], store: DocumentStore) -> list[RuleLinks]:
    """Return links whose copies have their own spans; origins wait for their documents."""
    parts = [one for one in links if not one.exact]
    if parts:
        store.fetch(distinct(np.concatenate([one.copy_document for one in parts])).tolist())
    return [replace(one.placed(store), exact=one.exact) for one in links]


def _ignored(marks: Marks, collection: Collection, rules: Sequence[Any], scope: Scope) -> Mask:
    out = np.zeros(len(marks), np.bool_)
    code = [rule.code for rule in rules]
    for path, codes in scope.ignored.items():
        if path in collection.paths:
            here = collection.file_of(marks.document) == collection.paths.index(path)
            out |= here & np.isin(marks.rule, [n for n, one in enumerate(code) if one in codes])
    return out


def _flagged(
    one: ChosenLinks, unit: Ints, known: Mapping[tuple[int, int], LinkRow]
) -> Iterator[Row]:
    links = one.links
    pairs = zip(unit[links.links.copy].tolist(), unit[links.links.origin].tolist(), strict=True)
    for row, pair in enumerate(pairs):
        link = known[pair]._replace(
            confidence=float(links.confidence[row]),
            copy_span=tuple(links.copy_span[row].tolist()),
            shown=bool(one.shown[row]),
            kept=bool(one.kept[row]),
            around=one.around[row],
        )
        yield Row(link.cluster, link.rule, LINKED, link)


def _found(parcel: int, finding: Finding, cluster: str | None, span: Span | None) -> Row:
    return Row(parcel, int(finding.within is not None), FOUND, (packed(finding), cluster, span))


def _said(
    parcel: Parcel, collection: Collection, store: DocumentStore, rest: Marks, rules: Sequence[Any]
) -> bytes:
    """Return the directives of a parcel, what is marked besides in their files, and its faults but
    those that are told once a file.
    """
    outcomes = [parcel.outcomes[path] for path in collection.paths]
    directives = [one for outcome in outcomes for one in outcome.directives]
    faults = [f for outcome in outcomes for f in outcome.faults if f.rule != MISSING_TEXT_FIELD]
    asked = collection.documents_of({one.where.path for one in directives})
    marks = rest.take(np.flatnonzero(asked[rest.document]))
    spans: dict[int, list[tuple[str, int, int]]] = defaultdict(list)
    columns = (marks.document, marks.rule, marks.start, marks.end)
    for number, rule, *span in zip(*(column.tolist() for column in columns), strict=True):
        spans[number].append((rules[rule].code, span[0], span[1]))
    doubtful = [
        Doubtful(code, document.origin.place(start, end))
        for number, document in store.stream(sorted(spans))
        for code, start, end in spans[number]
    ]
    return packed(Said(directives, doubtful, faults))


def to_locate(batches: Batches, *, numbering: Numbering, shares: int) -> Iterator[Any]:
    """Yield the links of each cluster that are to be located, and what documents they need; rows
    sorted by cluster and rule. `shares`: among how many tasks they are spread.
    """
    rules = numbered_rules()
    for some in groups(batches, by_sub=True):
        rows = _ordered([row.content for row in some])
        links, _ = rule_links(rules[some[0].sub], rows)
        chosen_links = ChosenLinks(
            links,
            np.array([row.shown for row in rows], np.bool_),
            np.array([row.kept for row in rows], np.bool_),
            [row.around for row in rows],
        )
        if not (chosen_links.shown | chosen_links.kept).any():
            continue
        kept = located_rows(chosen_links)
        share = hash((some[0].key, some[0].sub)) % shares
        wanted = [rows[row] for row in kept.tolist()]
        unit = np.array([[row.copy, row.origin] for row in wanted], np.int64).ravel()
        documents = distinct(document_of(unit))
        parcel = numbering.parcel_of(documents)
        asked = zip(parcel.tolist(), documents.tolist(), strict=True)
        yield batch_of(
            [
                *(Row(share, row.rule, LINKED, row) for row in wanted),
                *(Row(key, 0, WANTED, (number, share)) for key, number in asked),
            ]
        )


def read_again(parcels: Any, asked: Any, *, plan: Plan, numbering: Numbering) -> Any:
    """Return the documents of a parcel that are asked for, to go where they are; tables."""
    if not (parcels.num_rows and asked.num_rows):
        return table_of([])
    parcel = opened(parcels.column("blob")[0].as_py())
    first = numbering.first(parcels.column("parcel")[0].as_py())
    collection = parcel.collection
    store = parcel.documents(collection, plan.reading)
    wanted: dict[int, set[int]] = defaultdict(set)
    for row in rows_of(asked):
        number, share = row.content
        wanted[number - first].add(share)
    return table_of(
        Row(share, 0, READ, (number + first, document))
        for number, document in store.stream(sorted(wanted))
        for share in sorted(wanted[number])
    )


class _Held:
    """The documents at hand, as a store of documents."""

    def __init__(self, documents: Mapping[int, Document]) -> None:
        self._documents = documents

    def get(self, number: int) -> Document | None:
        return self._documents.get(number)


def located(batches: Batches, *, assembly: Assembly) -> Iterator[Any]:
    """Yield the findings of links, and their clusters; rows sorted by share."""
    assembly.chooser()
    rules = numbered_rules()
    for some in groups(batches):
        documents = dict(row.content for row in some if row.kind == READ)
        by_rule: dict[int, list[LinkRow]] = defaultdict(list)
        for row in some:
            if row.kind == LINKED:
                by_rule[row.sub].append(row.content)
        for rule, rows in sorted(by_rule.items()):
            yield batch_of(_located(rules[rule], _ordered(rows), documents, assembly))


def _located(
    rule: Any, rows: Sequence[LinkRow], documents: Mapping[int, Document], assembly: Assembly
) -> Iterator[Row]:
    store: Any = _Held(documents)
    links, unit = rule_links(rule, rows)
    links = links.placed(store)
    links = replace(
        links,
        copy_span=np.array([row.copy_span for row in rows], np.int64).reshape(-1, 2),
        confidence=np.array([row.confidence for row in rows], np.float64),
    )
    wanted = np.array([row.shown or row.kept for row in rows], np.bool_)
    found = linked_findings(links, wanted, [row.around for row in rows], store)
    findings, clusters = clustered(links, found, store, assembly.scope.checked)
    number = {f"{rule.code}:{n}": f"{rule.code}:{one}" for n, one in enumerate(unit.tolist())}
    copies = [one for one in found if one.finding]
    home = {id(one.place): int(links.copy_document[one.row]) for one in copies}
    shown = set()
    for finding in findings:
        document = home[id(finding.place)]
        assert finding.cluster
        name = number[finding.cluster] if finding.within is None else None
        shown.add(name)
        parcel = int(assembly.numbering.parcel_of(np.array([document]))[0])
        plain = msgspec.structs.replace(finding, cluster=None)
        span = text_span(finding.place, documents[document]) if assembly.in_rows else None
        yield _found(parcel, plain, name, span)
    for cluster in clusters:
        if (name := number[cluster.id]) in shown:
            yield Row(0, 0, CLUSTER, (name, packed(msgspec.structs.replace(cluster, id=name))))
