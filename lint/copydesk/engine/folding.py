"""Tell a big cluster once: one finding, with the other places in `related`.

This is the last step before a report is shown. Suppressions, baselines, fixes and `dedupe` see the
finding of every place, so that accepting or mending one place says nothing about the others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from copydesk.finding import SEVERITIES, Finding, Related
from copydesk.report import Cluster, Report
from copydesk.rule import Rule

# Of up to so many places somebody may want to see each where it is, an article and its reprints
# say; beyond, they are a template.
MOST_PLACES = 10
_QUOTED = 10  # places that are told with their text; the others hold the same


def fold(report: Report, rules: Mapping[str, Rule], focus: frozenset[str] | None = None) -> None:
    """Leave of each big cluster the finding that carries it, and move the others to `nested`.

    A cluster is big with more than `MOST_PLACES` places, or whatever its size where its rule is
    told once. Its carrier is the most severe finding, the first of these in the order of reports:
    the same for any order of files. Where some files are asked about, `focus`, each of them has a
    carrier, so that those asked about one by one are told the same.
    """
    clusters = {
        cluster.id: cluster
        for cluster in report.clusters
        if len(cluster.members) > (1 if rules[cluster.kind].told_once else MOST_PLACES)
    }
    groups: dict[tuple[str, str], list[Finding]] = {}
    for finding in report.findings:
        if finding.cluster in clusters:
            file = "" if focus is None else finding.place.path
            groups.setdefault((finding.cluster, file), []).append(finding)
    changed: dict[int, Finding] = {}
    for (name, _), some in groups.items():
        carrier = min(some, key=_weight)
        changed[id(carrier)] = _carrying(carrier, clusters[name], some)
        for finding in some:
            if finding is not carrier:
                changed[id(finding)] = msgspec.structs.replace(finding, within=carrier.id)
    now = [changed.get(id(finding), finding) for finding in report.findings]
    report.findings = [finding for finding in now if finding.within is None]
    report.nested = sorted(
        [*report.nested, *(finding for finding in now if finding.within is not None)],
        key=lambda finding: finding.order,
    )


def _weight(finding: Finding) -> tuple[int, tuple[str, int, int, str, str]]:
    return -SEVERITIES.index(finding.severity), finding.order


def _carrying(carrier: Finding, cluster: Cluster, some: Sequence[Finding]) -> Finding:
    """Return the finding with all other places of its cluster, the one it names first."""
    told = {related.place for related in carrier.related} | {carrier.place}
    text = {finding.place: finding.text for finding in some}
    more = [
        Related(
            member.place, text.get(member.place, "") if row < _QUOTED else "", member.similarity
        )
        for row, member in enumerate(m for m in cluster.members if m.place not in told)
    ]
    return msgspec.structs.replace(
        carrier,
        message=carrier.message + _and_more(len(more)),
        related=(*carrier.related, *more),
    )


def _and_more(places: int) -> str:
    return f"; and {places:,} more place{'s' * (places != 1)}" if places else ""
