"""The links of corpus rules as columns: where both sides lie, and the findings of those shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from copydesk.columns.batch import Batch, Text
from copydesk.columns.dtypes import Floats, Ints, Mask
from copydesk.columns.ragged import distinct
from copydesk.engine.documents import DocumentStore
from copydesk.engine.findings import SCORE, Spot, make_finding
from copydesk.engine.fixes import copy_removal
from copydesk.engine.join import Units
from copydesk.engine.nesting import Marks
from copydesk.finding import Finding, Place, fingerprint
from copydesk.reading.document import Document
from copydesk.rule import Links, Rule
from copydesk.similarity.clusters import components
from copydesk.similarity.diff import added, changes, marked, word_diff
from copydesk.similarity.overlap import passes


class RuleLinks(Struct, frozen=True):
    """What a corpus rule linked: the rule, the units of its links (which count in them alone), the
    links, and in which offsets of their documents both sides lie; each of shape (links, 2).

    `confidence`, shape (links,): of their findings; the links' own is the rule's score. `exact`: a
    part of a unit has its own span, not that of its unit.
    """

    rule: Rule
    units: Units
    links: Links
    copy_span: Ints
    origin_span: Ints
    confidence: Floats
    exact: bool

    @classmethod
    def of(cls, rule: Rule, units: Units, links: Links) -> RuleLinks:
        """Return links with the spans of their units."""
        spans = np.stack((units.start, units.end), axis=1).astype(np.int64)
        whole = links.copy_words is None
        return cls(
            rule, units, links, spans[links.copy], spans[links.origin], links.confidence, whole
        )

    def __len__(self) -> int:
        return int(self.links.copy.size)

    @property
    def copy_document(self) -> Ints:
        """The document that each link marks; shape (links,)."""
        return self.units.document[self.links.copy].astype(np.int64)

    @property
    def origin_document(self) -> Ints:
        """The document that each link points at; shape (links,)."""
        return self.units.document[self.links.origin].astype(np.int64)

    @property
    def documents(self) -> Ints:
        """All documents of the links, ascending."""
        return distinct(np.concatenate((self.copy_document, self.origin_document)))

    @property
    def cluster(self) -> Ints:
        """The first unit of the cluster that each link is in; shape (links,)."""
        used, row = np.unique(
            np.concatenate((self.links.copy, self.links.origin)), return_inverse=True
        )
        copy, origin = row[: len(self)], row[len(self) :]
        return np.asarray(used[components(used.size, copy, origin)[copy]], np.int64)

    def marks(self, number: int) -> Marks:
        """Return what the links mark; `number`: of their rule."""
        rule = np.full(len(self), number, np.int64)
        span = self.copy_span
        return Marks.of(rule, self.copy_document, span[:, 0], span[:, 1], self.confidence)

    def take(self, rows: Ints) -> RuleLinks:
        """Return some of the links."""
        return replace(
            self,
            links=self.links.take(rows),
            copy_span=self.copy_span[rows],
            origin_span=self.origin_span[rows],
            confidence=self.confidence[rows],
        )

    def placed(self, documents: DocumentStore) -> RuleLinks:
        """Return links whose parts of units have their own spans, read from held documents."""
        if self.exact:
            return self
        copy, origin = (
            _part_spans(unit, words, span, self.units, documents)
            for unit, words, span in (
                (self.links.copy, self.links.copy_words, self.copy_span),
                (self.links.origin, self.links.origin_words, self.origin_span),
            )
        )
        return replace(self, copy_span=copy, origin_span=origin, exact=True)


def _part_spans(
    unit: Ints,
    words: tuple[Ints, Ints] | None,
    spans: Ints,
    units: Units,
    documents: DocumentStore,
) -> Ints:
    """Return the spans of parts of units, given by their words; those of units where no words are
    given, or where a document changed meanwhile.
    """
    if words is None:
        return spans
    out = spans.copy()
    used, row = np.unique(unit, return_inverse=True)
    order = np.argsort(row, kind="stable")
    for first, stop in passes(units.end[used] - units.start[used]):
        some = order[slice(*np.searchsorted(row[order], (first, stop)))]
        texts = [_masked(units, used[n], documents) for n in range(first, stop)]
        batch = Batch([Text(text) for text in texts])
        if len(batch.words):  # a unit has the words that it has in its document
            mine = row[some] - first
            base = batch.words_between(batch.document_start, batch.document_end)[0][mine]
            shift = units.start[unit[some]] - batch.document_start[mine]
            last = batch.words.end.take(base + words[1][some] - 1, mode="clip")
            start = batch.words.start.take(base + words[0][some], mode="clip")
            known = np.array([bool(text) for text in texts], np.bool_)[mine]
            out[some[known]] = np.stack((start + shift, last + shift), axis=1)[known]
    return out


def _masked(units: Units, unit: int, documents: DocumentStore) -> str:
    """Return the text of a unit as its words were read; nothing where its document is gone."""
    document = documents.get(int(units.document[unit]))
    if document is None:
        return ""
    text = document.layout.ink if document.layout else document.text
    return text[int(units.start[unit]) : int(units.end[unit])]


class Around(NamedTuple):
    """A wider mark: its rule's code, and its span in the same document."""

    code: str
    start: int
    end: int


