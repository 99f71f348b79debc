"""Score rows of features with a shipped forest of small decision trees.

A few array operations a level, no loop over rows.
"""

from __future__ import annotations

import numpy as np

from copydesk.columns.dtypes import AnyArray, Floats
from copydesk.columns.kernel import kernel

DEPTH = 4
NODES, LEAVES = 2**DEPTH - 1, 2**DEPTH
LAYOUT = np.dtype(
    [("feature", "u1", (NODES,)), ("threshold", "<f4", (NODES,)), ("leaf", "<f4", (LEAVES,))]
)
_CELLS = 1 << 16  # rows times trees a pass: more do not stay in cache, and take twice as long
FIRST = 16  # trees that score every row; the others score only rows that may still pass


def score(trees: AnyArray, rows: Floats, hopeless: float | Floats) -> Floats:
    """Return the sum of the leaves that each row falls into, shape (rows,).

    `rows`: features, shape (rows, features). -inf where the FIRST trees give less than `hopeless`.
    """
    first = _sum(trees[:FIRST], rows)
    total = np.full(len(rows), -np.inf)
    left = np.flatnonzero(first >= hopeless)
    total[left] = first[left] + _sum(trees[FIRST:], rows[left])
    return total


def _sum(trees: AnyArray, rows: Floats) -> Floats:
    if not len(rows) or not len(trees):
        return np.zeros(len(rows))
    most = max(_CELLS // len(trees), 1)
    if len(rows) > most:
        return np.concatenate(
            [_sum(trees, rows[begin : begin + most]) for begin in range(0, len(rows), most)]
        )
    values, compiled = np.asarray(rows, np.float32), kernel()
    fallen = (
        compiled.fall(trees["feature"], trees["threshold"], trees["leaf"], DEPTH, values)
        if compiled
        else leaves(trees, values)
    )
    return np.asarray(fallen.sum(axis=1, dtype=np.float64), np.float64)


def leaves(trees: AnyArray, rows: AnyArray) -> AnyArray:
    """Return the leaf that each row falls into in each tree, shape (rows, trees).

    `rows`: float32. The reference of the compiled kernel.
    """
    feature, threshold = trees["feature"].ravel().astype(np.int64), trees["threshold"].ravel()
    values = rows.ravel()
    line = np.arange(len(rows), dtype=np.int64)[:, None] * rows.shape[1]
    tree = np.arange(len(trees), dtype=np.int64) * NODES
    at = tree  # the node of each row in each tree, by its place among all nodes
    for _ in range(DEPTH):
        right = values.take(line + feature.take(at)) > threshold.take(at)
        at = 2 * at + (1 - tree) + right
    leaf = at + (np.arange(len(trees)) * (LEAVES - NODES) - NODES)
    return np.asarray(trees["leaf"].ravel().take(leaf))
