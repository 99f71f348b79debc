"""The map half of a run: portions in, columns out.

The hits of document rules, and what corpus rules keep of the documents.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from copydesk.candidates import CAPITAL, NUMBER
from copydesk.codes import CRASHED_RULE
from copydesk.columns.batch import Batch
from copydesk.columns.ragged import distinct
from copydesk.engine.faults import crash_details, fault_finding
from copydesk.engine.hits import HitTable, crash_hit, hit_table, joined
from copydesk.engine.outcome import DocumentRef, Outcome
from copydesk.engine.plan import BoundRule, Plan, bind, numbered_rules
from copydesk.engine.registry import load_rules
from copydesk.engine.shard import Shard, merge
from copydesk.engine.timings import Timings
from copydesk.engine.unit_table import UnitTable, pack
from copydesk.finding import Skipped
from copydesk.reading.document import Document, Fault
from copydesk.reading.read import portions, read
from copydesk.reading.source import Portion, Source, Unreadable
from copydesk.rule import Rule, Sketch
from copydesk.suppression.directives import directives_of

BATCH_CHARACTERS = (
    1 << 19
    # 256 Ki pay for more calls: the judging rules take a tenth longer on news (2026-11); 1024 Ki gain
    # no more
)


class Unread(NamedTuple):
    """A source that could not be read, or not to its end, and why."""

    source: Source
    reason: str
    detail: str


Item = Source | Portion | Unread


@dataclass(slots=True)
class Mapped:
    """What some items gave, by file, in their order.

    `shards` hold the columns of the documents, in the same order. `held`: documents that have hits,
    by their number here, so that they need not be read again.
    """

    outcomes: dict[str, Outcome] = field(default_factory=dict)
    shards: list[Shard] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)
    held: dict[int, Document] = field(default_factory=dict)

    def of(self, path: str) -> Outcome:
        """Return the outcome of a file, a new one where there is none yet."""
        return self.outcomes.setdefault(path, Outcome(path))

    @property
    def documents(self) -> int:
        """How many documents the shards hold."""
        return sum(shard.documents for shard in self.shards)


class Mapper:
    """Maps items under one plan; made once a process.

    `room`: characters of documents with hits that may be held for the end of the run.
    """

    def __init__(self, plan: Plan, *, timed: bool = False, room: int = 0) -> None:
        self._options = plan.reading
        self._codes = frozenset(plan.codes)
        bound = bind(plan)
        self._number = {rule.code: n for n, rule in enumerate(numbered_rules())}
        self._document_rules = [b for b in bound if b.rule.scope == "document"]
        self._sketchers = {b.sketch_key: b for b in bound if b.rule.scope == "corpus"}
        self._timed, self._room = timed, room
        self._timings = Timings()

    def __call__(self, items: Sequence[Item]) -> Mapped:
        """Read, parse and judge some items."""
        self._timings = Timings()
        mapped = Mapped()
        for documents in self._batches(items, mapped):
            self._map_batch(documents, mapped)
        with self._timings("join"):
            mapped.shards = [merge(mapped.shards)] if mapped.shards else []
        mapped.seconds = self._timings.seconds
        return mapped

    def _batches(self, items: Sequence[Item], mapped: Mapped) -> Iterator[list[Document]]:
        waiting: list[Document] = []
        size = 0
        for item in items:
            for portion in self._portions(item, mapped):
                for document in self._read(portion, mapped):
                    waiting.append(document)
                    size += len(document.text)
                    if size >= BATCH_CHARACTERS:
                        yield waiting
                        waiting, size = [], 0
        if waiting:
            yield waiting

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
            self._fault([Fault.binary(source.path)], mapped)
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
        outcome.documents += [
            DocumentRef(portion.first_line, document.origin.lines.start, len(document.text))
            for document in documents
        ]
        for document in documents:
            outcome.directives += directives_of(
                document, portion.source.format, self._options.lint_field
            )
        return documents

    def _map_batch(self, documents: list[Document], mapped: Mapped) -> None:
        with self._timings("parse"):
            batch = Batch([document.column_text for document in documents])
            if self._timed:  # built on first use otherwise, and counted to the rule that came first
                _ = batch.blocks, batch.sentences, batch.words.hash
        found = []
        for bound in self._document_rules:
            with self._timings(bound.rule.code):
                found += self._judge(bound, batch, documents, mapped)
        shard = self._sketch(batch, documents, mapped, found)
        with self._timings("locate"):
            table = joined(found, [0] * len(found))
            hits = table.take(np.argsort(table.document, kind="stable"))
            self._hold(hits, documents, mapped)
        mapped.shards.append(dataclasses.replace(shard, hits=hits))
        paragraphs = np.bincount(batch.blocks.document_of, minlength=len(documents))
        for document, count in zip(documents, paragraphs.tolist(), strict=True):
            mapped.of(document.origin.path).paragraphs += count
        batch.clear()

    def _judge(
        self, bound: BoundRule, batch: Batch, documents: list[Document], mapped: Mapped
    ) -> list[HitTable]:
        """Run one rule; where it raises, run it document by document,
        so that one text costs no other its findings.
        """
        number, within = self._number[bound.rule.code], bound.rule.within
        try:
            hits = bound.rule.function(batch, **bound.thresholds)
            return [hit_table(number, hits, within, batch)] if len(hits) else []
        except Exception as error:
            if len(documents) == 1:
                return [self._crash(bound.rule, error, documents[0], mapped)]
            tables = [self._judge(bound, Batch([d.column_text]), [d], mapped) for d in documents]
            return [joined(some, [row] * len(some)) for row, some in enumerate(tables) if some]

    def _crash(self, rule: Rule, error: Exception, document: Document, mapped: Mapped) -> HitTable:
        mapped.of(document.origin.path).crashed = True
        details = crash_details(rule, f"{type(error).__name__}: {error}")
        return crash_hit(self._number[CRASHED_RULE], 0, len(document.text), details)

    def _hold(self, hits: HitTable, documents: Sequence[Document], mapped: Mapped) -> None:
        """Hold the documents that have hits, as long as there is room."""
        if self._room > 0:
            base = mapped.documents
            for number in distinct(hits.document).tolist():
                mapped.held[base + number] = documents[number]
                self._room -= len(documents[number].text)

    def _sketch(
        self, batch: Batch, documents: list[Document], mapped: Mapped, found: list[HitTable]
    ) -> Shard:
        """Sketch a batch for every corpus rule; add what raises to `found`.

        Where a sketch raises, document by document, without the one it raises on.
        """
        tables: dict[str, UnitTable] = {}
        for key, bound in self._sketchers.items():
            assert bound.rule.sketch
            with self._timings(bound.rule.code):
                try:
                    tables[key] = _table(bound.rule.sketch(batch, **bound.sketch_thresholds), batch)
                except Exception as error:
                    if len(documents) > 1:
                        return self._sketch_each(documents, mapped, found)
                    found.append(self._crash(bound.rule, error, documents[0], mapped))
                    tables[key] = _table(Sketch.none(), batch)
        hashes, ends = np.zeros(0, np.uint64), np.zeros(len(documents), np.int64)
        if tables:
            words = batch.words
            flags = words.number * NUMBER | words.capital * CAPITAL
            hashes = words.hash & ~(NUMBER | CAPITAL) | flags
            ends = batch.words_between(batch.document_start, batch.document_end)[1]
        return Shard(HitTable.none(), ends, hashes, tables)

    def _sketch_each(
        self, documents: Sequence[Document], mapped: Mapped, found: list[HitTable]
    ) -> Shard:
        shards = []
        for row, document in enumerate(documents):
            some: list[HitTable] = []
            shards.append(self._sketch(Batch([document.column_text]), [document], mapped, some))
            found += [joined([one], [row]) for one in some]
        return merge(shards)


def _table(sketch: Sketch, batch: Batch) -> UnitTable:
    """Return a sketch with offsets of its documents instead of the batch's, and its keys packed."""
    document = np.searchsorted(batch.document_start, sketch.start, side="right") - 1
    shift = batch.document_start[document]
    keys = pack(sketch.key, sketch.unit)
    start, end, size = (
        column.astype(np.int32)
        for column in (
            sketch.start - shift,
            sketch.end - shift,
            sketch.end_word - sketch.first_word,
        )
    )
    return UnitTable(document, start, end, sketch.first_word, size, sketch.content, keys)
