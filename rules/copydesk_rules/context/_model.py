"""A forest of this family: its features, and what its card says of its scores."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from msgspec import Struct

from copydesk.columns.dtypes import Floats
from copydesk.language import models
from copydesk.language.forest import score

MODELS = Path(__file__).parent / "models"


class Model(Struct, frozen=True):
    """The forest in `models/NAME`, and the features that the code computes for it, in order.

    Scores are log-odds: above 0 the model takes a candidate for foreign rather than for the
    document's own. `tools/train_context.py` trains the forest and writes its card. Of the card's
    thresholds those that a user may set are the defaults of the rule too, and a test holds them
    equal; the others are read from the card alone.
    """

    name: str
    features: tuple[str, ...]

    @property
    def folder(self) -> Path:
        """Where the forest and its card are."""
        return MODELS / self.name

    def scores(self, rows: Floats, hopeless: float | Floats = -np.inf) -> Floats:
        """Return the score of each row of features, -inf where the first trees give less than
        `hopeless`; shape (rows,). Raises ModelMismatch where the card names other features.
        """
        return score(models.forest(self.folder, self.features), rows, hopeless)

    def threshold(self, name: str) -> float:
        """Return a threshold of the card."""
        return models.threshold(self.folder, name)

    def confidence(self, scores: Floats) -> Floats:
        """Return how likely findings of these scores are right, by the curve of the card.

        Between its points linear; same shape.
        """
        curve = models.card(self.folder)["confidence"]
        return np.asarray(np.interp(scores, curve["score"], curve["right"]), np.float64)
