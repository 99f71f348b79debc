"""Make findings of a corpus rule's links.

Read the few documents they lie in once more, and show both copies.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

import numpy as np

from copydesk.columns.batch import Batch, Text
from copydesk.columns.dtypes import Ints
from copydesk.engine.collection import Collection
from copydesk.engine.diagnose import make_finding
from copydesk.engine.join import Units
from copydesk.finding import Finding
from copydesk.fixes import Remedy
from copydesk.reading.document import Document
from copydesk.reading.places import FileOrigin
from copydesk.reading.read import portions, read
from copydesk.reading.source import ReadOptions, Source, Unreadable
from copydesk.rule import Links, Rule
from copydesk.similarity.diff import added, changes, marked, word_diff
from copydesk.similarity.overlap import passes


class Shelf:
    """Documents that can be fetched again by number.

    A file is read once for all that are wanted of it.
    """

    def __init__(
        self, collection: Collection, sources: Mapping[str, Source], options: ReadOptions
    ) -> None:
        self._collection, self._sources, self._options = collection, sources, options
        self._held: dict[int, Document] = {}

    def fetch(self, numbers: Iterable[int]) -> None:
        """Read these documents, those not held already.

        One that changed since the run began is left out.
        """
        wanted: dict[str, dict[int, dict[int, tuple[int, int]]]] = defaultdict(
            lambda: defaultdict(dict)
        )
        for number, path, reference in self._collection.references(
            sorted(set(numbers) - self._held.keys())
        ):
            wanted[path][reference.portion][reference.line] = number, reference.length
        for path in sorted(wanted):
            self._read_again(self._sources[path], wanted[path])

    def _read_again(
        self, source: Source, wanted: Mapping[int, Mapping[int, tuple[int, int]]]
    ) -> None:
        try:
            for portion in portions(source, self._options):
                lines = wanted.get(portion.first_line)
                if lines is None:
                    continue
                for document in read(portion, self._options, lines)[0]:
                    number, length = lines[document.origin.lines.start]
                    if len(document.text) == length:
                        self._held[number] = document
        except Unreadable:
            return

    def get(self, number: int) -> Document | None:
        """Return a fetched document."""
        return self._held.get(number)

    def first(self) -> Document:
        """Return the first document, for what concerns all.

        An empty one of its name where it cannot be read again.
        """
        self.fetch([0])
        path = self._collection.paths[0]
        return self._held.get(0) or Document("", FileOrigin(path, ""))


class Linked(NamedTuple):
    """A finding, the row of its link, and the words that only the copy has."""

    finding: Finding
    row: int
    added: str


def link_findings(rule: Rule, links: Links, units: Units, shelf: Shelf) -> list[Linked]:
    """Return the findings of links; a link whose files changed meanwhile is left out."""
    found = []
    sides = zip(
        *(
            _spans(*side, units, shelf)
            for side in ((links.copy, links.copy_words), (links.origin, links.origin_words))
        ),
        strict=True,
    )
    for row, ((document, span), (other, there)) in enumerate(sides):
        if document is None or other is None:
            continue
        similarity = round(float(links.similarity[row]), 3)
        details = {name: values[row] for name, values in links.details.items()}
        pieces = word_diff(other.text[slice(*there)], document.text[slice(*span)])
        details |= {
            "similarity": similarity,
            "percent": int(similarity * 100),
            "diff": marked(pieces) if len(pieces) > 1 else "",
        }
        place = (other, *there)
        removable = links.removable is not None and bool(links.removable[row])
        remedy = Remedy("unsafe", [(*span, None)]) if removable else None
        sure, changed = float(links.confidence[row]), changes(pieces)
        finding = make_finding(
            rule,
            document,
            span,
            sure,
            details,
            place,
            similarity=similarity,
            changed=changed,
            remedy=remedy,
        )
        found.append(Linked(finding, row, added(pieces)))
    return found


def _spans(
    unit: Ints, words: tuple[Ints, Ints] | None, units: Units, shelf: Shelf
) -> Iterator[tuple[Document | None, tuple[int, int]]]:
    """Yield the document (None where it changed meanwhile) and the span of each linked unit,
    or of the part of it that is meant.
    """
    used, row = np.unique(unit, return_inverse=True)
    documents = [shelf.get(number) for number in units.document[used].tolist()]
    start, end = units.start[unit].astype(np.int64), units.end[unit].astype(np.int64)
    if words:
        order = np.argsort(row, kind="stable")
        for first, stop in passes(units.end[used] - units.start[used]):
            some = order[slice(*np.searchsorted(row[order], (first, stop)))]
            batch = Batch([Text(_ink(documents[n], units, used[n])) for n in range(first, stop)])
            if len(batch.words):  # a unit has the words that it has in its document
                base = batch.words_between(batch.document_start, batch.document_end)[0][
                    row[some] - first
                ]
                shift = units.start[unit[some]] - batch.document_start[row[some] - first]
                start[some] = batch.words.start.take(base + words[0][some], mode="clip") + shift
                end[some] = batch.words.end.take(base + words[1][some] - 1, mode="clip") + shift
    for number, *span in zip(row.tolist(), start.tolist(), end.tolist(), strict=True):
        yield documents[number], (span[0], span[1])


def _ink(document: Document | None, units: Units, unit: int) -> str:
    """Return the text of a unit as its words were read; nothing where its document is gone."""
    if document is None:
        return ""
    text = document.layout.ink if document.layout else document.text
    return text[int(units.start[unit]) : int(units.end[unit])]
