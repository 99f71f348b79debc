"""Fit confidence to judged findings: a ridge regression of log-odds with shrunken effects.

In log-odds: a base for each rule, shrunk towards that of all; a slope in the rule's score, never
below 0; an effect of the document's kind, shrunk from rule to family to all rules and to none; and
the document's damage, never below 0, shrunk towards a prior.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from copydesk.columns.dtypes import Floats, Ints, Mask
from copydesk.curves import UNCLEAR, Curve
from copydesk.engine.calibration import log_odds

# How strongly effects are shrunk: as so many judged findings would, about. Chosen by folds over
# sources; twice and half of each change the figures by less than two findings in a hundred.
BASE, SLOPE, DAMAGE = 0.6, 4.0, 4.0
KIND, FAMILY_KIND, RULE_KIND = 1.5, 1.5, 1.5
SLOPE_PRIOR, DAMAGE_PRIOR = 0.7, 0.3
# How much of what rules themselves state is believed of one that few findings were judged of.
STATED, _MOST_STATED = 0.5, 3.0
# Passages out of context, and captions between paragraphs, are too rare to be judged in damaged
# texts. One clean article in a thousand has such a passage, and about every fifth with two other
# faults in 1,000 characters: that is 5.5 in log-odds, 1.8 for each unit of damage, and few findings
# cannot say otherwise.
FIRM: Mapping[str, tuple[float, float]] = {"CTX": (1.8, 60.0), "CAP": (1.8, 60.0)}


@dataclass(frozen=True)
class Table:
    """Judged findings as columns of shape (findings,).

    `damage`: what other rules find in its document.
    `right` is 1 for right, 0 for wrong, and between for arguable.
    """

    rule: Sequence[str]
    score: Floats
    kind: Sequence[str]
    damage: Floats
    right: Floats
    weight: Floats

    def take(self, kept: Mask) -> Table:
        """Return some of the findings."""
        rows = np.flatnonzero(kept).tolist()
        return Table(
            [self.rule[row] for row in rows],
            self.score[rows],
            [self.kind[row] for row in rows],
            self.damage[rows],
            self.right[rows],
            self.weight[rows],
        )


@dataclass
class Effects:
    """Numbers the parameters: one of each name, with its penalty, its prior and its least value."""

    names: dict[tuple[str, ...], int] = field(default_factory=dict)
    penalty: list[float] = field(default_factory=list)
    prior: list[float] = field(default_factory=list)
    least: list[float | None] = field(default_factory=list)

    def of(
        self, name: tuple[str, ...], penalty: float, prior: float = 0.0, least: float | None = None
    ) -> int:
        """Return the number of a parameter, a new one where there is none."""
        if name not in self.names:
            self.names[name] = len(self.names)
            self.penalty.append(penalty)
            self.prior.append(prior)
            self.least.append(least)
        return self.names[name]


def family(code: str) -> str:
    """Return the letters of a code."""
    return code.rstrip("0123456789")


def _damage(effects: Effects, rule: str) -> int:
    prior, penalty = FIRM.get(family(rule), (DAMAGE_PRIOR, DAMAGE))
    return effects.of(("damage", rule), penalty, prior, 0.0)


def fit(table: Table) -> dict[str, Curve]:
    """Return the curves of all rules with judged findings."""
    effects = Effects()
    mean = effects.of(("base",), 0.0)
    odds = log_odds(table.score)
    centre = {
        rule: float(np.average(odds[mine], weights=table.weight[mine]))
        for rule in sorted(set(table.rule))
        for mine in [np.array([one == rule for one in table.rule])]
    }
    columns = np.array(
        [
            [
                mean,
                effects.of(("base", rule), BASE, STATED * min(centre[rule], _MOST_STATED)),
                effects.of(("kind", kind), KIND),
                effects.of(("kind", kind, family(rule)), FAMILY_KIND),
                effects.of(("kind", kind, family(rule), rule), RULE_KIND),
            ]
            for rule, kind in zip(table.rule, table.kind, strict=True)
        ]
    )
    slope = [effects.of(("slope", rule), SLOPE, SLOPE_PRIOR, 0.0) for rule in table.rule]
    harm = [_damage(effects, rule) for rule in table.rule]
    above = odds - np.array([centre[rule] for rule in table.rule])
    scaled = [
        (np.array(slope), above),
        (np.array(harm), table.damage),
    ]
    found = _solved(effects, columns, scaled, table)
    return {
        rule: _curve(rule, found, effects, centre[rule], table) for rule in sorted(set(table.rule))
    }


def _solved(
    effects: Effects, columns: Ints, scaled: Sequence[tuple[Ints, Floats]], table: Table
) -> Floats:
    """Return the parameters that lose least."""
    penalty, prior = np.array(effects.penalty), np.array(effects.prior)
    right, weight = table.right, table.weight

    def loss(at: Floats) -> tuple[float, Floats]:
        value = at[columns].sum(axis=1)
        for number, factor in scaled:
            value = value + at[number] * factor
        chance = 1 / (1 + np.exp(-value))
        inside = np.clip(chance, 1e-9, 1 - 1e-9)
        lost = -(weight * (right * np.log(inside) + (1 - right) * np.log(1 - inside))).sum()
        slack = at - prior
        wrong = weight * (chance - right)
        down = penalty * slack
        for column in columns.T:
            down += np.bincount(column, wrong, at.size)
        for number, factor in scaled:
            down += np.bincount(number, wrong * factor, at.size)
        return float(lost + (penalty * slack**2).sum() / 2), down

    minimize = importlib.import_module("scipy.optimize").minimize
    bounds = [(least, None) for least in effects.least]
    found = minimize(loss, prior, jac=True, method="L-BFGS-B", bounds=bounds)
    out: Floats = found.x
    return out


def _curve(rule: str, found: Floats, effects: Effects, centre: float, table: Table) -> Curve:
    """Return the curve of a rule; what is unclear may be of any kind."""

    def value(*name: str) -> float:
        return float(found[effects.names[name]]) if name in effects.names else 0.0

    kinds = sorted({name[1] for name in effects.names if name[0] == "kind"})
    effect = {
        kind: value("kind", kind)
        + value("kind", kind, family(rule))
        + value("kind", kind, family(rule), rule)
        for kind in kinds
    }
    mine = [row for row, one in enumerate(table.rule) if one == rule]
    mean = np.average(
        [effect[table.kind[row]] for row in mine], weights=[table.weight[row] for row in mine]
    )
    # Halfway between what was judged in unclear texts and in all: better than either, sources left out.
    effect[UNCLEAR] = (effect.get(UNCLEAR, float(mean)) + float(mean)) / 2
    return Curve(
        base=round(value("base") + value("base", rule), 2),
        slope=round(value("slope", rule), 2),
        centre=round(centre, 2),
        damage=round(value("damage", rule), 2),
        judged=len(mine),
        kinds={kind: round(amount, 2) for kind, amount in sorted(effect.items())},
    )
