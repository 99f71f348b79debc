"""Decide which copies to drop: a cluster keeps its longest text, and those unlike it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Literal, get_args

import msgspec
import numpy as np
from msgspec import Struct

from copydesk.finding import Place
from copydesk.fixing.compared import Similarities, Words, fetch
from copydesk.fixing.rounds import Lint
from copydesk.reading.document import Document
from copydesk.reading.places import clip
from copydesk.reading.source import ReadOptions, Source
from copydesk.report import Cluster, Report
from copydesk.similarity.clusters import components
from copydesk.similarity.diff import added, word_diff

Level = Literal["document", "paragraph", "sentence"]
LEVELS: tuple[Level, ...] = get_args(Level)
_LONGEST, _FIRST = "the longest", "the first of the longest"
_REFERENCE = "in the reference"
_UNLIKE = "similar to another copy, but not to a kept one"


class Keep(msgspec.Struct, frozen=True):
    """A text to keep, and why; `words` is 0 if they were not counted. `text`: how it begins."""

    place: Place
    words: int
    reason: str
    text: str = ""


class Drop(msgspec.Struct, frozen=True):
    """A text to drop.

    `like`: the kept text that it is similar to, by `similarity`. `lost`: the words that only the
    dropped text has (at most 400 characters). `text`: how it begins.
    """

    place: Place
    words: int
    like: Place
    similarity: float
    lost: str
    text: str = ""


class Group(msgspec.Struct, frozen=True):
    """A cluster of copies."""

    id: str
    keep: tuple[Keep, ...]
    drop: tuple[Drop, ...]


class Decision(Struct, frozen=True):
    """What to keep and to drop, of how many documents."""

    level: Level
    documents: int
    groups: list[Group]

    @property
    def dropped(self) -> dict[str, set[int]]:
        """The documents to drop: by path, the number or a line of each."""
        lines: dict[str, set[int]] = defaultdict(set)
        for group in self.groups:
            for drop in group.drop:
                lines[drop.place.path].add(drop.place.row)
        return lines


class Terms(Struct, frozen=True):
    """What a decision respects: the codes that are ignored in a file, and the files that nothing is
    dropped from, whose texts come first.
    """

    ignored: Callable[[str], frozenset[str]]
    reference: AbstractSet[str] = frozenset()


def decide_parts(report: Report, level: Level, terms: Terms) -> Decision:
    """Keep of each cluster of paragraphs or sentences the text that the report says to keep, or
    those of the reference, and drop the others.

    A text that was not compared with the first of its cluster is kept.
    """
    groups, texts = [], _texts(report)
    for cluster in _counted(report, terms):
        kept = [m.place for m in cluster.members if m.place.path in terms.reference]
        reason = _REFERENCE if kept else f"{_LONGEST}, the first of equals"
        likeness = {m.place: m.similarity for m in cluster.members}
        if kept:
            likeness[cluster.members[0].place] = likeness[kept[0]]
        else:
            kept = [cluster.keep or cluster.members[0].place]
        others = [m for m in cluster.members if m.place not in kept]
        keep = [Keep(place, 0, reason, texts.get(place, "")) for place in kept]
        drop = []
        for one in others:
            text, similarity = texts.get(one.place, ""), likeness[one.place]
            if similarity is None:
                keep.append(Keep(one.place, 0, _UNLIKE, text))
            else:
                drop.append(Drop(one.place, 0, kept[0], similarity, one.lost, text))
        if drop:
            groups.append(Group(cluster.id, tuple(keep), tuple(drop)))
    return Decision(level, report.documents, groups)


def _texts(report: Report) -> dict[Place, str]:
    """Return the text at each place that a report shows."""
    found = [*report.findings, *report.nested]
    others = {one.place: one.text for finding in found for one in finding.related}
    return others | {finding.place: finding.text for finding in found}


def _counted(report: Report, terms: Terms) -> list[Cluster]:
    """Return the clusters without the members that are ignored or suppressed."""
    suppressed = {(finding.rule, finding.place) for finding in report.suppressed}
    clusters = []
    for cluster in report.clusters:
        members = tuple(
            m
            for m in cluster.members
            if cluster.kind not in terms.ignored(m.place.path)
            and (cluster.kind, m.place) not in suppressed
        )
        if members:
            kept = cluster.keep if any(m.place == cluster.keep for m in members) else None
            clusters.append(msgspec.structs.replace(cluster, members=members, keep=kept))
    return clusters


def decide_documents(
    report: Report,
    sources: Mapping[str, Source],
    options: ReadOptions,
    lint: Lint,
    terms: Terms,
) -> Decision:
    """Decide for whole documents; clusters that share a member are merged, whatever their rules.

    Documents of the reference are kept, else the one with most words; of equals, the first in the
    order of paths. A member that no rule compared with it is compared now; one that is not similar
    to it is dropped only if it is similar to another kept one. A document whose finding is
    suppressed takes no part.
    """
    return decide_linked(report, lambda places: fetch(places, sources, options), lint, terms)


def decide_linked(
    report: Report,
    read: Callable[[Iterable[Place]], Mapping[Place, Document]],
    lint: Lint,
    terms: Terms,
) -> Decision:
    """Decide as `decide_documents`, of documents that `read` returns by their places."""
    linked = _linked(_counted(report, terms))
    documents = read(place for members in linked for place in members)
    words = {place: Words.of(document) for place, document in documents.items()}
    similarities = Similarities(words, report, lint)
    groups = list[Group]()
    for members in linked:
        sizes = {place: words[place].size for place in members if place in words}
        if len(sizes) > 1:
            name = f"c{len(groups) + 1}"
            group = _decide(name, sizes, documents, similarities, terms.reference)
            if group.drop or not terms.reference:
                groups.append(group)
    return Decision("document", report.documents, groups)


def _decide(
    name: str,
    sizes: Mapping[Place, int],
    documents: Mapping[Place, Document],
    similarities: Similarities,
    reference: AbstractSet[str],
) -> Group:
    ordered = sorted(
        sizes, key=lambda place: (place.path not in reference, -sizes[place], _order(place))
    )
    best = ordered[0]
    reason = _FIRST if sizes[ordered[1]] == sizes[best] else _LONGEST
    keep, drop = list[Keep](), list[Drop]()
    similarities.compare(best, ordered[1:], documents)
    for place in ordered:
        text = clip(documents[place].text)
        if place.path in reference or place is best:
            why = _REFERENCE if place.path in reference else reason
            keep.append(Keep(place, sizes[place], why, text))
            continue
        like = next((k.place for k in keep if similarities.known(k.place, place)), None)
        if like is None:
            keep.append(Keep(place, sizes[place], _UNLIKE, text))
            continue
        lost = (
            ""
            if similarities.equal(like, place)
            else added(word_diff(documents[like].text, documents[place].text))
        )
        drop.append(Drop(place, sizes[place], like, similarities.known(like, place), lost, text))
    drop.sort(key=lambda one: _order(one.place))
    return Group(name, tuple(keep), tuple(drop))


def _linked(clusters: Sequence[Cluster]) -> list[list[Place]]:
    """Return groups of places that clusters link, in the order of their first places."""
    places = sorted({m.place for cluster in clusters for m in cluster.members}, key=_order)
    number = {place: row for row, place in enumerate(places)}
    members = [[number[m.place] for m in cluster.members] for cluster in clusters]
    first = [some[0] for some in members for _ in some]
    each = [row for some in members for row in some]
    groups: dict[int, list[Place]] = defaultdict(list)
    labels = components(len(places), np.array(first, np.int64), np.array(each, np.int64))
    for place, label in zip(places, labels.tolist(), strict=True):
        groups[label].append(place)
    return [group for group in groups.values() if len(group) > 1]


def _order(place: Place) -> tuple[str, int]:
    return place.path, place.offset
