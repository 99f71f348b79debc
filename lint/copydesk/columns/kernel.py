"""Call the C kernel, where one was built with the package: `hatch_build.py` does so where there is a
compiler. Without it the numpy code runs, which is the reference: both give the same bits.

COPYDESK_KERNEL=numpy in the environment leaves the compiled one aside.
"""

from __future__ import annotations

import ctypes
import functools
import os
from pathlib import Path

import numpy as np

from copydesk.columns.dtypes import AnyArray, Codes, Hashes, Ints, Signatures

FILE = "_kernel.so"  # on every system: it is opened by its path, and is no module of Python
_VERSION = 2  # of the calls; a library left behind by another version is not called


class Kernel:
    """The compiled calls. Arrays of other types or layouts are copied; hashes wrap around as numpy's do."""

    def __init__(self, library: ctypes.CDLL) -> None:
        self._library = library

    def hash_words(self, codes: Codes, starts: Ints, ends: Ints, fold: Hashes, base: int) -> Hashes:
        """Return the hashes of words [start, end); `fold`: what code points count as, from 0 on."""
        out = np.empty(starts.size, np.uint64)
        self._library.copydesk_hash_words(
            _at(codes, np.uint32),
            *_runs(starts, ends),
            _at(fold, np.uint64),
            ctypes.c_uint32(fold.size),
            ctypes.c_uint64(base),
            _at(out, np.uint64),
        )
        return out

    def sign_pairs(
        self, words: Hashes, first: Ints, end: Ints, base: int, a: Signatures, b: Signatures
    ) -> Signatures:
        """Return the signature of the word pairs of each run [first, end); shape (runs, places)."""
        out = np.empty((first.size, a.size), np.uint32)
        self._library.copydesk_sign_pairs(
            _at(words, np.uint64),
            *_runs(first, end),
            ctypes.c_uint64(base),
            _at(a, np.uint32),
            _at(b, np.uint32),
            ctypes.c_int64(a.size),
            _at(out, np.uint32),
        )
        return out

    def least(self, signed: Signatures, head: Ints) -> Signatures:
        """Return the minima of signatures over groups of rows, which begin at `head`."""
        rows, places = signed.shape
        out = np.empty((head.size, places), np.uint32)
        self._library.copydesk_least(
            _at(signed, np.uint32),
            _at(head, np.int64),
            ctypes.c_int64(head.size),
            ctypes.c_int64(rows),
            ctypes.c_int64(places),
            _at(out, np.uint32),
        )
        return out

    def fall(
        self, feature: AnyArray, threshold: AnyArray, leaf: AnyArray, levels: int, rows: AnyArray
    ) -> AnyArray:
        """Return the leaf of each row in each tree, float32 of shape (rows, trees).

        `feature`, `threshold`: of each node, shape (trees, nodes); `leaf`: shape (trees, leaves).
        """
        out = np.empty((len(rows), len(leaf)), np.float32)
        self._library.copydesk_fall(
            _at(feature, np.uint8),
            _at(threshold, np.float32),
            _at(leaf, np.float32),
            ctypes.c_int64(len(leaf)),
            ctypes.c_int64(levels),
            _at(rows, np.float32),
            ctypes.c_int64(len(rows)),
            ctypes.c_int64(rows.shape[1]),
            _at(out, np.float32),
        )
        return out


def _at(column: AnyArray, kind: type[np.generic]) -> ctypes.c_void_p:
    """Return a pointer to a column, which lives as long as the pointer."""
    kept = np.require(column, kind, ("C", "A"))  # one row of a packed record is not aligned
    return kept.ctypes.data_as(ctypes.c_void_p)  # which keeps the column


def _runs(start: Ints, end: Ints) -> tuple[ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int64]:
    return _at(start, np.int64), _at(end, np.int64), ctypes.c_int64(start.size)


@functools.cache
def kernel() -> Kernel | None:
    """Return the compiled kernel, None where numpy does its work."""
    if os.environ.get("COPYDESK_KERNEL") == "numpy":
        return None
    try:
        library = ctypes.CDLL(str(Path(__file__).with_name(FILE)))
        return Kernel(library) if library.copydesk_version() == _VERSION else None
    except (OSError, AttributeError):
        return None
