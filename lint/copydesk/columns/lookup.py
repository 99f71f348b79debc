"""Look a column of hashes up in a set or a map of hashes, fast."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from copydesk.columns.dtypes import AnyArray, Hashes, Ints, Mask
from copydesk.columns.hashing import hash_vocabulary
from copydesk.columns.ragged import distinct
from copydesk.word_lists import entries

_STEPS = 16  # nearly all hashes are in their slot or in the next
_EMPTY = np.uint64(0xFFFFFFFFFFFFFFFF)
_ROOM = 1  # bits: of two to four slots one is taken
_LEAST = 13  # bits of a table: 64 KiB stay in cache


class Lookup:
    """A set of hashes, each with a row number; six times as fast as a binary search.

    The ascending hashes lie in a table with gaps, each in the slot that its leading bits name or,
    where that is taken, behind it. So a hash is found before the first greater one, and most are
    answered by one look into one table.
    """

    def __init__(self, hashes: Hashes) -> None:
        self.hashes = np.append(distinct(hashes), _EMPTY)
        bits = max(int(self.hashes.size).bit_length() + _ROOM, _LEAST)
        self._shift = np.uint64(64 - bits)
        number = np.arange(self.hashes.size)
        home = (self.hashes >> self._shift).astype(np.int64)
        self._slot = number + np.maximum.accumulate(home - number)
        self._table = np.full(int(self._slot[-1]) + 1, _EMPTY)
        self._table[self._slot] = self.hashes
        self._row = self.laid_out(number[:-1].astype(np.int32), -1)

    @classmethod
    def of(cls, words: Iterable[str]) -> Lookup:
        """Make a set of words; each must be one word of a word table."""
        return cls(hash_vocabulary(tuple(words)))

    def laid_out(self, column: AnyArray, missing: float) -> AnyArray:
        """Return `column` (a value a row) as one value a slot, `missing` in empty slots."""
        out = np.full(self._table.size, missing, column.dtype)
        out[self._slot[:-1]] = column
        return out

    def slots(self, values: Hashes) -> Ints:
        """Return the slot of each value, an empty one for values that are not in the set.

        Same shape.
        """
        slot, seen = self._find(values)
        np.putmask(slot, seen != values, self._table.size - 1)
        return slot

    def rows(self, values: Hashes) -> Ints:
        """Return the row of each value among the sorted hashes, -1 for those not in the set.

        Same shape.
        """
        slot, seen = self._find(values)
        row = self._row.take(slot).astype(np.int64)
        np.putmask(row, seen != values, -1)
        return row

    def has(self, values: Hashes) -> Mask:
        """Return which values are in the set; same shape."""
        found = self._find(values)[1] == values
        found &= values != _EMPTY
        return np.asarray(found, np.bool_)

    def values(self, column: AnyArray, values: Hashes, missing: float) -> AnyArray:
        """Return `column` (a value a row) at each value's row, `missing` where it has none."""
        return np.append(column, np.asarray(missing, column.dtype)).take(self.rows(values))

    def _find(self, values: Hashes) -> tuple[Ints, Hashes]:
        """Return for each value the slot of the first hash that is not less, and that hash."""
        slot = (values >> self._shift).view(np.int64)
        seen = self._table.take(slot)
        left = np.flatnonzero(seen < values)
        for _ in range(_STEPS):
            if not left.size:
                return slot, seen
            at, sought = slot.take(left) + 1, values.take(left)
            found = self._table.take(at)
            slot[left], seen[left] = at, found
            left = left[found < sought]
        # Only hashes crafted to share their leading bits come here.
        at = self._slot.take(np.searchsorted(self.hashes, values.take(left)))
        slot[left], seen[left] = at, self._table.take(at)
        return slot, seen


@functools.cache
def listed(*files: Path) -> Lookup:
    """Return the words of shipped lists, hashed once; every entry must be one word."""
    return Lookup.of(word for file in files for word in entries(file))
