"""Confidence: what is made of a rule's score, and that it is made the same way everywhere."""

from __future__ import annotations

import sys
import types
from pathlib import Path

import numpy as np
import pytest

from copydesk.config.settings import Settings
from copydesk.curves import FILE, UNCLEAR, BadCurves, Curve, curve_of, curves
from copydesk.engine.calibration import Calibration, Documents
from copydesk.engine.registry import load_rules
from copydesk.report import Report
from linting import lint

RULES = list(load_rules().values())
NUMBER = {rule.code: row for row, rule in enumerate(RULES)}
CURVES = {rule.code: curve for rule in RULES if (curve := curve_of(rule))}
KINDS = (UNCLEAR, "article")

TWICE = "He opened the the door, and saw that nobody had been there since the the spring.\n"
GLUED = "The clerk said so again.Then he left the room.And nobody asked him why.\n"


def one(
    rule: str,
    score: float,
    beside: tuple[tuple[str, float], ...] = (),
    length: int = 1000,
    kind: int = 1,
) -> float:
    """Return the confidence of a finding in a document with other hits."""
    hits = ((rule, score), *beside)
    codes = np.array([NUMBER[code] for code, _ in hits])
    scores = np.array([value for _, value in hits])
    zero = np.zeros(len(hits), np.int64)
    made = {
        "GAR104": Curve(0.5, 0.8, 2.0, 0.6, kinds={"article": 0.4}),
        "GAR102": Curve(1.0, 0.5, 2.0, 0.3),
    }
    calibration = Calibration(RULES, KINDS, made)
    documents = Documents(np.array([kind]), np.array([length]), KINDS)
    damage = calibration.damage_of(codes, zero, scores, documents)
    return float(calibration.confidence(codes, zero, scores, documents, damage)[0])


def test_a_higher_score_is_never_less_sure() -> None:
    values = [one("GAR104", score) for score in np.linspace(0, 1, 41)]
    assert values == sorted(values)
    assert values[0] < 0.2 < 0.8 < values[-1]
    assert all(curve.slope >= 0 and curve.damage >= 0 for curve in CURVES.values())


def test_damage_by_other_rules_makes_a_finding_surer_and_its_own_rule_does_not() -> None:
    alone = one("GAR104", 0.7)
    assert one("GAR104", 0.7, (("GAR104", 0.9),) * 5) == alone
    beside = one("GAR104", 0.7, (("GAR102", 0.9),))
    assert alone < beside < one("GAR104", 0.7, (("GAR102", 0.9),) * 3)
    assert one("GAR104", 0.7, (("GAR102", 0.9),), length=10_000) < beside


def test_the_kind_of_text_counts() -> None:
    assert one("GAR104", 0.7, kind=1) > one("GAR104", 0.7, kind=0)


def test_links_to_other_files_are_no_damage() -> None:
    assert one("GAR104", 0.7, (("DUP203", 0.99),)) == one("GAR104", 0.7)


def test_a_rule_without_a_curve_keeps_its_score() -> None:
    assert one("GAR110", 0.37) == 0.37


def test_a_kind_in_which_a_rule_was_not_judged_counts_as_unclear() -> None:
    curve = Curve(0.0, 1.0, 0.0, 0.0, kinds={"article": 1.0, UNCLEAR: -0.5})
    assert [curve.effect(kind) for kind in ("article", "verse", UNCLEAR)] == [1.0, -0.5, -0.5]


def test_the_score_is_in_the_evidence() -> None:
    (finding, *_) = lint({"a.txt": TWICE}, codes=("GAR104",)).findings
    assert 0 < finding.evidence["score"] <= 1


def test_findings_that_are_more_likely_wrong_are_hidden_by_default() -> None:
    assert Settings().min_confidence == 0.5


def test_a_file_is_judged_alike_alone_and_in_company() -> None:
    files: dict[str, str | bytes] = {
        f"{n}.txt": f"{GLUED}\n{TWICE}\nNumber {n}.\n" for n in range(4)
    }
    codes = tuple(rule.code for rule in RULES if not rule.tier)
    together = lint(files, codes=codes, calibrated=True)

    def judged(report: Report, path: str) -> list[tuple[str, int, float]]:
        return [
            (f.rule, f.place.offset, f.confidence)
            for f in report.findings
            if f.place.path == path and load_rules()[f.rule].scope == "document"
        ]

    for path, text in files.items():
        alone = judged(lint({path: text}, codes=codes, calibrated=True), path)
        assert alone == judged(together, path) != []


def package(folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    module = types.ModuleType(f"pack_{folder.name}")
    module.__path__ = [str(folder)]
    monkeypatch.setitem(sys.modules, module.__name__, module)
    return module.__name__


def test_a_pack_brings_its_own_curves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / FILE).write_text("[HOUSE101]\nbase = 1\nslope = 0.5\ncentre = 2\ndamage = 0\n")
    assert curves(package(tmp_path, monkeypatch)) == {"HOUSE101": Curve(1.0, 0.5, 2.0, 0.0)}


@pytest.mark.parametrize("text", ["[HOUSE101]\nbase = 1\n", "[HOUSE101\n", "[A1]\nbase = 'x'\n"])
def test_curves_that_cannot_be_read_are_named(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / FILE).write_text(text)
    name = package(tmp_path, monkeypatch)
    with pytest.raises(BadCurves, match=f"{name}/{FILE}"):
        curves(name)
