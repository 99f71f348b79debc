"""Read a benchmark, then stream training data past it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import msgspec
import numpy as np

from copydesk.benchmark.index import Index, Matches
from copydesk.columns.batch import Batch, Text
from copydesk.columns.dtypes import Hashes, Ints
from copydesk.columns.ragged import Runs, row_at
from copydesk.engine.batching import batched
from copydesk.engine.windows import SIZES, windows
from copydesk.finding import Place, Skipped
from copydesk.reading.document import Document, Fault
from copydesk.reading.places import clip
from copydesk.reading.read import portions, read
from copydesk.reading.source import ReadOptions, Source, Unreadable

# Words that a run has at least to be looked for: Brown et al. 2020 use 8 to 13, by benchmark.
SHORTEST = 8
MOST_COPIES = 5  # places that are kept of an item


class _Run(NamedTuple):
    """A run of words, and its span of the text."""

    words: int
    start: int
    end: int


class Copy(msgspec.Struct, frozen=True):
    """A place of the training data that shares a run of words with an item."""

    place: Place
    words: int
    text: str


class Item(msgspec.Struct):
    """An item of the benchmark: how many words it has, how many of them are in runs that training
    data share, in how many training documents, and the longest of these runs first.
    """

    place: Place
    text: str
    words: int
    covered: int = 0
    documents: int = 0
    copies: list[Copy] = []

    @property
    def run(self) -> int:
        """The words of the longest run."""
        return self.copies[0].words if self.copies else 0

    @property
    def share(self) -> float:
        """The share of the longest run in the item's words."""
        return self.run / self.words if self.words else 0.0


@dataclass(slots=True)
class Contamination:
    """What was found. `least`: words of a run that make an item contaminated, or all of a shorter
    item; `share`: of the item's words that it must have. `shortest`: items of fewer words are not
    judged.
    """

    items: list[Item]
    least: int
    share: float
    shortest: int
    documents: int = 0
    skipped: list[Skipped] = field(default_factory=list)

    def is_judged(self, item: Item) -> bool:
        """Tell whether an item is long enough."""
        return item.words >= self.shortest

    def is_contaminated(self, item: Item) -> bool:
        """Tell whether training data hold so much of an item."""
        enough = self.is_judged(item) and item.run >= min(self.least, item.words)
        return enough and item.share >= self.share

    @property
    def contaminated(self) -> list[Item]:
        """The contaminated items, in their order."""
        return [item for item in self.items if self.is_contaminated(item)]

    @property
    def judged(self) -> int:
        """How many items are long enough."""
        return sum(map(self.is_judged, self.items))


def search(
    training: Iterable[Source],
    benchmark: Iterable[Source],
    options: ReadOptions,
    *,
    least: int,
    share: float = 0.0,
    progress: Callable[[int], None] | None = None,
) -> Contamination:
    """Find the items of a benchmark in training data, of which a batch is held at a time.

    `progress` is called with the bytes read so far.
    """
    found = Contamination([], least, share, min(SHORTEST, least))
    columns = [np.zeros(0, np.uint64)]
    for documents in batched(_documents(benchmark, options, found.skipped)):
        batch = Batch([document.column_text for document in documents])
        columns.append(batch.words.hash)
        counts = np.diff(_bounds(batch)).ravel().tolist()
        for document, count in zip(documents, counts, strict=True):
            place = document.origin.place(0, len(document.text))
            found.items.append(Item(place, clip(document.text), count, copies=[]))
        batch.clear()
    sizes = np.array([item.words for item in found.items], np.int64)
    looking = _Search(Index(np.concatenate(columns), sizes, found.shortest), found)
    for documents in batched(_documents(training, options, found.skipped, progress), SIZES.whole):
        found.documents += len(documents)
        looking.add(documents)
    looking.finish()
    return found


def _documents(
    sources: Iterable[Source],
    options: ReadOptions,
    skipped: list[Skipped],
    progress: Callable[[int], None] | None = None,
) -> Iterator[Document]:
    """Yield the documents of sources; what cannot be read, and records without text, is noted."""
    done = 0
    for source in sources:
        faults: list[Fault] = []
        try:
            for portion in portions(source, options):
                documents, more = read(portion, options)
                faults += more
                yield from documents
                done += len(portion.content)
                if progress:
                    progress(done)
        except Unreadable as error:
            skipped.append(Skipped(source.path, error.reason, str(error)))
        lacking = [fault for fault in faults if "records" in fault.details]
        if lacking:
            count = sum(fault.details["records"] for fault in lacking)
            first = lacking[0].details
            said = f"{count} without text in {first['field']!r}; they have {first['fields']}"
            skipped.append(Skipped(source.path, "records", said))


