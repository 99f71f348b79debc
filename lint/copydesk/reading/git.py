"""Ask git which files a repository tracks, of which content,
and how they were in another revision.
"""

from __future__ import annotations

import io
import os
from pathlib import Path


class NoRepository(Exception):
    """There is no git repository here, no git, or no such revision."""


def tracked_files(folder: Path) -> dict[str, str]:
    """Return the tracked regular files of the repository around `folder`, relative to it,
    each with its blob id.

    The id is "" where the file on disk may differ from what is staged. Untracked files never take
    part: a draft beside the corpus must not hold up a commit. Nothing is read but git's index.
    """
    root = _root(folder)
    staged = _git(folder, "ls-files", "--stage", "-z", "--full-name", ":/")
    changed = _git(folder, "diff-files", "--name-status", "-z", "--no-renames")
    fields = os.fsdecode(changed).split("\0")
    states = dict(zip(fields[1::2], fields[0::2], strict=False))
    found: dict[str, str] = {}
    for line in os.fsdecode(staged).split("\0")[:-1]:
        about, name = line.split("\t", 1)
        mode, blob, stage = about.split(" ")
        state = states.get(name, "")
        if mode.startswith("100") and state != "D":
            found[_named(root, name)] = "" if state or stage != "0" else blob
    return found


def changed_files(folder: Path, revision: str) -> frozenset[str]:
    """Return the files that differ from a revision, and those that git does not know yet,
    relative to `folder`; raises NoRepository.
    """
    root = _root(folder)
    changed = _git(
        folder, "diff", "--name-only", "-z", "--no-renames", "--end-of-options", revision, "--"
    )
    new = _git(folder, "ls-files", "--others", "--exclude-standard", "-z", "--full-name", ":/")
    return frozenset(_named(root, name) for name in os.fsdecode(changed + new).split("\0") if name)


def unchanged_files(folder: Path, revision: str) -> frozenset[str]:
    """Return the files that are as they were in a revision, relative to `folder`.

    Raises NoRepository.
    """
    listed = _git(
        folder, "ls-tree", "-r", "-z", "--name-only", "--full-tree", _commit(folder, revision)
    )
    root = _root(folder)
    names = (_named(root, name) for name in os.fsdecode(listed).split("\0") if name)
    return frozenset(names) - changed_files(folder, revision)


def unpacked(folder: Path, revision: str, target: Path) -> dict[str, Path]:
    """Write a revision's files below `target`.

    Return where each regular file lies, by its name relative to `folder`. Raises NoRepository.
    """
    import tarfile

    root = _root(folder)
    archive = _git(folder, "-C", root, "archive", "--format=tar", _commit(folder, revision))
    with tarfile.open(fileobj=io.BytesIO(archive)) as packed:
        files = [member for member in packed if member.isfile()]  # links are not followed anyway
        packed.extractall(target, files, filter="data")
    return {_named(root, member.name): target / member.name for member in files}


def _commit(folder: Path, revision: str) -> str:
    asked = ("--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    return os.fsdecode(_git(folder, "rev-parse", *asked, revision=revision)).strip()


def _root(folder: Path) -> str:
    return os.path.relpath(
        os.fsdecode(_git(folder, "rev-parse", "--show-toplevel").rstrip(b"\n")), folder
    )


def _named(root: str, name: str) -> str:
    return name if root == "." else os.path.normpath(f"{root}/{name}")


def _git(folder: Path, *arguments: str, revision: str = "") -> bytes:
    import subprocess

    try:
        command = ["git", *arguments]  # the user's own git
        return subprocess.run(command, cwd=folder, capture_output=True, check=True).stdout  # noqa: S603
    except (OSError, subprocess.CalledProcessError) as error:
        detail = getattr(error, "stderr", b"").decode("utf-8", "replace").strip().splitlines()
        reason = (
            detail[0]
            if detail
            else f"there is no revision {revision!r}"
            if revision
            else str(error)
        )
        options = "--tracked, --changed-since, --baseline-from-ref and --against-tracked need a git repository"
        raise NoRepository(
            f"{options if 'not a git repository' in reason else 'git'}: {reason}"
        ) from None
