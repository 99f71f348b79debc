"""The rules of the pack do what their pages say."""

import pytest

from copydesk.rule import Rule
from copydesk.testing import check_examples, lines, lint, rules_of


@pytest.mark.parametrize("rule", rules_of("house_rules"), ids=lambda rule: rule.code)
def test_the_examples_of_the_page_hold(rule: Rule) -> None:
    check_examples(rule)


def test_a_phrase_counts_as_whole_words() -> None:
    assert lines(lint({"a.txt": "They kept ongoing forwarding orders."}, codes=("HOUSE102",))) == []
