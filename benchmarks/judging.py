"""Hold findings against labels: which units are found, how sure the findings are,
and how many of them are right.

A finding of severity info never counts, as in a run that fails on warnings; it stands in the
calibration only, below 0.5.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from copydesk.config.select import select_codes
from copydesk.engine.plan import Plan
from copydesk.engine.registry import load_rules
from copydesk.engine.run import run
from copydesk.finding import Finding
from copydesk.reading.source import Source
from labelled_text import Part, Unit

SURE = (0.5, 0.7, 0.9)  # the confidences that figures are also given for
BINS = (0.0, *SURE, math.inf)


class Verdict(NamedTuple):
    """Whether a finding is right; None where no label says."""

    rule: str
    confidence: float
    counted: bool
    right: bool | None


class Rate(NamedTuple):
    """How many of how many."""

    hits: int
    of: int

    @property
    def ratio(self) -> float | None:
        """The rate, to four places; None of nothing."""
        return round(self.hits / self.of, 4) if self.of else None


class Judged(NamedTuple):
    """The outcome of one part: each unit with the confidence of the surest finding that counts
    (-1: none), and a verdict a finding.

    `alarms`: the surest finding of each line of clean files where one begins.
    """

    part: Part
    units: list[tuple[Unit, float]]
    alarms: list[float]
    verdicts: list[Verdict]


def lint(sources: Sequence[Source]) -> list[Finding]:
    """Return what all rules that are on by default find, also what lies within wider findings."""
    rules = load_rules()
    report = run(Plan(tuple(sorted(select_codes(rules, ["DEFAULT"], [])))), sources)
    assert not report.crashed
    return [*report.findings, *report.nested]


def family(finding: Finding) -> str:
    """Return the letters of a finding's rule."""
    return load_rules()[finding.rule].family


def touches(finding: Finding, unit: Unit) -> bool:
    """Tell whether a finding whose lines hold a unit meets its columns."""
    place = finding.place
    if unit.columns is None:
        return True
    left = place.column if place.line == unit.line else 1
    right = place.end_column if place.end_line == unit.line else math.inf
    return left < unit.columns[1] and unit.columns[0] < right


def judge(part: Part) -> Judged:
    """Lint a part and judge its units and findings."""
    at: dict[tuple[str, int], list[int]] = defaultdict(list)
    for row, unit in enumerate(part.units):
        at[unit.path, unit.line].append(row)
    surest = [-1.0] * len(part.units)
    alarms: dict[tuple[str, int], float] = {}
    verdicts = []
    for finding in lint(part.sources):
        counted, path = finding.severity != "info", finding.place.path
        held = [
            row
            for line in range(finding.place.line, finding.place.end_line + 1)
            for row in at.get((path, line), ())
        ]
        touched = [
            row
            for row in held
            if _counts(finding, part, part.units[row]) and touches(finding, part.units[row])
        ]
        if counted:
            for row in touched:
                surest[row] = max(surest[row], finding.confidence)
        if part.families and family(finding) not in part.families:
            continue
        if counted and path in part.clean:
            alarms[path, finding.place.line] = max(
                alarms.get((path, finding.place.line), -1.0), finding.confidence
            )
        defective = sum(part.units[row].defective for row in touched)
        right = 2 * defective >= len(touched) if touched else False if part.rest_clean else None
        verdicts.append(Verdict(finding.rule, finding.confidence, counted, right))
    return Judged(part, list(zip(part.units, surest, strict=True)), list(alarms.values()), verdicts)


def _counts(finding: Finding, part: Part, unit: Unit) -> bool:
    families = unit.families or part.families
    return not families or family(finding) in families


def rates(judged: Judged, least: float = 0.0) -> dict[str, Rate]:
    """Return the rates of a part, by name, of findings at least so sure."""
    of, hits = Counter[str](), Counter[str]()
    for unit, confidence in judged.units:
        of.update(unit.figures)
        if confidence >= least:
            hits.update(unit.figures)
    found = {name: Rate(hits[name], of[name]) for name in of}
    clean = judged.part.clean
    if clean:
        alarms = sum(confidence >= least for confidence in judged.alarms)
        found["false_alarms_per_clean_article"] = Rate(alarms, len(clean))
        found["false_alarms_per_clean_paragraph"] = Rate(alarms, sum(clean.values()))
    if "content_false_alarms" in found and "boilerplate_recall" in found:
        alarm, content = found["content_false_alarms"][:2]
        boilerplate, lines = found["boilerplate_recall"][:2]
        kept, wrong = content - alarm, alarm + lines - boilerplate
        found["content_f1"] = Rate(2 * kept, 2 * kept + wrong)
    return found


def grouped(judged: Judged, field: str) -> dict[str, tuple[Rate, Rate]]:
    """Return for each value of a field of the labels how much is found and how much is wrongly
    flagged.
    """
    count: dict[str, Counter[tuple[bool, bool]]] = defaultdict(Counter)
    for unit, confidence in judged.units:
        if field in unit.row:
            count[str(unit.row[field])][unit.defective, confidence >= 0] += 1
    return {
        value: (
            Rate(c[True, True], c[True, True] + c[True, False]),
            Rate(c[False, True], c[False, True] + c[False, False]),
        )
        for value, c in sorted(count.items())
    }


def calibration(verdicts: Iterable[Verdict]) -> dict[str, list[tuple[int, int, int]]]:
    """Return for each rule, and for `all` that count,
    how many findings each bin of confidence holds: right, wrong, not labelled.
    """
    table: dict[str, list[list[int]]] = {}
    for verdict in verdicts:
        number = sum(verdict.confidence >= least for least in SURE)
        place = {True: 0, False: 1, None: 2}[verdict.right]
        for name in (verdict.rule, "all"):
            table.setdefault(name, [[0, 0, 0] for _ in BINS[1:]])[number][place] += 1
    return {
        name: [(right, wrong, other) for right, wrong, other in bins]
        for name, bins in sorted(table.items())
    }


def precision(table: Mapping[str, Sequence[tuple[int, int, int]]]) -> dict[str, Rate]:
    """Return each rule's share of right findings among those that are labelled and count (0.5
    and more).
    """
    found = {}
    for name, bins in table.items():
        right, wrong = (sum(cell[place] for cell in bins[1:]) for place in (0, 1))
        found[name] = Rate(right, right + wrong)
    return found