def _bounds(batch: Batch) -> Ints:
    """Return the first word and the end of the words of each document; shape (documents, 2)."""
    return np.stack(batch.words_between(batch.document_start, batch.document_end), axis=1)


class _Search:
    """Notes what training documents share with items."""

    def __init__(self, index: Index, found: Contamination) -> None:
        self._index, self._items = index, found.items
        self._words = np.array([item.words for item in found.items], np.int64)
        self._enough = np.minimum(self._words, found.least)
        self._longest = np.zeros(self._words.size, np.int64)
        # of each word of the items: how many more runs begin at it than end
        self._edges = np.zeros(index.words.size + 1, np.int64)

    def add(self, documents: Sequence[Document]) -> None:
        """Note the copies in some documents; one that is too long comes alone, in windows."""
        best: dict[tuple[int, int], _Run] = {}
        if SIZES.cut(documents[0].text):
            for window in windows(documents[0].column_text, SIZES):
                self._find([window.text], window.start, best)
        else:
            self._find([document.column_text for document in documents], 0, best)
        for (item, document), run in sorted(best.items()):
            self._note(item, documents[document], run)

    def _find(self, texts: Sequence[Text], base: int, best: dict[tuple[int, int], _Run]) -> None:
        """Add the longest run of each item and text; `base`: where the texts begin."""
        batch = Batch(texts)
        words, bounds = batch.words, _bounds(batch)
        runs = self._index.find(words.hash, bounds[:, 0], bounds[:, 1])
        item = self._index.item_of(runs.item)
        # Common phrases are many: of runs that are too short to count, the longest is enough.
        rows = np.flatnonzero(
            (runs.words >= self._enough[item]) | (runs.words > self._longest[item])
        )
        document = row_at(bounds[:, 0], runs.text)
        for row in rows.tolist():
            key = int(item[row]), int(document[row])
            at, there, length = self._extended(
                words.hash, bounds[key[1]].tolist(), key[0], runs, row
            )
            if length >= self._enough[key[0]]:
                self._edges[there] += 1
                self._edges[there + length] -= 1
            if key not in best or length > best[key].words:
                shift = base - int(batch.document_start[key[1]])
                start, end = int(words.start[at]), int(words.end[at + length - 1])
                best[key] = _Run(length, start + shift, end + shift)
        batch.clear()

    def _extended(
        self, words: Hashes, document: Sequence[int], item: int, runs: Matches, row: int
    ) -> tuple[int, int, int]:
        """Return a run with the equal words beside it, which the index left out as a template."""
        at, there, length = int(runs.text[row]), int(runs.item[row]), int(runs.words[row])
        known, first, end = self._index.words, self._index.first[item], self._index.end[item]
        while at > document[0] and there > first and words[at - 1] == known[there - 1]:
            at, there, length = at - 1, there - 1, length + 1
        while (
            at + length < document[1]
            and there + length < end
            and words[at + length] == known[there + length]
        ):
            length += 1
        return at, there, length

    def _note(self, number: int, document: Document, run: _Run) -> None:
        item = self._items[number]
        enough = run.words >= self._enough[number]
        item.documents += int(enough)
        if not enough:
            item.copies = [copy for copy in item.copies if copy.words >= self._enough[number]]
        if len(item.copies) < MOST_COPIES or run.words > item.copies[-1].words:
            text = clip(document.text[run.start : run.end])
            place = document.origin.place(run.start, run.end)
            copies = [*item.copies, Copy(place, run.words, text)]
            item.copies = sorted(copies, key=lambda copy: -copy.words)[:MOST_COPIES]
            self._longest[number] = item.copies[0].words

    def finish(self) -> None:
        """Count the words of the items that copied runs cover."""
        inside = np.cumsum(self._edges[:-1]) > 0
        runs = Runs.between(self._index.first, self._index.end)
        covered = runs.reduce(np.add, inside.astype(np.int64)).tolist()
        for item, words in zip(self._items, covered, strict=True):
            item.covered = words
