"""`copydesk report`: a JSON report as a page to read."""

from __future__ import annotations

import sys
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import click

from copydesk.cli.group import CONTEXT
from copydesk.files import write_text

if TYPE_CHECKING:
    from copydesk.output.saved import Saved
    from copydesk.output.units import Units


@click.command(
    "report", context_settings=CONTEXT, short_help="Make a page to read of a JSON report."
)
@click.argument("report", metavar="REPORT.json", type=click.Path())
@click.option(
    "-o",
    "--output-file",
    type=click.Path(dir_okay=False),
    help="Write the page to a file instead of standard output.",
)
@click.option(
    "--history",
    metavar="FILE",
    type=click.Path(),
    help="Show the trend of the runs that `check --history FILE` wrote.",
)
def command(report: str, output_file: str | None, history: str | None) -> None:
    """Make the same page as `check --output-format html` of what `check --output-format json`
    wrote; - reads standard input.

    The text around findings comes from the files that the report names, where they still hold it:
    run it in the same folder.
    """
    from copydesk.cli.errors import reported
    from copydesk.engine.registry import load_rules
    from copydesk.output.history import read_runs
    from copydesk.output.page import render

    saved = read_report(report)
    with reported():
        runs = read_runs(Path(history)) if history else ()
        text = render(
            saved, {code: rule.summary for code, rule in load_rules().items()}, _units(saved), runs
        )
    if output_file:
        write_text(Path(output_file), text, named=True)
    else:
        sys.stdout.buffer.write(text.encode("utf-8"))


def read_report(name: str) -> Saved:
    """Return a JSON report; raises click's errors."""
    from copydesk.output.saved import NoReport, parse

    try:
        return parse(sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes())
    except OSError as error:
        raise click.ClickException(f"cannot read {name!r}: {error.strerror}") from None
    except NoReport as error:
        raise click.ClickException(f"{name!r} is no JSON report of copydesk: {error}") from None


def _units(saved: Saved) -> Units:
    """Return what reads the files again that a report names.

    Regular ones below this folder only, since a report may come from anywhere.
    """
    from copydesk.output.units import Units
    from copydesk.reading.formats import format_of
    from copydesk.reading.source import Source

    here, sources = Path.cwd().resolve(), []
    for path in {finding.location.path for finding in saved.findings}:
        kind, packing = format_of(path)
        if (
            kind
            and "\0" not in path
            and not PurePosixPath(path).is_absolute()
            and Path(path).resolve().is_relative_to(here)
        ):
            sources.append(Source(path, Path(path), kind, packing))
    return Units(sources)
