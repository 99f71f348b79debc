"""Make findings of a corpus rule's links: read the few documents they lie in once more, and show both copies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

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


class Shelf:
    """Documents that can be fetched again by number; a file is read once for all that are wanted of it."""

    def __init__(self, collection: Collection, sources: Mapping[str, Source], options: ReadOptions) -> None:
        self._collection, self._sources, self._options = collection, sources, options
        self._held: dict[int, Document] = {}

    def fetch(self, numbers: Iterable[int]) -> None:
        """Read these documents, those not held already; one that changed since the run began is left out."""
        wanted: dict[str, dict[int, dict[int, tuple[int, int]]]] = defaultdict(lambda: defaultdict(dict))
        for number, path, reference in self._collection.references(sorted(set(numbers) - self._held.keys())):
            wanted[path][reference.portion][reference.line] = number, reference.length
        for path in sorted(wanted):
            self._read_again(self._sources[path], wanted[path])

    def _read_again(self, source: Source, wanted: Mapping[int, Mapping[int, tuple[int, int]]]) -> None:
        try:
            for portion in portions(source, self._options):
                lines = wanted.get(portion.first_line)
                if lines is None:
                    continue
                for document in read(portion, self._options, lines)[0]:
                    number, length = lines[document.origin.line]
                    if len(document.text) == length:
                        self._held[number] = document
        except Unreadable:
            return

    def get(self, number: int) -> Document | None:
        """Return a fetched document."""
        return self._held.get(number)

    def first(self) -> Document:
        """Return the first document, for what concerns all; an empty one of its name where it cannot be read again."""
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
        *(_spans(*side, units, shelf) for side in ((links.copy, links.copy_words), (links.origin, links.origin_words))), strict=True
    )
    for row, ((document, span), (other, there)) in enumerate(sides):
        if document is None or other is None:
            continue
        similarity = round(float(links.similarity[row]), 3)
        details = {name: values[row] for name, values in links.details.items()}
        pieces = word_diff(other.text[slice(*there)], document.text[slice(*span)])
        details |= {"similarity": similarity, "percent": int(similarity * 100), "diff": marked(pieces) if len(pieces) > 1 else ""}
        place = (other, *there)
        removable = links.removable is not None and bool(links.removable[row])
        remedy = Remedy("unsafe", [(*span, None)]) if removable else None
        sure, changed = float(links.confidence[row]), changes(pieces)
        finding = make_finding(rule, document, span, sure, details, place, similarity=similarity, changed=changed, remedy=remedy)
        found.append(Linked(finding, row, added(pieces)))
    return found


def _spans(unit: Ints, words: tuple[Ints, Ints] | None, units: Units, shelf: Shelf) -> Iterator[tuple[Document | None, tuple[int, int]]]:
    """Yield the document and the span of each linked unit, or of the part of it that is meant."""
    rows = zip(*(column[unit].tolist() for column in (units.document, units.start, units.end)), strict=True)
    for row, (number, start, end) in enumerate(rows):
        document = shelf.get(number)
        if document and words:
            ink = document.layout.ink if document.layout else document.text
            table = Batch([Text(ink[start:end])]).words  # a unit has the words that it has in its document
            start, end = start + int(table.start[words[0][row]]), start + int(table.end[words[1][row] - 1])
        yield document, (start, end)
