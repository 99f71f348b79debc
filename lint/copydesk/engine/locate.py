"""Make findings of a corpus rule's links: read the few documents they lie in once more, and show both copies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from copydesk.engine.diagnose import make_finding
from copydesk.engine.join import Units
from copydesk.engine.map import DocumentRef
from copydesk.finding import Finding
from copydesk.reading.document import Document
from copydesk.reading.read import portions, read
from copydesk.reading.source import ReadOptions, Source, Unreadable
from copydesk.rule import Links, Rule
from copydesk.similarity.diff import changes, marked, word_diff


class Shelf:
    """Documents that can be fetched again by number; a file is read once for all that are wanted of it."""

    def __init__(self, references: Sequence[DocumentRef], sources: Mapping[str, Source], options: ReadOptions) -> None:
        self._references, self._sources, self._options = references, sources, options
        self._held: dict[int, Document] = {}

    def fetch(self, numbers: Iterable[int]) -> None:
        """Read these documents, those not held already; one that changed since the run began is left out."""
        wanted: dict[str, dict[tuple[int, int], int]] = defaultdict(dict)
        for number in set(numbers) - self._held.keys():
            reference = self._references[number]
            wanted[reference.path][reference.portion, reference.ordinal] = number
        for path in sorted(wanted):
            self._read_again(self._sources[path], wanted[path])

    def _read_again(self, source: Source, wanted: dict[tuple[int, int], int]) -> None:
        lines = {portion for portion, _ in wanted}
        try:
            for portion in portions(source, self._options):
                if portion.first_line not in lines:
                    continue
                documents, _ = read(portion, self._options)
                for ordinal, document in enumerate(documents):
                    number = wanted.get((portion.first_line, ordinal))
                    if number is not None and len(document.text) == self._references[number].length:
                        self._held[number] = document
        except Unreadable:
            return

    def get(self, number: int) -> Document | None:
        """Return a fetched document."""
        return self._held.get(number)


def link_findings(rule: Rule, links: Links, units: Units, shelf: Shelf) -> list[tuple[Finding, int, int]]:
    """Return the findings of links, each with its copy's and its origin's unit; a link whose files changed meanwhile is left out."""
    found = []
    for row, (copy, origin) in enumerate(zip(links.copy.tolist(), links.origin.tolist(), strict=True)):
        document, other = shelf.get(int(units.document[copy])), shelf.get(int(units.document[origin]))
        if document is None or other is None:
            continue
        span = int(units.start[copy]), int(units.end[copy])
        there = int(units.start[origin]), int(units.end[origin])
        similarity = float(links.similarity[row])
        details = {name: values[row] for name, values in links.details.items()}
        details |= {"similarity": round(similarity, 3), "percent": int(similarity * 100)}
        pieces = word_diff(other.text[slice(*there)], document.text[slice(*span)])
        details["diff"] = marked(pieces) if any(piece.kind != "same" for piece in pieces) else ""
        confidence = float(links.confidence[row])
        place = (other, *there)
        finding = make_finding(rule, document, span, confidence, details, place, similarity=round(similarity, 3), changed=changes(pieces))
        found.append((finding, copy, origin))
    return found
