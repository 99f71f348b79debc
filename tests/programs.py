"""Run copydesk as a program, and look at what it prints and leaves."""

from __future__ import annotations

import contextlib
import io
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from copydesk.cli import run_command

COPYDESK = (sys.executable, "-m", "copydesk")
# What must not reach a terminal: controls but tab and line feed, C1, bidirectional marks.
RAW = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069]")
# What a runner of builds would obey: at the start of a line, and anywhere in it.
COMMAND = re.compile(r"(?m)^ *::[a-z]|##(?:\[|vso\[|teamcity\[)")


def copydesk(
    folder: Path,
    *arguments: str,
    within: float = 120,
    env: Mapping[str, str] | None = None,
    **more: Any,
) -> subprocess.CompletedProcess[bytes]:
    """Run a command in a folder; it must end in time and without a traceback."""
    done = subprocess.run(
        [*COPYDESK, *arguments],
        cwd=folder,
        capture_output=True,
        timeout=within,
        env={**os.environ, **env} if env else None,
        stdin=subprocess.DEVNULL,
        **more,
    )
    assert b"Traceback" not in done.stderr, done.stderr.decode("utf-8", "replace")
    return done


def inline(folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    """Run a command in a folder, in this process; it must end without a traceback."""
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", "backslashreplace") for _ in range(2))
    with pytest.MonkeyPatch.context() as patch, contextlib.chdir(folder):
        patch.setattr(sys, "argv", ["copydesk", *arguments])
        patch.setattr(sys, "stdout", out)
        patch.setattr(sys, "stderr", err)
        code = run_command()
        out.flush()
        err.flush()
    said, warned = (stream.buffer.getvalue() for stream in (out, err))
    assert b"Traceback" not in warned, warned.decode()
    return subprocess.CompletedProcess(arguments, code, said, warned)


def peak(folder: Path, *arguments: str, within: float = 120) -> tuple[int, int]:
    """Run a command; return its exit code and the most memory it and its workers held, in bytes."""
    script = (
        "import resource, subprocess, sys\n"
        "code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode\n"
        "print(code, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *COPYDESK, *arguments],
        cwd=folder,
        capture_output=True,
        timeout=within,
    )
    assert b"Traceback" not in done.stderr, done.stderr.decode("utf-8", "replace")
    code, kib = map(int, done.stdout.split())
    return code, kib * (1 if sys.platform == "darwin" else 1024)
