"""The guide's first hour is a transcript: its commands print what the page shows.

They run in the scratch folder that the page makes, and leave the checkout as it was.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs/guide/first-hour.md"
_BLOCK = re.compile(r"(?<=^```console\n).*?(?=^```$)", re.MULTILINE | re.DOTALL)
_SETUP = re.compile(r"^mkdir .* && cd (\S+)$", re.MULTILINE)
_COMMAND = re.compile(r"^\$ .*\n(?:> .*\n)*", re.MULTILINE)
pytestmark = pytest.mark.client


def typed(folder: Path, command: str, *, at: str = "first-hour") -> str:
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


def transcript(folder: Path, text: str) -> Iterator[str]:
    """Yield the page with its blocks as they come out today."""
    place = 0
    for block in _BLOCK.finditer(text):
        yield text[place : block.start()]
        for command in _COMMAND.findall(block.group()):
            yield command
            yield typed(folder, re.sub(r"^[$>] ", "", command, flags=re.MULTILINE))
        place = block.end()
    yield text[place:]


def test_every_command_prints_what_the_page_shows(tmp_path: Path, accept: bool) -> None:
    (tmp_path / "bin").mkdir()
    for name, module in (("copydesk", "copydesk"), ("pre-commit", "pre_commit")):
        program = tmp_path / "bin" / name
        program.write_text(
            f'#!/bin/sh\nexec "{sys.executable}" -m {module} "$@"\n', encoding="utf-8"
        )
        program.chmod(0o755)
    shutil.copytree(ROOT / "corpus", tmp_path / "checkout/corpus")
    text = PAGE.read_text(encoding="utf-8")
    (setup,) = _SETUP.finditer(text)
    assert setup[1] == "../first-hour"
    assert typed(tmp_path, setup[0], at="checkout") == ""
    shown = "".join(transcript(tmp_path, text))
    if accept:
        PAGE.write_text(shown, encoding="utf-8")
    assert shown == PAGE.read_text(encoding="utf-8"), "run pytest --accept after reading the change"
    assert {path: path.read_bytes() for path in files(tmp_path / "checkout")} == {
        tmp_path / "checkout" / path.relative_to(ROOT): path.read_bytes()
        for path in files(ROOT / "corpus")
    }


def files(folder: Path) -> list[Path]:
    """Return all files below a folder."""
    return [path for path in folder.rglob("*") if path.is_file()]
