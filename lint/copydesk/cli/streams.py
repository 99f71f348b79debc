"""Standard output and error that take every text whole, whatever state they were handed over in."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, TextIO

import click

from copydesk.output.escape import visible

if TYPE_CHECKING:
    from copydesk.finding import Skipped


def prepare() -> None:
    """Make both streams writable or failing in one line: closed, unbuffered, in any encoding.

    A closed output fails when something is printed, as with other programs (`ls >&-`); closed
    standard error takes no messages and stops nothing. Unbuffered, Python writes only as much of a
    large text as fits and says nothing, so what it writes is buffered by lines here.
    """
    _fill(0, os.O_RDONLY)
    if _fill(1, os.O_RDONLY) or sys.stdout is None:
        sys.stdout = _opened(1)
    if _fill(2, os.O_WRONLY) or sys.stderr is None:
        sys.stderr = _opened(2)
    sys.stdout, sys.stderr = _whole(sys.stdout), _whole(sys.stderr)


def silence() -> None:
    """Point both streams at nothing, so that the interpreter's last flush does not fail again."""
    nothing = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(nothing, stream)


def _fill(number: int, mode: int) -> bool:
    """Open nothing under the number of a closed stream, which no file must get; tell whether."""
    try:
        os.fstat(number)
    except OSError:
        nothing = os.open(os.devnull, mode)
        if nothing != number:
            os.dup2(nothing, number)
            os.close(nothing)
        return True
    return False


def _opened(number: int) -> TextIO:
    raw = io.FileIO(number, "w", closefd=False)
    return io.TextIOWrapper(io.BufferedWriter(raw), "utf-8", "backslashreplace")


def _whole(stream: TextIO) -> TextIO:
    """Return a stream that writes all of a text, with escapes for what its encoding lacks."""
    if not isinstance(stream, io.TextIOWrapper):
        return stream  # of a program that calls this one
    if isinstance(stream.buffer, io.RawIOBase):
        buffer = io.BufferedWriter(stream.buffer)
        return io.TextIOWrapper(buffer, stream.encoding, "backslashreplace", line_buffering=True)
    stream.reconfigure(errors="backslashreplace")
    return stream


def complain(message: str) -> None:
    """Print one line for the user; what others wrote can do no more in it than be read."""
    click.echo(f"copydesk: {visible(message)}", err=True)


def say_skipped(skipped: Iterable[Skipped], *, every: bool = False) -> None:
    """Print a line for each file that was left out, `every` one or but for what nobody expects to be
    read.
    """
    from copydesk.finding import QUIET

    for one in skipped:
        if every or one.reason not in QUIET:
            said = f"skipped {visible(one.path)}: {one.reason} ({visible(one.detail)})"
            click.echo(said, err=True)
