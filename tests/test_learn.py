"""`copydesk learn boilerplate`, the phrase file, and what checks make of it.

With the real command line.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from copydesk.engine.plan import Plan, Scope
from copydesk.engine.run import run
from copydesk.reading.source import Source
from linting import lines, lint

GUIDE = Path(__file__).parent.parent / "docs/guide/boilerplate.md"
BODIES = (
    "The bridge will be closed to lorries until the spring, the council said on Monday.",
    "The ferry broke down off Sandholm in the storm, and its passengers spent the night on board.",
    "Two schools on the northern coast will share a head teacher from the autumn.",
)
LINE = "Reporting from the islands since 1921"
FURNITURE = 'BOI101 boilerplate: "REPORTING from the islands since 1921."'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "news").mkdir()
    for number, body in enumerate(BODIES):
        (tmp_path / f"news/{number}.txt").write_text(f"{body}\n\n{LINE}\n", encoding="utf-8")
    (tmp_path / "draft.txt").write_text(
        "A new lighthouse was lit on Friday.\n\nREPORTING  from the islands since 1921.\n",
        encoding="utf-8",
    )
    return tmp_path


def called(folder: Path, *command: str) -> tuple[int, str, str]:
    env = {
        k: v
        for k, v in os.environ.items()
        if not k.startswith(("COPYDESK", "PRE_COMMIT", "FORCE_COLOR", "NO_COLOR"))
    }
    done = subprocess.run(
        [sys.executable, "-m", "copydesk", *command],
        cwd=folder,
        env=env,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
    )
    return done.returncode, done.stdout, done.stderr


def configured(folder: Path, phrases: str) -> None:
    (folder / "boilerplate.phrases").write_text(phrases, encoding="utf-8")
    (folder / "copydesk.toml").write_text(
        'boilerplate-phrases = ["boilerplate.phrases"]\n', encoding="utf-8"
    )


def test_the_guide_shows_what_the_commands_print(folder: Path) -> None:
    text = GUIDE.read_text(encoding="utf-8")
    (example,) = re.findall(r"^```toml\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    learn, check = re.findall(r"^```console\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    command, said, _, *file = learn.splitlines()
    assert called(folder, *command.split()[2:]) == (0, "", said + "\n")
    assert (folder / "boilerplate.phrases").read_text(encoding="utf-8").splitlines() == file
    (folder / "copydesk.toml").write_text(example, encoding="utf-8")
    command, *shown = check.splitlines()
    assert called(folder, *command.split()[2:], "--quiet") == (1, "\n".join(shown) + "\n", "")


def test_a_removed_line_is_marked_no_more_and_an_added_one_is_whatever_the_cache_says(
    folder: Path,
) -> None:
    expected = f"draft.txt:3:1: {FURNITURE}\n"
    for phrases, found in (
        (LINE, expected),
        ("# nothing\n", ""),
        (f"3/3\t{LINE}\n", expected),
        ("\n", ""),
    ):
        configured(folder, phrases)
        assert (
            called(folder, "check", "draft.txt", "--output-format", "concise", "--quiet")[1]
            == found
        )


@pytest.mark.parametrize(
    ("phrases", "place", "advice"),
    [
        ("# a comment\n\n3/3 Reporting\n", ":3:", "or remove the count"),
        ("Reporting\n3/3\t...\n", ":2:", "remove it"),
        ("Reporting\n3/3\n", ":2:", "or remove the count"),
    ],
)
def test_a_line_that_cannot_be_used_is_named(
    folder: Path, phrases: str, place: str, advice: str
) -> None:
    configured(folder, phrases)
    code, out, error = called(folder, "check", "draft.txt")
    assert (code, out) == (2, "")
    assert f"boilerplate.phrases{place}" in error
    assert advice in error
    assert error.count("\n") == 1


def test_bytes_that_are_not_utf8_are_named_by_their_line(folder: Path) -> None:
    configured(folder, "")
    (folder / "boilerplate.phrases").write_bytes(b"Reporting\n\xff\xfe\n")
    code, _, error = called(folder, "check", "draft.txt")
    assert code == 2
    assert "boilerplate.phrases:2: not UTF-8" in error


def test_a_phrase_file_that_is_not_there_is_said_and_learning_writes_it(folder: Path) -> None:
    configured(folder, "")
    (folder / "boilerplate.phrases").unlink()
    code, _, error = called(folder, "check", "draft.txt")
    assert code == 2
    assert "copydesk learn boilerplate" in error
    assert called(folder, "learn", "boilerplate", "news", "-o", "boilerplate.phrases")[0] == 0
    assert called(folder, "check", "draft.txt", "--quiet")[0] == 1


def test_a_folder_that_is_not_there_is_an_error(folder: Path) -> None:
    code, _, error = called(
        folder, "learn", "boilerplate", "news", "-o", "gone/boilerplate.phrases"
    )
    assert code == 2
    assert "name a file in an existing folder" in error
    assert called(folder, "learn", "boilerplate", "nwes", "-o", "boilerplate.phrases")[0] == 2


def test_what_is_learned_is_what_the_rule_marks(folder: Path) -> None:
    (folder / "news/twice.txt").write_text(
        "Weather and tides\n\n" * 5, encoding="utf-8"
    )  # five places, one document
    called(folder, "learn", "boilerplate", "news", "-o", "learned")
    report = lint(
        {p.name: p.read_text(encoding="utf-8") for p in sorted((folder / "news").iterdir())},
        codes=("BOI201",),
    )
    assert lines(report) == [
        f"{n}.txt:3 BOI201 recurs in 3 documents ({other})"
        for n, other in ((0, "next: 1.txt:3"), (1, "first: 0.txt:3"), (2, "first: 0.txt:3"))
    ]
    assert (folder / "learned").read_text(encoding="utf-8").splitlines()[3:] == [f"3/4\t{LINE}"]


def test_documents_are_counted_over_the_whole_corpus_when_one_file_is_asked_for() -> None:
    sources = [
        Source(f"{n}.txt", None, "text", content=f"{body}\n\n{LINE}\n".encode())
        for n, body in enumerate(BODIES)
    ]
    for source in sources:
        report = run(Plan(("BOI201",)), sources, Scope(frozenset({source.path})))
        assert f"{source.path}:3 BOI201 recurs in 3 documents" in " ".join(lines(report))


def test_a_sentence_in_three_versions_of_a_report_is_no_boilerplate() -> None:
    shared = "Divers found nobody hurt, and the harbour master hopes to clear the wreck."
    files = {f"{n}.txt": f"{body}\n\n{shared}\n" for n, body in enumerate(BODIES)}
    assert lines(lint(files, codes=("BOI201",))) == []
    known = {f"{n}.txt": f"{body}\n\n{LINE}\n" for n, body in enumerate(BODIES)}
    assert lint(known, codes=("BOI201",)).findings
