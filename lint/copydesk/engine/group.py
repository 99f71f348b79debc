"""Clusters: every place that stands for the same text, which to keep,
and what dropping the others would lose.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np

from copydesk.engine.join import Units
from copydesk.engine.locate import Linked, Shelf
from copydesk.finding import Finding, Place
from copydesk.report import Cluster, Member, Report
from copydesk.rule import Links, Rule
from copydesk.similarity.clusters import components
from copydesk.similarity.diff import added, word_diff


def grouped(
    rule: Rule, found: Sequence[Linked], links: Links, units: Units, shelf: Shelf
) -> tuple[list[Finding], list[Cluster]]:
    """Return linked findings and their clusters.

    The clusters have a provisional name: the code, and the first unit.
    """
    used, inverse = np.unique(np.concatenate((links.copy, links.origin)), return_inverse=True)
    copy, origin = inverse[: links.copy.size], inverse[links.copy.size :]
    top = components(used.size, copy, origin)[copy].tolist()
    rows: dict[int, list[Linked]] = {}
    for one in found:
        rows.setdefault(top[one.row], []).append(one)
    findings, clusters = [], []
    for first, some in rows.items():
        name = f"{rule.code}:{used[first]}"
        findings += [msgspec.structs.replace(one.finding, cluster=name) for one in some]
        clusters.append(_cluster(name, rule.code, some, links, units, shelf))
    return findings, clusters


def _cluster(
    name: str, kind: str, some: Sequence[Linked], links: Links, units: Units, shelf: Shelf
) -> Cluster:
    """Return one cluster.

    To keep: its longest member (in words), the first of equals; of passages none, since they are
    only parts.
    """
    place: dict[int, Place] = {}
    similarity: dict[int, float | None] = {}
    gained: dict[int, str] = {}
    for one in some:
        copy, origin = int(links.copy[one.row]), int(links.origin[one.row])
        place.setdefault(origin, one.finding.related[0].place)
        place[copy] = one.finding.place
        chained = links.chained is not None and bool(links.chained[one.row])
        similarity[copy] = None if chained else one.finding.related[0].similarity
        gained[copy] = one.added
    first = min(place)
    whole = links.copy_words is None
    keep = min(place, key=lambda unit: (-int(units.size[unit]), unit)) if whole else None
    if keep is not None and keep != first:
        kept = _text(units, shelf, keep)
        gained = {
            unit: added(word_diff(kept, _text(units, shelf, unit)))
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
    least = min(one.finding.related[0].similarity or 0.0 for one in some)
    return Cluster(
        name,
        kind,
        tuple(members),
        least,
        None if keep is None else place[keep],
        any(m.similarity is None for m in members),
    )


def _text(units: Units, shelf: Shelf, unit: int) -> str:
    document = shelf.get(int(units.document[unit]))
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
