"""Print a report: findings to standard output or files, everything else to standard error."""

from __future__ import annotations

import dataclasses
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

import click
from msgspec import structs

from copydesk.cli.streams import say_skipped
from copydesk.config.options import Output, RunOptions
from copydesk.files import write_text
from copydesk.output import statistics
from copydesk.output.escape import literal, visible
from copydesk.output.formats import renderer
from copydesk.output.overview import MANY, NEXT, limited, overview
from copydesk.output.render_input import RenderInput
from copydesk.output.summary import fixable, passed_over, summary

FOR_PEOPLE = frozenset(
    {"concise", "full", "grouped"}
)  # formats with a summary; under --statistics a table takes their place


_JSON = frozenset({"json", "json-lines", "sarif", "gitlab", "rdjson"})


def present(
    given: RenderInput, outputs: Sequence[Output], options: RunOptions, *, aside: bool = False
) -> None:
    """Print findings in the chosen formats, then a summary; raises MissingExtra and OSError.

    `aside`: findings go to standard error, since standard output carries the fixed text.
    """
    stream = sys.stderr if aside else sys.stdout
    printed, brief = _printed(given, options), _brief(given, options, stream)
    for one in outputs:
        color = not one.file and use_color(options.color, stream)
        some = printed if one.format in FOR_PEOPLE else given
        some = structs.replace(some, color=color)
        if options.statistics and one.format in FOR_PEOPLE:
            text = statistics.render(given.report.findings)
        elif brief:
            text = overview(some)
        else:
            text = renderer(one.format)(some)
        if one.file:
            write_text(Path(one.file), text, named=True)
        else:
            if one.format in _JSON and stream.isatty():
                text = literal(text)
            stream.buffer.write(text.encode("utf-8", "backslashreplace"))
            stream.flush()
    if options.quiet:
        return
    say_skipped(given.report.skipped, every=options.verbose)
    if passed := passed_over(given.report.skipped):
        click.echo(f"{visible(passed)}; --show-files lists all", err=True)
    if any(one.format in FOR_PEOPLE for one in outputs):
        click.echo(summary(given.report), err=True)
        more = fixable(given.report, unsafe=given.unsafe_fixes)
        if more:
            click.echo(more, err=True)
        hidden = len(given.report.findings) - len(printed.report.findings)
        if hidden and not options.statistics:
            click.echo(f"{hidden} of them not printed (--limit {options.limit}).", err=True)
        if brief:
            click.echo(NEXT, err=True)
    if options.verbose:
        shown = ", ".join(f"{count} {kind}" for kind, count in given.report.kinds.items()) or "none"
        click.echo(f"documents by kind: {shown}", err=True)
        for stage, seconds in sorted(given.report.seconds.items(), key=lambda item: -item[1]):
            click.echo(f"  {stage:<8} {seconds:8.3f} s", err=True)


def _printed(given: RenderInput, options: RunOptions) -> RenderInput:
    """Return what people are shown: in the order they asked for, not more than they asked for."""
    findings = given.report.findings
    if options.limit:
        findings = limited(findings, options.limit)
    if options.sort == "confidence":
        findings = sorted(findings, key=lambda finding: -finding.confidence)
    report = dataclasses.replace(given.report, findings=findings)
    return structs.replace(given, report=report)


def _brief(given: RenderInput, options: RunOptions, stream: TextIO) -> bool:
    """Return whether there are more findings than a terminal is for, and nobody asked for all."""
    asked = options.outputs or options.output_file or options.statistics or options.limit
    many = len(given.report.findings) > MANY
    return many and not asked and stream.isatty() and not os.environ.get("PRE_COMMIT")


def use_color(wanted: str, stream: TextIO) -> bool:
    """Return whether to use color: --color, then NO_COLOR, then FORCE_COLOR, then a terminal."""
    if wanted != "auto":
        return wanted == "always"
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or stream.isatty()
