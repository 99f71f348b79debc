"""Read the clues to kinds of documents from `kinds.toml`."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from msgspec import Struct

from copydesk.columns.document_kinds import DocumentKind
from copydesk.columns.dtypes import Floats, Ints, Mask

_FILE = Path(__file__).parent / "kinds.toml"


class FormClue(Struct, frozen=True):
    """A clue: it holds where features reach `at_least` and stay `below`.

    `points`: what it adds to the score of kinds. `words` say it in the output.
    """

    name: str
    words: str
    at_least: Mapping[str, float]
    below: Mapping[str, float]
    points: Mapping[DocumentKind, float]


class ClueTable(Struct, frozen=True, dict=True):
    """All clues, with the score that a kind needs and by how much it must lead."""

    clues: tuple[FormClue, ...]
    points: Floats  # shape (clues, kinds)
    least: float
    lead: float

    @functools.cached_property
    def features(self) -> tuple[str, ...]:
        """The features that clues look at."""
        return tuple(
            sorted({name for clue in self.clues for name in (*clue.at_least, *clue.below)})
        )

    def holds(self, features: Mapping[str, Floats]) -> Mask:
        """Return which clues hold in which documents; shape (clues, documents)."""
        row, sign, limit, first = self._conditions
        columns = np.stack([features[name] for name in self.features])
        met = (columns[row] >= limit[:, None]) == sign[:, None]
        return np.asarray(np.logical_and.reduceat(met, first, axis=0), np.bool_)

    @functools.cached_property
    def _conditions(self) -> tuple[Ints, Mask, Floats, Ints]:
        """Every condition: its feature, whether it is `at_least`, its limit; and where the
        conditions of each clue begin.
        """
        conditions: list[tuple[int, bool, float]] = []
        first = []
        for clue in self.clues:
            first.append(len(conditions))
            conditions += [(self.features.index(n), True, v) for n, v in clue.at_least.items()]
            conditions += [(self.features.index(n), False, v) for n, v in clue.below.items()]
        row, sign, limit = zip(*conditions, strict=True)
        return np.array(row), np.array(sign), np.array(limit), np.array(first)


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
