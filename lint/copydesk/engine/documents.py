"""Documents of the corpus by number: held since they were mapped, or read again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import numpy as np
from msgspec.structs import replace

from copydesk.columns.batch import Batch
from copydesk.columns.document_kinds import LABELS, UNJUDGED, DocumentKind
from copydesk.columns.dtypes import Bytes, Ints
from copydesk.columns.ragged import distinct
from copydesk.config.kinds import KindsOfFiles
from copydesk.engine.batching import batched
from copydesk.engine.calibration import Documents
from copydesk.engine.collection import Collection
from copydesk.engine.join import Corpus
from copydesk.engine.outcome import DocumentRef
from copydesk.engine.plan import Plan
from copydesk.language.kinds import kinds_of
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
        plan: Plan,
        cut: Callable[[Source, ReadOptions], Iterable[Portion]] = portions,
    ) -> None:
        self._collection, self._sources, self._options = collection, sources, plan.reading
        self._cut = cut
        self._stated, self._kinds = KindsOfFiles(plan.kinds), collection.corpus.kinds()
        self._held = {
            number: self._of_kind(number, document) for number, document in collection.held.items()
        }
        self._known: dict[int, tuple[str, DocumentRef]] = {}

    def _of_kind(self, number: int, document: Document) -> Document:
        kind = int(self._kinds[number])
        stated = self._stated.of(document.origin.path) or document.kind
        return replace(document, kind=stated if kind == UNJUDGED else DocumentKind(kind))

    @property
    def corpus(self) -> Corpus:
        """The columns of all documents, with their kinds."""
        return replace(self._collection.corpus, kinds_of=self.kinds_of)

    def facts(self, numbers: Ints, linked: Ints, beside: Ints) -> Documents:
        """Return what confidence depends on: the lengths of some documents, and the kinds of these
        and of those `linked`; of others 0.

        Those `beside` are wanted soon: where documents have to be read, they are too, in one pass.
        """
        numbered = np.concatenate((numbers, linked))
        if (self._kinds[numbered] == UNJUDGED).any():
            self.fetch(distinct(np.concatenate((numbered, beside))).tolist())
        self.kinds_of(numbered)
        kind = np.where(self._kinds == UNJUDGED, 0, self._kinds).astype(np.int64)
        return Documents(kind, self._collection.lengths(numbers), LABELS)

    def kinds_of(self, numbers: Ints) -> Bytes:
        """Return the DocumentKind of some documents; those not judged so far are read, and held."""
        unknown = distinct(numbers[self._kinds[numbers] == UNJUDGED]).tolist()
        if unknown:
            self.fetch(unknown)
            self._judge(unknown)
        return self._kinds[numbers]

    def all_kinds(self) -> Bytes:
        """Return the DocumentKind of every document, shape (documents,)."""
        self._judge(np.flatnonzero(self._kinds == UNJUDGED).tolist())
        return self._kinds

    def _judge(self, numbers: Sequence[int]) -> None:
        """Judge kinds; of a document that changed since the run began it is unclear."""
        self._kinds[numbers] = DocumentKind.UNCLEAR
        order: list[int] = []

        def documents() -> Iterator[Document]:
            for number, document in self.stream(numbers):
                order.append(number)
                yield document

        for some in batched(documents()):
            batch = Batch([document.column_text for document in some])
            rows, order[: len(some)] = order[: len(some)], []
            self._kinds[rows] = batch.derive(kinds_of).kind
            batch.clear()
        for number in self._held.keys() & set(numbers):
            self._held[number] = self._of_kind(number, self._held[number])

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
