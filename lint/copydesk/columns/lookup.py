"""Look a column of hashes up in a set or a map of hashes, fast."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from copydesk.columns.dtypes import AnyArray, Hashes, Ints, Mask
from copydesk.columns.hashing import hash_vocabulary

_STEPS = 16  # hashes in a slot that are stepped through; hashes crafted to share their leading bits are searched for
_SMALL, _LARGE = 256, 1 << 14  # hashes: up to the first, slots of one hash each are worth their size; above the second, memory counts
_SLOT_BITS = 14  # at most, for a small set: 128 KiB
_MANY, _SAMPLE = 1000, 128  # values: of so many it pays to dismiss the absent ones first, if the first few are mostly absent


class Lookup:
    """A set of hashes, each with a row number. Several times as fast as a binary search: the leading bits of a hash tell where it stands.

    `hashes` are ascending, with one more at the end for what is not there, so that a column with a row each has a last one for that.
    """

    def __init__(self, hashes: Hashes) -> None:
        self.hashes = np.append(np.unique(hashes), np.uint64(0xFFFFFFFFFFFFFFFF))
        self._known = self.hashes[:-1]
        size = self._known.size
        bits = max(8, size.bit_length() + (4 if size < _LARGE else 1))
        count = self._count(bits)
        while size <= _SMALL and bits < _SLOT_BITS and count.max() > 1:
            bits += 1
            count = self._count(bits)
        self._shift = np.uint64(64 - bits)
        self._filled = count > 0
        self._deepest = int(count.max())
        self._slots = np.minimum(np.cumsum(count) - count, max(size - 1, 0))  # an empty slot shows another slot's hash: never equal

    def _count(self, bits: int) -> Ints:
        return np.asarray(np.bincount((self._known >> np.uint64(64 - bits)).view(np.int64), minlength=1 << bits), np.int64)

    @classmethod
    def of(cls, words: Iterable[str]) -> Lookup:
        """Make a set of words; each must be one word of a word table."""
        return cls(hash_vocabulary(tuple(words)))

    def rows(self, values: Hashes) -> Ints:
        """Return the row of each value among the sorted hashes, -1 where it is not there; same shape."""
        if not self._known.size:
            return np.full(values.size, -1, np.int64)
        slot = (values >> self._shift).view(np.int64)
        if values.size < _MANY or 2 * np.count_nonzero(self._filled.take(slot[:_SAMPLE])) > _SAMPLE:
            return self._rows(values, slot)
        near = np.flatnonzero(self._filled.take(slot))
        row = np.full(values.size, -1, np.int64)
        row[near] = self._rows(values.take(near), slot.take(near))
        return row

    def _rows(self, values: Hashes, slot: Ints) -> Ints:
        row: Ints = self._slots.take(slot)
        seen = self._known.take(row)
        if self._deepest > 1:
            self._step(values, row, seen)
        np.copyto(row, -1, where=seen != values)
        return row

    def _step(self, values: Hashes, row: Ints, seen: Hashes) -> None:
        """Move on inside the slots of several hashes, in place, until no value is greater than what is seen."""
        behind = np.flatnonzero(seen < values)
        for _ in range(min(self._deepest, _STEPS)):
            if not behind.size:
                return
            wanted, at = values.take(behind), row.take(behind) + 1
            row[behind] = at
            seen[behind] = reached = self._known.take(at, mode="clip")
            behind = behind[reached < wanted]
        if behind.size and self._deepest > _STEPS:
            row[behind] = at = np.searchsorted(self._known, values.take(behind))
            seen[behind] = self._known.take(at, mode="clip")

    def has(self, values: Hashes) -> Mask:
        """Return which values are in the set; same shape."""
        return np.asarray(self.rows(values) >= 0, np.bool_)

    def values(self, column: AnyArray, values: Hashes, missing: float) -> AnyArray:
        """Return `column` (a value a row) at each value's row, `missing` where it is not there."""
        return np.append(column, np.asarray(missing, column.dtype)).take(self.rows(values))
