"""A program that is killed while it writes leaves every file old or new (number 18)."""

from __future__ import annotations

import json
import os
import random
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from programs import COPYDESK, copydesk

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")

OLD = "The cafÃ© on the quay doesnâ€™t open before noon, its owner said.\n" * 20
LATER = ".copydesk-baseline.json"


def corpus(folder: Path) -> None:
    """Make a dozen files with something to fix, to drop and to accept."""
    folder.mkdir()
    for number in range(12):
        (folder / f"{number}.txt").write_text(
            OLD + f"It is number {number // 2}.\n", encoding="utf-8"
        )


def killed(folder: Path, arguments: str, after: float) -> None:
    """Start a command and kill it with all that it started, after some seconds."""
    run = subprocess.Popen(
        [*COPYDESK, *arguments.split()],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    time.sleep(after)
    os.killpg(run.pid, 9)
    run.wait(30)


def fixed_or_not(folder: Path) -> None:
    for number in range(12):
        text = (folder / f"{number}.txt").read_text(encoding="utf-8")
        assert text.count("cafÃ©") in (0, 20)
        assert text.endswith(f"It is number {number // 2}.\n")


def copied_or_not(folder: Path) -> None:
    copy = folder.parent / "copy"
    assert not copy.exists() or (copy / "dedupe-plan.json").exists()
    if copy.exists():
        json.loads((copy / "dedupe-plan.json").read_text(encoding="utf-8"))


def baseline_whole(folder: Path) -> None:
    held = json.loads((folder / LATER).read_text(encoding="utf-8"))
    assert held["entries"]


def history_whole(folder: Path) -> None:
    history = folder.parent / "history.sqlite"
    if history.exists():
        with sqlite3.connect(history) as base:
            assert base.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def index_whole(folder: Path) -> None:
    done = copydesk(folder, "index", "update", ".")
    assert done.returncode == 0
    assert b"cannot" not in done.stderr
    assert copydesk(folder, "index", "verify", ".").returncode == 0


def parquet_whole(folder: Path) -> None:
    history = folder.parent / "history.parquet"
    if history.exists():
        pyarrow = pytest.importorskip("pyarrow.parquet")
        assert pyarrow.read_table(history).num_rows >= 1


COMMANDS: dict[str, Callable[[Path], None]] = {
    "check --fix-only --unsafe-fixes --no-cache .": fixed_or_not,
    "dedupe . --write ../copy": copied_or_not,
    f"baseline update --baseline {LATER} --no-cache .": baseline_whole,
    "check -q --no-cache --history ../history.sqlite .": history_whole,
    "check -q --no-cache --history ../history.parquet .": parquet_whole,
    "index update .": index_whole,
}


@pytest.mark.parametrize("arguments", COMMANDS)
def test_18_a_kill_leaves_every_file_old_or_new(tmp_path: Path, arguments: str) -> None:
    _hold(tmp_path, arguments, range(1))


@pytest.mark.slow
@pytest.mark.parametrize("arguments", COMMANDS)
def test_18_a_kill_at_any_of_17_moments_leaves_every_file_old_or_new(
    tmp_path: Path, arguments: str
) -> None:
    """Over the six commands these are 102 random moments."""
    _hold(tmp_path, arguments, range(2, 19))


def _hold(tmp_path: Path, arguments: str, seeds: range) -> None:
    folder = tmp_path / "files"
    corpus(folder)
    if "baseline" in arguments:
        assert (
            copydesk(
                folder, "baseline", "create", "--baseline", LATER, "--no-cache", "0.txt"
            ).returncode
            == 0
        )
    before = time.monotonic()
    copydesk(folder, "check", "--no-cache", "-q", ".")
    whole = time.monotonic() - before
    for seed in seeds:
        draw = random.Random(seed)  # noqa: S311 - a draw that can be repeated
        for number in range(12) if "fix" in arguments else ():
            (folder / f"{number}.txt").write_text(
                OLD + f"It is number {number // 2}.\n", encoding="utf-8"
            )
        killed(folder, arguments, draw.uniform(0.3, 1.3) * whole)
        COMMANDS[arguments](folder)
