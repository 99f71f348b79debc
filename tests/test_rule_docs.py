"""Every rule's own examples: each Bad block gives exactly its code, each Good block passes every rule that is on."""

from __future__ import annotations

import re
import textwrap

import pytest

from copydesk.engine.registry import load_rules
from copydesk.rule import Rule
from linting import Example, lines, lint

_SECTION = re.compile(r"^## (Bad|Good)\n((?:(?: {4}.*)?\n)+)", re.MULTILINE)
WITHOUT_EXAMPLES = {"INT001", "IOE101", "IOE102"}  # a crash and broken bytes cannot be written in a docstring


def blocks(rule: Rule, kind: str) -> list[Example]:
    found = _SECTION.findall(rule.documentation + "\n\n")
    return [Example.parse(textwrap.dedent(block).strip("\n") + "\n") for name, block in found if name == kind]


RULES = [pytest.param(rule, id=f"{code}-{rule.name}") for code, rule in load_rules().items() if code not in WITHOUT_EXAMPLES]


@pytest.mark.parametrize("rule", RULES)
def test_the_bad_examples_give_exactly_the_code(rule: Rule) -> None:
    examples = blocks(rule, "Bad")
    assert examples, "the page has no ## Bad section with an indented example"
    codes = tuple({*(c for c, r in load_rules().items() if not r.tier), rule.code})
    for example in examples:
        report = lint(example.files, codes=codes)
        assert {finding.rule for finding in report.findings} == {rule.code}, lines(report)


@pytest.mark.parametrize("rule", RULES)
def test_the_good_examples_pass_every_rule(rule: Rule) -> None:
    examples = blocks(rule, "Good")
    assert examples, "the page has no ## Good section with an indented example"
    codes = tuple({*(c for c, r in load_rules().items() if not r.tier), rule.code})
    for example in examples:
        assert lines(lint(example.files, codes=codes)) == []
