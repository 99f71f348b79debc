"""Patterns that are compiled late are patterns."""

from __future__ import annotations

import copy
import pickle
import re
from collections.abc import Iterator
from types import ModuleType

import pytest

from copydesk.engine.registry import load_rules
from copydesk.patterns import late_pattern


def _held(value: object) -> Iterator[re.Pattern[str]]:
    if type(value) is type(late_pattern("")):
        yield value
    elif isinstance(value, tuple | list):
        for one in value:
            yield from _held(one)
    elif isinstance(value, dict):
        yield from _held([*value, *value.values()])


def _modules() -> list[ModuleType]:
    import sys

    load_rules()
    return [module for name, module in [*sys.modules.items()] if name.startswith("copydesk")]


@pytest.mark.parametrize("module", _modules(), ids=lambda module: module.__name__)
def test_every_pattern_compiles(module: ModuleType) -> None:
    for pattern in _held(list(vars(module).values())):
        assert pattern.search("") is None or pattern.flags


def test_a_late_pattern_has_the_methods_of_a_pattern() -> None:
    pattern = late_pattern(r"(\w)at", re.IGNORECASE)
    assert [match[1] for match in pattern.finditer("A cat sAT")] == ["c", "s"]
    assert pattern.sub("x", "cat") == "x"
    assert pattern.pattern == r"(\w)at"


def test_a_late_pattern_can_be_copied_and_sent() -> None:
    pattern = late_pattern("a|b")
    for one in (copy.deepcopy(pattern), pickle.loads(pickle.dumps(pattern))):  # noqa: S301
        assert one.fullmatch("b")
    assert pattern.fullmatch("a")


def test_a_wrong_pattern_says_so_when_it_is_used() -> None:
    with pytest.raises(re.error):
        late_pattern("(").search("")
