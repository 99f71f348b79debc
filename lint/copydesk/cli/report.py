"""`copydesk report`: render a JSON report as an HTML page."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import click

from copydesk.cli.group import CONTEXT
from copydesk.files import Refused, write_text

if TYPE_CHECKING:
    from copydesk.output.saved import Saved
    from copydesk.output.units import Units


_LIMIT = 1 << 30  # bytes of a report: some million findings


@click.command(
    "report", context_settings=CONTEXT, short_help="Render a JSON report as an HTML page."
)
@click.argument("report", metavar="REPORT.json", type=click.Path())
@click.option(
    "-o",
    "--output-file",
    type=click.Path(dir_okay=False),
    help="File to write. [default: standard output]",
)
@click.option(
    "--history",
    metavar="FILE",
    type=click.Path(),
    help="Show the trend of the runs in this file of `check --history`.",
)
def command(report: str, output_file: str | None, history: str | None) -> None:
    """Render what `check --output-format json` wrote as the page of `check --output-format html`;
    - reads standard input.

    The text around findings is read from the files that the report names: run it in the same
    folder.
    """
    from copydesk.cli.errors import reported
    from copydesk.engine.registry import load_rules
    from copydesk.output.history import read_runs
    from copydesk.output.page import render

    saved = read_report(report)
    with reported():
        runs = read_runs(Path(history)) if history else ()
        text = render(saved, load_rules(), _units(saved), runs)
    if output_file:
        write_text(Path(output_file), text, named=True)
    else:
        sys.stdout.buffer.write(text.encode("utf-8"))


def read_report(name: str) -> Saved:
    """Return a JSON report; raises click's errors."""
    from copydesk.output.saved import NoReport, parse

    try:
        return parse(sys.stdin.buffer.read() if name == "-" else _content(Path(name)))
    except OSError as error:
        raise click.ClickException(f"cannot read {name!r}: {error.strerror}") from None
    except NoReport as error:
        raise click.ClickException(f"{name!r} is not a JSON report of copydesk: {error}") from None


def _content(file: Path) -> bytes:
    """Return what a file or a pipe holds (a shell's `<(…)`); raises OSError for endless ones."""
    with file.open("rb") as opened:
        mode = os.fstat(opened.fileno()).st_mode
        if not (stat.S_ISREG(mode) or stat.S_ISFIFO(mode)):
            raise Refused("is a socket or device", file)
        content = opened.read(_LIMIT + 1)
    if len(content) > _LIMIT:
        raise Refused(f"is larger than {_LIMIT} bytes", file)
    return content


def _units(saved: Saved) -> Units:
    """Return a reader of the files that a report names.

    Only files below this folder are read, since a report may come from anywhere.
    """
    from copydesk.output.units import Units
    from copydesk.reading.formats import format_of
    from copydesk.reading.source import Source

    here, sources = Path(os.path.realpath(Path.cwd())), []
    for path in {finding.location.path for finding in saved.findings}:
        kind, packing = format_of(path)
        if (
            kind
            and "\0" not in path
            and not PurePosixPath(path).is_absolute()
            and Path(os.path.realpath(path)).is_relative_to(here)
        ):
            sources.append(Source(path, Path(path), kind, packing))
    return Units(sources)
