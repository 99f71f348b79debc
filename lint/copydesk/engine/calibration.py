"""Make confidence of scores, for all hits and links of a run at once.

See `copydesk.curves` for what a score is worth, and docs/adr/0016 for why.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from msgspec import Struct

from copydesk.columns.dtypes import Floats, Ints
from copydesk.curves import LITTLE, MUCH, NEVER, SURE, Curve, curve_of
from copydesk.rule import Rule

LEAST_LENGTH = 1000  # characters; damage counts by so many, and in a shorter text as if it had them


class Documents(Struct, frozen=True):
    """What confidence depends on besides the finding; columns of shape (documents,).

    `kind`: the place of the document's kind in `kinds`; `length`: characters.
    """

    kind: Ints
    length: Ints
    kinds: Sequence[str]


def log_odds(probability: Floats) -> Floats:
    """Return the log-odds of probabilities, of 0.01 and 0.99 beyond these."""
    inside = np.clip(probability, 0.01, 0.99)
    return np.asarray(np.log(inside / (1 - inside)), np.float64)


class Calibration:
    """The curves of all rules as columns, in the order by which columns name rules."""

    def __init__(
        self,
        rules: Sequence[Rule],
        kinds: Sequence[str],
        curves: Mapping[str, Curve] | None = None,
    ) -> None:
        """Take the curves of `curves` by code, or where it is None those that rules come with."""
        found = [curve_of(rule) if curves is None else curves.get(rule.code) for rule in rules]
        none = Curve(0.0, 1.0, 0.0, 0.0)
        some = [curve or none for curve in found]
        self.known = np.array([curve is not None for curve in found], np.bool_)
        self._within = np.array([rule.scope == "document" for rule in rules], np.bool_)
        self._base = np.array([curve.base for curve in some])
        self._slope = np.array([curve.slope for curve in some])
        self._centre = np.array([curve.centre for curve in some])
        self._damage = np.array([curve.damage for curve in some])
        self._kinds = np.array([[curve.effect(kind) for kind in kinds] for curve in some])

    def damage_of(self, rule: Ints, document: Ints, score: Floats, documents: Documents) -> _Damage:
        """Return the damage to each document that hits of document rules are, by rule."""
        first = self._odds(rule, score, documents.kind[document])
        counted = self.known[rule] & self._within[rule]
        weight = np.where(counted, 1 / (1 + np.exp(-first)), 0.0)
        return _Damage(rule, document, weight, self.known.size, documents.length)

    def confidence(
        self, rule: Ints, document: Ints, score: Floats, documents: Documents, damage: _Damage
    ) -> Floats:
        """Return the confidence of findings; columns of shape (findings,)."""
        odds = self._odds(rule, score, documents.kind[document])
        odds = odds + self._damage[rule] * damage.beside(rule, document)
        value = np.clip(1 / (1 + np.exp(-odds)), NEVER, SURE)
        return np.where(self.known[rule], value, score)

    def _odds(self, rule: Ints, score: Floats, kind: Ints) -> Floats:
        above = log_odds(score) - self._centre[rule]
        odds = self._base[rule] + self._slope[rule] * above + self._kinds[rule, kind]
        return np.asarray(odds, np.float64)


class _Damage:
    """How many of the hits of documents are expected to be right, in all and by rule."""

    def __init__(
        self, rule: Ints, document: Ints, weight: Floats, rules: int, length: Ints
    ) -> None:
        self._rules, self._length = rules, length
        self._all = np.bincount(document, weight, length.size)
        self._key, row = np.unique(document * rules + rule, return_inverse=True)
        self._own = np.bincount(row, weight, self._key.size)

    def beside(self, rule: Ints, document: Ints) -> Floats:
        """Return for findings what other rules find in their documents.

        As `copydesk.curves.damage`; shape (findings,).
        """
        total = self._all[document]
        if self._key.size:
            key = document * self._rules + rule
            row = np.searchsorted(self._key, key).clip(max=self._key.size - 1)
            total = total - np.where(self._key[row] == key, self._own[row], 0.0)
        share = np.maximum(self._length[document], LEAST_LENGTH) / LEAST_LENGTH
        # rounded, since sums of another order differ in the last digits
        faults = np.round(np.clip(total / share, 0.0, MUCH), 6)
        return np.asarray(np.log1p(faults / LITTLE), np.float64)
