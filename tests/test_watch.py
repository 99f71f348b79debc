"""`copydesk check --watch`, as a program of its own over a folder whose files change."""

from __future__ import annotations

import os
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

READY = "Watching for changes; Ctrl-C ends it.\n"
PATIENCE = 20.0  # seconds; a machine that is busy with other tests takes its time

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="the tests read pipes without waiting, and send signals"
)


class Watched:
    """A running `copydesk check --watch`, and what it has printed, both streams as they come."""

    def __init__(self, folder: Path, *arguments: str, terminal: bool = False) -> None:
        command = [
            sys.executable,
            "-m",
            "copydesk",
            "check",
            "--watch",
            "--output-format",
            "concise",
            *arguments,
        ]
        env = {
            k: v
            for k, v in os.environ.items()
            if k not in ("PRE_COMMIT", "CI", "COPYDESK_OUTPUT_FORMAT")
        }
        self.output, writer = os.openpty() if terminal else os.pipe()
        self.process = subprocess.Popen(command, cwd=folder, env=env, stdout=writer, stderr=writer)
        os.close(writer)

    def until(self, end: str) -> str:
        """Return what is printed up to and with `end`."""
        said, deadline = "", time.monotonic() + PATIENCE
        while not said.endswith(end):
            ready, _, _ = select.select(
                [self.output], [], [], max(0.0, deadline - time.monotonic())
            )
            assert ready, f"{end!r} did not come after {said!r}"
            said += os.read(self.output, 1).decode("latin-1").replace("\r", "")
        return said

    def silent_for(self, seconds: float) -> bool:
        """Tell whether nothing is printed for a while."""
        return not select.select([self.output], [], [], seconds)[0]

    def end(self, number: signal.Signals) -> int:
        """Send a signal; return the exit code."""
        self.process.send_signal(number)
        return self.process.wait(PATIENCE)


Start = Callable[..., Watched]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    running = []

    def start(*arguments: str, terminal: bool = False) -> Watched:
        running.append(Watched(tmp_path, *arguments, terminal=terminal))
        return running[-1]

    yield start
    for watched in running:
        watched.process.kill()
        watched.process.wait()
        os.close(watched.output)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text("He saw the the boat.\n", encoding="utf-8")
    return tmp_path


def save(path: Path, text: str) -> None:
    """Write a file as many editors do: no run may read half of it."""
    fresh = path.with_name(path.name + ".new")
    fresh.write_text(text, encoding="utf-8")
    fresh.replace(path)


def test_what_is_written_moved_and_deleted_is_linted_again(folder: Path, start: Start) -> None:
    watched = start()
    assert watched.until(READY).startswith("a.txt:1:8: GAR104 repeated: the the\n")
    (folder / "sub").mkdir()
    save(folder / "sub/B.txt", "It was was late.\n")
    said = watched.until(READY)
    assert (said.splitlines()[0], "sub/B.txt:1:4: GAR104" in said, "a.txt:1:8: GAR104" in said) == (
        "New: sub/B.txt",
        True,
        True,
    )
    save(folder / "a.txt", "He saw the boat.\n")
    said = watched.until(READY)
    assert (said.splitlines()[0], "sub/B.txt:1:4: GAR104" in said, "a.txt:1" in said) == (
        "Changed: a.txt",
        True,
        False,
    )
    (folder / "sub").rename(folder / "moved")
    assert watched.until(READY).startswith(
        "New: moved/B.txt; gone: sub/B.txt\nmoved/B.txt:1:4: GAR104"
    )
    (folder / "a.txt").unlink()
    (folder / "moved/B.txt").unlink()
    said = watched.until(READY)
    if "nothing to lint" not in said:  # the first was seen to go before the second
        said = watched.until(READY)
    assert "copydesk: nothing to lint in .: " in said
    save(folder / "c.txt", "They met met him at the harbour office on Monday.\n")
    assert "c.txt:1:6: GAR104" in watched.until(READY)
    assert watched.end(signal.SIGINT) == 130
    assert os.read(watched.output, 1_000) == b""


