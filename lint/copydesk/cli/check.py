"""`copydesk check`: lint files and folders."""

from __future__ import annotations

from typing import Any

import click

from copydesk.cli.group import CONTEXT
from copydesk.cli.outputs import output
from copydesk.cli.parameters import (
    ALLOW_LIST,
    CACHE_DIR,
    COLOR,
    CONFIG,
    EXCLUDE,
    ID_FIELD,
    ISOLATED,
    JOBS,
    MASTER,
    NO_CACHE,
    PATHS,
    RESPECT_GITIGNORE,
    RUNNER,
    SELECT,
    TEXT_FIELD,
    parameters,
)
from copydesk.cli.selectors import selectors
from copydesk.cli.size import size
from copydesk.output.formats import formats

SEVERITIES = ("info", "warning", "error")  # as in copydesk.finding, which `--help` need not import


@click.command("check", context_settings=CONTEXT, short_help="Lint files and folders.")
@parameters(PATHS, SELECT)
@click.option("--ignore", multiple=True, type=selectors, metavar="CODES", help="Rules to skip.")
@click.option(
    "--extend-select",
    multiple=True,
    type=selectors,
    metavar="CODES",
    help="Rules to run in addition to those selected.",
)
@click.option(
    "--output-format",
    "outputs",
    type=output,
    multiple=True,
    metavar="FORMAT[:FILE]",
    envvar="COPYDESK_OUTPUT_FORMAT",
    help=f"How to print findings: {', '.join(formats())}. Repeatable, all but one with a file. [default: full]",
)
@click.option(
    "-o",
    "--output-file",
    type=click.Path(dir_okay=False),
    help="Write findings to a file instead of standard output.",
)
@click.option(
    "--history",
    metavar="FILE",
    type=click.Path(dir_okay=False),
    help="Append this run's figures to a SQLite or Parquet file.",
)
@click.option(
    "--statistics",
    is_flag=True,
    help="Print the number of findings by rule, instead of the findings.",
)
@click.option(
    "--sort",
    type=click.Choice(["place", "confidence"]),
    default="place",
    help="Order of printed findings. [default: place]",
)
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    metavar="N",
    help="Print so many findings of each rule, the surest.",
)
@click.option(
    "--kinds",
    is_flag=True,
    help="Name the kind of each finding's document in JSON; see `copydesk kind`.",
)
@click.option(
    "--fail-on",
    type=click.Choice(SEVERITIES),
    help="Lowest severity that sets exit code 1. [default: warning]",
)
@click.option(
    "--min-confidence",
    type=click.FloatRange(0, 1),
    help="Hide findings below this confidence. [default: 0.5]",
)
@click.option(
    "--fail-if",
    multiple=True,
    metavar="CONDITION",
    help="Exit with 1 only if this is so, as 'duplication > 5%' or 'GAR > 20'. Repeatable.",
)
@click.option(
    "--max-findings",
    type=click.IntRange(min=0),
    metavar="N",
    help="Exit with 1 only if there are more findings.",
)
@click.option("-e", "--exit-zero", is_flag=True, help="Exit with 0 even if there are findings.")
@click.option(
    "--fix",
    is_flag=True,
    help="Apply safe fixes in place; report what remains.",
)
@click.option(
    "--unsafe-fixes",
    is_flag=True,
    help="Also apply fixes that may remove intended text.",
)
@click.option("--fix-only", is_flag=True, help="Apply safe fixes in place; report nothing.")
@click.option(
    "--diff",
    is_flag=True,
    help="Print what --fix would change, without writing; exit with 1 if anything would change.",
)
@click.option(
    "--fixable", multiple=True, type=selectors, metavar="CODES", help="Rules to fix. [default: all]"
)
@click.option(
    "--unfixable", multiple=True, type=selectors, metavar="CODES", help="Rules not to fix."
)
@click.option("--show-fixes", is_flag=True, help="List applied fixes by file and rule.")
@click.option(
    "--exit-non-zero-on-fix",
    is_flag=True,
    help="Exit with 1 if anything was fixed, even if nothing remains.",
)
@click.option("--watch", is_flag=True, help="Lint again whenever a file changes, until Ctrl-C.")
@parameters(JOBS, CONFIG, ISOLATED, NO_CACHE, CACHE_DIR)
@click.option(
    "--max-memory",
    type=size,
    metavar="SIZE",
    help="Approximate memory limit, such as 300MB; the rest goes to disk.",
)
@RUNNER
@MASTER
@EXCLUDE
@click.option(
    "--force-exclude", is_flag=True, help="Skip excluded paths even when they are named explicitly."
)
@parameters(RESPECT_GITIGNORE, TEXT_FIELD, ID_FIELD)
@click.option(
    "--max-file-size",
    type=click.IntRange(min=0),
    metavar="BYTES",
    help="Skip larger files; 0 means no limit. [default: 100000000]",
)
@click.option(
    "--show-files",
    is_flag=True,
    help="List the files that would be read, as what, and those that are passed over, and why.",
)
@click.option("--stdin-filename", metavar="NAME", help="File name to use for standard input (-).")
@click.option(
    "--tracked", is_flag=True, help="Lint every file that git tracks, instead of walking folders."
)
@click.option(
    "--against",
    multiple=True,
    metavar="PATH",
    help="Compare PATHS with these files, folders or index; report findings in PATHS.",
)
@click.option(
    "--changed-since",
    metavar="REV",
    help="Report findings in files of PATHS that changed since a git revision.",
)
@click.option(
    "--baseline",
    metavar="FILE",
    help="Report only findings that are not in this file; see `copydesk baseline`.",
)
@click.option(
    "--baseline-from-ref",
    metavar="REV",
    help="Report only findings that a git revision does not have, in files that changed since.",
)
@click.option("--no-baseline", is_flag=True, help="Ignore the configured baseline.")
@ALLOW_LIST
@click.option(
    "--against-tracked",
    is_flag=True,
    help="Compare PATHS with every file that git tracks; report findings in PATHS.",
)
@COLOR
@click.option(
    "-q", "--quiet", is_flag=True, help="Print findings only: no summary, no list of skipped files."
)
@click.option(
    "-v",
    "--verbose",
    is_flag=True,
    help="Also print documents by kind, the time of each rule, skipped links, and every block that a fix removes.",
)
def command(paths: tuple[str, ...], **given: Any) -> int:
    """Lint PATHS: files and folders of text, Markdown, HTML, JSONL, CSV, Parquet, WARC.

    - reads standard input. Default: this folder.
    """
    from copydesk.cli.checking import check
    from copydesk.cli.errors import reported
    from copydesk.config.options import RunOptions

    paths, options = paths or (".",), RunOptions.parsed(**given)
    with reported():
        if options.runner == "spark":
            from copydesk.cli.cluster import check_on_spark

            return check_on_spark(paths, options)
        if options.watch:
            from copydesk.cli.watch import watch

            watch(lambda: check(paths, options), paths, options)
        return check(paths, options)
