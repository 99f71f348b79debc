"""One fault, one finding: which of two explanations of a place is shown."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from copydesk.engine.nesting import Marks, explained, same_place, yields
from copydesk.engine.registry import load_rules

RULES = list(load_rules().values())
NUMBER = {rule.code: row for row, rule in enumerate(RULES)}
ALL = np.ones(len(RULES), np.bool_)

Span = tuple[str, int, int, float]


def marks(*spans: Span) -> Marks:
    """Return marks of rules by code, start, end and confidence, in one document."""
    codes, start, end, confidence = zip(*spans, strict=True)
    rule = np.array([NUMBER[code] for code in codes])
    zero = np.zeros(len(spans), np.int64)
    return Marks.of(rule, zero, np.array(start), np.array(end), np.array(confidence, np.float64))


def told(*spans: Span) -> list[str]:
    """Return the codes that are shown."""
    rows = explained(marks(*spans), RULES, ALL)
    return [code for (code, *_), row in zip(spans, rows.tolist(), strict=True) if row < 0]


@pytest.mark.parametrize(
    ("one", "other", "shown"),
    [
        # the surer explanation of a place
        (("GAR107", 0, 100, 0.6), ("CAP102", 10, 100, 0.8), "CAP102"),
        (("GAR107", 0, 100, 0.8), ("CAP102", 10, 100, 0.6), "GAR107"),
        (("GAR102", 5, 25, 0.9), ("GAR103", 8, 25, 0.7), "GAR102"),
        (("GAR102", 5, 25, 0.6), ("GAR103", 8, 25, 0.7), "GAR103"),
        (("GAR106", 0, 30, 0.7), ("GAR111", 5, 22, 0.9), "GAR111"),
        (("BOI201", 0, 80, 0.9), ("DUP201", 0, 80, 0.8), "BOI201"),
        (("CTX101", 0, 50, 0.9), ("BOI101", 0, 50, 0.6), "BOI101"),  # declared: furniture explains
        (("GAR110", 0, 9, 0.99), ("GAR101", 0, 10, 0.7), "GAR101"),
        # of two as sure as each other, the smaller code
        (("GAR107", 0, 100, 0.7), ("CAP102", 0, 100, 0.7), "CAP102"),
        # a doubtful one explains nothing that is likely, whatever is declared
        (("CTX101", 0, 50, 0.9), ("BOI101", 0, 50, 0.4), "CTX101"),
    ],
)
def test_the_strongest_explanation_of_a_place_is_shown(one: Span, other: Span, shown: str) -> None:
    assert told(one, other) == [shown]
    assert told(other, one) == [shown]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("GAR106", 0, 200, 0.9), ("GAR104", 20, 30, 0.9)),  # a small fault in a large one
        (("GAR102", 0, 20, 0.9), ("GAR103", 15, 40, 0.9)),  # neighbours that touch
        (("GAR107", 0, 100, 0.9), ("DUP203", 0, 100, 0.9)),  # a fault of its own, and a copy
    ],
)
def test_two_faults_are_two_findings(one: Span, other: Span) -> None:
    assert told(one, other) == told(other, one)[::-1] == [one[0], other[0]]


def test_scores_that_nobody_calibrated_are_not_weighed() -> None:
    both = marks(("GAR107", 0, 100, 0.6), ("CAP102", 10, 100, 0.8))
    some = ALL.copy()
    some[NUMBER["CAP102"]] = False
    assert explained(both, RULES, some).tolist() == [-1, -1]


def test_a_finding_that_is_not_shown_explains_nothing() -> None:
    # GAR104 would go for GAR107, which goes for CAP102, which does not tell the place of GAR104
    assert told(("GAR104", 40, 100, 0.5), ("GAR107", 0, 100, 0.6), ("CAP102", 0, 55, 0.8)) == [
        "GAR104",
        "CAP102",
    ]


def test_a_beginning_of_codes_stands_for_a_family() -> None:
    rule = dataclasses.replace(load_rules()["CTX101"], yields_to=("BOI", "CTX"))
    assert [yields(rule, code) for code in ("BOI201", "CTX102", "CTX101", "CAP101")] == [
        True,
        True,
        False,
        False,
    ]


def test_places_are_compared_with_those_of_about_their_length() -> None:
    generator = np.random.default_rng(7)
    start = generator.integers(0, 400, 300)
    end = start + generator.integers(1, 90, 300)
    rule = generator.integers(0, len(RULES), 300)
    some = Marks.of(rule, generator.integers(0, 3, 300), start, end, np.ones(300))
    found = {tuple(sorted(pair)) for pair in np.stack(same_place(some), axis=1).tolist()}
    expected = {
        (a, b)
        for a in range(300)
        for b in range(a + 1, 300)
        if some.document[a] == some.document[b]
        and 2 * (min(end[a], end[b]) - max(start[a], start[b]))
        >= max(end[a] - start[a], end[b] - start[b])
    }
    assert found == expected
