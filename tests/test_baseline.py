"""The baseline: what is known stays known when lines move, what is new is new,
and every mistake is one sentence.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.suppression.baseline import Baseline
from linting import lint

TWICE = "He opened the the door.\n"
OTHER = "She shut the the window.\n"


def copydesk(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    env = {k: v for k, v in os.environ.items() if k not in ("PRE_COMMIT", "COPYDESK_OUTPUT_FORMAT")}
    command = [sys.executable, "-m", "copydesk", *arguments]
    return subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, timeout=60)


def check(folder: Path, *arguments: str) -> list[str]:
    done = copydesk(
        "check",
        "--no-cache",
        "--output-format",
        "concise",
        "--select",
        "GAR104,DUP201",
        *arguments,
        cwd=folder,
    )
    assert done.returncode in (0, 1), done.stderr
    return done.stdout.splitlines()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "copydesk.toml").write_text(
        'baseline = ".copydesk-baseline.json"\nselect = ["GAR104", "DUP201"]\n', encoding="utf-8"
    )
    (tmp_path / "a.txt").write_text(TWICE, encoding="utf-8")
    done = copydesk("baseline", "create", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, ".copydesk-baseline.json: 1 findings known\n")
    return tmp_path


def test_what_is_known_does_not_count(folder: Path) -> None:
    done = copydesk("check", "--no-cache", cwd=folder)
    assert (done.returncode, done.stdout, done.stderr) == (
        0,
        "",
        "No findings in 1 document, 1 in the baseline.\n",
    )
    assert check(folder, "--no-baseline") == ["a.txt:1:11: GAR104 repeated: the the"]


def test_lines_may_move_and_the_rest_may_change(folder: Path) -> None:
    (folder / "a.txt").write_text(
        "A new beginning.\n\n" + TWICE.replace("door", "gate"), encoding="utf-8"
    )
    assert check(folder) == []


def test_one_more_of_the_same_is_new(folder: Path) -> None:
    (folder / "a.txt").write_text(TWICE + "\n" + OTHER, encoding="utf-8")
    assert check(folder) == ["a.txt:3:10: GAR104 repeated: the the"]


def test_a_copy_in_another_file_is_new_and_a_move_is_not(folder: Path) -> None:
    (folder / "b.txt").write_text(TWICE, encoding="utf-8")
    assert check(folder) == ["b.txt:1:11: GAR104 repeated: the the"]
    (folder / "a.txt").unlink()
    assert check(folder) == []


def test_a_listed_file_that_is_not_in_the_run_has_lost_nothing(folder: Path) -> None:
    (folder / "b.txt").write_text(TWICE, encoding="utf-8")
    assert check(folder, "b.txt") == ["b.txt:1:11: GAR104 repeated: the the"]


def test_update_takes_in_and_prune_only_drops(folder: Path) -> None:
    (folder / "b.txt").write_text(OTHER, encoding="utf-8")
    (folder / "a.txt").write_text("He opened the door.\n", encoding="utf-8")
    assert (
        copydesk("baseline", "prune", cwd=folder).stderr
        == ".copydesk-baseline.json: 1 dropped; 0 findings known\n"
    )
    assert (
        copydesk("baseline", "update", cwd=folder).stderr
        == ".copydesk-baseline.json: 1 added, 0 dropped; 1 findings known\n"
    )
    assert copydesk("baseline", "show", cwd=folder).stdout == "b.txt: GAR104 the the\n"
    assert copydesk("baseline", "show", "--statistics", cwd=folder).stdout == "1  GAR104\n"
    assert copydesk("baseline", "show", "a.txt", cwd=folder).stdout == ""


def test_update_of_a_part_keeps_the_rest(folder: Path) -> None:
    (folder / "b.txt").write_text(OTHER, encoding="utf-8")
    assert (
        copydesk("baseline", "update", "b.txt", cwd=folder).stderr
        == ".copydesk-baseline.json: 1 added, 0 dropped; 2 findings known\n"
    )


def test_the_file_has_an_entry_a_line_and_paths_from_its_own_folder(folder: Path) -> None:
    (folder / "sub").mkdir()
    lines = (folder / ".copydesk-baseline.json").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 3
    assert json.loads(lines[1])["path"] == "a.txt"
    done = copydesk("check", "--no-cache", "..", cwd=folder / "sub")
    assert (done.returncode, done.stdout) == (0, "")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "there is no baseline none.json; `copydesk baseline create` makes one"),
        (
            '{"version": 99, "later": true}',
            "baseline none.json is of version 99, this copydesk reads up to 1",
        ),
        (
            '{"version": 1, "tool": "copydesk", "entries": [{"path": 1}]}',
            "baseline none.json: Expected `str`, got `int`",
        ),
        ("[", "baseline none.json: "),
    ],
)
def test_a_baseline_that_cannot_be_used_is_one_sentence_and_exit_2(
    folder: Path, content: str | None, message: str
) -> None:
    if content:
        (folder / "none.json").write_text(content, encoding="utf-8")
    done = copydesk("check", "--baseline", "none.json", cwd=folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_create_replaces_nothing_unasked(folder: Path) -> None:
    done = copydesk("baseline", "create", cwd=folder)
    assert done.returncode == 2
    assert "already exists; `copydesk baseline update` updates it" in done.stderr
    assert copydesk("baseline", "create", "--force", cwd=folder).returncode == 0


def test_sarif_tells_old_from_new(folder: Path) -> None:
    (folder / "a.txt").write_text(TWICE + "\n" + OTHER, encoding="utf-8")
    done = copydesk("check", "--no-cache", "--output-format", "sarif", cwd=folder)
    states = [
        (r["baselineState"], bool(r.get("suppressions")))
        for r in json.loads(done.stdout)["runs"][0]["results"]
    ]
    assert states == [("unchanged", True), ("new", False)]


def git(folder: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=a", "-c", "user.email=a@b.c"]
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


def test_a_revision_can_be_the_baseline_and_name_what_changed(folder: Path) -> None:
    (folder / "copydesk.toml").write_text('select = ["GAR104", "DUP201"]\n', encoding="utf-8")
    (folder / "old.txt").write_text(OTHER, encoding="utf-8")
    git(folder, "init", "-q")
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "one")
    (folder / "a.txt").write_text("Moved.\n\n" + TWICE, encoding="utf-8")
    (folder / "new.txt").write_text(OTHER, encoding="utf-8")
    assert check(folder, "--baseline-from-ref", "HEAD") == [
        "new.txt:1:10: GAR104 repeated: the the"
    ]
    assert [line.split(":")[0] for line in check(folder, "--changed-since", "HEAD")] == [
        "a.txt",
        "new.txt",
    ]
    assert check(folder, "--baseline-from-ref", "HEAD", "a.txt") == []
    done = copydesk("check", "--baseline-from-ref", "nonesuch", cwd=folder)
    assert (done.returncode, done.stderr) == (2, "copydesk: git: there is no revision 'nonesuch'\n")
    assert copydesk("check", "--changed-since", "--output=x", cwd=folder).returncode == 2
    assert not (folder / "x").exists(), "a revision is never an option of git's"


def test_a_revision_may_hold_links_out_of_the_repository(folder: Path) -> None:
    (folder / "copydesk.toml").write_text('select = ["GAR104"]\n', encoding="utf-8")
    (folder / "old.txt").write_text(TWICE, encoding="utf-8")
    for name, target in (
        ("host.txt", "/etc/hostname"),
        ("up.txt", "../up"),
        ("self.txt", "self.txt"),
    ):
        (folder / name).symlink_to(target)
    git(folder, "init", "-q")
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "one")
    (folder / "new.txt").write_text(OTHER, encoding="utf-8")
    assert check(folder, "--baseline-from-ref", "HEAD") == [
        "new.txt:1:10: GAR104 repeated: the the"
    ]


PARAGRAPH = (
    "The harbour of Kelling was closed on Monday after a crane fell into the main channel.\n"
)


@pytest.fixture(params=["a-new.txt", "z-new.txt"])
def new(folder: Path, request: pytest.FixtureRequest) -> str:
    """A file that copies a paragraph of one that git knows."""
    name: str = request.param
    (folder / "m.txt").write_text(PARAGRAPH, encoding="utf-8")
    git(folder, "init", "-q")
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "one")
    (folder / name).write_text(f"New.\n\n{PARAGRAPH}", encoding="utf-8")
    return name


@pytest.mark.parametrize(
    "asked",
    [
        "--baseline-from-ref HEAD",
        "--changed-since HEAD",
        "--against m.txt {}",
        "--against-tracked {}",
    ],
)
def test_a_copy_is_told_in_the_file_that_is_checked(folder: Path, new: str, asked: str) -> None:
    (folder / "copydesk.toml").write_text('select = ["DUP201"]\n', encoding="utf-8")
    arguments = asked.format(new).split()
    assert check(folder, *arguments) == [f"{new}:3:1: DUP201 duplicate of the paragraph at m.txt:1"]
    forms = [f"--output-format={form}:{form}" for form in ("github", "sarif", "rdjson", "csv")]
    check(folder, *arguments, *forms)
    for form in ("github", "sarif", "rdjson", "csv"):
        text = (folder / form).read_text(encoding="utf-8")
        assert text.rindex('"m.txt' if "json" in text[:200] else "m.txt") > text.index(new), form


def test_what_a_whole_run_accepts_is_accepted_where_a_part_tells_it(folder: Path) -> None:
    git(folder, "init", "-q")
    (folder / "m.md").write_text(PARAGRAPH, encoding="utf-8")
    (folder / "z.md").write_text(f"Old.\n\n{PARAGRAPH}", encoding="utf-8")
    git(folder, "add", ".")
    assert len(check(folder, "--against-tracked", "m.md")) == 1
    copydesk("baseline", "update", cwd=folder)
    assert check(folder, "--against-tracked", "m.md") == []
    comment = "<!-- copydesk: ignore[DUP201] our motto -->"
    (folder / "z.md").write_text(f"Old.\n\n{comment}\n{PARAGRAPH}", encoding="utf-8")
    assert check(folder, "--no-baseline", "--against-tracked", "m.md") == []


TEXTS = st.lists(st.sampled_from([TWICE, OTHER, "Nothing here.\n"]), max_size=4).map("\n".join)
CORPORA = st.dictionaries(st.sampled_from(["a.txt", "b.txt", "c/d.txt"]), TEXTS, min_size=1)


@given(CORPORA, CORPORA)
def test_nothing_is_new_against_itself_and_nothing_is_lost(
    before: dict[str, str], after: dict[str, str]
) -> None:
    old, now = lint(before, codes=("GAR104",)).findings, lint(after, codes=("GAR104",)).findings
    baseline = Baseline.of(old)
    assert baseline.part(old, lambda path: True)[0] == []
    new, known = baseline.part(now, lambda path: True)
    assert len(new) + len(known) == len(now)
    assert len(known) <= len(baseline)
    pruned = baseline.pruned(now, lambda path: True)
    assert len(pruned) <= len(baseline)
    assert len(Baseline.of(now).pruned(now, lambda path: True)) == len(now)
