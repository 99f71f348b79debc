"""`copydesk dedupe`: list the copies to keep and to drop, and write a corpus without them."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from copydesk.cli.group import CONTEXT
from copydesk.cli.parameters import (
    ALLOW_LIST,
    CACHE_DIR,
    COLOR,
    CONFIG,
    EXCLUDE,
    ID_FIELD,
    ISOLATED,
    JOBS,
    NO_CACHE,
    PATHS,
    RESPECT_GITIGNORE,
    TEXT_FIELD,
    parameters,
)
from copydesk.cli.streams import say_skipped
from copydesk.config.options import RunOptions
from copydesk.files import write_text
from copydesk.output.escape import visible

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from copydesk.fixing.dedupe import Decision, Level
    from copydesk.running.session import Session


@click.command(
    "dedupe",
    context_settings=CONTEXT,
    short_help="List which copies to drop, and write a corpus without them.",
)
@PATHS
@click.option(
    "--plan",
    is_flag=True,
    help="Print what to keep and what to drop, and change nothing (the default).",
)
@click.option(
    "--write",
    "target",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Copy the corpus to a new folder, without what is dropped.",
)
@click.option(
    "--against",
    multiple=True,
    type=click.Path(),
    metavar="PATH",
    help="Also drop what PATH has, a test set, say; nothing is dropped from PATH, and it is not copied.",
)
@click.option(
    "--level",
    type=click.Choice(["document", "paragraph", "sentence"]),
    default="document",
    help="What to compare. [default: document]",
)
@click.option(
    "--output-format",
    type=click.Choice(["full", "json", "csv"]),
    default="full",
    help="How to print the plan. [default: full]",
)
@click.option(
    "-o",
    "--output-file",
    type=click.Path(dir_okay=False),
    help="Write the plan to a file.",
)
@parameters(
    JOBS,
    CONFIG,
    ISOLATED,
    NO_CACHE,
    CACHE_DIR,
    EXCLUDE,
    RESPECT_GITIGNORE,
    TEXT_FIELD,
    ID_FIELD,
    ALLOW_LIST,
    COLOR,
)
@click.option("-q", "--quiet", is_flag=True, help="Print the plan only.")
def command(
    paths: tuple[str, ...],
    plan: bool,
    target: Path | None,
    level: Level,
    output_format: str,
    **given: Any,
) -> int:
    """List clusters of copies among the documents of PATHS: which document to keep and why, which
    to drop, and what dropping them would lose.

    The longest document is kept; of equally long ones, the first in the order of paths. --write DIR
    copies the corpus to a new folder without the dropped documents, paragraphs or sentences, and lists
    them in dedupe-plan.json. PATHS themselves are never changed.
    """
    from copydesk.cli.errors import reported
    from copydesk.fixing.cleaned import check_target

    if plan and target:
        raise click.UsageError("--plan and --write exclude each other")
    if "-" in paths:
        raise click.UsageError(
            "standard input is one document and has no copies; name files or folders"
        )
    paths, options = paths or (".",), RunOptions.parsed(**given)
    with reported():
        if target:
            check_target(target)
        return _dedupe(paths, options, level, output_format, target)


def _dedupe(
    paths: Sequence[str], options: RunOptions, level: Level, form: str, target: Path | None
) -> int:
    from copydesk.cli.linting import lint
    from copydesk.engine.roles import corpus_rules_for
    from copydesk.reading.content import digest
    from copydesk.running.deduplication import decided
    from copydesk.running.session import Session

    session = Session.open(paths, options, corpus_rules_for("copy", level))
    files, reading = session.sources.all, session.plan.reading
    known = {source.path: digest(source, reading) for source in files} if target else {}
    report = lint(session, files)
    decision = decided(session, report, level)
    if not options.quiet:
        say_skipped(report.skipped)
    _print(decision, options, form, shown=form != "full" or not target)  # the copy holds the plan
    if target:
        _write(session, target, decision, known)
        if not options.quiet:
            _print_written(target, paths)
    return 2 if report.crashed else 0


def _print(decision: Decision, options: RunOptions, form: str, *, shown: bool) -> None:
    from copydesk.cli.present import use_color
    from copydesk.fixing.listing import as_csv, as_json, as_text, summary
    from copydesk.output.style import Painter

    file = options.output_file
    painter = Painter(color=not file and use_color(options.color, sys.stdout))
    text = (
        as_json(decision)
        if form == "json"
        else as_csv(decision)
        if form == "csv"
        else as_text(decision, painter)
    )
    if file:
        write_text(Path(file), text, named=True)
    elif shown:
        sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace"))
        sys.stdout.flush()
    if not options.quiet:
        click.echo(summary(decision), err=True)


def _write(session: Session, target: Path, decision: Decision, known: Mapping[str, str]) -> None:
    from copydesk.running.deduplication import write

    written = write(session, target, decision, known)
    if written.left:
        said = f"{written.left} left: nothing else is in their text, or it cannot be changed"
        click.echo(said, err=True)
    for one in written.skipped:
        click.echo(f"not copied {visible(one.path)}: {visible(one.detail)}", err=True)


def _print_written(target: Path, paths: Sequence[str]) -> None:
    from copydesk.fixing.cleaned import PLAN

    shown = visible(str(target))
    click.echo(f"Wrote {shown}{os.sep}, and what was dropped to {shown}{os.sep}{PLAN}.", err=True)
    around = [
        path
        for path in paths
        if Path(path).is_dir()
        and Path(os.path.realpath(target)).is_relative_to(os.path.realpath(path))
    ]
    if around:
        click.echo(
            f"{shown} lies inside {visible(around[0])}: move it elsewhere, or the next run finds every document twice.",
            err=True,
        )
