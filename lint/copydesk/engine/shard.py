"""Shards: what a run keeps of some documents, as columns: the hits of document rules, and what
corpus rules compare. In memory, or in a folder of `.npy` files.
"""

from __future__ import annotations

import mmap
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from msgspec import Struct

from copydesk.columns.document_kinds import UNJUDGED, DocumentKind
from copydesk.columns.dtypes import AnyArray, Bytes, Hashes, Ints, Mask
from copydesk.columns.ragged import Runs
from copydesk.engine.hits import COLUMNS, HitTable, joined
from copydesk.engine.plan import numbered_rules
from copydesk.engine.unit_table import MOST_UNITS, UnitTable, merged, selected

_KINDS = (*DocumentKind, UNJUDGED)
_MANY_RUNS = 32  # runs of words; reading one brings in 64 KiB to 2 MiB around it


class Shard(Struct, frozen=True):
    """The hits of some documents, their words, and a table of units for each sketch.

    `kind` tells what each document is (a DocumentKind), `word_end` where its words end; both of
    shape (documents,). The two lowest bits of a word's hash are flags: see `copydesk.candidates`. Words are kept only for sketches.
    `continues`: the first document is the last one of the shard before, from its next window on;
    the words of a unit may begin or end in another shard of its document.
    """

    hits: HitTable
    kind: Bytes
    word_end: Ints
    words: Hashes
    tables: Mapping[str, UnitTable]
    continues: bool = False

    @property
    def documents(self) -> int:
        """How many documents there are."""
        return int(self.word_end.size)

    @property
    def new_documents(self) -> int:
        """How many documents begin in this shard."""
        return self.documents - self.continues

    @property
    def bytes(self) -> int:
        """Memory that the columns take."""
        columns = [
            getattr(table, name)
            for table in self.tables.values()
            for name in table.__struct_fields__
        ]
        return int(self.hits.bytes + self.words.nbytes + sum(column.nbytes for column in columns))

    @property
    def columns(self) -> dict[str, AnyArray]:
        """All columns by their names.

        Tables are numbered in the order of their sketches' names.
        """
        tables = [table for _, table in sorted(self.tables.items())]
        parts: dict[str, HitTable | UnitTable] = {"hit-": self.hits}
        parts |= {f"{number}-": table for number, table in enumerate(tables)}
        out: dict[str, AnyArray] = {
            f"{prefix}{name}": getattr(part, name)
            for prefix, part in parts.items()
            for name in part.__struct_fields__
        }
        return out | {"words": self.words, "word_end": self.word_end, "kind": self.kind}

    def save(self, folder: Path) -> None:
        """Write the columns to a new folder."""
        folder.mkdir(parents=True)
        for name, column in self.columns.items():
            np.save(folder / f"{name}.npy", column)

    @classmethod
    def load(cls, folder: Path, sketches: Iterable[str]) -> Shard:
        """Open a saved shard; pages are read when they are used.

        Raises OSError or ValueError when a file is missing or is no array, or the columns do not
        agree.
        """
        return cls.opened(folder, sketches).sound()

    def sound(self) -> Shard:
        """Return the shard; raises ValueError where its columns do not agree."""
        problem = next(self.problems(), "")
        if problem:
            raise ValueError(problem)
        return self

    @classmethod
    def opened(cls, folder: Path, sketches: Iterable[str]) -> Shard:
        """Open a shard that this run has saved, as `load` does without a look at its values."""
        return cls.of_columns(lambda name, dtype: _column(folder, name, dtype), sketches)

    @classmethod
    def of_columns(cls, column: Callable[[str, Any], Any], sketches: Iterable[str]) -> Shard:
        """Return the shard of `columns`, of which `column` returns one by its name and type."""

        def part(kind: type[Any], prefix: str, types: Mapping[str, Any]) -> Any:
            return kind(
                *(column(f"{prefix}{name}", types[name]) for name in kind.__struct_fields__)
            )

        return cls(
            part(HitTable, "hit-", COLUMNS),
            column("kind", _TYPES["kind"]),
            column("word_end", _TYPES["word_end"]),
            column("words", _TYPES["words"]),
            {
                key: part(UnitTable, f"{number}-", _TYPES)
                for number, key in enumerate(sorted(sketches))
            },
        )

    def problems(self) -> Iterator[str]:
        """Yield what would make a run read the columns of others, or none."""
        hits = self.hits
        if self.kind.size != self.documents or not np.isin(self.kind, _KINDS).all():
            yield "a document has no kind"
        if any(getattr(hits, name).size != len(hits) for name in HitTable.__struct_fields__[:-1]):
            yield "columns of hits differ in length"
        elif len(hits) and (
            hits.document.min() < 0
            or hits.document.max() >= self.documents
            or hits.rule.min() < 0
            or hits.rule.max() >= len(numbered_rules())
            or np.diff(hits.payload_end, prepend=0).min() < 0
            or hits.payload_end[-1] != hits.payload.size
        ):
            yield "a hit lies outside its columns"
        for table in self.tables.values():
            if len({getattr(table, name).size for name in UnitTable.__struct_fields__[:-1]}) != 1:
                yield "columns of one table differ in length"
                continue
            reach = table.first_word + table.size
            if reach.size and (
                table.first_word.min() < 0
                or reach.max() > self.words.size
                or table.document.max() >= self.documents
            ):
                yield "a unit lies outside its columns"

    def select(self, kept: Mask) -> Shard:
        """Return the documents for which `kept`, shape (documents,), is true."""
        number = np.cumsum(kept) - 1
        sizes = np.diff(self.word_end, prepend=0)
        words = np.repeat(kept, sizes)
        moved = np.cumsum(words) - 1  # the new place of each word
        tables = {name: selected(table, kept, number, moved) for name, table in self.tables.items()}
        found = np.flatnonzero(kept[self.hits.document])
        hits = self.hits.take(found, number[self.hits.document[found]])
        return Shard(hits, self.kind[kept], np.cumsum(sizes[kept]), self.words[words], tables)


