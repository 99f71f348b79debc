"""What the scores of rules are worth: the confidence that follows from a score, by kind of text.

A rule's score ranks its findings; only judged findings tell how probable it is that a strict editor
calls one right. The curves of a family, or of a rule pack, lie beside its rules in
`calibration.toml`, written by `tools/calibrate.py`. A rule without a curve keeps its score as its
confidence. See docs/adr/0016.
"""

from __future__ import annotations

import functools
import math
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import msgspec

from copydesk.rule import Rule

FILE = "calibration.toml"
UNCLEAR = "unclear"  # the kind of a document of no clear kind
LITTLE = 0.1  # right findings per 1,000 characters from which on a text counts as damaged
MUCH = 2.0  # and from which on more of them say no more
NEVER, SURE = 0.001, 0.99  # no number of judged findings says more than this


class BadCurves(ValueError):
    """A package's curves cannot be read; the message says why."""


class Curve(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How the confidence of one rule's findings follows from what is known of them.

    In log-odds: `base`, plus `slope` times how far the score lies above `centre`, plus the effect
    of the document's kind, plus `damage` times what other rules find in the document (`damage_of`).
    A kind that is not named in `kinds` has that of unclear texts. `judged`: how many findings were read.
    `by_hand`: why the curve is stated by hand, where judged findings cannot tell; it is not fitted.
    """

    base: float
    slope: float
    centre: float
    damage: float
    judged: int = 0
    kinds: Mapping[str, float] = {}
    by_hand: str = ""

    @property
    def usual(self) -> float:
        """The score that its judged findings had in the mean."""
        return 1 / (1 + math.exp(-self.centre))

    def effect(self, kind: str) -> float:
        """Return the effect of a kind, that of unclear texts for one that the rule was not judged in."""
        return self.kinds.get(kind, self.kinds.get(UNCLEAR, 0.0))

    def chance(self, kind: str, faults: float) -> float:
        """Return the confidence of a finding of the usual score in a text of a kind, beside so many
        probable faults in 1,000 characters.
        """
        odds = self.base + self.effect(kind) + self.damage * math.log1p(min(faults, MUCH) / LITTLE)
        return min(max(1 / (1 + math.exp(-odds)), NEVER), SURE)


@functools.cache
def curves(package: str) -> Mapping[str, Curve]:
    """Return the curves of the rules of a package by code; raises BadCurves.

    None where the package has no table.
    """
    folder = Path(next(iter(sys.modules[package].__path__), ""))
    try:
        text = (folder / FILE).read_text("utf-8")
    except OSError:
        return MappingProxyType({})
    try:
        return msgspec.convert(tomllib.loads(text), dict[str, Curve])
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise BadCurves(f"{package}/{FILE}: {error}") from None


def curve_of(rule: Rule) -> Curve | None:
    """Return the curve of a rule, None for one whose findings nobody judged."""
    return curves(rule.function.__module__.rpartition(".")[0]).get(rule.code)
