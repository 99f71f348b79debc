"""Name the array types of tables, rules and the engine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]  # offsets, row numbers, counts
    ShortInts = NDArray[np.int32]  # the same, where there are many and none is large
    Hashes = NDArray[np.uint64]
    Mask = NDArray[np.bool_]
    Floats = NDArray[np.float64]
    Codes = NDArray[np.uint32]  # code points
    Bytes = NDArray[np.uint8]
    Classes = NDArray[np.uint8]  # the class of each code point: see `copydesk.columns.characters`
    Signatures = NDArray[np.uint32]  # shape (units, permutations)
    AnyArray = NDArray[Any]
else:  # importing numpy.typing costs 25 ms, and the names serve annotations only
    Ints = ShortInts = Hashes = Mask = Floats = Codes = Bytes = Classes = np.ndarray
    Signatures = AnyArray = np.ndarray
