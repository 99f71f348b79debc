"""Read the clues to kinds of documents from `kinds.toml`."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from copydesk.columns.document_kinds import DocumentKind
from copydesk.columns.dtypes import Floats, Mask

_FILE = Path(__file__).parent / "kinds.toml"


@dataclass(frozen=True, slots=True)
class FormClue:
    """A clue: it holds where features reach `at_least` and stay `below`.

    `points`: what it adds to the score of kinds. `words` say it in the output.
    """

    name: str
    words: str
    at_least: Mapping[str, float]
    below: Mapping[str, float]
    points: Mapping[DocumentKind, float]

    def holds(self, features: Mapping[str, Floats], documents: int) -> Mask:
        """Return in which documents the clue holds; shape (documents,)."""
        out = np.ones(documents, np.bool_)
        for name, least in self.at_least.items():
            out &= features[name] >= least
        for name, limit in self.below.items():
            out &= features[name] < limit
        return out


@dataclass(frozen=True, slots=True)
class ClueTable:
    """All clues, with the score that a kind needs and by how much it must lead."""

    clues: tuple[FormClue, ...]
    points: Floats  # shape (clues, kinds)
    least: float
    lead: float


@functools.cache
def clue_table() -> ClueTable:
    """Return the clues of `kinds.toml`; raises KeyError where it names an unknown kind."""
    table = tomllib.loads(_FILE.read_text("utf-8"))
    clues = tuple(
        FormClue(
            clue["name"],
            clue["words"],
            clue.get("at_least", {}),
            clue.get("below", {}),
            {DocumentKind.of(kind): points for kind, points in clue["points"].items()},
        )
        for clue in table["clue"]
    )
    points = np.zeros((len(clues), len(DocumentKind)))
    for row, clue in enumerate(clues):
        for kind, value in clue.points.items():
            points[row, kind] = value
    return ClueTable(clues, points, table["least"], table["lead"])
