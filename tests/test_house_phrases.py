"""House rules: phrases of the configuration as rules, their fixes, limits and errors."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

import pytest

from copydesk.columns.batch import Batch, Text
from copydesk.config.config import BadConfig, stated_config
from copydesk.config.house import stated_phrases
from copydesk.language import house_matcher
from copydesk.language.house import house_rules
from copydesk.language.house_matcher import TooSlow
from editing import editing, session
from programs import copydesk


def found(text: str, *entries: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Return code, text and message of what entries find."""
    batch = Batch([Text(text)])
    out = []
    for rule in house_rules(stated_phrases(stated_config({"phrases": list(entries)}))):
        hits = rule.function(batch)
        spans = zip(hits.start.tolist(), hits.end.tolist(), strict=True)
        said = hits.details.get("message", [])
        out += [(rule.code, text[a:b], m) for (a, b), m in zip(spans, said, strict=True)]
    return out


def test_words_are_found_in_any_case_over_line_ends_and_whole() -> None:
    text = "We UTILISE it, in  order, in\norder.\n\nReutilise, utilises; utilise.\n\nin\n\norder\n"
    assert [one[1] for one in found(text, {"text": ["utilise", "in order"]})] == [
        *("UTILISE", "in  order", "in\norder", "utilise"),
    ]
    assert found("Us US us", {"text": "US", "case": True}) == [
        ("STY000", "US", "house style: “US”")
    ]


def test_no_phrase_reaches_into_the_next_document() -> None:
    phrases = stated_phrases(stated_config({"phrases": [{"text": "in order"}]}))
    (rule,) = house_rules(phrases)
    assert not len(rule.function(Batch([Text("It is in"), Text("order now")])))


def test_so_many_words_may_stand_between() -> None:
    text = "At the end. At the very bitter end. At one two three four end. At. End. At,\nlong end."
    entry = {"text": "at {1,3} end", "message": "worn: {text}"}
    assert [one[1:] for one in found(text, entry)] == [
        ("At the end", "worn: At the end"),
        ("At the very bitter end", "worn: At the very bitter end"),
        ("At,\nlong end", "worn: At, long end"),
    ]


def test_exceptions_excuse_what_they_contain() -> None:
    entry = {"text": "master", "exceptions": ["master's degree", "past master"]}
    text = "A master, a master’s degree, a past master and another master."
    assert len(found(text, entry)) == 2


def test_the_longest_of_an_entry_is_found_once_and_codes_do_not_hide_each_other() -> None:
    entries = {"text": ["end", "the end"]}, {"text": "end", "code": "STY001"}
    assert [one[:2] for one in found("It is the end.", *entries)] == [
        ("STY000", "the end"),
        ("STY001", "end"),
    ]


def test_a_pattern_replaces_with_its_groups() -> None:
    entry = {"pattern": r"(\d+) ?percent", "replacement": r"\1 %"}
    assert found("Up 5 PERCENT.", entry) == [
        ("STY000", "5 PERCENT", "house style: “5 PERCENT”, better “5 %”")
    ]


def test_a_pattern_that_backtracks_stops_and_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(house_matcher, "_PATIENCE", 0.1)
    monkeypatch.setattr(house_matcher, "_BUDGET", 0.25)
    config = stated_config({"phrases": [{"pattern": "(a|a|aa)+$", "message": "slow"}]})
    (rule,) = house_rules(stated_phrases(config))
    began = time.process_time()
    for _ in range(50):
        with pytest.raises(TooSlow, match="make it simpler"):
            rule.function(Batch([Text("a" * 5_000 + "b")]))
    assert time.process_time() - began < 8  # not a benchmark: each would take years


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        ({}, "needs either text or pattern"),
        ({"text": "a", "pattern": "b"}, "needs either text or pattern"),
        ({"txt": "a"}, "unknown key 'txt'; did you mean 'text'?"),
        ({"text": 1}, "text must be a string or a list of strings, not 1"),
        ({"text": "..."}, "'...' contains no word"),
        ({"text": "a {3,1} b"}, "must be a range of at most 20 words"),
        ({"text": "a" * 501}, "is longer than 500 characters"),
        ({"text": "a", "code": "GAR1"}, "code must be STY and three digits"),
        ({"text": "a", "severity": "bad"}, "severity must be one of 'error', 'warning', 'info'"),
        ({"text": "a", "kinds": ["artcle"]}, "no kind of document; did you mean 'article'?"),
        ({"pattern": "("}, "is no regular expression"),
        ({"pattern": "a", "replacement": r"\1"}, "is no regular expression"),
        ({"pattern": "a", "exceptions": ["b"]}, "write them into the pattern"),
    ],
)
def test_a_wrong_entry_is_named_with_what_it_must_be(entry: dict[str, Any], says: str) -> None:
    with pytest.raises(BadConfig) as caught:
        stated_phrases(stated_config({"phrases": [{"text": "fine"}, entry]}))
    assert "[[phrases]] number 2" in str(caught.value)
    assert says in str(caught.value)


