"""Where columns go that a run has no room for in memory: a folder that is gone at its end."""

from __future__ import annotations

import functools
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

_SHARE = 8  # of --max-memory, one part in so many is for columns that wait to be written
_WINDOWS = 1 << 26  # bytes of columns to hold where a document comes in windows, without a limit


class Spill:
    """A temporary folder, made when it is first asked for, and the `room`: bytes to hold."""

    def __init__(self, max_memory: int, stack: ExitStack) -> None:
        self.room = max_memory // _SHARE or sys.maxsize
        self._stack = stack

    @functools.cached_property
    def folder(self) -> Path:
        """The folder."""
        import tempfile

        made = tempfile.TemporaryDirectory(prefix="copydesk-", ignore_cleanup_errors=True)
        return Path(self._stack.enter_context(made))

    def needed(self, size: int, *, partial: bool) -> bool:
        """Tell whether columns of `size` bytes are to be written; `partial`: they end inside a
        document.
        """
        return size > (min(self.room, _WINDOWS) if partial else self.room)


@contextmanager
def spilling(max_memory: int) -> Iterator[Spill]:
    """Yield a place for columns beyond a share of `max_memory`, bytes, 0 for no limit."""
    with ExitStack() as stack:
        yield Spill(max_memory, stack)
