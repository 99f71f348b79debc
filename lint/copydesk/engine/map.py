"""The map half of a run: portions in, columns out.

The hits of document rules, and what corpus rules keep of the documents.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence

import numpy as np
from msgspec.structs import replace

from copydesk.codes import CRASHED_RULE
from copydesk.columns.batch import Batch
from copydesk.columns.document_kinds import UNJUDGED, DocumentKind
from copydesk.columns.dtypes import Bytes
from copydesk.columns.ragged import distinct
from copydesk.config.kinds import KindsOfFiles
from copydesk.engine.batching import batched
from copydesk.engine.faults import crash_details, fault_finding
from copydesk.engine.hits import HitTable, crash_hit, hit_table, joined
from copydesk.engine.mapped import Item, Mapped, Unread
from copydesk.engine.outcome import DocumentRef
from copydesk.engine.plan import BoundRule, Plan, bind, numbered_rules
from copydesk.engine.registry import load_rules
from copydesk.engine.shard import Shard, merge
from copydesk.engine.sketching import Part, flagged_words, unit_table
from copydesk.engine.timings import Timings
from copydesk.engine.windows import SIZES, WholeUnits, WindowSizes, windows
from copydesk.finding import Skipped
from copydesk.language.kinds import kinds_of
from copydesk.reading.document import Document, Fault
from copydesk.reading.read import portions, read
from copydesk.reading.source import Portion, Source, Unreadable
from copydesk.rule import Rule, Sketch
from copydesk.suppression.directives import directives_of

PART_BYTES = 1 << 26  # of columns of windows that are handed on before their document is done


class Mapper:
    """Maps items under one plan; made once a process.

    `room`: characters of documents with hits that may be held for the end of the run. `sizes`: of
    windows, for tests. `kinds`: of all documents are judged, whatever the rules need.
    """

    def __init__(
        self,
        plan: Plan,
        *,
        timed: bool = False,
        room: int = 0,
        sizes: WindowSizes | None = None,
        kinds: bool = False,
    ) -> None:
        self._options, self._kinds = plan.reading, KindsOfFiles(plan.kinds)
        self._codes = frozenset(plan.codes)
        bound = bind(plan)
        self._number = {rule.code: n for n, rule in enumerate(numbered_rules())}
        self._document_rules = [b for b in bound if b.rule.scope == "document"]
        self._sketchers = {b.sketch_key: b for b in bound if b.rule.scope == "corpus"}
        self._wholes = {key for key, b in self._sketchers.items() if b.rule.unit == "document"}
        # What rules about copies link are a few documents: their kinds are judged after the join.
        speaking = any(b.rule.kinds is not None for b in bound)
        self._judges_kinds = kinds or speaking or bool(self._document_rules)
        self._timed, self._room, self._sizes = timed, room, sizes or SIZES
        self._timings = Timings()

    def __call__(self, items: Sequence[Item]) -> Mapped:
        """Read, parse and judge some items; documents with hits are not held."""
        *parts, mapped = self.parts(items)
        if parts:
            mapped.shards = [merge([shard for part in [*parts, mapped] for shard in part.shards])]
        return mapped

    def parts(self, items: Sequence[Item]) -> Iterator[Mapped]:
        """Read, parse and judge some items; yield what they gave as one, before it the columns of
        windows of a document too long for their columns to be held.
        """
        self._timings = Timings()
        mapped = Mapped()
        for documents in self._batches(items, mapped):
            if self._sizes.cut(documents[0].text):
                yield from self._map_windows(documents[0], mapped)
            else:
                self._map_batch(Batch([d.column_text for d in documents]), documents, mapped)
        self._merge(mapped)
        mapped.seconds = self._timings.seconds
        yield mapped

    def _merge(self, mapped: Mapped) -> None:
        with self._timings("join"):
            mapped.shards = [merge(mapped.shards)] if mapped.shards else []

    def _batches(self, items: Sequence[Item], mapped: Mapped) -> Iterator[list[Document]]:
        """Yield documents to map together; one of several windows comes alone."""
        yield from batched(self._documents(items, mapped), self._sizes.whole)

    def _documents(self, items: Sequence[Item], mapped: Mapped) -> Iterator[Document]:
        for item in items:
            waiting = deque(self._portions(item, mapped))
            while waiting:  # bytes are let go of before their documents are mapped
                yield from self._read(waiting.popleft(), mapped)

    def _portions(self, item: Item, mapped: Mapped) -> Sequence[Portion]:
        if isinstance(item, Portion):
            return [item]
        if isinstance(item, Source):
            try:
                with self._timings("read"):
                    return list(portions(item, self._options))
            except Unreadable as error:
                item = Unread(item, error.reason, str(error))
        source = item.source
        if (
            item.reason == "binary" and source.named
        ):  # met while walking it is only skipped; named, somebody takes it for text
            self._fault([Fault.binary(source.path, item.detail)], mapped)
        mapped.of(source.path).skipped.append(Skipped(source.path, item.reason, item.detail))
        return []

    def _fault(self, faults: Sequence[Fault], mapped: Mapped) -> None:
        for fault in faults:
            if fault.code in self._codes:
                finding = fault_finding(fault, load_rules()[fault.code])
                mapped.of(finding.place.path).faults.append(finding)

    def _read(self, portion: Portion, mapped: Mapped) -> list[Document]:
        outcome = mapped.of(portion.source.path)
        outcome.bytes += len(portion.content)
        try:
            with self._timings("read"):
                documents, faults = read(portion, self._options)
        # a defect of a reader: one file must not stop the rest, and the exit code tells
        except Exception as error:
            outcome.skipped.append(
                Skipped(portion.source.path, "reader-failed", f"{type(error).__name__}: {error}")
            )
            outcome.crashed = True
            return []
        self._fault(faults, mapped)
        kind = self._kinds.of(portion.source.path)
        if kind is not None:
            documents = [replace(document, kind=kind) for document in documents]
        outcome.documents += [
            DocumentRef(portion.first_line, document.origin.lines.start, len(document.text))
            for document in documents
        ]
        for document in documents:
            outcome.directives += directives_of(
                document, portion.source.format, self._options.lint_field
            )
        return documents

    def _map_windows(self, document: Document, mapped: Mapped) -> Iterator[Mapped]:
        """Map a document window by window; yield columns as they become many."""
        whole = WholeUnits(len(document.text))
        size = 0
        kind = document.kind
        for window in windows(document.column_text, self._sizes):
            part = Part(window, whole)
            batch = Batch([replace(window.text, kind=kind)])
            if kind is None:  # by its beginning: a document has one kind
                kind = DocumentKind(int(batch.derive(kinds_of).kind[0]))
            self._map_batch(batch, [document], mapped, part)
            size += mapped.shards[-1].bytes
            if size > PART_BYTES:
                self._merge(mapped)
                yield Mapped(shards=mapped.shards, held=mapped.held, partial=True)
                mapped.shards, mapped.held, size = [], {}, 0

    def _map_batch(
        self, batch: Batch, documents: list[Document], mapped: Mapped, part: Part | None = None
    ) -> None:
        """Map a batch of documents, or one window of a document."""
        with self._timings("parse"):
            if self._timed:  # built on first use otherwise, and counted to the rule that came first
                _ = batch.blocks, batch.sentences, batch.words.hash
        with self._timings("kinds"):
            kinds = self._kinds_of(batch, part)
        found = []
        for bound in self._document_rules:
            with self._timings(bound.rule.code):
                found += self._judge(bound, batch, documents, mapped, part)
        shard = self._sketch(batch, documents, mapped, found, part)
        with self._timings("locate"):
            table = joined(found, [0] * len(found))
            hits = table.take(np.argsort(table.document, kind="stable"))
            self._hold(hits, documents, mapped)
        mapped.shards.append(replace(shard, hits=hits, kind=kinds))
        begun = part.window.counts(batch.blocks.start) if part else slice(None)
        paragraphs = np.bincount(batch.blocks.document_of[begun], minlength=len(documents))
        for document, count in zip(documents, paragraphs.tolist(), strict=True):
            mapped.of(document.origin.path).paragraphs += count
        batch.clear()

    def _kinds_of(self, batch: Batch, part: Part | None) -> Bytes:
        """Return the kind of each document; a long one's is that of its first window."""
        if self._judges_kinds or part:
            return batch.derive(kinds_of).kind
        return np.full(len(batch), UNJUDGED, np.uint8)

    def _judge(
        self,
        bound: BoundRule,
        batch: Batch,
        documents: list[Document],
        mapped: Mapped,
        part: Part | None = None,
    ) -> list[HitTable]:
        """Run one rule; where it raises, run it document by document,
        so that one text costs no other its findings.
        """
        number, rule = self._number[bound.rule.code], bound.rule
        try:
            if rule.kinds is not None and not batch.derive(kinds_of).among(rule.kinds).any():
                return []
            hits = bound.rule.function(batch, **bound.thresholds)
            if not len(hits):
                return []
            if part:
                table = hit_table(number, hits, rule, batch, part.window.start)
                return [part.window.hits(table)]
            return [hit_table(number, hits, rule, batch)]
        except Exception as error:
            if len(documents) == 1:
                return [self._crash(bound.rule, error, documents[0], mapped, part)]
            tables = [self._judge(bound, Batch([d.column_text]), [d], mapped) for d in documents]
            return [joined(some, [row] * len(some)) for row, some in enumerate(tables) if some]

    def _crash(
        self,
        rule: Rule,
        error: Exception,
        document: Document,
        mapped: Mapped,
        part: Part | None = None,
    ) -> HitTable:
        """Return INT001 at the beginning of a document; of its windows the first one has it."""
        mapped.of(document.origin.path).crashed = True
        if part and not part.whole.first_crash(rule.code):
            return HitTable.none()
        details = crash_details(rule, f"{type(error).__name__}: {error}")
        return crash_hit(self._number[CRASHED_RULE], 0, len(document.text), details)

    def _hold(self, hits: HitTable, documents: Sequence[Document], mapped: Mapped) -> None:
        """Hold the documents that have hits, as long as there is room, and those whose format takes
        long to read: a link may ask for them.
        """
        if self._room > 0 and not self._sizes.cut(documents[0].text):
            base = mapped.documents
            wanted = {number for number, document in enumerate(documents) if document.layout}
            for number in sorted(wanted.union(distinct(hits.document).tolist())):
                mapped.held[base + number] = documents[number]
                self._room -= len(documents[number].text)

    def _sketch(
        self,
        batch: Batch,
        documents: list[Document],
        mapped: Mapped,
        found: list[HitTable],
        part: Part | None = None,
    ) -> Shard:
        """Sketch a batch for every corpus rule; add what raises to `found`.

        Where a sketch raises, document by document, without the one it raises on.
        """
        sketches: dict[str, Sketch] = {}
        for key, bound in self._sketchers.items():
            assert bound.rule.sketch
            with self._timings(bound.rule.code):
                try:
                    sketches[key] = bound.rule.sketch(batch, **bound.sketch_thresholds)
                except Exception as error:
                    if len(documents) > 1:
                        return self._sketch_each(documents, mapped, found)
                    found.append(self._crash(bound.rule, error, documents[0], mapped, part))
                    sketches[key] = Sketch.none()
        if part:
            return part.shard(batch, sketches, self._wholes)
        tables = {key: unit_table(sketch, batch) for key, sketch in sketches.items()}
        hashes, ends = np.zeros(0, np.uint64), np.zeros(len(documents), np.int64)
        if tables:
            hashes = flagged_words(batch)
            ends = batch.words_between(batch.document_start, batch.document_end)[1]
        kinds = np.full(len(documents), UNJUDGED, np.uint8)
        return Shard(HitTable.none(), kinds, ends, hashes, tables)

    def _sketch_each(
        self, documents: Sequence[Document], mapped: Mapped, found: list[HitTable]
    ) -> Shard:
        shards = []
        for row, document in enumerate(documents):
            some: list[HitTable] = []
            shards.append(self._sketch(Batch([document.column_text]), [document], mapped, some))
            found += [joined([one], [row]) for one in some]
        return merge(shards)
