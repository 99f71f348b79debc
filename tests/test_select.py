"""Which rules run: a truth table of selectors."""

from __future__ import annotations

import pytest

from copydesk.config.select import UnknownRule, codes_of, select_codes
from copydesk.rule import Hits, Rule


def rule(code: str, name: str, *, preview: bool = False, opt_in: bool = False) -> Rule:
    return Rule(
        code,
        name,
        "said",
        "warning",
        "document",
        lambda batch: Hits.none(),
        None,
        {},
        (),
        preview,
        opt_in=opt_in,
    )


RULES = {
    r.code: r
    for r in (
        rule("DUP101", "copy"),
        rule("DUP201", "paragraph"),
        rule("GAR101", "mojibake"),
        rule("GAR901", "new", preview=True),
        rule("HEU101", "short", opt_in=True),
        rule("HEU201", "sparse", opt_in=True),
    )
}


@pytest.mark.parametrize(
    ("select", "ignore", "extend", "expected"),
    [
        (["DEFAULT"], [], [], "DUP101 DUP201 GAR101"),
        (["ALL"], [], [], "DUP101 DUP201 GAR101 HEU101 HEU201"),
        (["HEU"], [], [], "HEU101 HEU201"),
        (["HEU1"], [], [], "HEU101"),
        (["sparse"], [], [], "HEU201"),
        (["DEFAULT"], [], ["HEU"], "DUP101 DUP201 GAR101 HEU101 HEU201"),
        (["DEFAULT"], ["HEU2", "DUP"], ["HEU"], "GAR101 HEU101"),
        (["ALL"], ["DEFAULT"], [], "HEU101 HEU201"),
        (["DUP"], [], [], "DUP101 DUP201"),
        (["DUP2"], [], [], "DUP201"),
        (["copy"], [], [], "DUP101"),
        (["ALL"], ["DUP", "HEU"], [], "GAR101"),
        (["DEFAULT", "DUP101"], ["DUP"], [], "DUP101 GAR101"),
        (["DUP"], ["DUP101"], [], "DUP201"),
        (["DUP101"], ["DUP101"], [], ""),
        (["DUP101"], ["copy"], [], ""),
        (["GAR"], [], [], "GAR101"),
        (["GAR901"], [], [], "GAR901"),
        (["new"], [], [], "GAR901"),
        (["DUP"], [], ["GAR101"], "DUP101 DUP201 GAR101"),
        (["ALL"], ["ALL"], ["GAR901"], "GAR901"),
    ],
)
def test_the_longest_selector_wins_and_ignoring_wins_a_tie(
    select: list[str], ignore: list[str], extend: list[str], expected: str
) -> None:
    assert select_codes(RULES, select, ignore, extend) == set(expected.split())


@pytest.mark.parametrize("selector", ["", "DUQ", "dup", "Copy", "DUP1011"])
def test_a_selector_that_names_nothing_is_an_error(selector: str) -> None:
    with pytest.raises(UnknownRule):
        codes_of(selector, RULES)
