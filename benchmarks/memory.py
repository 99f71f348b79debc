"""Measure the memory and time that one very large text takes.

    python benchmarks/memory.py [--megabytes N,N,…] [--only KINDS] [--limit MEGABYTES]

Texts of sentences in paragraphs, of short lines, and of sentences on one single line are made of
common words drawn by chance. Each is linted with the
default rules in a process of its own. `peak` is the resident memory of that process at most, `user`
and `system` its processor time. With `--limit` the exit code is 1 where a peak is above it.
"""

from __future__ import annotations

import argparse
import itertools
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

KINDS = ("sentences", "lines", "line")
_ADJECTIVES = (
    "old new small large quiet busy narrow northern southern empty crowded local distant"
    " famous private public wooden broken heavy early late modern ancient clean dirty"
    " bright dark warm cold dry wet deep shallow steep flat round square simple strange"
    " popular lonely friendly careful clever brave honest gentle polite proud patient"
    " serious young tall short strong weak rich poor cheap expensive useful rare common"
    " foreign western eastern central coastal rural urban royal military medical"
).split()
_NOUNS = (
    "harbour market council ferry bridge school hospital village library station farmer"
    " teacher captain doctor engineer museum factory garden valley mountain river theatre"
    " bakery church office company hotel airport forest island soldier painter writer"
    " singer driver lawyer judge mayor baker butcher fisherman sailor pilot nurse student"
    " professor scientist gardener builder carpenter castle palace tower cathedral monument"
    " prison court square street road railway tunnel canal lake beach desert field orchard"
    " vineyard meadow cottage mansion apartment kitchen cellar balcony newspaper magazine"
    " committee ministry embassy university college laboratory workshop warehouse"
    " restaurant supermarket cinema stadium team orchestra choir gallery festival"
    " conference exhibition election"
).split()
_VERBS = (
    "visited replaced supported described followed watched reached joined praised repaired"
    " measured opened closed protected ignored criticised admired examined photographed"
    " painted bought sold rented cleaned restored designed built planned funded welcomed"
    " remembered mentioned recognised surprised helped trusted observed discovered avoided"
    " surrounded"
).split()
_LINE = 20  # bytes of a short line: 200 MB have ten million
_COMMAND = (
    *("-m", "copydesk", "check", "--isolated", "--no-cache", "-j1", "-q", "--exit-zero"),
    *("--max-file-size", "0", "--output-format", f"json-lines:{os.devnull}"),
)


class Ran(NamedTuple):
    """What one run took: megabytes at the peak, seconds."""

    peak: float
    user: float
    system: float


def pieces(kind: str, chance: random.Random) -> Iterator[str]:
    """Yield parts of a text without end."""
    for number in itertools.count(1):
        if kind == "lines":
            yield (
                f"{chance.choice(_ADJECTIVES)} {chance.choice(_NOUNS)} {number}"[: _LINE - 1] + "\n"
            )
            continue
        a, b, c, d = (f"{chance.choice(_ADJECTIVES)} {chance.choice(_NOUNS)}" for _ in range(4))
        verb, other = chance.choice(_VERBS), chance.choice(_VERBS)
        yield f"The {a} {verb} the {b} in {number}, and the {c} {other} the {d}."
        yield " " if number % 5 or kind == "line" else "\n\n"


def make(file: Path, kind: str, megabytes: float) -> None:
    """Write a text of a kind."""
    left = int(megabytes * 1_000_000)
    with file.open("w", encoding="utf-8") as out:
        for piece in pieces(kind, random.Random(kind)):  # noqa: S311 - reproducible text, no secret
            left -= out.write(piece[:left])
            if not left:
                return


def measured(file: Path) -> Ran:
    """Lint a file in a process of its own, and return what that took."""
    process = subprocess.Popen([sys.executable, *_COMMAND, str(file)])
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"copydesk ended with {process.returncode}")
    return Ran(usage.ru_maxrss * 1024 / 1e6, usage.ru_utime, usage.ru_stime)


def made_and_measured(kind: str, megabytes: float) -> Ran:
    """Make a text in a temporary folder, and return what linting it took."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "a.txt"
        make(file, kind, megabytes)
        return measured(file)


def main() -> None:
    """Print a row for each kind and size."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--megabytes", default="8,25,50,200")
    parser.add_argument("--only", default=",".join(KINDS))
    parser.add_argument("--limit", type=float, default=0, help="megabytes that no peak may pass")
    arguments = parser.parse_args()
    print(f"{'text':10} {'MB':>5} {'peak':>8} {'user':>8} {'system':>8} {'user/MB':>8}")
    highest = 0.0
    for kind in arguments.only.split(","):
        for megabytes in map(float, arguments.megabytes.split(",")):
            ran = made_and_measured(kind, megabytes)
            highest = max(highest, ran.peak)
            print(
                f"{kind:10} {megabytes:5.0f} {ran.peak:5.0f} MB {ran.user:6.1f} s"
                f" {ran.system:6.1f} s {ran.user / megabytes:6.2f} s",
                flush=True,
            )
    if arguments.limit and highest > arguments.limit:
        raise SystemExit(f"more than {arguments.limit:.0f} MB")


if __name__ == "__main__":
    main()
