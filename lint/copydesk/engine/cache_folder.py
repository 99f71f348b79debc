"""The cache's folder: what names a plan in it, which plans are kept, how to remove it.

The name of a plan's folder stands for all that a result depends on besides the files: rules,
thresholds, options of reading, and the code itself.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import importlib
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec

from copydesk import __version__
from copydesk.engine.catalog import packs
from copydesk.engine.plan import Plan
from copydesk.engine.registry import load_rules
from copydesk.files import create_text, is_own, read_file
from copydesk.patterns import late_pattern

FORMAT = 6  # of the tables of the store and of shards; a part of the name of a plan's folder
_TAG = "CACHEDIR.TAG"
_MARKS = {
    _TAG: "Signature: 8a477f597d28d172789f06886806bc55\n# made by copydesk\n",
    ".gitignore": "*\n",
}
_KEY = late_pattern(r"[0-9a-f]{16}")
_PLANS = 6  # kept: a folder for each set of rules and thresholds that was used lately


class NotOwn(OSError):
    """A cache folder is not this user's own, so nothing in it is read or written."""

    def __init__(self, reason: str) -> None:
        super().__init__(errno.EPERM, reason)


def plan_key(plan: Plan) -> str:
    """Return what names everything that a result depends on besides the files.

    16 hexadecimal digits.

    The code counts by the size and time of every file of copydesk and of the rule packs, and by the
    versions they were installed with, so that a changed rule is never answered from what the old
    one said.
    """
    return _key_of(plan, sorted(stat for folder in _folders(plan) for stat in _stats(folder)))


def lasting_key(plan: Plan) -> str:
    """Return what names the same on every machine: here the code counts by what its files hold."""
    files = sorted(
        (name, hashlib.blake2b(read_file(Path(here, name)), digest_size=8).hexdigest())
        for folder in _folders(plan)
        for here, name in _files(folder)
    )
    return _key_of(plan, files)


def _folders(plan: Plan) -> list[str]:
    """Return the folders of the code of copydesk and of the plan's rules."""
    rules = load_rules()
    packages = {"copydesk", *(rules[code].function.__module__.split(".")[0] for code in plan.codes)}
    return [folder for name in packages for folder in importlib.import_module(name).__path__]


def _key_of(plan: Plan, code: Sequence[tuple[Any, ...]]) -> str:
    thresholds = {
        code: dict(sorted(values.items())) for code, values in sorted(plan.thresholds.items())
    }
    everything = msgspec.json.encode(
        [
            FORMAT,
            __version__,
            packs(),
            code,
            plan.codes,
            thresholds,
            plan.reading,
            plan.kinds,
            plan.calibrated,
            plan.house,
        ]
    )
    return hashlib.blake2b(everything, digest_size=8).hexdigest()


def _stats(folder: str) -> Iterator[tuple[str, int, int]]:
    """Yield name, size and time of every file below a folder."""
    for here, name in _files(folder):
        found = Path(here, name).stat()
        yield name, found.st_size, found.st_mtime_ns


def _files(folder: str) -> Iterator[tuple[str, str]]:
    """Yield folder and name of every file below a folder.

    Not of compiled ones, which come and go.
    """
    for here, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name != "__pycache__"]
        yield from ((here, name) for name in names)


def plan_folders(root: Path) -> list[Path]:
    """Return the folders in a cache that copydesk made."""
    return [
        folder
        for folder in root.iterdir()
        if _KEY.fullmatch(folder.name) and (folder / "index.sqlite").exists()
    ]


def remove(root: Path) -> None:
    """Remove a cache: what copydesk made in it,
    and the folder itself when nothing else is there.
    """
    if (root / _TAG).exists():
        for folder in plan_folders(root):
            _clear(folder)
        for name, text in _MARKS.items():
            with contextlib.suppress(OSError):
                if read_file(root / name, limit=len(text)) == text.encode():
                    (root / name).unlink()
    with contextlib.suppress(OSError):
        root.rmdir()


def _clear(folder: Path) -> None:
    import shutil

    shutil.rmtree(folder, ignore_errors=True)


def discard(folder: Path) -> None:
    """Remove what cannot be used of a cache; of a link, the link."""
    if folder.is_symlink():
        folder.unlink()
    _clear(folder)


def own(folder: Path) -> None:
    """Make a folder that nobody else can write to; raises NotOwn where that cannot be."""
    if folder.is_symlink():
        raise NotOwn(f"{folder} is a link")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not is_own(folder):
        with contextlib.suppress(OSError):  # of another user's
            folder.chmod(0o700)
    if not is_own(folder):
        raise NotOwn(f"{folder} belongs to another user")


def mark(root: Path) -> None:
    """Make the cache folder, and say to git and to backups that it is one.

    Raises NotOwn where it is a link, OSError where there are other files in it.
    """
    own(root)
    if not (root / _TAG).exists() and any(
        not (inside / _TAG).exists() for inside in root.iterdir()
    ):  # a cache may lie in it already
        raise OSError("it holds other files")
    for name, text in _MARKS.items():
        if not os.path.lexists(root / name):
            with contextlib.suppress(FileExistsError):  # another process was first
                create_text(root / name, text)


def prune(root: Path, current: Path) -> None:
    """Remove the folders of plans that were not used lately."""
    others = [folder for folder in plan_folders(root) if folder != current]
    for folder in sorted(others, key=lambda f: -f.stat().st_mtime)[_PLANS - 1 :]:
        _clear(folder)
