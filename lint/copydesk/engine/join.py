"""The join on equal keys between a corpus rule's halves: sort, then link each bucket's members.

Units of equal content are collapsed first: only the first of each takes part in the join, the
others are paired with it. A bucket is linked as a star around its first member, and each member
with the one before it: two pairs a member, so a bucket of a hundred thousand costs two hundred
thousand pairs and is never dropped (docs/adr/0005). Keys are taken a part of their range at a time,
so that memory stays bounded; and where only some documents are asked for, only the buckets that
they are in.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
from msgspec import Struct

from copydesk.candidates import Candidates
from copydesk.columns.document_kinds import UNJUDGED
from copydesk.columns.dtypes import Bytes, Hashes, Ints, Mask, ShortInts
from copydesk.columns.ragged import distinct, heads
from copydesk.engine.shard import Shard, Words, release
from copydesk.engine.unit_table import UNIT_BITS, pack, same_key, unit_of

_UNIT_BITS = np.uint64(UNIT_BITS)
_KEYS = 1 << 20  # keys sorted at a time: 8 MiB, and several times as much for what is made of them


class Corpus(Struct, frozen=True):
    """Some shards as one corpus: `number[s][d]` is the place of document d of shard s in the
    order of paths, -1 where it is gone. `kinds_of` returns the DocumentKind of some documents.
    """

    shards: Sequence[Shard]
    number: Sequence[Ints]
    kinds_of: Callable[[Ints], Bytes] | None = None

    def kinds(self) -> Bytes:
        """Return the kinds that were judged so far, UNJUDGED for others; shape (documents,)."""
        documents = max((int(number.max(initial=-1)) for number in self.number), default=-1) + 1
        out = np.full(documents, UNJUDGED, np.uint8)
        for shard, number in zip(self.shards, self.number, strict=True):
            live = number >= 0
            out[number[live]] = shard.kind[live]
        return out


class Units(Struct, frozen=True):
    """Units of a corpus rule: `document`, `start` and `end` in that document's text,
    `size` in words; shape (units,).
    """

    document: Ints | ShortInts
    start: ShortInts
    end: ShortInts
    size: ShortInts

    def take(self, rows: Ints) -> Units:
        """Return some of the units."""
        return Units(self.document[rows], self.start[rows], self.end[rows], self.size[rows])


class Join:
    """The units of one sketch over a corpus, numbered in the order of documents and places,
    and what shares a key with what.
    """

    def __init__(self, corpus: Corpus, sketch: str) -> None:
        tables = [shard.tables[sketch] for shard in corpus.shards]
        self._words = Words(corpus.shards)
        document = _together(
            [
                number[table.document].astype(np.int32)
                for number, table in zip(corpus.number, tables, strict=True)
            ]
        )
        self._ordered = document.size == 0 or bool(
            (document[:-1] <= document[1:]).all() and document[0] >= 0
        )
        order = slice(None) if self._ordered else _in_order(document)
        bases = np.cumsum([0, *(table.document.size for table in tables)])
        number = np.full(document.size, -1, np.int32)
        number[order] = np.arange(number[order].size)
        self._each = [
            (table, number[first:end])
            for table, first, end in zip(tables, bases, bases[1:], strict=False)
        ]
        self._kinds_of = corpus.kinds_of
        start, end, size = (
            _together([getattr(t, name) for t in tables])[order]
            for name in ("start", "end", "size")
        )
        self.units = Units(document[order], start, end, size)
        self._first_word = _together(
            [t.first_word + base for t, base in zip(tables, self._words.base, strict=False)]
        )[order]
        self._copies, self._representative = _equal_content(
            _together([t.content for t in tables])[order]
        )
        self._answer: tuple[Mask | None, Candidates] | None = None
        none = np.zeros(self._representative.size, np.bool_)
        self._looked_up = none, np.zeros(0, np.uint64)  # units, and the keys that they have
        self.reached: dict[
            str, Mask
        ] = {}  # by rule, the units in a cluster with those it was asked about
        release(*(getattr(table, name) for table in tables for name in table.__struct_fields__))

    def candidates(self, focus: Mask | None = None) -> Candidates:
        """Return the pairs to judge: all, or those of which a unit in `focus`, shape (units,),
        is one.

        The last answer is kept: rules that share a sketch ask the same.
        """
        if self._answer is None or not _same(focus, self._answer[0]):
            self._answer = None
            self._answer = focus, self._candidates(focus)
        return self._answer[1]

    def _candidates(self, focus: Mask | None) -> Candidates:
        copies = self._copies
        pairs = itertools.chain(
            [(self._representative[copies].astype(np.int64), copies)],
            (_pairs(keys) for keys in self._keys(focus)),
        )
        # Packed as they come: a pair that several keys bring is held once for each part of them.
        packed = np.concatenate([_packed_pairs(first, second, focus) for first, second in pairs])
        first, second = _sides(packed)
        return Candidates(
            self.units.document,
            self._first_word,
            self.units.size,
            self._words,
            self._representative,
            first,
            second,
            self._kinds_of,
        )

    def _keys(self, focus: Mask | None) -> Iterator[Hashes]:
        """Yield packed keys, each time all of those that are equal, and sorted.

        Of units that were not collapsed.
        """
        if focus is not None:
            wanted = self._wanted(focus)
            yield self._renumbered([_of_keys(table.keys, wanted) for table, _ in self._each])
            return
        total = sum(table.keys.size for table, _ in self._each)
        edges = (
            np.linspace(0, 2.0**64, -(-total // _KEYS) + 1)[1:-1].astype(np.uint64)
            >> _UNIT_BITS
            << _UNIT_BITS
        )
        cuts = []
        for table, _ in self._each:
            cuts.append(
                np.concatenate(([0], np.searchsorted(table.keys, edges), [table.keys.size]))
            )
            release(table.keys)
        for part in range(edges.size + 1 if total else 0):
            yield self._renumbered(
                [
                    table.keys[cut[part] : cut[part + 1]]
                    for (table, _), cut in zip(self._each, cuts, strict=True)
                ]
            )
            release(*(table.keys for table, _ in self._each))

    def _wanted(self, focus: Mask) -> Hashes:
        """Return the keys of units in focus, ascending and shifted down, and those looked up before,
        which bring no pair that touches these units.

        To look keys up is to go through all: a cluster that grows asks for its new units only.
        """
        known, keys = self._looked_up
        more = focus & ~known
        if more.any():
            found = _together([self._held(t.keys, number, more) for t, number in self._each])
            keys = distinct(np.concatenate((keys, found >> _UNIT_BITS)))
            self._looked_up = known | more, keys
        return keys

    @staticmethod
    def _held(keys: Hashes, number: Ints, focus: Mask) -> Hashes:
        """Return the keys of a table that units in focus have."""
        mine = np.append(focus, False)[number]  # a number of -1 is gone
        return keys[mine.take(unit_of(keys))] if mine.any() else keys[:0]

    def _renumbered(self, keys: Sequence[Hashes]) -> Hashes:
        """Return the tables' keys with the corpus's numbers of units, sorted.

        Without units that are gone or collapsed.
        """
        parts = []
        for part, (_, number) in zip(keys, self._each, strict=True):
            unit = number[unit_of(part)]
            lone = (unit >= 0) & (self._representative[unit] == unit)
            parts.append(pack(part[lone], unit[lone]))
        if len(parts) == 1 and self._ordered:
            return parts[0]
        return np.sort(_together(parts))


def _together(columns: Sequence[Any]) -> Any:
    return np.concatenate(columns) if columns else np.zeros(0, np.int64)


def _same(one: Mask | None, other: Mask | None) -> bool:
    return one is other if one is None or other is None else np.array_equal(one, other)


def _in_order(document: ShortInts) -> Ints:
    """Return the rows of units in the order of their documents.

    Those of documents that are gone are left out.
    """
    live = np.flatnonzero(document >= 0)
    return np.asarray(live[np.argsort(document[live], kind="stable")], np.int64)


def _of_keys(keys: Hashes, wanted: Hashes) -> Hashes:
    """Return the packed keys whose key is one of those wanted (ascending, shifted down)."""
    first = np.searchsorted(keys, wanted << _UNIT_BITS)
    count = np.searchsorted(keys, (wanted + np.uint64(1)) << _UNIT_BITS) - first
    count[count < 0] = keys.size - first[count < 0]  # the last key of all has no successor
    return np.asarray(
        keys[np.arange(int(count.sum())) + np.repeat(first - (np.cumsum(count) - count), count)],
        np.uint64,
    )


def _packed_pairs(first: Ints, second: Ints, focus: Mask | None) -> Ints:
    """Return pairs as one number each, without those that touch no unit in `focus`."""
    if focus is not None:
        near = focus[first] | focus[second]
        first, second = first[near], second[near]
    return distinct(first << np.int64(32) | second)


def _sides(packed: Ints) -> tuple[ShortInts, ShortInts]:
    """Return the units of packed pairs, each pair once, in order; `packed` is put in order."""
    packed.sort()
    once = heads(packed)
    count = int(np.count_nonzero(once))
    first, second = np.empty(count, np.int32), np.empty(count, np.int32)
    done = 0
    for row in range(0, packed.size, _KEYS):
        some = packed[row : row + _KEYS][once[row : row + _KEYS]]
        rows = slice(done, done + some.size)
        first[rows], second[rows] = some >> np.int64(32), some & np.int64(0xFFFFFFFF)
        done += some.size
    return first, second


def _pairs(keys: Hashes) -> tuple[Ints, Ints]:
    """Return the pairs of each bucket of sorted packed keys, the smaller unit first.

    A unit is never paired with itself.
    """
    same = same_key(keys)
    at = np.flatnonzero(same) + 1
    unit = unit_of(keys)
    head = np.flatnonzero(np.append(True, ~same)[: keys.size])
    star = unit[head[np.searchsorted(head, at, side="right") - 1]]
    first, second = np.concatenate((star, unit[at - 1])), np.concatenate((unit[at], unit[at]))
    different = first != second
    return first[different], second[different]


def _equal_content(content: Hashes) -> tuple[Ints, ShortInts]:
    """Return the units that repeat an earlier unit's content,
    and for every unit the first one of its content.
    """
    packed = np.sort(pack(content, np.arange(content.size)))
    unit = unit_of(packed)
    new = np.append(True, content[unit[1:]] != content[unit[:-1]])[: content.size]
    representative = np.empty(content.size, np.int32)
    representative[unit] = unit[np.flatnonzero(new)][np.cumsum(new) - 1] if content.size else unit
    return np.flatnonzero(representative != np.arange(content.size, dtype=np.int32)), representative
