"""Bring rows of a batch together that share a key and a document."""

from __future__ import annotations

import numpy as np

from copydesk.columns.dtypes import Hashes, Ints, Mask

_MIX = np.uint64(0x9E3779B97F4A7C15)


def grouped(document: Ints, keys: Hashes) -> tuple[Ints, Mask]:
    """Return an order that brings equal keys of one document together, in their own order, and which places of it begin a group.

    `document`, `keys`: shape (rows,), as are both answers. Keys of different documents meet by chance only.
    """
    mixed = keys ^ (document.astype(np.uint64) + np.uint64(1)) * _MIX
    order = np.argsort(mixed, kind="stable")
    fresh = np.ones(document.size, np.bool_)
    fresh[1:] = mixed[order[1:]] != mixed[order[:-1]]
    return order, fresh
