"""The map half of a run: portions in,
findings of the document rules and sketches for the corpus rules out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from copydesk.candidates import CAPITAL, NUMBER
from copydesk.columns.batch import Batch
from copydesk.engine.clock import Clock
from copydesk.engine.diagnose import crash, diagnose, fault_finding
from copydesk.engine.outcome import DocumentRef, Outcome
from copydesk.engine.plan import Bound, Plan, bind
from copydesk.engine.registry import load_rules
from copydesk.engine.shard import Shard, Table, merge, pack
from copydesk.finding import Finding, Skipped
from copydesk.reading.document import Document, Fault
from copydesk.reading.read import portions, read
from copydesk.reading.source import Portion, Source, Unreadable
from copydesk.rule import Hits, Sketch
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

    `shards` hold what corpus rules keep of the documents, in the same order.
    """

    outcomes: dict[str, Outcome] = field(default_factory=dict)
    shards: list[Shard] = field(default_factory=list)
    clock: dict[str, float] = field(default_factory=dict)

    def of(self, path: str) -> Outcome:
        """Return the outcome of a file, a new one where there is none yet."""
        return self.outcomes.setdefault(path, Outcome(path))

    def note(self, findings: Iterable[Finding], *, crashed: bool = False) -> None:
        """Give findings to the files they are in."""
        for finding in findings:
            outcome = self.of(finding.place.path)
            outcome.findings.append(finding)
            outcome.crashed |= crashed


class Mapper:
    """Maps items under one plan; made once a process."""

    def __init__(self, plan: Plan, *, timed: bool = False) -> None:
        self._options = plan.reading
        self._codes = frozenset(plan.codes)
        bound = bind(plan)
        self._document_rules = [b for b in bound if b.rule.scope == "document"]
        self._sketchers = {b.sketch_key: b for b in bound if b.rule.scope == "corpus"}
        self._timed = timed
        self._clock = Clock()

    def __call__(self, items: Sequence[Item]) -> Mapped:
        """Read, parse and judge some items."""
        self._clock = Clock()
        mapped = Mapped()
        for documents in self._batches(items, mapped):
            self._map_batch(documents, mapped)
        with self._clock("join"):
            mapped.shards = [merge(mapped.shards)] if mapped.shards else []
        mapped.clock = self._clock.seconds
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
                with self._clock("read"):
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
        rules = load_rules()
        mapped.note(
            fault_finding(fault, rules[fault.code]) for fault in faults if fault.code in self._codes
        )

    def _read(self, portion: Portion, mapped: Mapped) -> list[Document]:
        outcome = mapped.of(portion.source.path)
        outcome.bytes += len(portion.content)
        try:
            with self._clock("read"):
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
        with self._clock("parse"):
            batch = Batch([document.column_text for document in documents])
            if self._timed:  # built on first use otherwise, and counted to the rule that came first
                _ = batch.blocks, batch.sentences, batch.words.hash
        for bound in self._document_rules:
            with self._clock(bound.rule.code):
                hits = self._judge(bound, batch, documents, mapped)
            if len(hits):
                with self._clock("locate"):
                    mapped.note(diagnose(bound.rule, hits, batch, documents))
        if self._sketchers:
            mapped.shards += self._sketch(batch, documents, mapped)
        paragraphs = np.bincount(batch.blocks.document_of, minlength=len(documents))
        for document, count in zip(documents, paragraphs.tolist(), strict=True):
            mapped.of(document.origin.path).paragraphs += count
        batch.clear()

    def _judge(self, bound: Bound, batch: Batch, documents: list[Document], mapped: Mapped) -> Hits:
        """Run one rule; where it raises, run it document by document,
        so that one text costs no other its findings.
        """
        try:
            hits: Hits = bound.rule.function(batch, **bound.thresholds)
            return hits
        except Exception:
            for document in documents:
                alone = Batch([document.column_text])
                try:
                    mapped.note(
                        diagnose(
                            bound.rule,
                            bound.rule.function(alone, **bound.thresholds),
                            alone,
                            [document],
                        )
                    )
                except Exception as error:
                    mapped.note(
                        [crash(bound.rule, f"{type(error).__name__}: {error}", document)],
                        crashed=True,
                    )
            return Hits.none()

    def _sketch(self, batch: Batch, documents: list[Document], mapped: Mapped) -> list[Shard]:
        """Sketch a batch for every corpus rule.

        Where a sketch raises, document by document, without the one it raises on.
        """
        tables: dict[str, Table] = {}
        for key, bound in self._sketchers.items():
            assert bound.rule.sketch
            with self._clock(bound.rule.code):
                try:
                    tables[key] = _table(bound.rule.sketch(batch, **bound.sketch_thresholds), batch)
                except Exception as error:
                    if len(documents) > 1:
                        return [
                            shard
                            for d in documents
                            for shard in self._sketch(Batch([d.column_text]), [d], mapped)
                        ]
                    mapped.note(
                        [crash(bound.rule, f"{type(error).__name__}: {error}", documents[0])],
                        crashed=True,
                    )
                    tables[key] = _table(Sketch.none(), batch)
        words = batch.words
        flags = words.number * NUMBER | words.capital * CAPITAL
        ends = batch.words_between(batch.document_start, batch.document_end)[1]
        return [Shard(ends, words.hash & ~(NUMBER | CAPITAL) | flags, tables)]


def _table(sketch: Sketch, batch: Batch) -> Table:
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
    return Table(document, start, end, sketch.first_word, size, sketch.content, keys)
