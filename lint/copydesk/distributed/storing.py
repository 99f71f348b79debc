"""Parcels as they are kept from one run to another: plain rows, of which nothing is executed.

What a run sends between its tasks it wrote itself; an index lies in a lake for months, so it holds
MessagePack and columns of numbers, checked as they are read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pyarrow as pa

from copydesk.distributed.parcels import (
    CHECKED_ENTRY,
    PART_BITS,
    Batches,
    Parcel,
    facts_of,
    opened,
    parcel_batch,
)
from copydesk.engine.mapped import Item, Unread
from copydesk.engine.outcome import Outcome
from copydesk.engine.packing import named, packed, raw, unpacked
from copydesk.engine.shard import Shard
from copydesk.reading.formats import Format, Packing
from copydesk.reading.source import Portion, Source

STORED = "parcel long, items binary, outcomes binary, columns binary, facts binary"
_SCHEMA = pa.schema(
    [
        ("parcel", pa.int64()),
        ("items", pa.binary()),
        ("outcomes", pa.binary()),
        ("columns", pa.binary()),
        ("facts", pa.binary()),
    ]
)
_CHECKED = CHECKED_ENTRY << PART_BITS  # one bit


class _StoredItem(msgspec.Struct, array_like=True):
    """A file, or with `text` a portion of one; names are bytes, since not all are UTF-8."""

    path: bytes
    file: bytes | None
    format: Format
    packing: Packing
    named: bool
    content: bytes | None
    fields: tuple[str, ...]
    text: bytes | None
    first_line: int
    first_offset: int

    @classmethod
    def of(cls, item: Item) -> _StoredItem:
        source = item if isinstance(item, Source) else item.source
        text, line, offset = (
            (item.content, item.first_line, item.first_offset)
            if isinstance(item, Portion)
            else (None, 1, 0)
        )
        return cls(
            raw(source.path),
            None if source.file is None else raw(str(source.file)),
            source.format,
            source.packing,
            source.named,
            source.content,
            source.fields,
            text,
            line,
            offset,
        )

    @property
    def item(self) -> Item:
        source = Source(
            named(self.path),
            None if self.file is None else Path(named(self.file)),
            self.format,
            self.packing,
            self.named,
            self.content,
            fields=self.fields,
        )
        if self.text is None:
            return source
        return Portion(source, self.text, self.first_line, self.first_offset)


def to_store(batches: Batches) -> Iterator[Any]:
    """Yield parcels of a run as they are stored."""
    for batch in batches:
        for row in batch.to_pylist():
            parcel = opened(row["blob"])
            columns = parcel.shard.columns if parcel.shard else {}
            values = (
                row["parcel"] & ~_CHECKED,
                msgspec.msgpack.encode([_StoredItem.of(one) for one in parcel.items]),
                packed(list(parcel.outcomes.values())),
                msgspec.msgpack.encode({name: one.tobytes() for name, one in columns.items()}),
                row["facts"],
            )
            yield pa.RecordBatch.from_arrays(
                [pa.array([one], kind) for one, kind in zip(values, _SCHEMA.types, strict=True)],
                schema=_SCHEMA,
            )


def restored(
    batches: Batches, *, sketches: Sequence[str], replaced: frozenset[str]
) -> Iterator[Any]:
    """Yield stored parcels for a run that has its own state of files that are `replaced`.

    Raises ValueError and msgspec's DecodeError where a row is not what was stored.
    """
    for batch in batches:
        for row in batch.to_pylist():
            parcel = _opened(row, sketches)
            facts = row["facts"]
            if not replaced.isdisjoint(parcel.outcomes):
                parcel = _without(parcel, replaced)
                facts = packed(facts_of(parcel, sketches))
            yield parcel_batch(row["parcel"], parcel, facts)


def _opened(row: Mapping[str, Any], sketches: Sequence[str]) -> Parcel:
    items = msgspec.msgpack.decode(row["items"], type=list[_StoredItem])
    outcomes = unpacked(row["outcomes"], list[Outcome])
    columns = msgspec.msgpack.decode(row["columns"], type=dict[str, bytes])
    shard = (
        Shard.of_columns(lambda name, kind: np.frombuffer(columns[name], kind), sketches).sound()
        if columns
        else None
    )
    if sum(len(one.documents) for one in outcomes) != (shard.documents if shard else 0):
        raise ValueError("the columns of a parcel are not those of its documents")
    return Parcel([one.item for one in items], {one.path: one for one in outcomes}, shard)


def _without(parcel: Parcel, paths: frozenset[str]) -> Parcel:
    """Return a parcel without some files."""
    counts = [len(parcel.outcomes[path].documents) for path in sorted(parcel.outcomes)]
    kept = np.repeat([path not in paths for path in sorted(parcel.outcomes)], counts)
    return Parcel(
        [one for one in parcel.items if _source(one).path not in paths],
        {path: one for path, one in parcel.outcomes.items() if path not in paths},
        parcel.shard.select(kept) if parcel.shard and kept.any() else None,
    )


def _source(item: Item) -> Source:
    return item.source if isinstance(item, (Portion, Unread)) else item
