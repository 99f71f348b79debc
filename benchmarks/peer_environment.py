"""Install the peers that `peers.py` measures into an environment of their own.

A venv for PyPI, a folder of modules for npm.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

PYPI = {"datasketch": "datasketch>=2,<3", "rensa": "rensa", "gaoya": "gaoya"}
BESIDE = ("xxhash",)  # a faster hash function than datasketch's own, for its `hashfunc`
NPM = "jscpd"
NOTE = "version-note.txt"
# of the newest versions of an npm package: the newest may lack its binary in a registry that lags
# behind
TRIED = 5


class Installed(NamedTuple):
    """A peer as it was installed; `fault` says why it could not be, and then the rest is empty."""

    version: str
    program: Path
    fault: str = ""


def default_folder() -> Path:
    """Return where the environment is kept unless the user says otherwise."""
    return Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "copydesk-benchmarks"


def install(folder: Path) -> dict[str, Installed]:
    """Return every peer, installed into the folder; what is there already is kept."""
    folder.mkdir(parents=True, exist_ok=True)
    python = folder / "venv" / "bin" / "python"
    if not python.exists():
        _said([sys.executable, "-m", "venv", str(folder / "venv")])
        _said([str(python), "-m", "pip", "install", "-q", "--disable-pip-version-check", *BESIDE])
    installed = {name: _python_peer(python, name) for name in PYPI}
    installed[NPM] = _node_peer(folder / "node")
    return installed


def _python_peer(python: Path, name: str) -> Installed:
    version = _version(python, name)
    if not version:
        fault = _said(
            [str(python), "-m", "pip", "install", "-q", "--disable-pip-version-check", PYPI[name]]
        )
        version = _version(python, name)
        if not version:
            return Installed("", python, fault or "pip gave no reason")
    return Installed(version, python)


def _version(python: Path, name: str) -> str:
    asked = [str(python), "-c", f"from importlib.metadata import version; print(version({name!r}))"]
    return subprocess.run(asked, capture_output=True, text=True, check=False).stdout.strip()


def _node_peer(folder: Path) -> Installed:
    """Install jscpd: the newest version whose program runs here."""
    found = _program(folder)
    if found:
        return found
    npm = shutil.which("npm")
    if not npm:
        return Installed("", folder, "npm is not installed")
    folder.mkdir(exist_ok=True)
    listed = subprocess.run(
        [npm, "view", NPM, "versions", "--json"], capture_output=True, text=True, check=False
    )
    versions = json.loads(listed.stdout) if listed.returncode == 0 else []
    fault = listed.stderr
    for version in reversed(versions[-TRIED:]):
        fault = _said(
            [npm, "install", "--prefix", str(folder), "--no-audit", "--no-fund", f"{NPM}@{version}"]
        )
        if found := _program(folder):
            if version != versions[-1]:
                (folder / NOTE).write_text(
                    f" ({versions[-1]}, the newest, has no program for this system)",
                    encoding="utf-8",
                )
            return _program(folder) or found
    return Installed("", folder, fault.strip() or f"none of the {TRIED} newest versions runs here")


def _program(folder: Path) -> Installed | None:
    """Return the native program, which spares the peer the start of Node,
    or the script where there is none; None if neither runs.
    """
    modules = folder / "node_modules"
    for program in (*sorted(modules.glob(f"{NPM}-*/bin/{NPM}")), modules / ".bin" / NPM):
        if program.exists():
            asked = subprocess.run(
                [str(program), "--version"], capture_output=True, text=True, check=False
            )
            if asked.returncode == 0 and asked.stdout.split():
                note = folder / NOTE
                return Installed(
                    asked.stdout.split()[-1]
                    + (note.read_text(encoding="utf-8") if note.exists() else ""),
                    program,
                )
    return None


def _said(command: list[str]) -> str:
    """Run a command, and return the last line of its complaint if it failed."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    lines = (done.stderr.strip() or done.stdout.strip()).splitlines()
    return lines[-1] if done.returncode and lines else ""
