"""Ask git which files a repository tracks, and of which content."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path


class NoRepository(Exception):
    """There is no git repository here, or no git."""


def tracked_files(folder: Path) -> dict[str, str]:
    """Return the tracked regular files of the repository around `folder`, relative to it, each with its blob id.

    The id is "" where the file on disk may differ from what is staged. Untracked files never take part: a draft beside the corpus must
    not hold up a commit. Nothing is read but git's index.
    """
    try:
        top = _git(folder, "rev-parse", "--show-toplevel")
        staged = _git(folder, "ls-files", "--stage", "-z", "--full-name", ":/")
        changed = _git(folder, "diff-files", "--name-status", "-z", "--no-renames")
    except (OSError, subprocess.CalledProcessError) as error:
        detail = getattr(error, "stderr", b"").decode("utf-8", "replace").strip().splitlines()
        raise NoRepository(f"--tracked and --against-tracked need a git repository: {detail[0] if detail else error}") from None
    root = os.path.relpath(os.fsdecode(top.rstrip(b"\n")), folder)
    fields = os.fsdecode(changed).split("\0")
    states = dict(zip(fields[1::2], fields[0::2], strict=False))
    found: dict[str, str] = {}
    for line in os.fsdecode(staged).split("\0")[:-1]:
        about, name = line.split("\t", 1)
        mode, blob, stage = about.split(" ")
        state = states.get(name, "")
        if mode.startswith("100") and state != "D":
            found[name if root == "." else os.path.normpath(f"{root}/{name}")] = "" if state or stage != "0" else blob
    return found


def _git(folder: Path, *arguments: str) -> bytes:
    return subprocess.run(["git", *arguments], cwd=folder, capture_output=True, check=True).stdout  # noqa: S603, S607 - git is the user's own
