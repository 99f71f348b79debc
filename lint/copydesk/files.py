"""Read and write the files that copydesk keeps for itself or for its user, safely.

Every file that copydesk makes is written here, and every file that a repository can name
(configuration, ignore files, allow-lists, phrase files, baselines, histories) is read here. Calls
that only POSIX has stand in this module alone, each with what is done elsewhere.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

# How the name of a file or folder ends that is being written, and of what is left after a crash.
UNFINISHED = ".copydesk"
LIMIT = 64 << 20  # bytes of a file that a repository names: a baseline of 300,000 entries fits
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
_NO_WAIT = getattr(os, "O_NONBLOCK", 0)  # a pipe without a writer would hold up the run
_BINARY = getattr(os, "O_BINARY", 0)


class Refused(OSError):
    """A file that is not read or written, because that might harm; says why as `strerror`."""

    def __init__(self, reason: str, file: Path) -> None:
        super().__init__(errno.EPERM, reason, str(file))


class Unwritable(Exception):
    """A copy of a corpus cannot be made; the message says why, and what to do."""


class Changed(Exception):
    """A file is not what it was when its new content was made."""


def inside(folder: Path, file: Path) -> Path:
    """Return the real path of a file; raises Refused where it lies outside a folder.

    For paths that a repository's configuration names: neither `..` nor a link leads out.
    """
    real = Path(os.path.realpath(file))
    if not real.is_relative_to(os.path.realpath(folder)):
        raise Refused(f"lies outside {folder}, whose configuration names it", file)
    return real


def read_file(file: Path, *, folder: Path | None = None, limit: int = LIMIT) -> bytes:
    """Return the bytes of a regular file of at most `limit` bytes.

    With `folder` it must lie there, through links too: so it is for what a repository names.
    Raises OSError; Refused for what is no regular file, too large, or elsewhere.
    """
    real = inside(folder, file) if folder else file
    link = _NO_LINK if folder else 0
    handle = os.open(real, os.O_RDONLY | _NO_WAIT | _BINARY | link)
    with os.fdopen(handle, "rb") as opened:
        status = os.fstat(opened.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise Refused("is a folder, pipe, socket or device", file)
        content = opened.read(limit + 1)
    if len(content) > limit:
        raise Refused(f"is larger than {limit} bytes", file)
    return content


@contextlib.contextmanager
def replacing(
    file: Path, *, named: bool = False, unchanged: Callable[[], bool] = lambda: True
) -> Iterator[IO[bytes]]:
    """Open a file to be written whole or not at all: whoever reads it finds the old or the new one.

    The new file is made under a random name in the same folder, synced, and renamed; owner and mode
    of an old one are kept. A link, or what is no regular file, is refused unless the user named it
    on the command line (`named`): then a link stays one, and a device or pipe is written to. Raises
    OSError; Changed where `unchanged` says no just before the old file is replaced.
    """
    target = _target(file, named=named)
    if target is None:
        with file.open("wb") as stream:
            yield stream
        return
    with _fresh(target) as fresh:
        with fresh.open("r+b") as stream:
            yield stream
            _finish(fresh, stream, _status(target))
        if not unchanged():
            raise Changed(str(file))
        fresh.replace(target)
    sync_folder(target.parent)


def write_file(
    file: Path,
    content: bytes,
    *,
    named: bool = False,
    unchanged: Callable[[], bool] = lambda: True,
) -> None:
    """Write a file whole or not at all; see `replacing`."""
    with replacing(file, named=named, unchanged=unchanged) as stream:
        stream.write(content)


def write_text(file: Path, text: str, *, named: bool = False) -> None:
    """Write UTF-8 with LF line ends, as `write_file` does; a lone surrogate becomes an escape."""
    write_file(file, text.encode("utf-8", "backslashreplace"), named=named)


def create_text(file: Path, text: str) -> None:
    """Write a new file; raises FileExistsError where there is one, or a link of its name."""
    with file.open("x", encoding="utf-8", newline="\n") as stream:
        stream.write(text)


def tree_of(folder: Path) -> Path:
    """Return the top of the repository that a folder lies in, or the folder itself."""
    real = Path(os.path.realpath(folder))
    return next((above for above in (real, *real.parents) if (above / ".git").exists()), real)


def sync_folder(folder: Path) -> None:
    """Make a rename in a folder last; where a folder cannot be opened the system sees to it."""
    with contextlib.suppress(OSError, AttributeError):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextlib.contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Wait for other processes that write in a folder under this lock.

    Where the system has no such locks nobody waits, and of two that write at once one wins.
    """
    try:
        import fcntl
    except ImportError:  # Windows
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):  # some network folders
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def shared(folder: Path) -> IO[bytes]:
    """Say that this process reads what lies in a folder, until what is returned is closed."""
    opened = (folder / "in-use.lock").open("ab")
    with contextlib.suppress(ImportError, OSError):
        import fcntl

        fcntl.flock(opened, fcntl.LOCK_SH)
    return opened


@contextlib.contextmanager
def alone(lock: IO[bytes]) -> Iterator[bool]:
    """Tell whether no other process reads in the folder of a lock, and keep it so meanwhile.

    Never waits. Where the system has no such locks the answer is yes: there what is open cannot be
    removed.
    """
    try:
        import fcntl
    except ImportError:
        yield True
        return
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        yield False
        return
    try:
        yield True
    finally:
        fcntl.flock(lock, fcntl.LOCK_SH)


def is_own(path: Path) -> bool:
    """Tell whether a file or folder belongs to this user and nobody else may write to it.

    True where the system has no owners.
    """
    if not hasattr(os, "getuid"):
        return True
    status = path.lstat()
    return status.st_uid == os.getuid() and not status.st_mode & 0o022


def _target(file: Path, *, named: bool) -> Path | None:
    """Return the file to replace; None for one to write through. Raises Refused."""
    if file.is_symlink():
        if not named:
            raise Refused("is a link, which is not written through", file)
        file = Path(os.path.realpath(file))
    try:
        mode = file.lstat().st_mode
    except FileNotFoundError:
        return file
    if stat.S_ISREG(mode):
        return file
    if not named or stat.S_ISDIR(mode):
        raise Refused("is no regular file", file)
    return None


def _status(target: Path) -> os.stat_result | None:
    try:
        return target.lstat()
    except FileNotFoundError:
        return None


@contextlib.contextmanager
def _fresh(target: Path) -> Iterator[Path]:
    """Make an empty file of a random name beside a target; it is gone unless it was renamed."""
    import tempfile  # which takes as long to import as the rest of a short command

    prefix = f".{target.name[:80]}."
    handle, name = tempfile.mkstemp(prefix=prefix, suffix=UNFINISHED, dir=target.parent)
    os.close(handle)  # mkstemp opens with O_EXCL and O_NOFOLLOW, and nobody else may open it
    fresh = Path(name)
    try:
        yield fresh
    finally:
        with contextlib.suppress(OSError):
            fresh.unlink()


def _finish(fresh: Path, stream: IO[bytes], old: os.stat_result | None) -> None:
    """Give a new file the owner and mode of the old one, and see it onto the disk."""
    stream.flush()
    if old and hasattr(os, "chown"):
        with contextlib.suppress(OSError):  # only a superuser may give files away
            os.chown(fresh, old.st_uid, old.st_gid)
    fresh.chmod(stat.S_IMODE(old.st_mode) if old else 0o666 & ~_umask())
    os.fsync(stream.fileno())


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
