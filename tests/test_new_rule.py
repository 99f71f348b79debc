"""`tools/new_rule.py`: what it writes is a rule that does what its page says."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

from copydesk.columns.batch import Batch, Text
from copydesk.rule import Rule
from copydesk.testing import examples_of
from new_rule import begin, problem


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "rules/copydesk_rules/garbled").mkdir(parents=True)
    (tmp_path / "rules/copydesk_rules/garbled/__init__.py").touch()
    (tmp_path / "tests/cases").mkdir(parents=True)
    changes = "# Changelog\n\n### Rules\n\n- GAR101: wrongly decoded text.\n\n### Engine\n"
    (tmp_path / "CHANGELOG.md").write_text(changes, encoding="utf-8")
    return tmp_path


def test_a_begun_rule_does_what_its_page_says(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page, cases, changes = begin(root, "garbled", "GAR990", "placeholder-text")
    monkeypatch.syspath_prepend(page.parent)
    rule: Rule = importlib.import_module("placeholder_text").placeholder_text
    assert (rule.code, rule.name, rule.tier) == ("GAR990", "placeholder-text", "preview")
    for section, found in (("Bad", [{"phrase": ["placeholder text"]}]), ("Good", [{"phrase": []}])):
        texts = [example.files["text.txt"] for example in examples_of(rule, section)]
        assert [rule.function(Batch([Text(text)])).details for text in texts] == found
    said = cases.read_text(encoding="utf-8")
    assert "text.txt:1 GAR990 unfinished: Placeholder text\n" in said
    listed = changes.read_text(encoding="utf-8")
    assert "- GAR101: wrongly decoded text.\n- GAR990: placeholder text (preview).\n" in listed


@pytest.mark.parametrize(
    ("family", "code", "name", "said"),
    [
        ("garblde", "GAR990", "placeholder-text", "no family is called garblde"),
        ("garbled", "GAR104", "placeholder-text", "GAR104 is taken"),
        ("garbled", "gar1", "placeholder-text", "gar1 is taken, or not three letters"),
        ("garbled", "GAR990", "repeated-word", "repeated-word is taken"),
        ("garbled", "GAR990", "placeholder", "placeholder is taken, or not words with hyphens"),
        ("garbled", "GAR990", "placeholder-text", ""),
    ],
)
def test_a_rule_that_cannot_be_begun_is_refused(
    root: Path, family: str, code: str, name: str, said: str
) -> None:
    assert problem(root, family, code, name).startswith(said)
    assert bool(problem(root, family, code, name)) == bool(said)
