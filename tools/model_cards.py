"""Write the card of a shipped model, `models/NAME/card.toml`; shared by the scripts that train one.

See `copydesk.language.models` for what reads it.
"""

from __future__ import annotations

import json
import sys
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parent.parent / "lint"))
from copydesk.columns.dtypes import AnyArray

_TABLES = ("thresholds", "figures")


def write_forest(
    folder: Path, trees: AnyArray, features: Iterable[str], about: Mapping[str, Any]
) -> None:
    """Write the trees of a model and its card; the figures of the card before are kept.

    `features`: the names of the columns, in order. `about`: `script`, `date`, `seed`, `folds`,
    `data` and `thresholds`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    np.save(folder / "trees.npy", trees, allow_pickle=False)
    card = folder / "card.toml"
    figures = read(card).get("figures", {}) if card.exists() else {}
    write(card, {**about, "features": list(features), "figures": figures})


def write_figures(folder: Path, figures: Mapping[str, float]) -> None:
    """Put what cross-validation found into the card of a model."""
    card = folder / "card.toml"
    write(card, {**read(card), "figures": figures})


def read(card: Path) -> dict[str, Any]:
    """Return a card."""
    return tomllib.loads(card.read_text("utf-8"))


def write(card: Path, content: Mapping[str, Any]) -> None:
    """Write a card: single values, lists with one entry a line, then the tables."""
    lines = []
    for key, value in content.items():
        if key in _TABLES:
            continue
        if isinstance(value, list):
            lines += [f"{key} = [", *(f"  {_value(entry)}," for entry in value), "]"]
        else:
            lines.append(f"{key} = {_value(value)}")
    for table in _TABLES:
        lines += ["", f"[{table}]"]
        lines += [f"{key} = {_value(value)}" for key, value in content.get(table, {}).items()]
    card.write_text("\n".join(lines) + "\n", "utf-8")


def _value(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else str(value)
