"""The cases in `tests/cases/<rule>.md`.

Prose, a `text` block, and an `expect` block of what the rule says of it.

    ## A heading names the case
    A sentence says what is odd about it.
    ```text
    ...                     (lines `--- name ---` begin files)
    ```
    ```expect
    text.txt:3 CAP101 the message
    ```

An empty `expect` block is a known miss or a trap. Only the case file's own rule runs.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

from copydesk.engine.registry import load_rules
from linting import Example, lines, lint

CASES = Path(__file__).parent / "cases"
_CASE = re.compile(r"^## (?P<title>.+)\n(?P<body>(?:(?!^## ).*\n)*)", re.MULTILINE)
_BLOCK = re.compile(r"^```(?P<kind>text|expect)\n(?P<content>.*?)^```$", re.MULTILINE | re.DOTALL)


def cases() -> list[ParameterSet]:
    codes = {rule.name.replace("-", "_"): code for code, rule in load_rules().items()}
    found = []
    for path in sorted(CASES.glob("*.md")):
        for case in _CASE.finditer(path.read_text(encoding="utf-8") + "\n"):
            blocks = {block["kind"]: block["content"] for block in _BLOCK.finditer(case["body"])}
            found.append(
                pytest.param(
                    path.stem,
                    blocks.get("text", ""),
                    blocks.get("expect", ""),
                    id=f"{codes.get(path.stem)} {path.stem}: {case['title']}",
                )
            )
    return found


@pytest.mark.parametrize(("rule", "text", "expected"), cases())
def test_case(rule: str, text: str, expected: str) -> None:
    codes = {r.name: code for code, r in load_rules().items()}
    report = lint(Example.parse(text).files, codes=(codes[rule.replace("_", "-")],))
    assert lines(report) == expected.strip().splitlines()


def test_every_case_file_is_named_after_a_rule() -> None:
    names = {rule.name.replace("-", "_") for rule in load_rules().values()}
    assert {path.stem for path in CASES.glob("*.md")} <= names
