"""Which word a mistaken one is taken for, and when none is."""

from __future__ import annotations

import pytest

from copydesk.cli.group import COMMANDS
from copydesk.engine.registry import load_rules
from copydesk.hints import hint, nearest


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("chekc", "check"),
        ("Check", "check"),
        ("indx", "index"),
        ("complete", None),
        ("lint", None),  # three letters of `init`, in another order
        ("run", None),
        (".", None),
        ("articles/", None),
    ],
)
def test_the_nearest_command(word: str, meant: str | None) -> None:
    assert nearest(word, COMMANDS) == meant


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("dup2O1", "DUP201"),
        ("near-duplicate", "near-duplicate-document"),
        ("duplicate-paragraf", "duplicate-paragraph"),
        ("IOE999", None),
        ("spelling", None),
    ],
)
def test_the_nearest_rule(word: str, meant: str | None) -> None:
    known = [name for rule in load_rules().values() for name in (rule.code, rule.name)]
    assert nearest(word, known) == meant


def test_a_hint_lists_what_is_valid_where_nothing_is_near() -> None:
    assert hint("selct", ["select", "ignore"]) == "; did you mean 'select'?"
    assert hint("color", ["select", "ignore"]) == "; valid: select, ignore"
    assert hint("color", ["select"], "see the guide") == "; see the guide"
    assert hint("color", []) == ""
