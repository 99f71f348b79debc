"""Files that change, may not be written, or are cut off in the middle.

Fixing leaves the old file or the new one, never half.
"""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from copydesk.engine.plan import Plan
from copydesk.engine.run import run
from copydesk.fixing.rounds import Settled, save, settle
from copydesk.fixing.unified import unified
from copydesk.reading.source import ReadOptions, Source
from copydesk.report import Report

OLD = "The cafÃ© on the quay doesnâ€™t open before noon, its owner said.\n"
NEW = "The café on the quay doesn’t open before noon, its owner said.\n"
OPTIONS = ReadOptions()
PLAN = Plan(("BOI101", "CAP101", "DUP201", "GAR101"))


def check(sources: Sequence[Source]) -> Report:
    return run(PLAN, sources)


def fixed(file: Path, *, before_saving: Callable[[], None] = lambda: None) -> Settled:
    settled = settle(check, [Source(file.name, file, "text")], OPTIONS, unsafe=True)
    before_saving()
    save(settled, check, OPTIONS)
    return settled


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a.txt"
    path.write_text(OLD, encoding="utf-8")
    return path


def _add_a_line(file: Path) -> None:
    file.write_text(f"{OLD}One line more.\n", encoding="utf-8")


def test_a_file_that_changes_after_it_was_linted_is_left_alone(file: Path) -> None:
    outcome = fixed(file, before_saving=lambda: _add_a_line(file))
    assert file.read_text(encoding="utf-8") == f"{OLD}One line more.\n"
    assert [(s.path, s.reason) for s in outcome.refused] == [("a.txt", "changed")]
    assert [finding.rule for finding in outcome.report.findings] == ["GAR101"], (
        "what is left counts"
    )
    assert [path.name for path in file.parent.iterdir()] == ["a.txt"]


def test_a_file_that_changes_while_it_is_linted_is_left_alone(file: Path) -> None:
    def changing(sources: Sequence[Source]) -> Report:
        report = check(sources)
        _add_a_line(file)
        return report

    outcome = settle(changing, [Source("a.txt", file, "text")], OPTIONS, unsafe=True)
    assert (outcome.pages, [s.reason for s in outcome.refused]) == ({}, ["changed"])


def test_a_read_only_file_is_left_alone(file: Path) -> None:
    file.chmod(0o444)
    outcome = fixed(file)
    assert file.read_text(encoding="utf-8") == OLD
    assert [s.reason for s in outcome.refused] == ["read-only"]
    assert stat.S_IMODE(file.stat().st_mode) == 0o444


