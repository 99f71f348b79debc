"""Make the report of a run: nest on columns, choose what is shown, then make findings of that."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import msgspec
import numpy as np

from copydesk.columns.document_kinds import LABELS
from copydesk.columns.dtypes import Ints, Mask
from copydesk.columns.ragged import distinct, heads
from copydesk.engine.calibration import Calibration
from copydesk.engine.clusters import clustered, number_clusters
from copydesk.engine.collection import Collection
from copydesk.engine.documents import DocumentStore
from copydesk.engine.findings import hit_findings
from copydesk.engine.hits import HitTable, RatedHits
from copydesk.engine.links import Around, RuleLinks, linked_findings
from copydesk.engine.nesting import Marks, explained, wider
from copydesk.engine.plan import Scope
from copydesk.engine.pool import spread
from copydesk.finding import Finding, fingerprint
from copydesk.report import Cluster, Doubtful, Report
from copydesk.rule import Rule

DOUBTFUL = 0.05  # confidence from which a mark makes a suppression at its place a used one
_MANY = 1000  # findings pay for sending them from one process to another


@dataclass(frozen=True, slots=True)
class Shown:
    """The links of a rule to locate: all of the clusters that are shown, and nested ones to keep.

    `wanted`: which have findings; `around`: what nested ones lie in; of the length of the links.
    """

    links: RuleLinks
    wanted: Mask
    around: Sequence[Around | None]

    def take(self, rows: Ints) -> Shown:
        """Return some of the links."""
        around = [self.around[row] for row in rows.tolist()]
        return Shown(self.links.take(rows), self.wanted[rows], around)


@dataclass(slots=True)
class _Located:
    findings: list[Finding]
    clusters: list[Cluster] = field(default_factory=list)


class Assembler:
    """Chooses the hits and links of a collection that are shown, and makes findings of them.

    `rules`: all, in the order by which columns name them. `focus`, shape (documents,): which
    documents are asked about.
    """

    def __init__(
        self,
        collection: Collection,
        documents: DocumentStore,
        rules: Sequence[Rule],
        scope: Scope,
        focus: Mask | None,
        *,
        calibrated: bool = True,
    ) -> None:
        self._collection, self._documents, self._rules = collection, documents, rules
        self._scope, self._focus = scope, focus
        self._number = {rule.code: number for number, rule in enumerate(rules)}
        self._calibration = Calibration(rules, LABELS, None if calibrated else {})
        self._floor = np.array(
            [scope.floors.get(rule.code, scope.min_confidence) for rule in rules]
        )
        self._rest: Marks | None = None  # marks that are not shown, once findings are made

    def add_findings(
        self,
        report: Report,
        decided: Sequence[RuleLinks],
        jobs: int,
        done: Callable[[int, int], None],
    ) -> None:
        """Add to a report the findings of hits and links that are shown, and their clusters."""
        hits, links = self._chosen(decided)
        self._documents.look_up(distinct(hits.hits.document).tolist())
        several = len(hits) + sum(len(one.links) for one in links) >= _MANY
        workers = jobs if several else 1
        tasks: list[Shown | RatedHits] = [
            *(part for one in links for part in _parts(one, workers)),
            *_pieces(hits, workers),
        ]
        found: list[Finding] = []
        for located in spread(
            lambda number: self._located(tasks[number]), len(tasks), workers, done
        ):
            found += located.findings
            report.clusters += located.clusters
        shown = [finding for finding in found if finding.within is None]
        report.findings += number_clusters(report, shown)
        report.nested += [
            msgspec.structs.replace(finding, cluster=None)
            for finding in found
            if finding.within is not None
        ]

    def doubtful(self, paths: Iterable[str]) -> list[Doubtful]:
        """Return what is marked in files besides the findings that `add_findings` made.

        Also elsewhere, what would be a finding that somebody accepts wherever it is.
        """
        if self._rest is None:
            return []
        asked = self._collection.documents_of(paths)
        accepted, marks = self._scope.accepted, self._rest
        if not accepted:
            marks = marks.take(np.flatnonzero(asked[marks.document]))
        spans: dict[int, list[tuple[str, int, int]]] = defaultdict(list)
        columns = (marks.document, marks.rule, marks.start, marks.end)
        for document, rule, *span in zip(*(column.tolist() for column in columns), strict=True):
            spans[document].append((self._rules[rule].code, span[0], span[1]))
        found = []
        for number, document in self._documents.stream(sorted(spans)):
            for code, start, end in spans[number]:
                name = fingerprint(code, document.text[start:end])
                if asked[number] or name in accepted:
                    found.append(Doubtful(code, document.origin.place(start, end), name))
        return found

    def _located(self, task: Shown | RatedHits) -> _Located:
        if isinstance(task, RatedHits):
            return _Located(list(hit_findings(task, self._rules, self._documents)))
        found = linked_findings(task.links, task.wanted, task.around, self._documents)
        return _Located(*clustered(task.links, found, self._documents, self._scope.checked))

    def _chosen(self, decided: Sequence[RuleLinks]) -> tuple[RatedHits, list[Shown]]:
        """Return the hits that are shown, and the links to locate."""
        found, decided = self._rated(self._collection.hits(self._asked(decided)), decided)
        hits, links = found.hits, self._outermost(decided)
        if links:
            self._documents.fetch(distinct(np.concatenate([o.documents for o in links])).tolist())
        links = [one.placed(self._documents) for one in links]
        parts = [
            Marks.of(hits.rule, hits.document, hits.start, hits.end, found.confidence),
            *(one.marks(self._number[one.rule.code]) for one in links),
        ]
        marks = Marks.together(parts)
        sure = np.flatnonzero(self._sure(marks))
        around = np.full(len(marks), -1, np.int64)
        row = explained(marks.take(sure), self._rules, self._calibration.known)
        around[sure] = np.where(row >= 0, sure[row], -1)
        counts = np.zeros(len(marks), np.bool_)
        counts[sure] = True
        if self._focus is not None:
            counts &= self._focus[marks.document]
        counts &= ~self._ignored(marks)
        shown = counts & (around < 0)
        self._rest = marks.take(np.flatnonzero(~shown & (marks.confidence >= DOUBTFUL)))
        keeps = np.array([rule.keep_nested for rule in self._rules], np.bool_)
        kept = counts & (around >= 0) & keeps[marks.rule]
        chosen, first = [], len(hits)
        for one in links:
            rows = slice(first, first + len(one))
            chosen.append(self._to_locate(one, shown[rows], kept[rows], around[rows], marks))
            first += len(one)
        return found.take(np.flatnonzero(shown[: len(hits)])), [c for c in chosen if len(c.links)]

    def _rated(
        self, hits: HitTable, decided: Sequence[RuleLinks]
    ) -> tuple[RatedHits, list[RuleLinks]]:
        """Return hits and links with the confidence of their findings.

        `hits`: all of the documents that are asked about or that links mark.
        """
        rates, rule, score = self._calibration, hits.rule.astype(np.int64), hits.confidence
        none = hits.document[:0]
        documents = self._documents.facts(
            distinct(hits.document),
            distinct(np.concatenate([none, *(one.copy_document for one in decided)])),
            distinct(np.concatenate([none, *(one.documents for one in decided)])),
        )
        damage = rates.damage_of(rule, hits.document, score, documents)
        confidence = rates.confidence(rule, hits.document, score, documents, damage)
        linked = []
        for one in decided:
            number = np.full(len(one), self._number[one.rule.code])
            value = rates.confidence(
                number, one.copy_document, one.links.confidence, documents, damage
            )
            linked.append(replace(one, confidence=value))
        return RatedHits(hits, confidence), linked

    def _outermost(self, decided: Sequence[RuleLinks]) -> list[RuleLinks]:
        """Leave out links inside a unit that a wider link marks; its cluster holds them already.

        Links of rules that keep nested findings stay. This comes before any document is read, so
        parts of units count as whole units, and around others not at all.
        """
        marks = [one.marks(self._number[one.rule.code]) for one in decided]
        whole = [part for one, part in zip(decided, marks, strict=True) if one.exact]
        if not whole:
            return list(decided)
        outer = Marks.together(whole)
        outer = outer.take(np.flatnonzero(self._sure(outer)))
        return [
            one
            if one.rule.keep_nested
            else one.take(np.flatnonzero(wider(part, outer, self._rules) < 0))
            for one, part in zip(decided, marks, strict=True)
        ]

    def _asked(self, links: Sequence[RuleLinks]) -> Mask | None:
        """Return the documents whose hits are needed: those asked about, and all that links mark."""
        if self._focus is None:
            return None
        asked = self._focus.copy()
        for one in links:
            asked[one.copy_document] = True
        return asked

    def _sure(self, marks: Marks) -> Mask:
        return np.asarray(np.round(marks.confidence, 3) >= self._floor[marks.rule], np.bool_)

    def _ignored(self, marks: Marks) -> Mask:
        """Tell which marks do not count in their file."""
        out = np.zeros(len(marks), np.bool_)
        if self._scope.ignored:
            row = {path: number for number, path in enumerate(self._collection.paths)}
            many = len(self._rules)
            pairs = [
                row[path] * many + self._number[code]
                for path, codes in self._scope.ignored.items()
                if path in row
                for code in codes
            ]
            out = np.isin(self._collection.file_of(marks.document) * many + marks.rule, pairs)
        return out

    def _to_locate(
        self, links: RuleLinks, shown: Mask, kept: Mask, around: Ints, marks: Marks
    ) -> Shown:
        """Return what to locate of the links of a rule."""
        cluster = links.cluster
        rows = np.flatnonzero(np.isin(cluster, cluster[shown]) | kept)
        lying = [
            Around(
                self._rules[int(marks.rule[row])].code, int(marks.start[row]), int(marks.end[row])
            )
            if is_kept
            else None
            for row, is_kept in zip(around[rows].tolist(), kept[rows].tolist(), strict=True)
        ]
        return Shown(links.take(rows), (shown | kept)[rows], lying)


def _parts(one: Shown, jobs: int) -> Iterator[Shown]:
    """Cut the links of a rule into parts for several processes, each of whole clusters."""
    if jobs <= 1 or len(one.links) < _MANY:
        yield one
        return
    cluster = one.links.cluster
    for part in range(jobs):
        yield one.take(np.flatnonzero(cluster % jobs == part))


def _pieces(hits: RatedHits, jobs: int) -> Iterator[RatedHits]:
    """Cut hits into pieces of whole documents, about as many as processes."""
    pieces = np.array_split(np.flatnonzero(heads(hits.hits.document)), jobs)
    cuts = [int(first[0]) for first in pieces[1:] if first.size]
    for rows in np.split(np.arange(len(hits)), cuts):
        if rows.size:
            yield hits.take(rows)
