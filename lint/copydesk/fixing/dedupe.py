"""Decide which copies to drop: a cluster keeps its longest text, and those unlike it."""

from __future__ import annotations

import bisect
import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

import msgspec
import numpy as np

from copydesk.columns.batch import Batch
from copydesk.finding import Place
from copydesk.fixing.rounds import Lint
from copydesk.reading.document import Document
from copydesk.reading.read import portions, read
from copydesk.reading.source import ReadOptions, Source, Unreadable
from copydesk.report import Cluster, Report
from copydesk.similarity.clusters import components
from copydesk.similarity.diff import added, word_diff

Level = Literal["document", "paragraph"]
_LONGEST, _FIRST = "the longest", "the first of the longest"
_UNLIKE = "similar to another copy, but not to a kept one"


class Keep(msgspec.Struct, frozen=True):
    """A text to keep, and why; `words` is 0 if they were not counted."""

    place: Place
    words: int
    reason: str


class Drop(msgspec.Struct, frozen=True):
    """A text to drop.

    `like`: the kept text that it is similar to, by `similarity`. `lost`: the words that only the
    dropped text has (at most 400 characters).
    """

    place: Place
    words: int
    like: Place
    similarity: float
    lost: str


class Group(msgspec.Struct, frozen=True):
    """A cluster of copies."""

    id: str
    keep: tuple[Keep, ...]
    drop: tuple[Drop, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """What to keep and to drop, of how many documents."""

    level: Level
    documents: int
    groups: list[Group]

    @property
    def dropped(self) -> dict[str, set[int]]:
        """The documents to drop: by path, a line of each."""
        lines: dict[str, set[int]] = defaultdict(set)
        for group in self.groups:
            for drop in group.drop:
                lines[drop.place.path].add(drop.place.line)
        return lines


def decide_paragraphs(report: Report) -> Decision:
    """Keep of each cluster the text that the report says to keep, and drop the others.

    A paragraph that was not compared with the first of its cluster is kept.
    """
    groups = []
    for cluster in report.clusters:
        kept = cluster.keep or cluster.members[0].place
        drop = [
            Drop(m.place, 0, kept, m.similarity, m.lost)
            for m in cluster.members
            if m.place != kept and m.similarity is not None
        ]
        unlike = [
            Keep(m.place, 0, _UNLIKE)
            for m in cluster.members
            if m.place != kept and m.similarity is None
        ]
        groups.append(
            Group(
                cluster.id,
                (Keep(kept, 0, f"{_LONGEST}, the first of equals"), *unlike),
                tuple(drop),
            )
        )
    return Decision("paragraph", report.documents, groups)


def decide_documents(
    report: Report,
    sources: Mapping[str, Source],
    options: ReadOptions,
    lint: Lint,
    ignored: Callable[[str], frozenset[str]],
) -> Decision:
    """Decide for whole documents; clusters that share a member are merged, whatever their rules.

    The document with most words is kept; of equals, the first in the order of paths. A member that
    no rule compared with it is compared now; one that is not similar to it is dropped only if it is
    similar to another kept one. `ignored` returns the codes that are ignored in a file; a document
    whose finding is suppressed takes no part either.
    """
    suppressed = {(finding.rule, finding.place) for finding in report.suppressed}
    clusters = [
        msgspec.structs.replace(
            cluster,
            members=tuple(
                m
                for m in cluster.members
                if cluster.kind not in ignored(m.place.path)
                and (cluster.kind, m.place) not in suppressed
            ),
        )
        for cluster in report.clusters
    ]
    linked = _linked(clusters)
    documents = _fetch((place for members in linked for place in members), sources, options)
    words = {place: _Words.of(document) for place, document in documents.items()}
    similarities = _Similarities(words, report, lint)
    groups = []
    for number, members in enumerate(linked, 1):
        sizes = {place: words[place].size for place in members if place in words}
        if len(sizes) > 1:
            groups.append(_decide(f"c{number}", sizes, documents, similarities))
    return Decision("document", report.documents, groups)


def _decide(
    name: str,
    sizes: Mapping[Place, int],
    documents: Mapping[Place, Document],
    similarities: _Similarities,
) -> Group:
    ordered = sorted(sizes, key=lambda place: (-sizes[place], _order(place)))
    best = ordered[0]
    keep = [Keep(best, sizes[best], _FIRST if sizes[ordered[1]] == sizes[best] else _LONGEST)]
    drop = []
    similarities.compare(best, ordered[1:], documents)
    for place in ordered[1:]:
        similarity = similarities.known(best, place)
        like = (
            best
            if similarity
            else next((k.place for k in keep[1:] if similarities.known(k.place, place)), None)
        )
        if like is None:
            keep.append(Keep(place, sizes[place], _UNLIKE))
            continue
        lost = (
            ""
            if similarities.equal(like, place)
            else added(word_diff(documents[like].text, documents[place].text))
        )
        drop.append(
            Drop(place, sizes[place], like, similarity or similarities.known(like, place), lost)
        )
    drop.sort(key=lambda one: _order(one.place))
    return Group(name, tuple(keep), tuple(drop))


class _Words(NamedTuple):
    """The number of words of a document, and a hash of them all."""

    size: int
    content: bytes

    @classmethod
    def of(cls, document: Document) -> _Words:
        words = Batch([document.column_text]).words
        return cls(len(words), hashlib.blake2b(words.hash.tobytes(), digest_size=16).digest())


class _Similarities:
    """How similar two documents are, as the run found or a comparison made now.

    Documents with the same words share what is known.
    """

    def __init__(self, words: Mapping[Place, _Words], report: Report, lint: Lint) -> None:
        self._lint = lint
        self._found: dict[tuple[Place, Place], float] = {}
        first: dict[bytes, Place] = {}
        self._first = {place: first.setdefault(one.content, place) for place, one in words.items()}
        for finding in report.findings:
            for related in finding.related:
                self._note(finding.place, related.place, related.similarity or 0.0)

    def _pair(self, one: Place, other: Place) -> tuple[Place, Place]:
        return self._first.get(one, one), self._first.get(other, other)

    def _note(self, one: Place, other: Place, similarity: float) -> None:
        self._found[self._pair(one, other)] = self._found[self._pair(other, one)] = similarity

    def equal(self, one: Place, other: Place) -> bool:
        """Return whether two documents have the same words: they differ in punctuation at most."""
        first, second = self._pair(one, other)
        return first == second

    def known(self, one: Place, other: Place) -> float:
        """Return the known similarity, 0 if there is none."""
        first, second = self._pair(one, other)
        return 1.0 if first == second else self._found.get((first, second), 0.0)

    def compare(
        self, one: Place, others: Sequence[Place], documents: Mapping[Place, Document]
    ) -> None:
        """Compare one document with those whose similarity to it is unknown.

        In one run, where it comes first, so that all similar ones are linked to it.
        """
        unknown: dict[Place, Place] = {}
        for place in others:
            pair = self._pair(one, place)
            if pair[0] != pair[1] and pair not in self._found:
                unknown.setdefault(pair[1], place)
        if not unknown:
            return
        named = {f"{number:09}": place for number, place in enumerate((one, *unknown.values()))}
        report = self._lint([_source(name, documents[place]) for name, place in named.items()])
        for finding in report.findings:
            for related in finding.related:
                if named[related.place.path] == one:
                    self._note(one, named[finding.place.path], related.similarity or 0.0)


def _source(name: str, document: Document) -> Source:
    return Source(
        name,
        None,
        "markdown" if document.layout else "text",
        content=document.text.encode("utf-8", "surrogatepass"),
    )


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


def _fetch(
    places: Iterable[Place], sources: Mapping[str, Source], options: ReadOptions
) -> dict[Place, Document]:
    """Read the documents at some places; those that cannot be read any more are left out."""
    wanted: dict[str, dict[int, Place]] = defaultdict(dict)
    for place in places:
        wanted[place.path][place.line] = place
    found = {}
    for path, lines in wanted.items():
        ordered = sorted(lines)
        try:
            for portion in portions(sources[path], options):
                for document in read(portion, options, lines)[0]:
                    within = document.origin.lines
                    for line in ordered[
                        bisect.bisect_left(ordered, within.start) : bisect.bisect_left(
                            ordered, within.stop
                        )
                    ]:
                        found[lines[line]] = document
        except Unreadable:
            continue
    return found