def test_a_file_that_is_gone_or_a_full_disk_costs_no_other_file_its_fixes(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = file.parent / "b.txt"
    other.write_text(OLD, encoding="utf-8")
    settled = settle(
        check, [Source(f.name, f, "text") for f in (file, other)], OPTIONS, unsafe=True
    )
    whole = tempfile.mkstemp

    def full(*, prefix: str, suffix: str, dir: str) -> tuple[int, str]:  # noqa: A002 - as mkstemp calls it
        if prefix.startswith(".a.txt"):
            raise OSError(28, "No space left on device")
        return whole(prefix=prefix, suffix=suffix, dir=dir)

    monkeypatch.setattr(tempfile, "mkstemp", full)
    save(settled, check, OPTIONS)
    assert [(s.path, s.reason, s.detail) for s in settled.refused] == [
        ("a.txt", "unwritable", "No space left on device")
    ]
    assert (file.read_text(encoding="utf-8"), other.read_text(encoding="utf-8")) == (OLD, NEW)
    assert [finding.place.path for finding in settled.report.findings] == ["a.txt"]


# Where a crash could leave half a file: before and after each call that changes the disk.
_KILLED = """
import os, signal, sys
from pathlib import Path
import tempfile
from copydesk.cli import main

def deadly(call, after):
    def killed(*arguments, **options):
        if not after:
            os.kill(os.getpid(), signal.SIGKILL)
        call(*arguments, **options)
        os.kill(os.getpid(), signal.SIGKILL)
    return killed

where, after = sys.argv.pop(1), sys.argv.pop(1) == "after"
if where == "mkstemp":
    tempfile.mkstemp = deadly(tempfile.mkstemp, after)
elif where == "replace":
    Path.replace = deadly(Path.replace, after)
else:
    os.fsync = deadly(os.fsync, after)
main()
"""


@pytest.mark.parametrize("where", ["mkstemp", "fsync", "replace"])
@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_kill_leaves_the_old_file_or_the_new_one(file: Path, where: str, moment: str) -> None:
    command = [
        sys.executable,
        "-c",
        _KILLED,
        where,
        moment,
        "check",
        "--fix",
        "--no-cache",
        "--select",
        "GAR101",
        ".",
    ]
    done = subprocess.run(command, cwd=file.parent, capture_output=True, timeout=60)
    assert done.returncode == -signal.SIGKILL
    assert file.read_text(encoding="utf-8") == (
        NEW if (where, moment) == ("replace", "after") else OLD
    )
    again = subprocess.run(
        [
            sys.executable,
            "-m",
            "copydesk",
            "check",
            "--fix",
            "--no-cache",
            "--select",
            "GAR101",
            ".",
        ],
        cwd=file.parent,
        timeout=60,
    )
    assert again.returncode == 0
    assert file.read_text(encoding="utf-8") == NEW


@pytest.mark.slow
def test_a_kill_at_any_moment_leaves_every_file_whole(tmp_path: Path) -> None:
    old, new = OLD * 200, NEW * 200
    command = [
        sys.executable,
        "-m",
        "copydesk",
        "check",
        "--fix",
        "--no-cache",
        "--select",
        "GAR101",
        "-j",
        "1",
        ".",
    ]
    for delay in (0.0, 0.05, 0.1):
        files = [tmp_path / f"f{n}.txt" for n in range(60)]
        for path in files:
            path.write_text(old, encoding="utf-8")
        process = subprocess.Popen(
            command, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        until = time.monotonic() + 60
        while (
            process.poll() is None
            and files[0].read_text(encoding="utf-8") == old
            and time.monotonic() < until
        ):
            time.sleep(0.001)  # until it writes
        time.sleep(delay)
        process.kill()
        process.wait(30)
        assert {path.read_text(encoding="utf-8") for path in files} <= {old, new}


@pytest.mark.slow
@pytest.mark.parametrize("form", ["text", "jsonl"])
def test_many_fixes_in_one_file_cost_no_more_than_their_number(form: str) -> None:
    def spent(count: int) -> float:
        paragraphs = [
            f"In year {n} the cafÃ© on quay {n * 7} said it wouldnâ€™t open {n} times."
            for n in range(count)
        ]
        text = "\n\n".join(paragraphs) + "\n"
        content = text if form == "text" else json.dumps({"text": text}) + "\n"
        source = Source(
            f"a.{form}", None, "jsonl" if form == "jsonl" else "text", content=content.encode()
        )
        began = time.process_time()
        settled = settle(
            lambda sources: run(Plan(("GAR101",)), sources), [source], OPTIONS, unsafe=True
        )
        (page,) = settled.pages.values()
        assert unified("a", page.original, page.edits).count("\n") > (
            2 * count if form == "text" else 2
        )
        assert page.fixed.total() == count
        return time.process_time() - began

    spent(100)  # what is built once
    few, many = spent(1_000), spent(16_000)
    assert many < 60 * few, f"{few:.2f} s, then {many:.2f} s for 16 times as many"


def test_no_control_character_of_a_diff_reaches_a_terminal(file: Path) -> None:
    import pty

    file.write_text(f"\x1b[31m{OLD}", encoding="utf-8")
    ours, theirs = pty.openpty()
    command = [
        sys.executable,
        "-m",
        "copydesk",
        "check",
        "--diff",
        "--color",
        "never",
        "--no-cache",
        ".",
    ]
    done = subprocess.run(
        command, cwd=file.parent, stdout=theirs, stderr=subprocess.PIPE, timeout=60
    )
    os.close(theirs)
    shown = os.read(ours, 1 << 16).decode()
    os.close(ours)
    assert done.returncode == 1
    assert "\x1b" not in shown
    assert "-\\x1b[31mThe cafÃ© on" in shown
