"""Ask git which files a repository tracks."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from copydesk.reading.formats import format_of


class NoRepository(Exception):
    """There is no git repository here, or no git."""


def tracked_files(folder: Path) -> list[str]:
    """Return the tracked files of the repository around `folder` that copydesk reads and that exist, relative to `folder`.

    Untracked files never take part: a draft beside the corpus must not hold up a commit.
    """
    command = ["git", "ls-files", "-z", "--full-name", ":/"]
    try:
        top = subprocess.run(["git", "rev-parse", "--show-toplevel"], cwd=folder, capture_output=True, check=True)  # noqa: S607 - git is the user's own
        listed = subprocess.run(command, cwd=folder, capture_output=True, check=True)  # noqa: S603 - fixed arguments
    except (OSError, subprocess.CalledProcessError) as error:
        detail = getattr(error, "stderr", b"").decode("utf-8", "replace").strip().splitlines()
        raise NoRepository(f"--against-tracked needs a git repository: {detail[0] if detail else error}") from None
    root = Path(os.fsdecode(top.stdout.rstrip(b"\n")))
    names = [os.fsdecode(name) for name in listed.stdout.split(b"\0") if name]
    files = [root / name for name in names if format_of(name)[0]]
    return [os.path.relpath(path, folder) for path in files if path.is_file() and not path.is_symlink()]
