"""Name the array types that tables, rules and the engine speak in."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]  # offsets, row numbers, counts
Hashes = NDArray[np.uint64]
Mask = NDArray[np.bool_]
Floats = NDArray[np.float64]
Codes = NDArray[np.uint32]  # code points
Classes = NDArray[np.uint8]  # one `characters.Kind` a code point
AnyArray = NDArray[Any]
