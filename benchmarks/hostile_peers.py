"""Try the hostile tests that mean something to other programs beside copydesk.

    python benchmarks/hostile_peers.py [--peers FOLDERS] [--only NUMBERS]

Runs copydesk, ripgrep, typos, codespell, markdownlint-cli2 and jscpd, those of them that are on the
path or in FOLDERS (separated by colons), on made files. Numbers are those of
`tests/hostile/README.md`. Each folder also has files with a fault that every program looks for: a
test passes if that is found, the program neither crashed nor hung, and what the line says holds.
Sizes are an eighth of those of our own tests. `-`: it has no such thing. Nothing is installed.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from pathlib import Path

import hostile_inputs  # noqa: F401 - its tests register themselves
import hostile_runs  # noqa: F401
from hostile_programs import PEERS, TESTS, Peer


def installed(folders: str) -> list[Peer]:
    """Return the programs that there are."""
    path = os.pathsep.join([folders, str(Path(sys.executable).parent), os.environ["PATH"]])
    found = ((name, shutil.which(name, path=path)) for name in PEERS)
    return [Peer(name, program) for name, program in found if program]


def main() -> None:
    """Print a row for each test and a column for each program."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--peers", default="", help="folders of programs, separated by colons")
    parser.add_argument("--only", default="", help="numbers, separated by commas")
    parser.add_argument("--programs", default=",".join(PEERS), help="separated by commas")
    given = parser.parse_args()
    asked = {int(number) for number in given.only.split(",") if number}
    peers = [peer for peer in installed(given.peers) if peer.name in given.programs.split(",")]
    print("|  | threat | " + " | ".join(peer.name for peer in peers) + " |")
    print("|---|---|" + "---|" * len(peers))
    for number, (title, test) in TESTS.items():
        if asked and number not in asked:
            continue
        cells = []
        for peer in peers:
            with tempfile.TemporaryDirectory() as folder:
                good, how = test(peer, Path(folder))
            word = "-" if good is None else "pass" if good else "**fail**"
            cells.append(f"{word}: {how}" if how else word)
        print(f"| {number} | {title} | " + " | ".join(cells) + " |", flush=True)


if __name__ == "__main__":
    main()
