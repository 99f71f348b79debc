"""Documents of the corpus by number: held since they were mapped, or read again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from copydesk.columns.document_kinds import DocumentKind
from copydesk.engine.collection import Collection
from copydesk.engine.outcome import DocumentRef
from copydesk.reading.document import Document
from copydesk.reading.places import FileOrigin
from copydesk.reading.read import portions, read
from copydesk.reading.source import Portion, ReadOptions, Source, Unreadable


class DocumentStore:
    """Fetches documents by number; a file is read once for all that are asked of it at a time.

    A document that changed since the run began is not found. `cut` yields the portions of a source.
    """

    def __init__(
        self,
        collection: Collection,
        sources: Mapping[str, Source],
        options: ReadOptions,
        cut: Callable[[Source, ReadOptions], Iterable[Portion]] = portions,
    ) -> None:
        self._collection, self._sources, self._options = collection, sources, options
        self._cut = cut
        self._held = {
            number: self._of_kind(number, document) for number, document in collection.held.items()
        }
        self._known: dict[int, tuple[str, DocumentRef]] = {}

    def _of_kind(self, number: int, document: Document) -> Document:
        return replace(document, kind=DocumentKind(int(self._collection.kinds[number])))

    def look_up(self, numbers: Sequence[int]) -> None:
        """Learn where documents lie, so that forked processes need not ask the cache's database."""
        unknown = [n for n in numbers if n not in self._held and n not in self._known]
        self._known.update(self._collection.references(sorted(unknown)))

    def fetch(self, numbers: Sequence[int]) -> None:
        """Read these documents, and hold them."""
        for number, document in self.stream(numbers):
            self._held[number] = document

    def get(self, number: int) -> Document | None:
        """Return a document that is held."""
        return self._held.get(number)

    def first(self) -> Document:
        """Return the first document, for what concerns all.

        An empty one of its name where it cannot be read again.
        """
        self.fetch([0])
        return self._held.get(0) or Document("", FileOrigin(self._collection.paths[0], ""))

    def stream(self, numbers: Sequence[int]) -> Iterator[tuple[int, Document]]:
        """Yield documents with their numbers, those held first, holding no more."""
        held = [number for number in numbers if number in self._held]
        yield from ((number, self._held[number]) for number in held)
        if len(held) < len(numbers):
            self.look_up(numbers)
            yield from self._read_again(n for n in numbers if n not in self._held)

    def _read_again(self, numbers: Iterable[int]) -> Iterator[tuple[int, Document]]:
        wanted: dict[str, dict[int, dict[int, tuple[int, int]]]] = defaultdict(
            lambda: defaultdict(dict)
        )
        for number in numbers:
            path, reference = self._known[number]
            wanted[path][reference.portion][reference.line] = number, reference.length
        for path in sorted(wanted):
            yield from self._of_file(self._sources[path], wanted[path])

    def _of_file(
        self, source: Source, wanted: dict[int, dict[int, tuple[int, int]]]
    ) -> Iterator[tuple[int, Document]]:
        try:
            for portion in self._cut(source, self._options):
                lines = wanted.pop(portion.first_line, None)
                for document in read(portion, self._options, lines)[0] if lines else ():
                    number, length = lines[document.origin.lines.start]  # type: ignore[index]
                    if len(document.text) == length:
                        yield number, self._of_kind(number, document)
                if not wanted:
                    return
        except Unreadable:
            return
