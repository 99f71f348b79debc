"""Clusters: every place that holds the same text, which to keep,
and what dropping the others would lose.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from copydesk.engine.documents import DocumentStore
from copydesk.engine.join import Units
from copydesk.engine.links import LinkedFinding, RuleLinks
from copydesk.finding import Finding, Place
from copydesk.report import Cluster, Member, Report
from copydesk.similarity.diff import added, word_diff


def clustered(
    links: RuleLinks,
    found: Sequence[LinkedFinding],
    documents: DocumentStore,
    checked: Callable[[str], bool],
) -> tuple[list[Finding], list[Cluster]]:
    """Return the findings of links, and the clusters of all of these links.

    `checked` tells of a path whether its file is checked. Clusters have a provisional name: the code, and the first unit.
    """
    top = links.cluster.tolist()
    rows: dict[int, list[LinkedFinding]] = {}
    for one in found:
        rows.setdefault(top[one.row], []).append(one)
    findings, clusters = [], []
    for first, some in rows.items():
        name = f"{links.rule.code}:{first}"
        findings += [
            msgspec.structs.replace(one.finding, cluster=name) for one in some if one.finding
        ]
        clusters.append(_cluster(name, links, some, documents, checked))
    return findings, clusters


def _cluster(
    name: str,
    links: RuleLinks,
    some: Sequence[LinkedFinding],
    documents: DocumentStore,
    checked: Callable[[str], bool],
) -> Cluster:
    """Return one cluster.

    To keep: its longest member (in words), the first of equals, among those that are not checked
    where there are any; of passages none, since they are only parts.
    """
    place: dict[int, Place] = {}
    similarity: dict[int, float | None] = {}
    gained: dict[int, str] = {}
    columns, units = links.links, links.units
    for one in some:
        copy, origin = int(columns.copy[one.row]), int(columns.origin[one.row])
        place.setdefault(origin, one.other)
        place[copy] = one.place
        chained = columns.chained is not None and bool(columns.chained[one.row])
        similarity[copy] = None if chained else one.similarity
        gained[copy] = one.added
    first = min(place)
    whole = columns.copy_words is None
    keep = (
        min(place, key=lambda unit: (checked(place[unit].path), -int(units.size[unit]), unit))
        if whole
        else None
    )
    if keep is not None and keep != first:
        kept = _text(units, documents, keep)
        gained = {
            unit: added(word_diff(kept, _text(units, documents, unit)))
            for unit in place
            if unit != keep
        }
    members = [
        Member(
            place[unit],
            similarity.get(unit, 1.0),
            gained.get(unit, "") if unit != keep and whole else "",
        )
        for unit in sorted(place)
    ]
    return Cluster(
        name,
        links.rule.code,
        tuple(members),
        min(one.similarity for one in some),
        None if keep is None else place[keep],
        any(member.similarity is None for member in members),
    )


def _text(units: Units, documents: DocumentStore, unit: int) -> str:
    document = documents.get(int(units.document[unit]))
    return document.text[int(units.start[unit]) : int(units.end[unit])] if document else ""


def number_clusters(report: Report, shown: Sequence[Finding]) -> list[Finding]:
    """Keep the clusters that have a finding shown,
    name them in the order of their first members, and return the findings so named.
    """
    named = {finding.cluster for finding in shown}
    kept = sorted(
        (c for c in report.clusters if c.id in named),
        key=lambda c: (_order(c.members[0].place), c.kind, c.id),
    )
    names = {cluster.id: f"c{number}" for number, cluster in enumerate(kept, 1)}
    report.clusters = [msgspec.structs.replace(cluster, id=names[cluster.id]) for cluster in kept]
    return [msgspec.structs.replace(f, cluster=names[f.cluster]) if f.cluster else f for f in shown]


def _order(place: Place) -> tuple[str, int, int]:
    return place.path, place.offset, place.end_offset
