"""Closed streams, pipes and signals end a run with the right code and without a traceback."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from programs import COPYDESK

LINE = "The the line {} of the cafÃ© minutes stands here.\n"
COMMAND = " ".join(COPYDESK)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text("The the line.\n", encoding="utf-8")
    return tmp_path


def shell(folder: Path, line: str) -> subprocess.CompletedProcess[str]:
    """Run a line of bash in which `copydesk` is this copydesk, with `pipefail`."""
    done = subprocess.run(
        ["bash", "-c", f'set -o pipefail; copydesk() {{ {COMMAND} "$@"; }}; {line}'],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=60,
        stdin=subprocess.DEVNULL,
    )
    assert "Traceback" not in done.stderr
    return done


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("copydesk check . >&-", 2),
        ("copydesk check . 2>&-", 1),
        ("copydesk check . >&- 2>&-", 2),
        ("copydesk check . <&-", 1),
        ("copydesk check . -q -o out.txt >&-", 1),
        ("copydesk --version >&-", 2),
        ("copydesk rules >&- 2>&-", 2),
    ],
)
def test_22_a_closed_stream_is_one_line_at_most(folder: Path, line: str, code: int) -> None:
    done = shell(folder, line)
    assert done.returncode == code
    if code == 2:
        assert done.stderr == ("" if "2>&-" in line else "copydesk: Bad file descriptor\n")


@pytest.mark.parametrize(
    "arguments", ["check --output-format concise", "check --output-format json", "check --diff"]
)
@pytest.mark.parametrize("unbuffered", ["", "PYTHONUNBUFFERED=1 "])
def test_21_a_reader_that_leaves_ends_the_run_with_141(
    folder: Path, arguments: str, unbuffered: str
) -> None:
    """Of several megabytes the reader takes a line; Python unbuffered would say that all is well."""
    text = "".join(LINE.format(number) for number in range(4_000))
    (folder / "a.md").write_text(text, encoding="utf-8")
    done = shell(folder, f"{unbuffered}copydesk {arguments} --no-cache -q a.md | head -1")
    assert (done.returncode, done.stderr) == (141, "")


def test_21_unbuffered_output_is_whole(folder: Path) -> None:
    """A pipe that takes little at a time gets all of it."""
    text = "".join(LINE.format(number) for number in range(3_000))
    (folder / "a.txt").write_text(text, encoding="utf-8")
    done = shell(
        folder,
        "PYTHONUNBUFFERED=1 copydesk check --output-format concise -q . | (sleep 1; wc -l)",
    )
    assert int(done.stdout) >= 3_000


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "utf-16"])
def test_22_no_encoding_of_a_terminal_ends_a_run(folder: Path, encoding: str) -> None:
    (folder / "ø\u4e2d.txt").write_text("The the line “of” 中文 × here.\n", encoding="utf-8")
    done = shell(
        folder, f"PYTHONIOENCODING={encoding} copydesk check --show-fixes --fix . >/dev/null"
    )
    assert done.returncode in (0, 1)


def test_22_a_file_that_cannot_grow_is_one_line_and_the_old_one_stays(folder: Path) -> None:
    """As on a full disk: report, baseline, history and fixed files."""
    text = "".join(LINE.format(number) for number in range(300))
    (folder / "a.txt").write_text(text, encoding="utf-8")
    for name in ("out.json", "base.json", "history.sqlite"):
        (folder / name).write_text("old", encoding="utf-8")
    for arguments in (
        "check -o out.json --output-format json .",
        "baseline update --baseline base.json .",
        "check --fix-only --unsafe-fixes .",
        "index build .",
    ):
        done = shell(folder, f"ulimit -f 8; copydesk {arguments}; exit $?")
        assert done.returncode in (0, 1, 2), arguments
        assert (folder / "a.txt").read_text(encoding="utf-8") == text
    for name in ("out.json", "base.json"):
        assert (folder / name).read_text(encoding="utf-8") == "old"
    assert not list(folder.glob(".*.copydesk"))


def ended(folder: Path, number: signal.Signals, after: float) -> tuple[int, str]:
    """Start a run, send a signal after some seconds; return its exit code and what it said."""
    run = subprocess.Popen(
        [*COPYDESK, "check", "--no-cache", "-q", "."],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    time.sleep(after)
    run.send_signal(number)
    began = time.monotonic()
    _, said = run.communicate(timeout=30)
    assert time.monotonic() - began < 10
    return run.returncode, said


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_20_a_signal_at_a_random_moment_ends_a_run(folder: Path, number: signal.Signals) -> None:
    """From the start of the interpreter on; what Python itself says before it runs a line counts."""
    _hold_signals(folder, number, range(6))


def test_20_what_a_callback_loses_is_asked_again_and_not_told(folder: Path) -> None:
    """Python reports what is raised in a callback on standard error, and goes on."""
    script = (
        "import os, signal, sys, weakref\n"
        "from copydesk import cli\n"
        "class Thing: pass\n"
        "def run_command():\n"
        "    thing = Thing()\n"
        "    kept = weakref.ref(thing, lambda _: os.kill(os.getpid(), signal.SIGINT))\n"
        "    del thing\n"
        "    import time\n"
        "    time.sleep(30)\n"
        "cli.run_command = run_command\n"
        "cli.main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=folder, capture_output=True, timeout=20
    )
    assert (done.returncode, done.stderr) == (128 + signal.SIGINT, b"")


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_20_a_signal_at_any_of_60_moments_ends_a_run(folder: Path, number: signal.Signals) -> None:
    _hold_signals(folder, number, range(60))


def _hold_signals(folder: Path, number: signal.Signals, seeds: range) -> None:
    for seed in seeds:
        after = random.Random(seed).uniform(0.05, 0.8)  # noqa: S311 - a draw that can be repeated
        code, said = ended(folder, number, after)
        assert code in (128 + number, -number, 0, 1), said  # it may have ended before
        assert f"copydesk{os.sep}cli" not in said, said  # no traceback from a run of ours
        assert "Ended" not in said, said
        assert [path.name for path in folder.iterdir()] == ["a.txt"]


def test_20_ctrl_c_while_modules_load_is_no_traceback(folder: Path) -> None:
    """The signal comes while the first of copydesk's own modules is imported."""
    script = (
        "import os, signal, sys\n"
        "class Finder:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name == 'click':\n"
        "            os.kill(os.getpid(), signal.SIGINT)\n"
        "sys.meta_path.insert(0, Finder())\n"
        "from copydesk.__main__ import run\n"
        "sys.argv = ['copydesk', 'check']\n"
        "run()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=folder, capture_output=True, timeout=60
    )
    assert (done.returncode, done.stderr) == (-signal.SIGINT, b"")


def test_20_an_ignored_ctrl_c_stays_ignored(folder: Path) -> None:
    """As `nohup`, and `&` in a script, ask for."""
    done = shell(
        folder, "trap '' INT; copydesk check -q . >/dev/null & sleep 0.3; kill -INT $!; wait $!"
    )
    assert done.returncode == 1


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
def test_21_standard_input_that_closes_is_read_to_its_end(folder: Path) -> None:
    assert (
        shell(
            folder, "printf 'The the line.' | copydesk check - -q --output-format concise"
        ).returncode
        == 1
    )
    assert shell(folder, "copydesk check - -q < /dev/null").returncode == 0
