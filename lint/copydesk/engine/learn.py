"""Learn the boilerplate of a corpus: the lines that its rules about recurring lines mark."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from copydesk.columns.dtypes import Ints
from copydesk.columns.ragged import distinct
from copydesk.engine.collection import Collection, collect
from copydesk.engine.documents import DocumentStore
from copydesk.engine.join import Join, Units
from copydesk.engine.plan import BoundRule, Plan, Resources, bind
from copydesk.engine.spill import spilling
from copydesk.engine.timings import Timings
from copydesk.reading.source import Source


class Line(NamedTuple):
    """A line that recurs: the number of documents that hold it, and its text where it comes first,
    white space folded.
    """

    documents: int
    text: str


class Learned(NamedTuple):
    """The lines of a corpus in the order of their text, and the number of its documents.

    `crashed`: some rule raised, so that lines may be missing.
    """

    lines: list[Line]
    documents: int
    crashed: bool


def recurring_lines(plan: Plan, sources: Sequence[Source], *, jobs: int = 1) -> Learned:
    """Return the lines that the plan's corpus rules link anywhere in some files.

    Lines of the same words are one, whatever their case and punctuation.
    """
    ordered = sorted(sources, key=lambda source: source.path)
    with spilling(0) as spill:
        collection = collect(plan, ordered, {}, None, Timings(), Resources(jobs), spill)
        return _recurring(plan, ordered, collection)


def _recurring(plan: Plan, ordered: Sequence[Source], collection: Collection) -> Learned:
    by_path = {source.path: source for source in ordered}
    documents = DocumentStore(collection, by_path, plan)
    found: dict[str, Line] = {}
    for bound in bind(plan):
        if bound.rule.scope == "corpus" and collection.corpus.shards:
            for line in _linked(bound, collection, documents):
                found[line.text] = max(line, found.get(line.text, line))
    lines = sorted(found.values(), key=lambda line: (line.text.casefold(), line.text))
    crashed = any(collection.outcome(path).crashed for path in collection.paths)
    return Learned(lines, int(collection.base[-1]), crashed)


def _linked(bound: BoundRule, collection: Collection, store: DocumentStore) -> list[Line]:
    """Return a line for each content that one rule links."""
    join = Join(store.corpus, bound.sketch_key)
    candidates = join.candidates()
    links = bound.rule.function(candidates, **bound.thresholds)
    linked = distinct(np.concatenate((links.copy, links.origin)).astype(np.int64))
    first = distinct(candidates.representatives(linked))
    counts = candidates.documents_with(first).tolist()
    texts = _texts(join.units.take(first), store)
    return [Line(count, text) for count, text in zip(counts, texts, strict=True) if text]


def _texts(units: Units, store: DocumentStore) -> list[str]:
    """Return the text of some units, white space folded; "" of one that changed meanwhile."""
    documents: Ints = units.document.astype(np.int64)
    store.fetch(distinct(documents).tolist())
    spans = zip(documents.tolist(), units.start.tolist(), units.end.tolist(), strict=True)
    held = [(store.get(document), start, end) for document, start, end in spans]
    return [
        " ".join(document.text[start:end].split()) if document else ""
        for document, start, end in held
    ]
