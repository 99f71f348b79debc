"""The kinds of documents as users meet them: the command, the configuration, the report."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from copydesk.cli import cli
from copydesk.columns.document_kinds import LABELS
from copydesk.config.config import BadConfig, read_config
from copydesk.config.kinds import KindsOfFiles, stated_kinds
from copydesk.engine.map import Mapper
from copydesk.engine.plan import Plan, Resources
from copydesk.engine.run import run
from copydesk.engine.windows import WindowSizes
from copydesk.output.native import SCHEMA_VERSION
from copydesk.reading.formats import Format
from copydesk.reading.source import Source

CHAT = "".join(f"ann: where is the key to room {n}?\nbob: on the hook, as ever\n" for n in range(9))
FILES: tuple[tuple[str, Format], ...] = (
    ("both.jsonl", "jsonl"),
    ("chat.txt", "text"),
    ("news.txt", "text"),
)
TWICE = "The harbour of Kelling was closed on Monday after a crane fell into the main channel."
NEWS = (
    "Crane falls into harbour\n\n"
    f"{TWICE}\n\nNobody was hurt, the harbour master said. Divers will look at the wreck on 14 May.\n\n"
    f'"We were lucky," Mayor Ellen Hart told reporters.\n\n{TWICE}\n'
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "chat.txt").write_text(CHAT, encoding="utf-8")
    (tmp_path / "news.txt").write_text(NEWS, encoding="utf-8")
    records = [{"id": "one", "text": NEWS}, {"id": "two", "text": CHAT}]
    lines = "".join(json.dumps(record) + "\n" for record in records)
    (tmp_path / "both.jsonl").write_text(lines, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def copydesk(*arguments: str) -> str:
    done = CliRunner().invoke(cli, arguments, standalone_mode=False)
    if done.exception:
        raise done.exception
    return done.stdout


@pytest.mark.usefixtures("folder")
def test_the_command_names_each_document_with_its_kind_and_clues() -> None:
    lines = copydesk("kind", "--isolated").splitlines()
    assert [line.partition(" (")[0] for line in lines] == [
        "both.jsonl:1: article",
        "both.jsonl:2: dialogue",
        "chat.txt: dialogue",
        "news.txt: article",
    ]
    assert "its lines begin with the same few names" in lines[2]


@pytest.mark.usefixtures("folder")
def test_json_has_the_evidence() -> None:
    found = json.loads(copydesk("kind", "both.jsonl", "--isolated", "--output-format", "json"))
    assert [(one["record"], one["line"], one["kind"]) for one in found] == [
        ("one", 1, "article"),
        ("two", 2, "dialogue"),
    ]
    clue = found[1]["evidence"][0]
    assert clue["clue"] == "speakers before a colon"
    assert clue["points"] > 0


def test_the_configuration_states_kinds_by_pattern(folder: Path) -> None:
    (folder / "copydesk.toml").write_text(
        "[kinds]\n'*.txt' = 'essay'\n'chat*' = 'unclear'\n", encoding="utf-8"
    )
    lines = copydesk("kind", "chat.txt", "news.txt").splitlines()
    assert lines == [
        "chat.txt: unclear (stated in the configuration)",
        "news.txt: essay (stated in the configuration)",
    ]


def test_patterns_are_relative_to_the_file_that_states_them(folder: Path) -> None:
    (folder / "base.toml").write_text("[kinds]\n'docs/**' = 'reference'\n", encoding="utf-8")
    (folder / "sub").mkdir()
    nearer = folder / "sub/copydesk.toml"
    nearer.write_text("extend = '../base.toml'\n[kinds]\n'*.txt' = 'verse'\n", encoding="utf-8")
    kinds = KindsOfFiles(stated_kinds(read_config(nearer)))
    assert kinds.of("docs/a.md").label == "reference"  # type: ignore[union-attr]
    assert kinds.of("sub/a.txt").label == "verse"  # type: ignore[union-attr]
    assert kinds.of("a.md") is None


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ("'*.md' = 'refrence'", "'refrence' is no kind of document; did you mean 'reference'?"),
        ("'*.md' = 'x'", f"'x' is no kind of document; valid: {', '.join(LABELS)}"),
        ("'!' = 'essay'", "[kinds] '!' is no pattern"),
    ],
)
def test_a_wrong_entry_is_an_error_that_says_what_is_valid(
    folder: Path, entry: str, message: str
) -> None:
    file = folder / "copydesk.toml"
    file.write_text(f"[kinds]\n{entry}\n", encoding="utf-8")
    with pytest.raises(BadConfig) as error:
        stated_kinds(read_config(file))
    assert message in str(error.value)


@pytest.mark.usefixtures("folder")
def test_the_json_report_names_kinds_on_request_only() -> None:
    common = ("check", "news.txt", "--isolated", "--no-cache", "--select", "DUP201,DUP203")
    asked = json.loads(copydesk(*common, "--output-format", "json", "--kinds", "--exit-zero"))
    plain = json.loads(copydesk(*common, "--output-format", "json", "--exit-zero"))
    assert {finding.pop("kind") for finding in asked["findings"]} == {"article"}
    assert asked["summary"].pop("kinds") == {"article": 1}
    assert asked == plain
    assert plain["schema_version"] == SCHEMA_VERSION


def test_no_number_of_jobs_and_no_order_changes_a_kind(folder: Path) -> None:
    sources = [Source(name, folder / name, form) for name, form in FILES]
    plan = Plan(("DUP201",))
    one = run(plan, sources, resources=Resources(kinds=True))
    two = run(plan, sources[::-1], resources=Resources(jobs=2, kinds=True))
    assert one.kinds == two.kinds == {"article": 2, "dialogue": 2}
    assert one.findings == two.findings


def test_a_kind_that_is_judged_after_the_join_changes_nothing(folder: Path) -> None:
    sources = [Source(name, folder / name, form) for name, form in FILES]
    plan = Plan(("DUP201", "DUP203", "DUP206"))
    before = run(plan, sources, resources=Resources(kinds=True))
    after = run(plan, sources, cache=folder / "cache")
    assert after.findings == before.findings
    assert after.findings
    assert all(finding.kind for finding in after.findings)
    assert not after.kinds
    known = run(plan, sources, resources=Resources(kinds=True), cache=folder / "cache")
    assert (known.findings, known.kinds) == (before.findings, before.kinds)


def test_all_windows_of_a_document_have_the_kind_of_its_beginning(folder: Path) -> None:
    text = CHAT * 30 + NEWS * 30
    (folder / "long.txt").write_text(text, encoding="utf-8")
    mapper = Mapper(Plan(("DUP201",)), sizes=WindowSizes(1000, 4000, 300))
    mapped = mapper([Source("long.txt", folder / "long.txt", "text")])
    assert [shard.kind.tolist() for shard in mapped.shards] == [[LABELS.index("dialogue")]]
