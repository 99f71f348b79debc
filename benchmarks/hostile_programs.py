"""Programs that look for faults in files: how each is started, and what a run of it came to."""

from __future__ import annotations

import os
import resource
import subprocess
import tempfile
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO, Any, NamedTuple

PEERS = ("copydesk", "rg", "typos", "codespell", "markdownlint-cli2", "jscpd")
COMMANDS = {
    "copydesk": "check --isolated --no-cache --max-file-size 0 --output-format concise .",
    "rg": "--no-config -n --no-heading recieve",
    "typos": "--isolated --format brief .",
    "codespell": ".",
    "markdownlint-cli2": "**/*.md",
    "jscpd": "--reporters console --min-lines 3 --min-tokens 20 --max-size 1gb --max-lines 100000000 .",
}
REPORTING = COMMANDS["jscpd"].replace("console", "{}")
FIXES = {
    "copydesk": "check --isolated --no-cache --fix --exit-zero",
    "typos": "--isolated -w",
    "codespell": "-w",
    "markdownlint-cli2": "--fix",
}
FAULTY = "We recieve the the mail of the harbour council on Monday, and read it.\n"
COPY = "\n".join(f"Line {n} of a notice that hangs in two places of the town." for n in range(8))
WORDS = "harbour market council ferry bridge school winter village library station".split()


class Ran(NamedTuple):
    """A run: its exit code (None: it took more than its time), outputs, seconds of processor time,
    megabytes.
    """

    code: int | None
    out: bytes
    err: bytes
    seconds: float
    megabytes: float

    @property
    def fault(self) -> str:
        """Return in a word what went wrong, nothing where it ended as it should."""
        if self.code is None:
            return f"did not end in {self.seconds:.0f} s"
        if self.code < 0:
            return f"ended by signal {-self.code}"
        for sign in (b"Traceback", b"panicked", b"RangeError", b"node:internal", b"    at "):
            if sign in self.err:
                return "traceback" if sign == b"Traceback" else "crash"
        return ""


class Peer(NamedTuple):
    """A program that is installed."""

    name: str
    program: str

    def run(self, folder: Path, *more: str, instead: str = "", **given: Any) -> Ran:
        """Run it on a folder."""
        command = instead or COMMANDS[self.name]
        return ran([self.program, *command.split(), *more], folder, **given)


Verdict = tuple[bool | None, str]
TESTS: dict[int, tuple[str, Callable[[Peer, Path], Verdict]]] = {}


def hostile(number: int, title: str) -> Callable[..., Callable[[Peer, Path], Verdict]]:
    """Register a test under its number."""

    def keep(test: Callable[[Peer, Path], Verdict]) -> Callable[[Peer, Path], Verdict]:
        TESTS[number] = title, test
        return test

    return keep


def ran(
    command: Sequence[str],
    folder: Path,
    limit: float = 60,
    stdout: IO[bytes] | None = None,
    files: int = 0,
) -> Ran:
    """Run a command, and measure it; `files`: descriptors that it may have."""

    def prepared() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (int(limit) + 1, int(limit) + 2))
        if files:
            resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))

    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        process = subprocess.Popen(
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=stdout or out,
            stderr=err,
            preexec_fn=prepared,
            env={**os.environ, "NO_COLOR": "1"},
        )
        late = threading.Timer(10 * limit, process.kill)  # others may use the machine
        late.start()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        spent = usage.ru_utime + usage.ru_stime
        stopped = not late.is_alive()
        late.cancel()
        out.seek(0)
        err.seek(0)
        code = None if spent >= limit or stopped else process.returncode
        return Ran(code, out.read(), err.read(), spent, usage.ru_maxrss * 1024 / 1e6)


def faulty(folder: Path) -> None:
    """Write what every program has something to say about."""
    (folder / "z.txt").write_text(FAULTY, encoding="utf-8")
    (folder / "z.md").write_text(f"#Title\n\n{FAULTY}", encoding="utf-8")
    for name in ("y.txt", "y.md", "x.md"):
        (folder / name).write_text(f"# Notice\n\n{COPY}\n", encoding="utf-8")


def still(peer: Peer, folder: Path, seconds: float = 30, megabytes: float = 0) -> Verdict:
    """Pass if the faults are found, in time and memory."""
    faulty(folder)
    one = peer.run(folder, limit=seconds)
    if one.fault:
        return False, one.fault
    said = f"{one.seconds:.1f} s, {one.megabytes:.0f} MB"
    if megabytes and one.megabytes > megabytes:
        return False, said
    marks = (b"z.", b"y.md")
    found = any(mark in one.out + one.err for mark in marks)
    return found, said if found else "the fault of another file was not told"
