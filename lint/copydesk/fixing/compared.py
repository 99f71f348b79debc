"""Read documents again and compare them, to decide which of them are copies of a kept one."""

from __future__ import annotations

import bisect
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from copydesk.columns.batch import Batch
from copydesk.finding import Place
from copydesk.fixing.rounds import Lint
from copydesk.reading.document import Document
from copydesk.reading.read import portions, read
from copydesk.reading.source import ReadOptions, Source, Unreadable
from copydesk.report import Report


class Words(NamedTuple):
    """The number of words of a document, and a hash of them all."""

    size: int
    content: bytes

    @classmethod
    def of(cls, document: Document) -> Words:
        """Return those of a document."""
        words = Batch([document.column_text]).words
        return cls(len(words), hashlib.blake2b(words.hash.tobytes(), digest_size=16).digest())


class Similarities:
    """How similar two documents are, as the run found or a comparison made now.

    Documents with the same words share what is known.
    """

    def __init__(self, words: Mapping[Place, Words], report: Report, lint: Lint) -> None:
        self._lint = lint
        self._found: dict[tuple[Place, Place], float] = {}
        first: dict[bytes, Place] = {}
        self._first = {place: first.setdefault(one.content, place) for place, one in words.items()}
        for finding in report.findings:
            for related in finding.related:
                self._note(finding.place, related.place, related.similarity or 0.0)

    def _pair(self, one: Place, other: Place) -> tuple[Place, Place]:
        return self._first.get(one, one), self._first.get(other, other)

    def _note(self, one: Place, other: Place, similarity: float) -> None:
        self._found[self._pair(one, other)] = self._found[self._pair(other, one)] = similarity

    def equal(self, one: Place, other: Place) -> bool:
        """Return whether two documents have the same words: they differ in punctuation at most."""
        first, second = self._pair(one, other)
        return first == second

    def known(self, one: Place, other: Place) -> float:
        """Return the known similarity, 0 if there is none."""
        first, second = self._pair(one, other)
        return 1.0 if first == second else self._found.get((first, second), 0.0)

    def compare(
        self, one: Place, others: Sequence[Place], documents: Mapping[Place, Document]
    ) -> None:
        """Compare one document with those whose similarity to it is unknown.

        In one run, where it comes first, so that all similar ones are linked to it.
        """
        unknown: dict[Place, Place] = {}
        for place in others:
            pair = self._pair(one, place)
            if pair[0] != pair[1] and pair not in self._found:
                unknown.setdefault(pair[1], place)
        if not unknown:
            return
        named = {f"{number:09}": place for number, place in enumerate((one, *unknown.values()))}
        report = self._lint([_source(name, documents[place]) for name, place in named.items()])
        for finding in report.findings:
            for related in finding.related:
                if named[related.place.path] == one:
                    self._note(one, named[finding.place.path], related.similarity or 0.0)


def _source(name: str, document: Document) -> Source:
    return Source(
        name,
        None,
        "markdown" if document.layout else "text",
        content=document.text.encode("utf-8", "surrogatepass"),
    )


def fetch(
    places: Iterable[Place], sources: Mapping[str, Source], options: ReadOptions
) -> dict[Place, Document]:
    """Read the documents at some places; those that cannot be read any more are left out."""
    wanted: dict[str, dict[int, Place]] = defaultdict(dict)
    for place in places:
        wanted[place.path][place.row] = place
    found = {}
    for path, lines in wanted.items():
        ordered = sorted(lines)
        try:
            for portion in portions(sources[path], options):
                for document in read(portion, options, lines)[0]:
                    within = document.origin.lines
                    for line in ordered[
                        bisect.bisect_left(ordered, within.start) : bisect.bisect_left(
                            ordered, within.stop
                        )
                    ]:
                        found[lines[line]] = document
        except Unreadable:
            continue
    return found
