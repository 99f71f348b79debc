"""Group linked units."""

from __future__ import annotations

import numpy as np

from copydesk.columns.dtypes import Floats, Ints


def components(first: Ints, second: Ints) -> dict[int, int]:
    """Return, for every unit in a link, the smallest unit that links lead to."""
    parent: dict[int, int] = {}

    def root(unit: int) -> int:
        top = unit
        while parent.setdefault(top, top) != top:
            top = parent[top]
        while parent[unit] != top:
            parent[unit], unit = top, parent[unit]
        return top

    for one, other in zip(first.tolist(), second.tolist(), strict=True):
        a, b = root(one), root(other)
        parent[max(a, b)] = min(a, b)
    return {unit: root(unit) for unit in parent}


def best_origin(copy: Ints, origin: Ints, similarity: Floats) -> Ints:
    """Return the rows that keep, for each copy, its most similar origin, the earliest among equals; in the order of copies."""
    order = np.lexsort((origin, -similarity, copy))
    kept = np.append(True, copy[order][1:] != copy[order][:-1])[: order.size]
    return np.asarray(order[kept], np.int64)
