"""Make the report of a run: nest on columns, choose what is shown, then make findings of that."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

import msgspec
import numpy as np
from msgspec import Struct, field

from copydesk.columns.dtypes import Ints, Mask
from copydesk.columns.ragged import distinct, heads
from copydesk.engine.choose import Chooser, ChosenLinks
from copydesk.engine.clusters import clustered, number_clusters
from copydesk.engine.collection import Collection
from copydesk.engine.documents import DocumentStore
from copydesk.engine.findings import hit_findings
from copydesk.engine.hits import RatedHits
from copydesk.engine.links import Around, RuleLinks, linked_findings
from copydesk.engine.nesting import Marks
from copydesk.engine.plan import Scope
from copydesk.engine.pool import spread
from copydesk.finding import Finding, fingerprint
from copydesk.report import Cluster, Doubtful, Report
from copydesk.rule import Rule

_MANY = 1000  # findings pay for sending them from one process to another


class Shown(Struct, frozen=True):
    """The links of a rule to locate: all of the clusters that are shown, and nested ones to keep.

    `wanted`: which have findings; `around`: what nested ones lie in; of the length of the links.
    """

    links: RuleLinks
    wanted: Mask
    around: Sequence[Around | None]

    @classmethod
    def of(cls, chosen: ChosenLinks) -> Shown:
        """Return what to locate of chosen links."""
        rows = located_rows(chosen)
        around = [chosen.around[row] for row in rows.tolist()]
        return cls(chosen.links.take(rows), (chosen.shown | chosen.kept)[rows], around)

    def take(self, rows: Ints) -> Shown:
        """Return some of the links."""
        around = [self.around[row] for row in rows.tolist()]
        return Shown(self.links.take(rows), self.wanted[rows], around)


def doubtful(
    rest: Marks,
    asked: Mask,
    accepted: frozenset[str],
    rules: Sequence[Rule],
    documents: DocumentStore,
) -> list[Doubtful]:
    """Return what of the marks that are not shown lies in documents that are `asked` about, shape
    (documents,), or would be a finding of an id that is `accepted`.
    """
    marks = rest if accepted else rest.take(np.flatnonzero(asked[rest.document]))
    spans: dict[int, list[tuple[str, int, int]]] = defaultdict(list)
    columns = (marks.document, marks.rule, marks.start, marks.end)
    for number, rule, *span in zip(*(column.tolist() for column in columns), strict=True):
        spans[number].append((rules[rule].code, span[0], span[1]))
    found = []
    for number, document in documents.stream(sorted(spans)):
        for code, start, end in spans[number]:
            name = fingerprint(code, document.text[start:end])
            if asked[number] or name in accepted:
                found.append(Doubtful(code, document.origin.place(start, end), name))
    return found


def located_rows(chosen: ChosenLinks) -> Ints:
    """Return the rows of links to locate: whole clusters with a finding, and nested ones."""
    cluster = chosen.links.cluster
    return np.flatnonzero(np.isin(cluster, cluster[chosen.shown]) | chosen.kept)


class _Located(Struct):
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
        self._chooser = Chooser(rules, scope, calibrated=calibrated)
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
        return doubtful(self._rest, asked, self._scope.accepted, self._rules, self._documents)

    def _located(self, task: Shown | RatedHits) -> _Located:
        if isinstance(task, RatedHits):
            return _Located(list(hit_findings(task, self._rules, self._documents)))
        found = linked_findings(task.links, task.wanted, task.around, self._documents)
        return _Located(*clustered(task.links, found, self._documents, self._scope.checked))

    def _chosen(self, decided: Sequence[RuleLinks]) -> tuple[RatedHits, list[Shown]]:
        """Return the hits that are shown, and the links to locate."""
        hits = self._collection.hits(self._asked(decided))
        none = hits.document[:0]
        facts = self._documents.facts(
            distinct(hits.document),
            distinct(np.concatenate([none, *(one.copy_document for one in decided)])),
            distinct(np.concatenate([none, *(one.documents for one in decided)])),
        )
        choice = self._chooser(hits, decided, facts, self._placed, self._counted)
        self._rest = choice.rest
        return choice.hits, [shown for one in choice.links if len((shown := Shown.of(one)).links)]

    def _placed(self, links: list[RuleLinks]) -> list[RuleLinks]:
        if links:
            self._documents.fetch(distinct(np.concatenate([o.documents for o in links])).tolist())
        return [one.placed(self._documents) for one in links]

    def _counted(self, marks: Marks) -> Mask:
        """Tell which marks are asked about and not ignored."""
        asked = ~self._ignored(marks)
        return asked if self._focus is None else asked & self._focus[marks.document]

    def _asked(self, links: Sequence[RuleLinks]) -> Mask | None:
        """Return the documents whose hits are needed: those asked about, and all that links mark."""
        if self._focus is None:
            return None
        asked = self._focus.copy()
        for one in links:
            asked[one.copy_document] = True
        return asked

    def _ignored(self, marks: Marks) -> Mask:
        """Tell which marks do not count in their file."""
        out = np.zeros(len(marks), np.bool_)
        if self._scope.ignored:
            row = {path: number for number, path in enumerate(self._collection.paths)}
            many = len(self._rules)
            pairs = [
                row[path] * many + self._chooser.number[code]
                for path, codes in self._scope.ignored.items()
                if path in row
                for code in codes
            ]
            out = np.isin(self._collection.file_of(marks.document) * many + marks.rule, pairs)
        return out


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