def test_a_broken_configuration_is_said_until_it_is_mended(folder: Path, start: Start) -> None:
    watched = start(
        "a.txt"
    )  # a file alone, and a configuration beside it: neither lies in a watched folder
    watched.until(READY)
    save(folder / "copydesk.toml", 'ignor = ["GAR"]\n')
    assert "unknown key 'ignor'; did you mean 'ignore'?" in watched.until(READY)
    save(folder / "copydesk.toml", 'ignore = ["GAR"]\n')
    said = watched.until(READY)
    assert (said.startswith("Changed: copydesk.toml\n"), "GAR104" in said) == (True, False)
    base = folder / "base/copydesk.toml"
    base.parent.mkdir()
    save(base, "")
    save(folder / "copydesk.toml", 'extend = "base/copydesk.toml"\n')
    assert "a.txt:1:8: GAR104" in watched.until(READY)
    save(base, 'ignore = ["GAR"\n')
    assert "base/copydesk.toml: " in watched.until(READY).splitlines()[1]
    save(base, 'ignore = ["GAR"]\n')
    said = watched.until(READY)
    assert (said.startswith("Changed: base/copydesk.toml\n"), "GAR104" in said) == (True, False)
    (folder / "copydesk.toml").unlink()
    assert "a.txt:1:8: GAR104" in watched.until(READY)
    save(folder / "a.txt", "On the the sea.\n")
    assert "a.txt:1:4: GAR104" in watched.until(READY)
    assert watched.end(signal.SIGTERM) == 143


def test_its_own_files_and_those_of_git_start_no_run(folder: Path, start: Start) -> None:
    watched = start("--output-format", "html:report.html", "--output-format", "csv:out.csv")
    watched.until(READY)
    page = (folder / "report.html").read_bytes()
    (folder / ".git").mkdir()
    save(folder / ".git/note.txt", "He saw the the boat.\n")
    (folder / "picture.png").write_bytes(b"\x89PNG")
    assert watched.silent_for(1.5)
    save(folder / "a.txt", "On the the sea of the the bay.\n")
    assert "; 1 document read." in watched.until(READY)
    assert (folder / "report.html").read_bytes() != page
    save(folder / ".gitignore", "a.*\n")
    assert watched.until(READY).startswith("Gone: a.txt\ncopydesk: nothing to lint")


def test_a_folder_that_goes_and_comes_back_is_watched_again(folder: Path, start: Start) -> None:
    (folder / "news").mkdir()
    save(folder / "news/b.txt", "It was was late.\n")
    watched = start("news")
    watched.until(READY)
    (folder / "news").rename(folder / "old")
    assert "file not found: 'news'" in watched.until(READY)
    save(folder / "old/b.txt", "It was late.\n")
    assert watched.silent_for(1)
    (folder / "old").rename(folder / "news")
    assert "No findings in 1 document." in watched.until(READY)
    save(folder / "news/b.txt", "It was was late.\n")
    assert "GAR104" in watched.until(READY)


def test_a_terminal_is_cleared_before_each_run(folder: Path, start: Start) -> None:
    watched = start("--color", "never", terminal=True)
    assert watched.until(READY).startswith("\x1b[2J\x1b[1;1H")
    save(folder / "\x1b]0;x.txt", "On the the sea.\n")
    said = watched.until(READY)
    assert said.startswith("\x1b[2J\x1b[1;1HNew: \\x1b]0;x.txt\n")
    assert re.findall("\x1b", said) == ["\x1b"] * 2


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--select", "NOPE"], "NOPE"),
        (["missing"], "file not found: 'missing'"),
        (["--exclude", "!"], "is no pattern"),
        (["-"], "--watch cannot watch standard input"),
        (
            ["--fix"],
            "--watch does not go with --fix: it would change files that are open in an editor",
        ),
        (["--history", "runs.db"], "--watch does not go with --history"),
        (["--tracked"], "--watch does not go with --tracked"),
    ],
)
def test_what_is_wrong_at_the_start_ends_it(
    folder: Path, start: Start, arguments: list[str], message: str
) -> None:
    watched = start(*arguments)
    assert watched.process.wait(PATIENCE) == 2
    said = os.read(watched.output, 10_000).decode()
    assert (said.count("\n"), message in said) == (1, True)


def test_a_missing_extra_says_how_to_install_it(folder: Path, start: Start) -> None:
    save(
        folder / "watchfiles.py", "raise ImportError"
    )  # found first: Python looks into the folder of its start
    watched = start()
    assert watched.process.wait(PATIENCE) == 2
    assert (
        os.read(watched.output, 10_000)
        == b"copydesk: --watch needs an extra: pip install 'copydesk[watch]'\n"
    )
