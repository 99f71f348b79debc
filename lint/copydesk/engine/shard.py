"""Shards: what corpus rules keep of some documents, as columns, in memory or in a folder of `.npy` files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np

from copydesk.columns.dtypes import AnyArray, Hashes, Ints, ShortInts

UNIT_BITS = 28  # of a packed key; the other 36 are the key's own: of 50 million keys some 20,000 meet by chance, and are judged apart
_UNIT = np.uint64((1 << UNIT_BITS) - 1)


@dataclass(frozen=True, slots=True)
class Table:
    """The units of one sketch. `keys` are packed and ascending; the others have shape (units,), in the order of documents and places.

    `document` counts in the shard, `start` and `end` in the document's text, `first_word` in the shard's words; `size` is in words.
    """

    document: Ints
    start: ShortInts
    end: ShortInts
    first_word: Ints
    size: ShortInts
    content: Hashes
    keys: Hashes


@dataclass(frozen=True, slots=True)
class Shard:
    """The words of some documents, with the flags of `copydesk.rule` in their hashes, and a table for each sketch."""

    documents: int
    words: Hashes
    tables: Mapping[str, Table]

    @property
    def bytes(self) -> int:
        """Memory that the columns take."""
        columns = [getattr(table, column.name) for table in self.tables.values() for column in fields(table)]
        return int(self.words.nbytes + sum(column.nbytes for column in columns))

    def save(self, folder: Path) -> None:
        """Write the columns to a new folder; tables are numbered in the order of their sketches' names."""
        folder.mkdir(parents=True)
        np.save(folder / "words.npy", self.words)
        for number, (_, table) in enumerate(sorted(self.tables.items())):
            for column in fields(table):
                np.save(folder / f"{number}-{column.name}.npy", getattr(table, column.name))

    @classmethod
    def load(cls, folder: Path, documents: int, sketches: Sequence[str]) -> Shard:
        """Open a saved shard; pages are read when they are used. Raises OSError or ValueError when a file is missing or is no array."""

        def column(name: str) -> Any:
            return np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False)

        return cls(
            documents,
            column("words"),
            {key: Table(*(column(f"{number}-{f.name}") for f in fields(Table))) for number, key in enumerate(sorted(sketches))},
        )


def pack(key: Hashes, unit: Ints) -> Hashes:
    """Return one sortable number for each key and its unit: the leading bits of the key, then the unit."""
    return (key & ~_UNIT) | unit.astype(np.uint64)


def unit_of(packed: Hashes) -> Ints:
    """Return the units of packed keys."""
    return (packed & _UNIT).astype(np.int64)


def same_key(packed: Hashes) -> AnyArray:
    """Return whether each packed key but the first has the key of the one before it; shape (packed - 1,)."""
    return (packed[1:] ^ packed[:-1]) <= _UNIT


def merge(shards: Sequence[Shard]) -> Shard:
    """Return one shard of the documents of several, in their order."""
    if len(shards) == 1:
        return shards[0]
    documents = np.cumsum([0, *(shard.documents for shard in shards)])
    words = np.cumsum([0, *(shard.words.size for shard in shards)])
    tables = {}
    for name in shards[0].tables if shards else ():
        parts = [shard.tables[name] for shard in shards]
        units = np.cumsum([0, *(part.document.size for part in parts)])
        if int(units[-1]) > int(_UNIT):
            raise OverflowError(f"more than {int(_UNIT):,} units of one kind; lint parts of the corpus --against the rest")
        tables[name] = _merged(parts, documents, words, units)
    return Shard(int(documents[-1]), np.concatenate([shard.words for shard in shards]), tables)


def _merged(parts: Sequence[Table], documents: Ints, words: Ints, units: Ints) -> Table:
    def column(name: str, bases: Ints | None = None) -> Any:
        columns = [getattr(part, name) for part in parts]
        return np.concatenate(columns if bases is None else [c + base for c, base in zip(columns, bases.tolist(), strict=False)])

    keys = np.concatenate([part.keys + np.uint64(base) for part, base in zip(parts, units.tolist(), strict=False)])
    keys.sort()
    return Table(
        column("document", documents), column("start"), column("end"), column("first_word", words), column("size"), column("content"), keys
    )


class Words:
    """The words of several shards as one column; see `copydesk.rule.WordStore`."""

    def __init__(self, shards: Sequence[Shard]) -> None:
        self._columns = [shard.words for shard in shards]
        self.base: Ints = np.cumsum([0, *(column.size for column in self._columns)])

    def take(self, first: Ints, end: Ints) -> Hashes:
        """Return the words of the runs [first, end), one run after another."""
        sizes = end - first
        position = np.arange(int(sizes.sum())) + np.repeat(first - (np.cumsum(sizes) - sizes), sizes)
        if len(self._columns) == 1:
            return np.asarray(self._columns[0].take(position), np.uint64)
        out = np.empty(position.size, np.uint64)
        shard = np.repeat(np.searchsorted(self.base, first, side="right") - 1, sizes)
        for number, column in enumerate(self._columns):
            mine = np.flatnonzero(shard == number)
            out[mine] = column[position[mine] - self.base[number]]
        return out
