"""The files of a run as one collection.

What is known of them from the store, what was mapped now, and their documents' numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from copydesk.columns.dtypes import Ints, Mask
from copydesk.engine.hits import HitTable, joined
from copydesk.engine.join import Corpus
from copydesk.engine.mapped import Item, Unread
from copydesk.engine.outcome import DocumentRef, Outcome
from copydesk.engine.plan import Plan, Resources
from copydesk.engine.pool import map_all
from copydesk.engine.shard import Shard, finished, merge
from copydesk.engine.spill import Spill
from copydesk.engine.timings import Timings
from copydesk.reading.document import Document
from copydesk.reading.formats import RECORDS
from copydesk.reading.read import portions
from copydesk.reading.source import Source, Unreadable

if TYPE_CHECKING:
    from copydesk.engine.store import Entry, Store

_TASK_BYTES = 1 << 20
_DOCUMENT_SIZE = 4  # bytes for each character of a document: its text, its raw record, its layout
_HELD = 1 << 24  # characters of documents with hits that are held to locate them without reading
_LONG_BYTES = 32 << 20  # of a file that is one document
_PARALLEL_BYTES = 4 << 20  # below this a second process costs more than it saves


class Collection(Struct, frozen=True, dict=True):
    """Files in the order of their documents: those that are not checked first, each sort by path.

    `base` is the number of each one's first document, with one more at the end.
    """

    paths: Sequence[str]
    base: Ints
    corpus: Corpus
    fresh: Mapping[str, Outcome]
    known: Mapping[str, Entry]
    store: Store | None
    held: Mapping[int, Document]

    def outcome(self, path: str) -> Outcome:
        """Return what a file gave."""
        if path in self.fresh:
            return self.fresh[path]
        assert self.store
        return self.store.outcome(path)

    def hits(self, asked: Mask | None = None) -> HitTable:
        """Return the hits of all documents, or of those `asked`, shape (documents,)."""
        tables = []
        for shard, number in zip(self.corpus.shards, self.corpus.number, strict=True):
            document = number[shard.hits.document]
            kept = document >= 0
            if asked is not None:
                kept[kept] = asked[document[kept]]
            rows = np.flatnonzero(kept)
            tables.append(shard.hits.take(rows, document[rows]))
        return joined(tables, [0] * len(tables))

    def file_of(self, documents: Ints) -> Ints:
        """Return the place in `paths` of the file of each of some documents."""
        return np.asarray(np.searchsorted(self.base, documents, side="right") - 1, np.int64)

    def references(self, numbers: Iterable[int]) -> Iterator[tuple[int, tuple[str, DocumentRef]]]:
        """Yield number, file and place of some documents."""
        held: dict[str, Outcome] = {}
        for number in numbers:
            row = int(np.searchsorted(self.base, number, side="right")) - 1
            path = self.paths[row]
            held[path] = held.get(path) or self.outcome(path)
            yield number, (path, held[path].documents[number - int(self.base[row])])

    def lengths(self, numbers: Ints) -> Ints:
        """Return the lengths of some documents, 0 for others; shape (documents,)."""
        length = np.zeros(int(self.base[-1]), np.int64)
        some = numbers.tolist()
        length[numbers] = [reference.length for _, (_, reference) in self.references(some)]
        return length

    def documents_of(self, paths: Iterable[str]) -> Mask:
        """Tell which documents are in these files; shape (documents,)."""
        wanted = set(paths)
        rows = np.array([path in wanted for path in self.paths], np.bool_)
        return np.repeat(rows, np.diff(self.base))

    @property
    def paragraphs(self) -> int:
        """Blocks of all documents."""
        return sum(o.paragraphs for o in self.fresh.values()) + sum(
            entry.paragraphs for entry in self.known.values()
        )

    @property
    def bytes(self) -> int:
        """Bytes of all files, unpacked."""
        return sum(o.bytes for o in self.fresh.values()) + sum(
            entry.bytes for entry in self.known.values()
        )


def collect(
    plan: Plan,
    sources: Sequence[Source],
    digests: Mapping[str, str],
    store: Store | None,
    timings: Timings,
    resources: Resources,
    spill: Spill,
    checked: Callable[[str], bool] = lambda path: True,
) -> Collection:
    """Map the sources that the store does not know, remember them, and number the documents of all.

    `sources` are in the order of their paths; those that are not `checked` are numbered first.
    Columns that `spill` has no room for are written to
    its folder, and then nothing is remembered.
    """
    known = _unchanged(store.entries() if store else {}, sources, digests)
    fresh: dict[str, Outcome] = {}
    shards: list[Shard] = []
    saved: list[Shard] = []
    held: dict[int, Document] = {}
    unknown = [source for source in sources if source.path not in known]
    several = sum(size_of(source) for source in unknown) > _PARALLEL_BYTES
    done = documents = 0
    for mapped in map_all(
        plan,
        _tasks(unknown, plan),
        resources.jobs if several else 1,
        timed=resources.timed,
        kinds=resources.kinds,
        is_long=_is_long,
        room=min(_HELD, spill.room // _DOCUMENT_SIZE),
    ):
        for path, outcome in mapped.outcomes.items():
            done += outcome.bytes
            if path in fresh:
                fresh[path].add(outcome)
            else:
                fresh[path] = outcome
        held.update({documents + number: document for number, document in mapped.held.items()})
        documents += mapped.documents
        shards += mapped.shards
        timings.add(mapped.seconds)
        if spill.needed(sum(shard.bytes for shard in shards), partial=mapped.partial):
            saved.append(_spilled(shards, spill.folder / str(len(saved))))
            shards = []
        if resources.progress:
            resources.progress(done)
    for source in unknown:  # a file of no records has no portion, so nothing named it so far
        fresh.setdefault(source.path, Outcome(source.path))
    with timings("join"):
        last = [finished(merge(shards))] if shards else []
    if store and not saved:
        with timings("cache"):
            store.add(fresh.values(), digests, last[0] if last else None)
    paths = sorted((source.path for source in sources), key=checked)
    return _numbered(paths, fresh, [*saved, *last], known, store, held)


def _unchanged(
    entries: Mapping[str, Entry], sources: Sequence[Source], digests: Mapping[str, str]
) -> dict[str, Entry]:
    """Return the entries of sources whose content is what it was."""
    return {
        s.path: entries[s.path]
        for s in sources
        if s.path in entries and entries[s.path].digest == digests.get(s.path)
    }


def _spilled(shards: Sequence[Shard], folder: Path) -> Shard:
    whole = finished(merge(shards))
    whole.save(folder)
    return replace(Shard.opened(folder, whole.tables), continues=whole.continues)


def _numbered(
    paths: Sequence[str],
    fresh: Mapping[str, Outcome],
    shards: Sequence[Shard],
    known: Mapping[str, Entry],
    store: Store | None,
    held: Mapping[int, Document],
) -> Collection:
    """Number the documents; those of `held` have the numbers of the order in which they came."""
    counts = [
        len(fresh[path].documents)
        if path in fresh
        else known[path].documents
        if path in known
        else 0
        for path in paths
    ]
    base = np.cumsum([0, *counts])
    first = dict(zip(paths, base.tolist(), strict=False))
    numbers: list[Ints] = []
    mine = [
        np.arange(first[path], first[path] + len(outcome.documents))
        for path, outcome in sorted(fresh.items())
    ]
    flat = np.concatenate(mine) if mine else np.zeros(0, np.int64)
    renumbered = {int(flat[number]): document for number, document in held.items()}
    ends = np.cumsum([shard.new_documents for shard in shards], dtype=np.int64).tolist()
    numbers += [flat[end - shard.documents : end] for shard, end in zip(shards, ends, strict=True)]
    saved: dict[str, list[tuple[int, int, int]]] = {}
    for path, entry in known.items():
        if entry.shard and entry.documents:
            saved.setdefault(entry.shard, []).append((entry.first, first[path], entry.documents))
    stored: list[Shard] = []
    for name, files in saved.items():
        assert store
        stored.append(store.shard(name))
        begin, number, count = np.array(files, np.int64).T
        there = np.arange(int(count.sum())) - np.repeat(np.cumsum(count) - count, count)
        numbers.append(np.full(stored[-1].documents, -1, np.int64))
        numbers[-1][np.repeat(begin, count) + there] = np.repeat(number, count) + there
    return Collection(
        paths, base, Corpus([*shards, *stored], numbers), fresh, known, store, renumbered
    )


def size_of(source: Source) -> int:
    """Return about how many bytes a source has, unpacked; 0 where it cannot be known."""
    if source.file is None:
        return len(source.content or b"")
    try:
        return source.file.stat().st_size * (4 if source.packing else 1)
    except OSError:
        return 0


def _is_long(items: Sequence[Item]) -> bool:
    return any(isinstance(item, Source) and size_of(item) > _LONG_BYTES for item in items)


def _tasks(sources: Sequence[Source], plan: Plan) -> Iterator[list[Item]]:
    """Yield items to map together: about a mebibyte of small files, or a portion of a large one."""
    waiting: list[Item] = []
    size = 0
    for source in sources:
        if source.format not in RECORDS:
            waiting.append(source)
            size += size_of(source)
            if size >= _TASK_BYTES:
                yield waiting
                waiting, size = [], 0
            continue
        if waiting:
            yield waiting
            waiting, size = [], 0
        try:
            for portion in portions(source, plan.reading):
                yield [portion]
        except Unreadable as error:
            yield [Unread(source, error.reason, str(error))]
    if waiting:
        yield waiting
