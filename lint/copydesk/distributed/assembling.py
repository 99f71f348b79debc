"""Choose by parcel which hits and links become findings, and make those of hits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
import numpy as np
from msgspec.structs import replace

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
from copydesk.distributed.parcels import Batches, Numbering, Parcel, is_checked, opened
from copydesk.distributed.spans import Span, text_span
from copydesk.engine.assemble import doubtful
from copydesk.engine.choose import Chooser, ChosenLinks
from copydesk.engine.collection import Collection
from copydesk.engine.documents import DocumentStore
from copydesk.engine.findings import hit_findings
from copydesk.engine.links import RuleLinks
from copydesk.engine.nesting import Marks
from copydesk.engine.packing import packed
from copydesk.engine.plan import Plan, Scope, bind, numbered_rules
from copydesk.finding import Directive, Finding
from copydesk.reading.document import Document
from copydesk.report import Doubtful

# What a row holds: a finding with its cluster and span; what the texts of a parcel say of
# themselves; a link; a document that is asked for; a document; a cluster; what texts that are not
# checked say; the parcel of a finding that would be told there.
FOUND, SAID, LINKED, WANTED, READ, CLUSTER, ASIDE, TURNED = range(2, 10)


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

    The findings of hits stay with their parcel, links go to their cluster. In texts that are not
    checked nothing is found, but links there belong to clusters.
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
    store = parcel.documents(collection, assembly.plan)
    size = int(collection.base[-1])
    checked = is_checked(number)
    by_rule: dict[int, list[LinkRow]] = defaultdict(list)
    for row in rows:
        by_rule[row.rule].append(row)

    def place(document: Ints) -> Ints:
        here = document - first
        return np.where((here >= 0) & (here < size), here, -1)  # an origin may be elsewhere

    units: dict[str, Ints] = {}
    decided = []
    for rule, some in sorted(by_rule.items()):
        one, units[rules[rule].code] = rule_links(rules[rule], ordered(some), place)
        decided.append(one)
    copies = distinct(
        np.concatenate([np.zeros(0, np.int64), *(one.copy_document for one in decided)])
    )
    hits = collection.hits(None if checked else np.isin(np.arange(size), copies))
    choice = chooser(
        hits,
        decided,
        store.facts(distinct(hits.document), copies, copies),
        lambda links: _placed(links, store),
        lambda marks: checked & ~_ignored(marks, collection, rules, assembly.scope),
    )
    in_row = by_row(parcel, store) if assembly.in_rows and checked else {}
    for finding in hit_findings(choice.hits, rules, store):
        span = text_span(finding.place, in_row[finding.place.line]) if in_row else None
        yield found_row(number, finding, None, span)
    for picked in choice.links:
        code = picked.links.rule.code
        known = {(row.copy, row.origin): row for row in by_rule[chooser.number[code]]}
        yield from _flagged(picked, units[code], known)
    if checked:
        said = _said(parcel, collection, store, choice.rest, assembly.scope.accepted)
        yield Row(number, 0, SAID, packed(said))
    elif directives := _directives(parcel):
        yield Row(number, 0, ASIDE, packed(Said(directives, [], [])))


def by_row(parcel: Parcel, store: DocumentStore) -> dict[int, Document]:
    """Return the documents of a parcel of rows by the number of their row, from 1."""
    (outcome,) = parcel.outcomes.values()
    store.fetch(range(len(outcome.documents)))
    held = [(one.line, store.get(n)) for n, one in enumerate(outcome.documents)]
    return {line: document for line, document in held if document}


def ordered(rows: Sequence[LinkRow]) -> list[LinkRow]:
    """Return links in the order of their copies."""
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


def found_row(parcel: int, finding: Finding, cluster: str | None, span: Span | None) -> Row:
    """Return a finding as a row that goes to its parcel; `span`: in the text of its row."""
    return Row(parcel, int(finding.within is not None), FOUND, (packed(finding), cluster, span))


def _said(
    parcel: Parcel,
    collection: Collection,
    store: DocumentStore,
    rest: Marks,
    accepted: frozenset[str],
) -> Said:
    """Return the directives of a parcel, what is marked besides in their files, and its faults but
    those that are told once a file.
    """
    outcomes = [parcel.outcomes[path] for path in collection.paths]
    directives = _directives(parcel)
    faults = [f for outcome in outcomes for f in outcome.faults if f.rule != MISSING_TEXT_FIELD]
    asked = collection.documents_of({one.where.path for one in directives})
    beside = doubtful(rest, asked, accepted, numbered_rules(), store)
    return Said(directives, beside, faults)


def _directives(parcel: Parcel) -> list[Directive]:
    return [one for path in sorted(parcel.outcomes) for one in parcel.outcomes[path].directives]


def to_turned(batches: Batches) -> Iterator[Any]:
    """Yield what texts that are not checked say, to the parcels of findings that would be told
    there; rows of such texts and findings, sorted by parcel of the texts.
    """
    for some in groups(batches):
        asking = sorted({row.content for row in some if row.kind == TURNED})
        said = [row.content for row in some if row.kind == ASIDE]
        yield batch_of(Row(parcel, 0, ASIDE, one) for parcel in asking for one in said)
