"""The shape of the code: what DESIGN asks of every rule, of the tree, and of file sizes."""

from __future__ import annotations

import importlib
import inspect
import math
import re
from pathlib import Path

import pytest

from copydesk.engine.registry import load_rules
from copydesk.fixes import Applicability
from copydesk.rule import Rule
from copydesk.testing import examples_of, lint

ROOT = Path(__file__).parent.parent
RULES = [pytest.param(rule, id=code) for code, rule in load_rules().items()]
PACKAGE = ROOT / "rules/copydesk_rules"
RULE_FILES = sorted(p for p in PACKAGE.rglob("*.py") if not p.name.startswith("_"))


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_is_named_as_its_file_and_function(rule: Rule) -> None:
    module = importlib.import_module(rule.function.__module__)
    assert module.__file__
    if rule.page:  # a record among others of its source
        assert rule.function.__name__ == rule.name.replace("-", "_")
        return
    assert Path(module.__file__).stem == rule.function.__name__ == rule.name.replace("-", "_")
    assert isinstance(vars(module)[rule.function.__name__], Rule)


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_name_reads_after_allow(rule: Rule) -> None:
    assert not re.match(r"(no|check|avoid|detect|bad|find|use)-|.*-(rule|checker)$", rule.name)
    assert re.fullmatch(r"[a-z][a-z0-9]*(-[a-z]+)*", rule.name)


@pytest.mark.parametrize("rule", RULES)
def test_a_page_has_its_sections_in_order(rule: Rule) -> None:
    first = rule.documentation.split("\n")[0]
    assert re.match(r"(Find|Report) .*\.$", first), first
    assert re.findall(r"^## (\w+)", rule.documentation, re.MULTILINE) in (
        [*examples, *optional]
        for examples in ([[], ["Bad", "Good"]] if rule.scope == "engine" else [["Bad", "Good"]])
        for optional in ([], ["Measured"], ["Misses"], ["Measured", "Misses"])
    )


@pytest.mark.parametrize("rule", RULES)
def test_a_message_is_lower_case_without_a_full_stop(rule: Rule) -> None:
    assert not rule.message.endswith(".")
    assert rule.message[0].islower() or rule.message[0] in "{“"


@pytest.mark.parametrize("rule", RULES)
def test_every_threshold_is_typed_and_explained(rule: Rule) -> None:
    assert {type(value) for value in rule.thresholds.values()} <= {int, float, bool, str, tuple}
    for function in (rule.function, rule.sketch):
        for parameter in inspect.signature(function).parameters.values() if function else ():
            if parameter.kind is parameter.KEYWORD_ONLY:
                assert parameter.default is not parameter.empty
    numbers = {name for name, value in rule.thresholds.items() if type(value) in (int, float)}
    assert set(rule.ranges) == numbers
    for name, limits in rule.ranges.items():
        value = rule.thresholds[name]
        assert isinstance(value, int | float)
        assert limits.low <= value <= (math.inf if limits.high is None else limits.high)


def test_codes_are_three_letters_and_three_digits() -> None:
    assert all(re.fullmatch(r"[A-Z]{3}[0-9]{3}", code) for code in load_rules())


def test_yielded_codes_exist() -> None:
    rules = load_rules()
    for some in {some for rule in rules.values() for some in rule.yields_to}:
        assert any(code.startswith(some) for code in rules), some


def test_one_rule_one_file() -> None:
    own = {
        rule.name
        for rule in load_rules().values()
        if not rule.page and rule.function.__module__.startswith("copydesk_rules.")
    }
    records = {path for path in RULE_FILES if "\nRULES = " in path.read_text(encoding="utf-8")}
    assert {path.stem.replace("_", "-") for path in RULE_FILES if path not in records} == own


def test_nothing_else_lies_in_the_import_roots() -> None:
    hidden = {"__pycache__"}
    assert {p.name for p in (ROOT / "lint").iterdir()} - hidden == {"copydesk"}
    assert {p.name for p in (ROOT / "rules").iterdir()} - hidden == {"copydesk_rules"}


def test_nothing_unpickles_or_evaluates_or_opens_a_connection() -> None:
    banned = re.compile(
        r"import pickle|from pickle|allow_pickle=True|\beval\(|\bexec\(|yaml\.load\("
        r"|import socket|urllib\.request|http\.client|import requests"
    )
    # between the tasks of a cluster, plain data only: see tests/test_cluster.py
    sending = ROOT / "lint/copydesk/distributed/sending.py"
    for path in {*(ROOT / "lint").rglob("*.py"), *RULE_FILES} - {sending}:
        assert not banned.search(path.read_text(encoding="utf-8")), path


def test_rules_declare_the_fixes_that_they_propose() -> None:
    """The safest of those that their bad examples get; a rule may have a safer one elsewhere."""
    files = {
        f"{rule.code}-{number}/{name}": text
        for rule in load_rules().values()
        for number, example in enumerate(examples_of(rule, "Bad"))
        for name, text in example.files.items()
    }
    report = lint(files, codes=tuple(load_rules()))
    order: list[Applicability | None] = ["safe", "unsafe", "display", None]
    found = {f.rule: f.fix.applicability for f in (*report.findings, *report.nested) if f.fix}
    for code, rule in load_rules().items():
        assert order.index(rule.fix) <= order.index(found.get(code)), code
        assert rule.fix in (None, found.get(code)) or code in (
            "CAP101",
            "DUP203",
            "GAR102",
            "GAR103",
            "GAR111",
        ), code
