"""Load a shipped model with its card: `models/NAME/card.toml`, and `trees.npy` for a forest.

The card names the features in the order of the columns, the data, folds, date and seed of the
training, the thresholds in use and the figures measured. A model whose features are not those that
the code computes gives wrong scores without a sign, so loading one fails.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from copydesk.columns.dtypes import AnyArray


class ModelMismatch(Exception):
    """A model was trained on other features than the code computes."""


@functools.cache
def card(folder: Path) -> Mapping[str, Any]:
    """Return a model's card."""
    return tomllib.loads((folder / "card.toml").read_text("utf-8"))


@functools.cache
def forest(folder: Path, features: tuple[str, ...]) -> AnyArray:
    """Return a forest, one row a tree; see `copydesk.language.forest.LAYOUT`.

    `features`: what the code computes, in the order of the columns. Raises ModelMismatch where the
    card names others, or a tree asks for a column that is not there.
    """
    check(folder, features)
    trees: AnyArray = np.load(folder / "trees.npy", allow_pickle=False)
    if trees.size and int(trees["feature"].max()) >= len(features):
        raise ModelMismatch(f"{folder.name}: a tree asks for column {trees['feature'].max()}")
    return trees


@functools.cache
def weights(folder: Path, features: tuple[str, ...]) -> AnyArray:
    """Return the weights of a linear model, one a feature; shape (features,).

    Raises ModelMismatch as `forest` does.
    """
    check(folder, features)
    listed: Mapping[str, float] = card(folder)["weights"]
    return np.array([listed[name] for name in features])


def threshold(folder: Path, name: str) -> float:
    """Return a threshold that the card states."""
    return float(card(folder)["thresholds"][name])


def check(folder: Path, features: tuple[str, ...]) -> None:
    """Raise ModelMismatch where a card's features are not these, in this order."""
    trained = tuple(card(folder)["features"])
    if trained == features:
        return
    pairs = enumerate(zip(trained, features, strict=False))
    place = next((n for n, (one, other) in pairs if one != other), min(len(trained), len(features)))
    one, other = (names[place] if place < len(names) else "none" for names in (trained, features))
    raise ModelMismatch(
        f"{folder.name}: trained on {one!r} in column {place}, the code computes {other!r};"
        " train it again, or undo the change of features"
    )
