"""Show how far a run is on standard error: on a terminal, for long runs, never in a hook or CI."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import click

from copydesk.output.escape import visible
from copydesk.reading.source import Source

_LONG_BYTES = 20_000_000  # about two seconds of work


class Progress:
    """A line that names what a run does, and how much of that is done."""

    def __init__(self, size: int) -> None:
        self._size, self._shown = size, ""

    def __call__(self, done: int) -> None:
        """Show that so many bytes were read."""
        self._show(f"Reading {min(100 * done // self._size, 99)} %")

    def phase(self, name: str, done: int, count: int) -> None:
        """Show a phase after reading: how many of its steps are done."""
        self._show(f"{name} {done} of {count}" if done < count else f"{name} …")

    def clear(self) -> None:
        """Leave an empty line."""
        self._show("")
        click.echo("\r", nl=False, err=True)

    def _show(self, text: str) -> None:
        if text != self._shown:
            click.echo(f"\r{visible(text):<{len(self._shown)}}", nl=False, err=True)
            self._shown = text


@contextmanager
def progress(sources: Sequence[Source], *, quiet: bool) -> Iterator[Progress | None]:
    """Yield what shows the progress of a run over sources, None if none is shown."""
    hidden = (
        quiet or not sys.stderr.isatty() or os.environ.get("CI") or os.environ.get("PRE_COMMIT")
    )
    size = 0 if hidden else sum(map(_size, sources))
    if size < _LONG_BYTES:
        yield None
        return
    shown = Progress(size)
    try:
        yield shown
    finally:
        shown.clear()


def _size(source: Source) -> int:
    return source.file.stat().st_size if source.file and source.file.exists() else 0
