"""The units of one sketch as columns: where they are, what they hold, which keys they share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from msgspec import Struct

from copydesk.columns.dtypes import AnyArray, Hashes, Ints, Mask, ShortInts

# of a packed key; the other 36 are the key's own: of 50 million keys some 20,000 meet by chance,
# and are judged apart
UNIT_BITS = 28
MOST_UNITS = (1 << UNIT_BITS) - 1
_UNIT = np.uint64(MOST_UNITS)


class UnitTable(Struct, frozen=True):
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


def pack(key: Hashes, unit: Ints) -> Hashes:
    """Return one sortable number for each key and its unit: the key's leading bits, the unit."""
    return (key & ~_UNIT) | unit.astype(np.uint64)


def unit_of(packed: Hashes) -> Ints:
    """Return the units of packed keys."""
    return (packed & _UNIT).view(np.int64)


def same_key(packed: Hashes) -> AnyArray:
    """Return whether each packed key but the first has the key of the one before it.

    Shape (packed - 1,).
    """
    return (packed[1:] ^ packed[:-1]) <= _UNIT


def selected(table: UnitTable, kept: Mask, number: Ints, moved: Ints) -> UnitTable:
    """Return the units of the documents that are `kept`, shape (documents,).

    `number`: the new number of each document; `moved`: the new place of each word.
    """
    units = kept[table.document]
    unit = np.cumsum(units) - 1
    keys = table.keys[units[unit_of(table.keys)]]
    packed = np.sort(pack(keys, unit[unit_of(keys)]))
    document, first_word = number[table.document[units]], moved[table.first_word[units]]
    return UnitTable(
        document,
        table.start[units],
        table.end[units],
        first_word,
        table.size[units],
        table.content[units],
        packed,
    )


def merged(parts: Sequence[UnitTable], documents: Ints, words: Ints, units: Ints) -> UnitTable:
    """Return one table of several; the others are the numbers of documents, words and units that
    come before those of each. Keys are not put in order.
    """

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
    return UnitTable(
        column("document", documents),
        column("start"),
        column("end"),
        column("first_word", words),
        column("size"),
        column("content"),
        keys,
    )
