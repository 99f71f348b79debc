"""Turn a fitted model into the complete trees that `copydesk.language.forest` reads.

Shared by the scripts that train one.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

sys.path.insert(0, str(Path(__file__).parent.parent / "lint"))
from copydesk.columns.dtypes import AnyArray
from copydesk.language.forest import DEPTH, LAYOUT, NODES


class Node(NamedTuple):
    """What a node asks, and where it leads; a leaf asks nothing, and leads to itself."""

    value: float
    feature: int
    threshold: float
    left: Any
    right: Any


def of_sklearn(model: Any) -> AnyArray:
    """Return the trees of a gradient-boosting model of scikit-learn.

    The first bears what the model begins with.
    """

    def read(place: tuple[Any, int]) -> Node:
        nodes, number = place
        node = nodes[number]
        if node["is_leaf"]:
            return Node(node["value"], 0, np.inf, place, place)
        return Node(
            node["value"],
            node["feature_idx"],
            node["num_threshold"],
            (nodes, int(node["left"])),
            (nodes, int(node["right"])),
        )

    table = _complete([(predictor.nodes, 0) for (predictor,) in model._predictors], read)
    table["leaf"][0] += float(np.ravel(model._baseline_prediction)[0])
    return table


def of_lightgbm(model: Any) -> AnyArray:
    """Return the trees of a LightGBM model."""

    def read(node: dict[str, Any]) -> Node:
        if "leaf_value" in node:
            return Node(node["leaf_value"], 0, np.inf, node, node)
        return Node(
            0.0, node["split_feature"], node["threshold"], node["left_child"], node["right_child"]
        )

    return _complete([tree["tree_structure"] for tree in model.dump_model()["tree_info"]], read)


def _complete(roots: Sequence[Any], read: Callable[[Any], Node]) -> AnyArray:
    table = np.zeros(len(roots), LAYOUT)

    def fill(row: int, place: int, at: Any, depth: int) -> None:
        node = read(at)
        if depth == DEPTH:
            table["leaf"][row, place - NODES] = node.value
            return
        table["feature"][row, place], table["threshold"][row, place] = node.feature, node.threshold
        fill(row, 2 * place + 1, node.left, depth + 1)
        fill(row, 2 * place + 2, node.right, depth + 1)

    for row, root in enumerate(roots):
        fill(row, 0, root, 0)
    return table
