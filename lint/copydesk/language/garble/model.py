"""Weigh the features of a stretch of text: the probability that it is garbled, from a small network with shipped weights.

One hidden layer, trained by `tools/train_garbled.py`; the weights are plain arrays, and a stretch costs some thousand multiplications.
"""

from __future__ import annotations

import functools
from importlib.resources import files

import numpy as np

from copydesk.columns.dtypes import AnyArray, Floats

LOWEST, HIGHEST = -4.0, 6.0  # standardised features are cut here, so that no single one decides


@functools.cache
def _weights() -> dict[str, AnyArray]:
    with np.load(str(files("copydesk.language") / "tables" / "garbled.npz"), allow_pickle=False) as table:
        return {name: table[name].astype(np.float64) for name in table.files}


def standardise(features: Floats, mean: AnyArray, scale: AnyArray) -> Floats:
    """Return features in units of their spread, cut at LOWEST and HIGHEST; same shape."""
    return np.clip((features - mean) / scale, LOWEST, HIGHEST)


def garbled_score(features: Floats) -> Floats:
    """Return the log-odds that each stretch is garbled; `features` has shape (stretches, FEATURES)."""
    weights = _weights()
    hidden = standardise(features, weights["mean"], weights["scale"]) @ weights["hidden"] + weights["hidden_bias"]
    score: Floats = np.maximum(hidden, 0.0) @ weights["out"] + weights["out_bias"]
    return score