def test_entries_of_one_code_agree() -> None:
    entries = [{"text": "a"}, {"text": "b", "severity": "info"}]
    with pytest.raises(BadConfig, match="STY000 has another severity"):
        stated_phrases(stated_config({"phrases": entries}))


def check(folder: Path, *options: str) -> list[dict[str, Any]]:
    command = [sys.executable, "-m", "copydesk", "check", "--no-cache", "-q", *options]
    form = [] if "--fix" in options else ["--output-format", "json"]
    done = subprocess.run([*command, *form], cwd=folder, capture_output=True, timeout=60)
    assert done.returncode in (0, 1), done.stderr.decode()
    listed: list[dict[str, Any]] = json.loads(done.stdout)["findings"] if form else []
    return listed


def test_a_style_sheet_is_shared_selected_limited_to_files_and_fixed(tmp_path: Path) -> None:
    (tmp_path / "style.toml").write_text(
        '[[phrases]]\ntext = "utilise"\nreplacement = "use"\n\n'
        '[[phrases]]\ncode = "STY001"\ntext = "in order to"\nfiles = ["docs/**"]\n',
        "utf-8",
    )
    (tmp_path / "copydesk.toml").write_text(
        'extend = "style.toml"\n\n[[phrases]]\ncode = "STY002"\ntext = "boat"\nseverity = "info"\n',
        "utf-8",
    )
    (tmp_path / "docs").mkdir()
    said = "Utilise a boat in order to `utilise` it.\n"
    for name in ("a.md", "docs/b.md"):
        (tmp_path / name).write_text(said, "utf-8")
    rules = [(f["location"]["path"], f["rule"], f["severity"]) for f in check(tmp_path)]
    assert rules == [
        ("a.md", "STY000", "warning"),
        ("a.md", "STY002", "info"),
        ("docs/b.md", "STY000", "warning"),
        ("docs/b.md", "STY002", "info"),
        ("docs/b.md", "STY001", "warning"),
    ]
    assert not check(tmp_path, "--ignore", "STY")
    assert {f["rule"] for f in check(tmp_path, "--select", "STY001")} == {"STY001"}
    assert len(check(tmp_path, "--jobs", "2")) == len(rules)
    check(tmp_path, "--fix")
    assert (tmp_path / "a.md").read_text("utf-8") == said.replace("Utilise", "Use")


def test_house_rules_are_listed_and_have_a_page(tmp_path: Path) -> None:
    (tmp_path / "copydesk.toml").write_text(
        '[rules.GAR104]\nseverity = "error"\n\n[[phrases]]\ncode = "STY001"\ntext = ["utilise", "utilize"]\n'
        'replacement = "use"\nseverity = "info"\n',
        "utf-8",
    )
    rows = copydesk(tmp_path, "rules", "STY", "GAR104").stdout.decode().splitlines()[1:]
    assert [row.split()[:4] for row in rows] == [
        ["GAR104", "error", "yes", "unsafe"],
        ["STY001", "info", "yes", "safe"],
    ]
    page = copydesk(tmp_path, "rule", "STY001").stdout.decode()
    assert "- `utilise`, `utilize`: house style: “{text}”, better “use”" in page
    alone = copydesk(tmp_path, "rules", "STY", "--isolated")
    assert alone.returncode == 2
    assert b"the configuration has no [[phrases]]" in alone.stderr


@pytest.mark.client
@session
async def test_an_editor_shows_the_house_rules_of_each_project(tmp_path: Path) -> None:
    for name, better in (("one", "use"), ("two", "apply")):
        (tmp_path / name).mkdir()
        stated = f'[[phrases]]\ntext = "utilise"\nreplacement = "{better}"\n'
        (tmp_path / name / "copydesk.toml").write_text(stated, "utf-8")
    (tmp_path / "none").mkdir()
    async with editing(tmp_path) as editor:
        opened = {
            name: editor.open(tmp_path / name / "a.md", "We utilise it.\n")
            for name in ("one", "two", "none")
        }
        found = {name: await editor.diagnostics(uri) for name, uri in opened.items()}
        assert [len(found[name]) for name in opened] == [1, 1, 0]
        for name, better in (("one", "use"), ("two", "apply")):
            (diagnostic,) = found[name]
            assert diagnostic.message == f"house style: “utilise”, better “{better}”"
            assert f"better “{better}”" in await editor.hover(opened[name], 0, 4)
            assert diagnostic.code_description
            page = Path(url2pathname(urlsplit(diagnostic.code_description.href).path))
            assert f"better “{better}”" in page.read_text("utf-8")
            action = await editor.action(opened[name], "Fix")
            assert editor.applied(opened[name], action) == f"We {better} it.\n"
