"""Tell what recurs once: a big cluster, with its other places in `related`; and where a kind of
text repeats by nature, each cluster, and each document with its lines in the message.

This is the last step before a report is shown. Suppressions, baselines, fixes and `dedupe` see the
finding of every place, so that accepting or mending one place says nothing about the others.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Any

import msgspec

from copydesk.finding import SEVERITIES, Finding, Related
from copydesk.report import Cluster, Report
from copydesk.rule import Rule

# Of up to so many places somebody may want to see each where it is, an article and its reprints
# say; beyond, they are a template.
MOST_PLACES = 10
_QUOTED = 10  # places that are told with their text; the others hold the same
_LINES = 5  # of a document that are named in a message


def fold(report: Report, rules: Mapping[str, Rule], focus: frozenset[str] | None = None) -> None:
    """Leave of each big cluster, and of what a document repeats by nature, the finding that carries
    it, and move the others to `nested`.

    Where some files are asked about, `focus`, each of them has a carrier of a cluster, so that
    those asked about one by one are told the same.
    """
    fold_clusters(report, rules, focus)
    fold_documents(report, rules)


def fold_clusters(
    report: Report, rules: Mapping[str, Rule], focus: frozenset[str] | None = None
) -> None:
    """Tell big clusters once: those of more than `MOST_PLACES` places, and whatever their size
    those of a rule that is told once, everywhere or in the finding's kind of text.
    """
    clusters = {cluster.id: cluster for cluster in report.clusters}
    groups: dict[Hashable, list[Finding]] = {}
    for finding in report.findings:
        if finding.cluster is None:
            continue
        rule, places = rules[finding.rule], len(clusters[finding.cluster].members)
        if places > (1 if rule.told_once or _by_nature(finding, rule) else MOST_PLACES):
            file = "" if focus is None else finding.place.path
            groups.setdefault((finding.cluster, file), []).append(finding)

    def carrying(carrier: Finding, some: Sequence[Finding]) -> Finding:
        return _with_cluster(carrier, clusters[carrier.cluster or ""], some)

    _leave_carriers(report, groups.values(), _first, carrying)


def fold_documents(report: Report, rules: Mapping[str, Rule]) -> None:
    """Tell once what a rule of repeats finds in a document of a kind that repeats by nature, and in
    any document where it finds much.
    """
    groups: dict[Hashable, list[Finding]] = {}
    for finding in report.findings:
        if rules[finding.rule].told_once_in:
            place = finding.place
            document = (place.path, place.row if place.document else 0)
            groups.setdefault((finding.rule, document), []).append(finding)
    several = [
        some
        for some in groups.values()
        if len(some) > (1 if _by_nature(some[0], rules[some[0].rule]) else MOST_PLACES)
    ]
    _leave_carriers(report, several, _surest, _with_document)


def _by_nature(finding: Finding, rule: Rule) -> bool:
    return finding.kind in {kind.label for kind in rule.told_once_in}


def _leave_carriers(
    report: Report,
    groups: Iterable[Sequence[Finding]],
    weight: Callable[[Finding], Any],
    carrying: Callable[[Finding, Sequence[Finding]], Finding],
) -> None:
    """Leave the finding of least weight of each group, as `carrying` makes it of the group."""
    changed: dict[int, Finding] = {}
    for some in groups:
        carrier = min(some, key=weight)
        changed[id(carrier)] = carrying(carrier, some)
        for finding in some:
            if finding is not carrier:
                changed[id(finding)] = msgspec.structs.replace(finding, within=carrier.id)
    now = [changed.get(id(finding), finding) for finding in report.findings]
    report.findings = [finding for finding in now if finding.within is None]
    report.nested = sorted(
        [*report.nested, *(finding for finding in now if finding.within is not None)],
        key=lambda finding: finding.order,
    )


def _first(finding: Finding) -> tuple[Any, ...]:
    """The most severe comes first, then the first of the report: the same for any order of files."""
    return -SEVERITIES.index(finding.severity), finding.order


def _surest(finding: Finding) -> tuple[Any, ...]:
    return -SEVERITIES.index(finding.severity), -finding.confidence, finding.order


def _with_cluster(carrier: Finding, cluster: Cluster, some: Sequence[Finding]) -> Finding:
    """Return the finding with all other places of its cluster, the one it names first."""
    told = {related.place for related in carrier.related} | {carrier.place}
    text = {finding.place: finding.text for finding in some}
    more = [
        Related(
            member.place, text.get(member.place, "") if row < _QUOTED else "", member.similarity
        )
        for row, member in enumerate(m for m in cluster.members if m.place not in told)
    ]
    note = f"; and {len(more):,} more place{'s' * (len(more) != 1)}" if more else ""
    return msgspec.structs.replace(
        carrier, message=carrier.message + note, related=(*carrier.related, *more)
    )


def _with_document(carrier: Finding, some: Sequence[Finding]) -> Finding:
    """Return the finding with the lines of the others of its document: they are no copies of it, and
    so not among its `related`.
    """
    places = [one.place for one in some if one is not carrier]
    lines = sorted({place.document.line if place.document else place.line for place in places})
    told = ", ".join(str(line) for line in lines[:_LINES]) + " …" * (len(lines) > _LINES)
    note = f"; and {len(places):,} more such in this document (line {told})"
    return msgspec.structs.replace(carrier, message=carrier.message + note)
