"""Show a progress bar on standard error: on a terminal, for long runs, never in a hook or CI."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import click

from copydesk.reading.source import Source

_LONG_BYTES = 20_000_000  # about two seconds of work


@contextmanager
def progress(sources: Sequence[Source], *, quiet: bool) -> Iterator[Callable[[int], None] | None]:
    """Yield a function to call with the bytes read so far, or None if no progress is shown."""
    hidden = (
        quiet or not sys.stderr.isatty() or os.environ.get("CI") or os.environ.get("PRE_COMMIT")
    )
    size = (
        0
        if hidden
        else sum(
            source.file.stat().st_size for source in sources if source.file and source.file.exists()
        )
    )
    if size < _LONG_BYTES:
        yield None
        return
    with click.progressbar(length=size, label="Linting", file=sys.stderr) as bar:
        yield lambda done: bar.update(min(done, size) - bar.pos)
