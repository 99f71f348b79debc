"""Every rule's own examples: each Bad block gives exactly its code,
each Good block passes every rule that is on.
"""

from __future__ import annotations

import sys

import pytest

from copydesk.engine.registry import load_rules
from copydesk.rule import Rule
from copydesk.testing import check_examples

WITHOUT_EXAMPLES = {
    "INT001",
    "IOE101",
    "IOE102",
}  # a crash and broken bytes cannot be written in a docstring
RULES = [
    pytest.param(rule, id=f"{code}-{rule.name}")
    for code, rule in load_rules().items()
    if code not in WITHOUT_EXAMPLES
]


@pytest.mark.parametrize("rule", RULES)
def test_the_examples_of_the_page_hold(rule: Rule) -> None:
    check_examples(rule)


@pytest.mark.parametrize(
    ("before", "after", "complaint"),
    [
        ("## Bad", "## Worse", "GAR104: the page has no ## Bad section"),
        ("in the the old", "in the old", "GAR104, ## Bad: GAR104 does not fire"),
        (
            "in the the old",
            "in the the caf\u00c3\u00a9, an old",
            r"GAR104, ## Bad: GAR101 also fires: \['text.txt:1 GAR104 repeated: the the', 'text.txt:1 GAR101 ",
        ),
        (
            "She had had",
            "She has the the",
            r"GAR104, ## Good: GAR104 fires: \['text.txt:1 GAR104 repeated: the the'\]",
        ),
    ],
)
def test_a_page_whose_examples_do_not_hold_is_told_so(
    before: str, after: str, complaint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    rule = load_rules()["GAR104"]
    monkeypatch.setattr(
        sys.modules[rule.function.__module__], "__doc__", rule.documentation.replace(before, after)
    )
    with pytest.raises(AssertionError, match=complaint):
        check_examples(rule)
