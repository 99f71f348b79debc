"""No green that read nothing: what is read, what is passed over, and why."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from programs import copydesk, inline


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text("A good sentence here.\n", encoding="utf-8")
    (tmp_path / "r.jsonl").write_text('{"text": "One good sentence."}\n' * 9, encoding="utf-8")
    (tmp_path / "b.msg").write_bytes(b"\xd0\xcf\x11\xe0")
    (tmp_path / "c.MOBI").write_bytes(b"x")
    (tmp_path / "d.msg.gz").write_bytes(b"x")
    (tmp_path / "x.py").write_text("pass\n", encoding="utf-8")
    (tmp_path / "drafts").mkdir()
    (tmp_path / "drafts/e.txt").write_text("He did did it.\n", encoding="utf-8")
    (tmp_path / "copydesk.toml").write_text('exclude = ["drafts"]\n', encoding="utf-8")
    return tmp_path


def check(folder: Path, *arguments: str) -> tuple[int, str, str]:
    done = inline(folder, "check", "--no-cache", *arguments)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def test_files_are_listed_with_what_becomes_of_them(folder: Path) -> None:
    code, listed, _ = check(folder, "--show-files")
    assert code == 0
    assert [line.split(maxsplit=1) for line in listed.splitlines()] == [
        ["a.txt", "text"],
        ["b.msg", "not read: no-reader, .msg is not read"],
        ["c.MOBI", "not read: no-reader, .mobi is not read"],
        ["d.msg.gz", "not read: no-reader, .msg is not read"],
        ["drafts/", "not read: excluded, by `exclude`"],
        ["r.jsonl", "jsonl"],
    ]
    assert (
        "r.jsonl  jsonl, to compare with"
        in check(folder, "a.txt", "--against", "r.jsonl", "--show-files")[1]
    )


def test_the_summary_counts_what_was_passed_over(folder: Path) -> None:
    said = "passed over 3 documents that copydesk does not read: 2 .msg, 1 .mobi (save as .epub)"
    code, _, warned = check(folder)
    assert (code, f"{said}; --show-files lists all\n" in warned) == (0, True)
    report = json.loads(check(folder, "--output-format", "json", "-q")[1])
    reasons = {one["path"]: one["reason"] for one in report["summary"]["skipped"]}
    assert reasons == dict.fromkeys(("b.msg", "c.MOBI", "d.msg.gz"), "no-reader")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["b.msg"], "nothing to lint in b.msg: passed over 1 document that copydesk does not read"),
        (["a.txt", "--max-file-size", "5", "-q"], "nothing could be read of a.txt"),
        (["drafts"], "drafts is excluded; --show-files says by what"),
        (["nul.txt", "-q"], None),
    ],
)
def test_nothing_read_of_what_was_named_is_an_error(
    folder: Path, arguments: list[str], message: str | None
) -> None:
    (folder / "nul.txt").write_bytes(bytes(9))
    code, _, warned = check(folder, *arguments)
    if message is None:
        assert code == 1, "a binary file has a finding"
    else:
        assert (code, message in warned) == (2, True), warned


def test_records_have_no_limit_of_size_but_a_line_has(folder: Path) -> None:
    assert check(folder, "r.jsonl", "--max-file-size", "40")[0] == 0
    (folder / "r.jsonl").write_text(
        '{"text": "He did did it."}\n' + json.dumps({"text": "word " * 400_000}) + "\n",
        encoding="utf-8",
    )
    code, listed, warned = check(folder, "r.jsonl", "--max-file-size", "1000000")
    assert (code, "GAR104" in listed) == (1, True)
    assert "r.jsonl: too-large (line 2 is longer than --max-file-size, 1000000)" in warned


def test_an_excluded_name_of_standard_input_is_not_linted(folder: Path) -> None:
    named = ("check", "-", "--no-cache", "--stdin-filename", "drafts/e.txt")
    assert copydesk(folder, *named, "--force-exclude").stderr == b"No findings in 0 documents.\n"
    assert copydesk(folder, *named).stderr == b"No findings in 1 document.\n"