class LinkedFinding(NamedTuple):
    """A link with its places, the words that only the copy has, and its finding if it has one."""

    row: int
    place: Place
    other: Place
    similarity: float
    added: str
    finding: Finding | None


def linked_findings(
    links: RuleLinks, wanted: Mask, around: Sequence[Around | None], documents: DocumentStore
) -> list[LinkedFinding]:
    """Return links with their places, and the findings of those `wanted`, shape (links,).

    `around`: the wider mark that a link is nested in. A link whose files changed meanwhile is left
    out.
    """
    found = []
    copies, origins = (
        _spots(number, spans, documents)
        for number, spans in (
            (links.copy_document, links.copy_span),
            (links.origin_document, links.origin_span),
        )
    )
    later = links.copy_document > links.origin_document
    for row, (spot, other) in enumerate(zip(copies, origins, strict=True)):
        if spot is None or other is None:
            continue
        similarity = round(float(links.links.similarity[row]), 3)
        pieces = word_diff(
            other.document.text[slice(*other.span)], spot.document.text[slice(*spot.span)]
        )
        finding = None
        if wanted[row]:
            details = {name: values[row] for name, values in links.links.details.items()}
            details |= {
                "similarity": similarity,
                "percent": int(similarity * 100),
                "diff": marked(pieces) if len(pieces) > 1 else "",
                SCORE: round(float(links.links.confidence[row]), 3),
            }
            removable = links.links.removable
            finding = make_finding(
                links.rule,
                spot,
                float(links.confidence[row]),
                details,
                other,
                similarity=similarity,
                changed=changes(pieces),
                proposed=copy_removal(spot.document, *spot.span, links.rule.unit)
                if removable is not None and removable[row]
                else None,
                within=_within(around[row], spot.document),
                turned=bool(later[row]) and spot.place.path < other.place.path,
            )
        found.append(
            LinkedFinding(row, spot.place, other.place, similarity, added(pieces), finding)
        )
    return found


def _within(around: Around | None, document: Document) -> str | None:
    """Return the id of the finding around a nested one."""
    if around is None:
        return None
    return fingerprint(around.code, document.text[around.start : around.end])


def _spots(numbers: Ints, spans: Ints, documents: DocumentStore) -> list[Spot | None]:
    """Return where spans of documents lie, the places of a document found at once.

    None where the document changed meanwhile.
    """
    spots: list[Spot | None] = [None] * numbers.size
    order = np.argsort(numbers, kind="stable").tolist()
    rows: dict[int, list[int]] = {}
    for row in order:
        rows.setdefault(int(numbers[row]), []).append(row)
    for number, some in rows.items():
        document = documents.get(number)
        if document:
            pairs = [(first, last) for first, last in spans[some].tolist()]
            for row, span, place in zip(some, pairs, document.origin.places(pairs), strict=True):
                spots[row] = Spot(document, span, place)
    return spots
