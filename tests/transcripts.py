"""Pages that are transcripts: their commands typed again in a folder."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

_BLOCK = re.compile(r"(?<=^```console\n).*?(?=^```$)", re.MULTILINE | re.DOTALL)
_COMMAND = re.compile(r"^\$ .*\n(?:> .*\n)*", re.MULTILINE)


def with_programs(folder: Path) -> None:
    """Put the programs that pages run into `bin`."""
    (folder / "bin").mkdir()
    for name, module in (("copydesk", "copydesk"), ("pre-commit", "pre_commit")):
        program = folder / "bin" / name
        program.write_text(
            f'#!/bin/sh\nexec "{sys.executable}" -m {module} "$@"\n', encoding="utf-8"
        )
        program.chmod(0o755)


def typed(folder: Path, command: str, *, at: str = ".") -> str:
    """Return what a command prints, at a place in the folder: standard output, then standard error."""
    kept = {
        k: v
        for k, v in os.environ.items()
        if not k.startswith(("COPYDESK", "PRE_COMMIT", "GIT_", "FORCE_COLOR", "NO_COLOR"))
    }
    identity = {
        f"GIT_{who}_{what}": "test@example.org"
        for who in ("AUTHOR", "COMMITTER")
        for what in ("NAME", "EMAIL")
    }
    path = os.pathsep.join(
        (str(folder / "bin"), str(Path(sys.executable).parent), os.environ["PATH"])
    )
    home = {
        "HOME": str(folder),
        "GIT_CONFIG_GLOBAL": str(folder / "gitconfig"),
        "PRE_COMMIT_HOME": str(folder / "pre-commit"),
    }
    done = subprocess.run(
        ["sh", "-c", command],
        cwd=folder / at,
        env=kept | identity | home | {"PATH": path},
        capture_output=True,
        text=True,
        timeout=120,
    )
    return done.stdout + done.stderr


def transcript(folder: Path, text: str, *, at: str = ".") -> Iterator[str]:
    """Yield the page with its blocks as they come out today."""
    place = 0
    for block in _BLOCK.finditer(text):
        yield text[place : block.start()]
        for command in _COMMAND.findall(block.group()):
            yield command
            yield typed(folder, re.sub(r"^[$>] ", "", command, flags=re.MULTILINE), at=at)
        place = block.end()
    yield text[place:]