_TYPES = {
    "kind": np.uint8,
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


def _column(folder: Path, name: str, dtype: Any) -> Any:
    array = np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False)
    if array.dtype != dtype or array.ndim != 1:
        raise ValueError(f"{name}.npy holds another type of column")
    return array


def merge(shards: Sequence[Shard]) -> Shard:
    """Return one shard of the documents of several, in their order.

    Its keys are not in order: see `finished`.
    """
    if len(shards) == 1:
        return shards[0]
    new = np.cumsum([0, *(shard.new_documents for shard in shards)])
    documents = new[:-1] - [shard.continues for shard in shards] + shards[0].continues
    words = np.cumsum([0, *(shard.words.size for shard in shards)])
    tables = {}
    for name in shards[0].tables if shards else ():
        parts = [shard.tables[name] for shard in shards]
        units = np.cumsum([0, *(part.document.size for part in parts)])
        if int(units[-1]) > MOST_UNITS:
            raise OverflowError(
                f"more than {MOST_UNITS:,} units of one kind; lint parts of the corpus --against the rest"
            )
        tables[name] = merged(parts, documents, words, units)
    goes_on = [*(shard.continues for shard in shards[1:]), False]
    ends = np.concatenate(
        [
            shard.word_end[: shard.documents - more] + base
            for shard, more, base in zip(shards, goes_on, words.tolist(), strict=False)
        ]
    )
    kinds = np.concatenate(
        [shard.kind[: shard.documents - more] for shard, more in zip(shards, goes_on, strict=False)]
    )
    hits = joined([shard.hits for shard in shards], documents.tolist())
    together = np.concatenate([shard.words for shard in shards])
    return Shard(hits, kinds, ends, together, tables, shards[0].continues)


def finished(shard: Shard) -> Shard:
    """Put the keys of every table in order, in place."""
    for table in shard.tables.values():
        table.keys.sort()
    return shard


def release(*columns: AnyArray) -> None:
    """Return the memory of columns that are read from disk; they are read again when used."""
    for column in columns:
        mapped = getattr(column, "_mmap", None)
        if mapped is not None and hasattr(mmap, "MADV_DONTNEED"):
            mapped.madvise(mmap.MADV_DONTNEED)


class Words:
    """The words of several shards as one column; a `copydesk.candidates.WordStore`."""

    def __init__(self, shards: Sequence[Shard]) -> None:
        self._columns = [shard.words for shard in shards]
        self._runs = 0  # read since pages were released
        self.base: Ints = np.cumsum([0, *(column.size for column in self._columns)])

    def take(self, first: Ints, end: Ints) -> Hashes:
        """Return the words of the runs [first, end), one run after another."""
        runs = Runs.between(first, end)
        position = runs.positions
        if len(self._columns) == 1:
            return np.asarray(self._columns[0].take(position), np.uint64)
        out = np.empty(position.size, np.uint64)
        owner = np.searchsorted(self.base, first, side="right") - 1
        if (end > self.base[owner + 1]).any():  # units of a document of several windows
            shard = np.searchsorted(self.base, position, side="right") - 1
        else:
            shard = np.repeat(owner, runs.size)
        self._runs += first.size
        full = self._runs > _MANY_RUNS
        for number, column in enumerate(self._columns):
            mine = np.flatnonzero(shard == number)
            out[mine] = column[position[mine] - self.base[number]]
            if full:
                release(column)
        self._runs = 0 if full else self._runs
        return out
