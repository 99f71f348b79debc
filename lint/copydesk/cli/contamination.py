"""`copydesk contamination`: find the items of a benchmark in training data."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from copydesk.cli.group import CONTEXT
from copydesk.cli.parameters import (
    COLOR,
    CONFIG,
    EXCLUDE,
    ID_FIELD,
    ISOLATED,
    RESPECT_GITIGNORE,
    TEXT_FIELD,
    parameters,
)
from copydesk.cli.streams import say_skipped
from copydesk.config.options import RunOptions
from copydesk.files import write_text

if TYPE_CHECKING:
    from copydesk.benchmark.search import Contamination


@click.command(
    "contamination",
    context_settings=CONTEXT,
    short_help="Find the items of a benchmark in training data.",
)
@click.argument("paths", metavar="TRAIN...", nargs=-1, required=True, type=click.Path())
@click.option(
    "--against",
    required=True,
    multiple=True,
    type=click.Path(),
    metavar="BENCH",
    help="Files or folders with the items of the benchmark, one a document or record.",
)
@click.option(
    "-n",
    "--words",
    type=click.IntRange(min=5, max=200),
    default=13,
    help="Words in a row that make an item contaminated; of a shorter item, all of its words, 8 at least. [default: 13]",
)
@click.option(
    "--min-share",
    type=click.FloatRange(0, 1),
    default=0.0,
    metavar="SHARE",
    help="Share of the item's words that the run must have, too. [default: 0]",
)
@click.option(
    "--max-contaminated",
    type=click.FloatRange(0, 1),
    default=0.0,
    metavar="SHARE",
    help="Share of contaminated items above which the exit code is 1. [default: 0]",
)
@click.option(
    "--bench-field",
    multiple=True,
    metavar="FIELDS",
    help="Record fields that hold the text of an item, if others than --text-field.",
)
@click.option(
    "--output-format",
    type=click.Choice(["full", "json", "csv"]),
    default="full",
    help="How to print the items. [default: full]",
)
@click.option("-o", "--output-file", type=click.Path(dir_okay=False), help="Write to a file.")
@parameters(CONFIG, ISOLATED, EXCLUDE, RESPECT_GITIGNORE, TEXT_FIELD, ID_FIELD, COLOR)
@click.option("-q", "--quiet", is_flag=True, help="Print the items only.")
def command(
    paths: tuple[str, ...],
    against: tuple[str, ...],
    words: int,
    min_share: float,
    max_contaminated: float,
    bench_field: tuple[str, ...],
    output_format: str,
    **given: Any,
) -> int:
    """List which items of a benchmark the training data in TRAIN have: the longest run of words that
    is the same, its share of the item, and where it is.

    Letter case, punctuation and white space do not count. Training data are read once, in portions,
    whatever their size. Exit codes: 0 nothing found, 1 contaminated items, 2 an error.
    """
    from copydesk.benchmark.run import contamination
    from copydesk.cli.errors import reported
    from copydesk.cli.progress import progress
    from copydesk.config.options import listed

    options = RunOptions.parsed(**given)
    with reported():
        found = contamination(
            paths,
            against,
            options,
            least=words,
            share=min_share,
            fields=listed(bench_field),
            progress=lambda sources: progress(sources, quiet=options.quiet),
        )
    _print(found, options, output_format)
    return int(len(found.contaminated) > max_contaminated * max(found.judged, 1))


def _print(found: Contamination, options: RunOptions, form: str) -> None:
    from copydesk.benchmark.listing import as_csv, as_json, as_text, summary
    from copydesk.cli.present import use_color
    from copydesk.output.style import Painter

    file = options.output_file
    painter = Painter(color=not file and use_color(options.color, sys.stdout))
    text = {
        "json": lambda: as_json(found),
        "csv": lambda: as_csv(found),
        "full": lambda: as_text(found, painter),
    }[form]()
    if file:
        write_text(Path(file), text, named=True)
    else:
        sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace"))
        sys.stdout.flush()
    if options.quiet:
        return
    say_skipped(found.skipped)
    click.echo(summary(found), err=True)
