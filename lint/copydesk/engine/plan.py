"""What a run does: which rules, with which thresholds.

Small and picklable, so that each worker binds it for itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct, field

from copydesk.config.kinds import StatedKind
from copydesk.engine.registry import load_rules, use_house_rules
from copydesk.language.house_phrase import HousePhrase
from copydesk.reading.source import ReadOptions
from copydesk.rule import Rule, Threshold

Phase = Callable[[str, int, int], None]


class Plan(Struct, frozen=True):
    """The codes to run, the thresholds that differ from their defaults, by code,
    how files are read, and the kinds of documents and the phrases that the configuration states.

    `calibrated`: confidence is made of the rules' scores; else it is the scores.
    """

    codes: tuple[str, ...]
    thresholds: Mapping[str, Mapping[str, Threshold]] = field(default_factory=dict)
    reading: ReadOptions = field(default_factory=ReadOptions)
    kinds: tuple[StatedKind, ...] = ()
    calibrated: bool = True
    house: tuple[HousePhrase, ...] = ()


class Resources(Struct, frozen=True):
    """What a run may use; no finding depends on it.

    `jobs`: processes. `timed`: tables are made before rules run, so that each rule's seconds are
    its own. `progress` is called with the bytes read so far, `phase` then with what the run does,
    how many of its steps are done, and of how many. `max_memory`: bytes to stay near, 0 for no
    limit. `kinds`: the documents of each kind are counted; else a kind is judged where a finding
    depends on it.
    """

    jobs: int = 1
    timed: bool = False
    progress: Callable[[int], None] | None = None
    phase: Phase | None = None
    max_memory: int = 0
    kinds: bool = False


class Scope(Struct, frozen=True):
    """Which findings are asked for.

    `focus`: the paths that they are in, None for all. `min_confidence`: findings below it are left
    out before a wider finding may suppress those inside it; `floors` says so for some codes.
    `ignored`: codes that do not count, by path. `accepted`: the ids of findings that somebody accepts
    wherever they are.
    """

    focus: frozenset[str] | None = None
    min_confidence: float = 0.0
    floors: Mapping[str, float] = field(default_factory=dict)
    ignored: Mapping[str, frozenset[str]] = field(default_factory=dict)
    accepted: frozenset[str] = frozenset()

    def checked(self, path: str) -> bool:
        """Return whether findings are asked for in a file.

        Files that are not checked come first in the order of documents, so links point at them and
        clusters take their first member among them.
        """
        return self.focus is None or path in self.focus


EVERYTHING = Scope()
ONE_PROCESS = Resources()


class BoundRule(Struct, frozen=True):
    """A rule with its thresholds, split over its halves.

    `sketch_key` is equal for rules that share one sketch.
    """

    rule: Rule
    thresholds: dict[str, Threshold]
    sketch_thresholds: dict[str, Threshold]
    sketch_key: str


def numbered_rules() -> list[Rule]:
    """Return all installed rules in the order of codes: columns name a rule by its place here."""
    return list(load_rules().values())


def bind(plan: Plan) -> list[BoundRule]:
    """Return the plan's rules with their thresholds, in the order of codes."""
    use_house_rules(plan.house)
    rules = load_rules()
    return [_bind(rules[code], plan.thresholds.get(code, {})) for code in sorted(plan.codes)]


def sketches_of(plan: Plan) -> list[str]:
    """Return the names of the sketches of a plan's corpus rules, sorted."""
    return sorted({one.sketch_key for one in bind(plan) if one.rule.scope == "corpus"})


def _bind(rule: Rule, changed: Mapping[str, Threshold]) -> BoundRule:
    values = {**rule.thresholds, **changed}
    sketched = _takes(rule.sketch, values) if rule.sketch else {}
    key = (
        f"{rule.sketch.__module__}.{rule.sketch.__qualname__}{sorted(sketched.items())}"
        if rule.sketch
        else ""
    )
    return BoundRule(rule, _takes(rule.function, values), sketched, key)


def _takes(function: Callable[..., Any], values: Mapping[str, Threshold]) -> dict[str, Threshold]:
    names = function.__kwdefaults__ or {}
    return {name: values[name] for name in names}
