"""Score features by name with the family's shipped forests.

A function that computes features returns them as a mapping of name to column, in the order of the
model's columns. The names that the model is checked against are those of the mapping itself, so
that a column cannot part from its name.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

import numpy as np

from copydesk.columns.dtypes import AnyArray, Floats
from copydesk.language.forest import score
from copydesk.language.models import forest
from copydesk_rules.garbled import MODELS

# A column a name, each of shape (rows,); the order counts.
Features: TypeAlias = Mapping[str, AnyArray]


def log_odds(model: str, features: Features, hopeless: float = -np.inf) -> Floats:
    """Return the log-odds that a model gives each row, shape (rows,).

    -inf where its first trees give less than `hopeless`. Raises ModelMismatch where the model was
    trained on other features, or on the same in another order.
    """
    return score(forest(MODELS / model, tuple(features)), stacked(features), hopeless)


def stacked(features: Features) -> AnyArray:
    """Return features as a table, shape (rows, features), float32: what a forest compares."""
    columns = list(features.values())
    table = np.empty((columns[0].size, len(columns)), np.float32)
    for number, column in enumerate(columns):
        table[:, number] = column
    return table


def combined(*parts: Features) -> Features:
    """Return the features of all parts, in order; raises ValueError where two have one name."""
    whole: dict[str, AnyArray] = {}
    for part in parts:
        if not whole.keys().isdisjoint(part):
            raise ValueError(f"features named twice: {', '.join(whole.keys() & part)}")
        whole.update(part)
    return whole
