"""How runs end: a reader that leaves, signals, a full disk."""

from __future__ import annotations

import json
import signal
import subprocess
import time
from pathlib import Path

import pytest

from programs import COPYDESK

TWICE = "The harbour of Kelling was closed on Monday after a crane fell into the main channel.\n"


def test_a_closed_pipe_ends_quietly_with_141(tmp_path: Path) -> None:
    for n in range(300):
        (tmp_path / f"n{n}.txt").write_text(TWICE, encoding="utf-8")
    writer = subprocess.Popen(
        [*COPYDESK, "check"], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert writer.stdout
    assert writer.stderr
    writer.stdout.close()
    errors = writer.stderr.read()
    writer.stderr.close()
    assert writer.wait(30) == 141
    assert errors == b""


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_ends_the_run_with_its_code_and_no_traceback(
    tmp_path: Path, number: signal.Signals, code: int
) -> None:
    line = json.dumps(
        {
            "text": "\n\n".join(
                f"Paragraph {n} of the long report says what {n * n} people said."
                for n in range(300)
            )
        }
    )
    (tmp_path / "big.jsonl").write_text((line + "\n") * 400, encoding="utf-8")
    process = subprocess.Popen(
        [*COPYDESK, "check", "-j", "2", "."],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    time.sleep(1.0)
    process.send_signal(number)
    _, errors = process.communicate(timeout=20)
    assert process.returncode in (code, 1)
    assert process.returncode == code, "the run ended before the signal"
    assert b"Traceback" not in errors


def test_a_full_disk_is_one_line_and_exit_2(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("He opened the the door.\n", encoding="utf-8")
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*COPYDESK, "check"], cwd=tmp_path, stdout=full, stderr=subprocess.PIPE, timeout=60
        )
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr
