"""Lists of phrases: where one counts, what is shown of it, and rules that are nothing but a list."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.columns.batch import Batch, Text
from copydesk.language.phrases import Match, Phrases, _compiled, phrase_rule

TEXT = "TK tk\nNo TKs here. It’s the\u00a0END.\ntk"


def found(phrases: Phrases, text: str) -> list[str]:
    batch = Batch([Text(text)])
    return phrases.find(batch).texts(batch)


@pytest.mark.parametrize(
    ("match", "case", "wanted"),
    [
        ("words", False, ["TK", "tk", "It’s the\u00a0END", "tk"]),
        ("words", True, ["tk", "tk"]),
        ("anywhere", False, ["TK", "tk", "TK", "It’s the\u00a0END", "tk"]),
        ("line", False, ["tk"]),
    ],
)
def test_a_phrase_counts_where_it_should(match: Match, case: bool, wanted: list[str]) -> None:
    assert found(Phrases(("tk", "it's the end"), match=match, case=case), TEXT) == wanted


@given(st.text(alphabet="abİ ’\n", max_size=30), st.text(alphabet="abİ", min_size=1, max_size=3))
def test_what_is_found_is_the_phrase(text: str, phrase: str) -> None:
    wanted = "".join(c.lower() if len(c.lower()) == 1 else c for c in phrase)
    for shown in found(Phrases((phrase,), match="anywhere"), text):
        assert "".join(c.lower() if len(c.lower()) == 1 else c for c in shown) in (
            wanted,
            phrase.lower(),
        )


def test_a_rule_of_phrases_is_named_and_paged_by_its_record() -> None:
    rule = phrase_rule(
        "HOUSE901", "stand-in", "stand-in: {phrase}", ("tk",), page="Find a stand-in."
    )
    assert (rule.name, rule.summary, rule.within) == ("stand-in", "Find a stand-in", "prose")
    assert rule.function.__module__ == __name__
    batch = Batch([Text("TK, said the mayor.")])
    assert rule.function(batch).details == {"phrase": ["TK"]}
    assert rule.function(batch, phrases=("the mayor",)).details == {"phrase": ["the mayor"]}


def test_without_a_page_of_its_own_the_module_is_the_page() -> None:
    rule = phrase_rule("HOUSE901", "stand-in", "stand-in: {phrase}", ("tk",))
    assert rule.documentation == (__doc__ or "").strip()


def test_phrases_come_from_a_file_beside_the_module(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "words").mkdir()
    (tmp_path / "words/stand-ins.txt").write_text("# theirs\ntk\n\nlorem ipsum\n", encoding="utf-8")
    monkeypatch.setitem(globals(), "__file__", str(tmp_path / "rules.py"))
    rule = phrase_rule("HOUSE901", "stand-in", "stand-in: {phrase}", "words/stand-ins.txt")
    assert rule.thresholds == {"phrases": ("tk", "lorem ipsum")}


def test_the_phrases_are_compiled_once() -> None:
    rule = phrase_rule("HOUSE901", "stand-in", "stand-in: {phrase}", ("tk once",))
    _compiled.cache_clear()
    for _ in range(3):
        rule.function(Batch([Text("A tk once.")]))
    assert _compiled.cache_info().misses == 1
