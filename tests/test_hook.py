"""The hooks, run by pre-commit itself on a repository that the test makes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PARAGRAPH = "The harbour of Kelling was closed on Monday after a crane fell into the main channel."
FERRY = "Islanders had asked for the ferry since the winter storms, when ice shut the bay and the post came by sledge."
MARKET = "Traders at the fish market say that prices will rise until the wreck has been cut up and carried off by barge."
pytestmark = pytest.mark.client


def git(folder: Path, *arguments: str) -> None:
    identity = [
        "-c",
        "user.name=Test",
        "-c",
        "user.email=test@example.org",
        "-c",
        "commit.gpgsign=false",
        "-c",
        "protocol.file.allow=always",
    ]
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture(scope="module")
def hooks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with the hooks of this checkout, run by the copydesk that is installed here.

    No second installation is made.
    """
    folder = tmp_path_factory.mktemp("hooks")
    text = (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
    assert text.count("language: python\n") == 2
    (folder / ".pre-commit-hooks.yaml").write_text(
        text.replace("language: python\n", "language: unsupported\n").replace(
            "entry: copydesk", f"entry: {sys.executable} -m copydesk"
        ),
        encoding="utf-8",
    )
    git(folder, "init", "-q")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "hooks")
    return folder


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    git(folder, "init", "-q")
    (folder / "old.txt").write_text(
        f"Old news\n\n{PARAGRAPH}\n\n{PARAGRAPH}\n\n{FERRY}\n", encoding="utf-8"
    )
    (folder / "notes.py").write_text(f"# {PARAGRAPH}\n", encoding="utf-8")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "articles")
    return folder


def pre_commit(repository: Path, hooks: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    env = os.environ | {"PRE_COMMIT_HOME": str(repository.parent / "cache")}
    command = [
        sys.executable,
        "-m",
        "pre_commit",
        "try-repo",
        str(hooks),
        *arguments,
        "--color",
        "never",
    ]
    return subprocess.run(
        command, cwd=repository, env=env, capture_output=True, text=True, timeout=300
    )


def findings(done: subprocess.CompletedProcess[str]) -> list[str]:
    return [line for line in done.stdout.splitlines() if ".txt:" in line and "skipped" not in line]


@pytest.mark.parametrize("name", ["a-new.txt", "z-new.txt"])
def test_a_changed_file_is_compared_with_every_tracked_one(
    repository: Path, hooks: Path, name: str
) -> None:
    (repository / "draft.txt").write_text(
        f"Never added\n\n{PARAGRAPH}\n", encoding="utf-8"
    )  # untracked: takes no part
    (repository / name).write_text(f"New news\n\n{PARAGRAPH}\n\n{MARKET}\n", encoding="utf-8")
    git(repository, "add", name)
    done = pre_commit(repository, hooks, "copydesk")
    assert done.returncode == 1
    said = "DUP201 duplicate of the paragraph at old.txt:3"
    assert findings(done) == [f"{name}:3:1: {said}"]


def test_a_clean_change_passes_though_the_corpus_is_not_clean(
    repository: Path, hooks: Path
) -> None:
    (repository / "new.txt").write_text(
        "New news\n\nThe library of Orme opened its doors to the first readers on Saturday morning.\n",
        encoding="utf-8",
    )
    git(repository, "add", "new.txt")
    done = pre_commit(repository, hooks, "copydesk")
    assert (done.returncode, findings(done)) == (0, [])


def test_the_corpus_hook_lints_all_that_is_tracked(repository: Path, hooks: Path) -> None:
    (repository / "draft.txt").write_text(f"Never added\n\n{PARAGRAPH}\n", encoding="utf-8")
    done = pre_commit(repository, hooks, "copydesk-corpus", "--all-files", "--hook-stage", "manual")
    assert findings(done) == ["old.txt:5:1: DUP201 duplicate of the paragraph at line 3"]


def test_calls_that_pre_commit_splits_report_together_what_one_would(repository: Path) -> None:
    names = []
    for n in range(12):
        (repository / f"n{n}.txt").write_text(f"Story {n}\n\n{PARAGRAPH}\n", encoding="utf-8")
        names.append(f"n{n}.txt")
    git(repository, "add", "-A")

    def run(*files: str) -> list[str]:
        command = [
            sys.executable,
            "-m",
            "copydesk",
            "check",
            "--force-exclude",
            "--against-tracked",
            "--output-format",
            "concise",
            "-q",
            *files,
        ]
        return subprocess.run(
            command, cwd=repository, capture_output=True, text=True
        ).stdout.splitlines()

    def places(*files: str) -> set[str]:
        return {line.split(" DUP201 ")[0] for line in run(*files)}

    split = places(*names[:5]) | places(*names[5:9]) | places(*names[9:])
    assert split == places(*names) == {f"{name}:3:1:" for name in names}
