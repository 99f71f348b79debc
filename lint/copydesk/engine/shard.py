"""Shards: what corpus rules keep of some documents, as columns,
in memory or in a folder of `.npy` files.
"""

from __future__ import annotations

import mmap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np

from copydesk.columns.dtypes import AnyArray, Hashes, Ints, Mask, ShortInts

# of a packed key; the other 36 are the key's own: of 50 million keys some 20,000 meet by chance,
# and are judged apart
UNIT_BITS = 28
_MANY_RUNS = 32  # runs of words; reading one brings in 64 KiB to 2 MiB around it
_UNIT = np.uint64((1 << UNIT_BITS) - 1)


@dataclass(frozen=True, slots=True)
class Table:
    """The units of one sketch. `keys` are packed, and ascending once the shard is finished.

    The others have shape (units,), in the order of documents and places. `document` counts in the
    shard, `start` and `end` in the document's text, `first_word` in the shard's words; `size` is in
    words.
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
    """The words of some documents, with the flags of `copydesk.rule` in their hashes,
    and a table for each sketch.

    `word_end` tells where the words of each document end; shape (documents,).
    """

    word_end: Ints
    words: Hashes
    tables: Mapping[str, Table]

    @property
    def documents(self) -> int:
        """How many documents there are."""
        return int(self.word_end.size)

    @property
    def bytes(self) -> int:
        """Memory that the columns take."""
        columns = [
            getattr(table, column.name)
            for table in self.tables.values()
            for column in fields(table)
        ]
        return int(self.words.nbytes + sum(column.nbytes for column in columns))

    def save(self, folder: Path) -> None:
        """Write the columns to a new folder.

        Tables are numbered in the order of their sketches' names.
        """
        folder.mkdir(parents=True)
        np.save(folder / "words.npy", self.words)
        np.save(folder / "word_end.npy", self.word_end)
        for number, (_, table) in enumerate(sorted(self.tables.items())):
            for column in fields(table):
                np.save(folder / f"{number}-{column.name}.npy", getattr(table, column.name))

    @classmethod
    def load(cls, folder: Path, sketches: Iterable[str]) -> Shard:
        """Open a saved shard; pages are read when they are used.

        Raises OSError or ValueError when a file is missing or is no array.
        """

        def column(name: str) -> Any:
            array = np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False)
            if array.dtype != _TYPES[name.rsplit("-", maxsplit=1)[-1]] or array.ndim != 1:
                raise ValueError(f"{name}.npy holds another type of column")
            return array

        tables = {
            key: Table(*(column(f"{number}-{f.name}") for f in fields(Table)))
            for number, key in enumerate(sorted(sketches))
        }
        if any(
            len({getattr(table, f.name).size for f in fields(Table)[:-1]}) != 1
            for table in tables.values()
        ):
            raise ValueError("columns of one table differ in length")
        shard = cls(column("word_end"), column("words"), tables)
        for table in tables.values():  # what points outside would read the words of others
            reach = table.first_word + table.size
            if reach.size and (
                table.first_word.min() < 0
                or reach.max() > shard.words.size
                or table.document.max() >= shard.documents
            ):
                raise ValueError("a unit lies outside its columns")
        return shard

    def select(self, kept: Mask) -> Shard:
        """Return the documents for which `kept`, shape (documents,), is true."""
        number = np.cumsum(kept) - 1
        sizes = np.diff(self.word_end, prepend=0)
        words = np.repeat(kept, sizes)
        moved = np.cumsum(words) - 1  # where each word stands afterwards
        tables = {
            name: _selected(table, kept, number, moved) for name, table in self.tables.items()
        }
        return Shard(np.cumsum(sizes[kept]), self.words[words], tables)


_TYPES = {
    "words": np.uint64,
    "word_end": np.int64,
    "document": np.int64,
    "start": np.int32,
    "end": np.int32,
    "first_word": np.int64,
    "size": np.int32,
    "content": np.uint64,
    "keys": np.uint64,
}


def _selected(table: Table, kept: Mask, number: Ints, moved: Ints) -> Table:
    units = kept[table.document]
    unit = np.cumsum(units) - 1
    keys = table.keys[units[unit_of(table.keys)]]
    packed = np.sort(pack(keys, unit[unit_of(keys)]))
    document, first_word = number[table.document[units]], moved[table.first_word[units]]
    return Table(
        document,
        table.start[units],
        table.end[units],
        first_word,
        table.size[units],
        table.content[units],
        packed,
    )


def let_go(*columns: AnyArray) -> None:
    """Give back the memory of columns that are read from disk.

    They are read again when they are used.
    """
    for column in columns:
        mapped = getattr(column, "_mmap", None)
        if mapped is not None and hasattr(mmap, "MADV_DONTNEED"):
            mapped.madvise(mmap.MADV_DONTNEED)


def pack(key: Hashes, unit: Ints) -> Hashes:
    """Return one sortable number for each key and its unit.

    The leading bits of the key, then the unit.
    """
    return (key & ~_UNIT) | unit.astype(np.uint64)


def unit_of(packed: Hashes) -> Ints:
    """Return the units of packed keys."""
    return (packed & _UNIT).view(np.int64)


def same_key(packed: Hashes) -> AnyArray:
    """Return whether each packed key but the first has the key of the one before it.

    Shape (packed - 1,).
    """
    return (packed[1:] ^ packed[:-1]) <= _UNIT


def merge(shards: Sequence[Shard]) -> Shard:
    """Return one shard of the documents of several, in their order.

    Its keys are not in order: see `finished`.
    """
    if len(shards) == 1:
        return shards[0]
    documents = np.cumsum([0, *(shard.documents for shard in shards)])
    words = np.cumsum([0, *(shard.words.size for shard in shards)])
    tables = {}
    for name in shards[0].tables if shards else ():
        parts = [shard.tables[name] for shard in shards]
        units = np.cumsum([0, *(part.document.size for part in parts)])
        if int(units[-1]) > int(_UNIT):
            raise OverflowError(
                f"more than {int(_UNIT):,} units of one kind; lint parts of the corpus --against the rest"
            )
        tables[name] = _merged(parts, documents, words, units)
    ends = np.concatenate(
        [shard.word_end + base for shard, base in zip(shards, words.tolist(), strict=False)]
    )
    return Shard(ends, np.concatenate([shard.words for shard in shards]), tables)


def finished(shard: Shard) -> Shard:
    """Put the keys of every table in order, in place."""
    for table in shard.tables.values():
        table.keys.sort()
    return shard


def _merged(parts: Sequence[Table], documents: Ints, words: Ints, units: Ints) -> Table:
    def column(name: str, bases: Ints | None = None) -> Any:
        columns = [getattr(part, name) for part in parts]
        return np.concatenate(
            columns
            if bases is None
            else [c + base for c, base in zip(columns, bases.tolist(), strict=False)]
        )

    keys = np.concatenate(
        [part.keys + np.uint64(base) for part, base in zip(parts, units.tolist(), strict=False)]
    )
    return Table(
        column("document", documents),
        column("start"),
        column("end"),
        column("first_word", words),
        column("size"),
        column("content"),
        keys,
    )


class Words:
    """The words of several shards as one column; see `copydesk.rule.WordStore`."""

    def __init__(self, shards: Sequence[Shard]) -> None:
        self._columns = [shard.words for shard in shards]
        self._runs = 0  # read since pages were given back
        self.base: Ints = np.cumsum([0, *(column.size for column in self._columns)])

    def take(self, first: Ints, end: Ints) -> Hashes:
        """Return the words of the runs [first, end), one run after another."""
        sizes = end - first
        position = np.arange(int(sizes.sum())) + np.repeat(
            first - (np.cumsum(sizes) - sizes), sizes
        )
        if len(self._columns) == 1:
            return np.asarray(self._columns[0].take(position), np.uint64)
        out = np.empty(position.size, np.uint64)
        shard = np.repeat(np.searchsorted(self.base, first, side="right") - 1, sizes)
        self._runs += first.size
        full = self._runs > _MANY_RUNS
        for number, column in enumerate(self._columns):
            mine = np.flatnonzero(shard == number)
            out[mine] = column[position[mine] - self.base[number]]
            if full:
                let_go(column)
        self._runs = 0 if full else self._runs
        return out
