"""Make the findings of links by cluster, with the documents of its members."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec
import numpy as np
from msgspec.structs import replace

from copydesk.columns.ragged import distinct
from copydesk.distributed.assembling import (
    CLUSTER,
    LINKED,
    READ,
    TURNED,
    WANTED,
    Assembly,
    found_row,
    ordered,
)
from copydesk.distributed.linking import (
    LinkRow,
    Row,
    batch_of,
    groups,
    rows_of,
    rule_links,
    table_of,
)
from copydesk.distributed.parcels import Batches, Numbering, opened
from copydesk.distributed.spans import text_span
from copydesk.distributed.units import document_of
from copydesk.engine.assemble import located_rows
from copydesk.engine.choose import ChosenLinks
from copydesk.engine.clusters import clustered
from copydesk.engine.links import linked_findings
from copydesk.engine.packing import packed
from copydesk.engine.plan import Plan, bind, numbered_rules
from copydesk.reading.document import Document


def to_locate(batches: Batches, *, assembly: Assembly, shares: int) -> Iterator[Any]:
    """Yield the links of each cluster that are to be located, and what documents they need; rows
    sorted by cluster and rule. `shares`: among how many tasks they are spread.
    """
    bind(assembly.plan)
    rules = numbered_rules()
    for some in groups(batches, by_sub=True):
        rows = ordered([row.content for row in some])
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
        parcel = assembly.numbering.parcel_of(documents)
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
    store = parcel.documents(collection, plan)
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
    bind(assembly.plan)
    rules = numbered_rules()
    for some in groups(batches):
        documents = dict(row.content for row in some if row.kind == READ)
        by_rule: dict[int, list[LinkRow]] = defaultdict(list)
        for row in some:
            if row.kind == LINKED:
                by_rule[row.sub].append(row.content)
        for rule, rows in sorted(by_rule.items()):
            yield batch_of(_located(rules[rule], ordered(rows), documents, assembly))


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
    origin = {id(one.place): int(links.origin_document[one.row]) for one in copies}
    parcel_of = assembly.numbering.parcel_of
    shown = set()
    for finding in findings:
        document = home[id(finding.place)]
        assert finding.cluster
        name = number[finding.cluster] if finding.within is None else None
        shown.add(name)
        parcel = int(parcel_of(np.array([document]))[0])
        plain = msgspec.structs.replace(finding, cluster=None)
        span = text_span(finding.place, documents[document]) if assembly.in_rows else None
        yield found_row(parcel, plain, name, span)
        if finding.turned:
            there = origin[id(finding.place)]
            yield Row(int(parcel_of(np.array([there]))[0]), 0, TURNED, parcel)
    for cluster in clusters:
        if (name := number[cluster.id]) in shown:
            yield Row(0, 0, CLUSTER, (name, packed(msgspec.structs.replace(cluster, id=name))))
