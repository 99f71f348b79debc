"""Parcels: the pieces of a corpus that are mapped, and read again, as one.

A parcel is about a mebibyte of small files, a portion of a file of records, or some rows of a data
frame. Its number is its place in the order of documents: of its entry in the list, then in that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import msgspec
import numpy as np
import pyarrow as pa
from msgspec.structs import replace

from copydesk.codes import MISSING_TEXT_FIELD
from copydesk.columns.document_kinds import LABELS
from copydesk.columns.dtypes import Ints
from copydesk.distributed.sending import received, sent
from copydesk.engine.collection import Collection
from copydesk.engine.documents import DocumentStore
from copydesk.engine.join import Corpus
from copydesk.engine.map import Mapper
from copydesk.engine.mapped import Item, Unread
from copydesk.engine.outcome import Outcome
from copydesk.engine.packing import packed
from copydesk.engine.plan import Plan
from copydesk.engine.shard import Shard
from copydesk.finding import Finding, Skipped
from copydesk.reading.read import portions
from copydesk.reading.source import Portion, ReadOptions, Source, Unreadable

PART_BITS = 24  # of a parcel's number: its place in its entry of the list
# The entry, or the partition, from which texts are checked. Those that they are only compared with
# have lower numbers, and so come first, as in a local run.
CHECKED_ENTRY = 1 << 36
ITEMS = "parcel long, blob binary"
PARCELS = "parcel long, documents long, blob binary, facts binary"
Batches = Iterable[Any]  # of pyarrow's record batches


@dataclass(frozen=True, slots=True)
class Parcel:
    """What a parcel is read from, what was found in its files, and its columns, if any."""

    items: Sequence[Item]
    outcomes: Mapping[str, Outcome]
    shard: Shard | None

    @property
    def collection(self) -> Collection:
        """The documents of the parcel as a corpus of their own."""
        paths = sorted(self.outcomes)
        base = np.cumsum([0, *(len(self.outcomes[path].documents) for path in paths)])
        shards = [self.shard] if self.shard else []
        corpus = Corpus(shards, [np.arange(shard.documents) for shard in shards])
        return Collection(paths, base, corpus, dict(self.outcomes), {}, None, {})

    def documents(self, collection: Collection, plan: Plan) -> DocumentStore:
        """Return what reads documents of the parcel again."""
        sources: dict[str, Source] = {}
        cut: dict[str, list[Portion]] = {}
        for item in self.items:
            sources[item.source.path if not isinstance(item, Source) else item.path] = (
                item if isinstance(item, Source) else item.source
            )
            if isinstance(item, Portion):
                cut.setdefault(item.source.path, []).append(item)
        return DocumentStore(
            collection,
            sources,
            plan,
            lambda source, given: cut.get(source.path) or portions(source, given),
        )


class Facts(msgspec.Struct):
    """What the driver keeps of a parcel: counts, and what could not be read.

    `last`: by sketch, the number of the last document with a unit, -1 for none. `lacking`: the
    finding of its records without text. `read`, `unread`: files of which something was read, and
    nothing.
    """

    paragraphs: int
    bytes: int
    crashed: bool
    kinds: list[int]
    last: list[int]
    skipped: list[Skipped]
    lacking: list[Finding]
    read: list[str]
    unread: list[str]


class Numbering(NamedTuple):
    """The numbers of the parcels, ascending, and of the first document of each; one more document
    than there are stands at the end.
    """

    parcel: Ints
    base: Ints

    def first(self, parcel: int) -> int:
        """Return the number of a parcel's first document."""
        return int(self.base[np.searchsorted(self.parcel, parcel)])

    def parcel_of(self, document: Ints) -> Ints:
        """Return the parcels of some documents."""
        row = np.searchsorted(self.base, document, side="right") - 1
        return np.asarray(self.parcel[row], np.int64)


def cut_entries(batches: Batches, *, reading: ReadOptions) -> Iterator[Any]:
    """Yield the parcels of entries of the list: of a file of records a parcel a portion."""
    for entry, blob in _rows(batches, "entry", "blob"):
        sources: list[Source] = received(blob)
        if isinstance(sources, list):
            yield _items(entry << PART_BITS, sources)
            continue
        number = 0
        try:
            for portion in portions(sources, reading):
                yield _items(entry << PART_BITS | number, [portion])
                number += 1
        except Unreadable as error:
            unread = Unread(sources, error.reason, str(error))
            yield _items(entry << PART_BITS | number, [unread])


def _items(parcel: int, items: Sequence[Item]) -> Any:
    return pa.RecordBatch.from_pydict({"parcel": [parcel], "blob": [sent(items)]})


def map_parcels(batches: Batches, *, plan: Plan, sketches: Sequence[str]) -> Iterator[Any]:
    """Read and judge parcels; `sketches`: their names, by which the columns number them."""
    mapper = Mapper(plan, kinds=True)
    for number, blob in _rows(batches, "parcel", "blob"):
        items: list[Item] = received(blob)
        mapped = mapper(items)
        shard = mapped.shards[0] if mapped.shards else None
        parcel = Parcel(items, mapped.outcomes, shard)
        yield parcel_batch(number, parcel, packed(facts_of(parcel, sketches)))


def parcel_batch(number: int, parcel: Parcel, facts: bytes) -> Any:
    """Return a parcel as a batch."""
    documents = parcel.shard.new_documents if parcel.shard else 0
    columns = {"parcel": number, "documents": documents, "blob": sent(parcel), "facts": facts}
    return pa.RecordBatch.from_pydict({name: [value] for name, value in columns.items()})


def facts_of(parcel: Parcel, sketches: Sequence[str]) -> Facts:
    """Return what the driver keeps of a parcel."""
    outcomes, shard = parcel.outcomes.values(), parcel.shard
    whole = {path for path, o in parcel.outcomes.items() if o.documents or o.faults or o.lasting}
    kinds = shard.kind if shard else np.zeros(0, np.uint8)
    return Facts(
        sum(o.paragraphs for o in outcomes),
        sum(o.bytes for o in outcomes),
        any(o.crashed for o in outcomes),
        np.bincount(kinds, minlength=len(LABELS)).tolist(),
        [int(shard.tables[name].document.max(initial=-1)) if shard else -1 for name in sketches],
        [one for o in outcomes for one in o.skipped],
        [fault for o in outcomes for fault in o.faults if fault.rule == MISSING_TEXT_FIELD],
        sorted(whole) if any(isinstance(item, Portion) for item in parcel.items) else [],
        sorted(parcel.outcomes.keys() - whole),
    )


def opened(blob: bytes) -> Parcel:
    """Return a parcel that a task of this run wrote."""
    parcel: Parcel = received(blob)
    return parcel


def is_checked(parcel: int) -> bool:
    """Return whether findings are asked for in the texts of a parcel."""
    return parcel >= CHECKED_ENTRY << PART_BITS


def absolute(source: Source) -> Source:
    """Return a source whose file any process finds."""
    return source if source.file is None else replace(source, file=source.file.absolute())


def _rows(batches: Batches, *names: str) -> Iterator[tuple[Any, ...]]:
    for batch in batches:
        columns = [batch.column(name) for name in names]
        for row in range(batch.num_rows):
            yield tuple(column[row].as_py() for column in columns)
