"""`copydesk dedupe`: say which copies to keep and which to drop,
and write a corpus without the dropped ones.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from copydesk.cli.group import CONTEXT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from copydesk.finding import Skipped
    from copydesk.fixing.dedupe import Decision
    from copydesk.reading.source import ReadOptions, Source
    from copydesk.report import Report


@click.command(
    "dedupe",
    context_settings=CONTEXT,
    short_help="Say which copies to drop, and write a corpus without them.",
)
@click.argument("paths", nargs=-1, type=click.Path())
@click.option(
    "--plan",
    is_flag=True,
    help="Print what to keep and what to drop, and change nothing. This is the default.",
)
@click.option(
    "--write",
    "target",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Copy the corpus to a new folder without what is dropped.",
)
@click.option(
    "--level",
    type=click.Choice(["document", "paragraph"]),
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
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the plan to a file.",
)
@click.option(
    "-j",
    "--jobs",
    type=click.IntRange(min=1),
    help="Processes to use. [default: the number of cores]",
)
@click.option(
    "--config",
    "config_path",
    type=click.Path(),
    help="A configuration file to use instead of the nearest one.",
)
@click.option("--isolated", is_flag=True, help="Use no configuration file.")
@click.option(
    "--no-cache", is_flag=True, envvar="COPYDESK_NO_CACHE", help="Do not read or write the cache."
)
@click.option(
    "--cache-dir",
    metavar="FOLDER",
    envvar="COPYDESK_CACHE_DIR",
    help="Where the cache is. [default: .copydesk_cache]",
)
@click.option(
    "--exclude",
    multiple=True,
    metavar="PATTERNS",
    help="Paths to leave out while walking, as in a .gitignore.",
)
@click.option(
    "--respect-gitignore/--no-respect-gitignore",
    default=None,
    help="Leave out what .gitignore files name. [default: yes]",
)
@click.option(
    "--text-field",
    metavar="FIELD",
    help="The field of a record that holds its text; body.text lies in body. [default: text]",
)
@click.option(
    "--id-field", metavar="FIELD", help="The field of a record that names it. [default: id]"
)
@click.option(
    "--allow-list",
    metavar="FILE",
    help="Texts that are meant to be as they are, each with its reason.",
)
@click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    help="When to colour. [default: auto]",
)
@click.option("-q", "--quiet", is_flag=True, help="Print the plan only.")
def command(paths: tuple[str, ...], **options: Any) -> int:
    """Say which documents of PATHS are copies of others,
    which one of each cluster to keep and why, and what dropping the rest would lose.

    The longest document is kept, the first in the order of paths of equals. With --write DIR the
    corpus is copied to a new folder without the dropped documents, and dedupe-plan.json beside them
    says what was done. PATHS themselves are never changed.
    """
    from copydesk.cli.errors import reported

    with reported():
        return _dedupe(paths or (".",), options)


def _dedupe(paths: Sequence[str], options: dict[str, Any]) -> int:
    from copydesk.cli.check import defaults
    from copydesk.cli.session import Session
    from copydesk.engine.decide import decide
    from copydesk.engine.run import run
    from copydesk.fixing.cleaned import check_target
    from copydesk.fixing.dedupe import CODES, decide_documents, decide_paragraphs
    from copydesk.reading.content import digest

    target: Path | None = options["target"]
    if options["plan"] and target:
        raise click.UsageError("--plan changes nothing and --write does; name one of them")
    if target and options["level"] == "paragraph":
        raise click.UsageError(
            "--write drops whole documents; `copydesk check --fix --unsafe-fixes` takes repeated paragraphs out of files"
        )
    if "-" in paths:
        raise click.UsageError(
            "standard input is one document and has no copies; name files or folders"
        )
    if target:
        check_target(target)
    settings = {
        **defaults(),
        **{name: value for name, value in options.items() if name != "output_format"},
    }
    session = Session.open(paths, {**settings, "select": CODES[options["level"]]})
    found, plan = session.sources, session.plan
    known = {source.path: digest(source, plan.reading) for source in found.all} if target else {}
    report = session.lint(found.all)
    decisions = session.decisions(None)
    decide(report, plan.codes, decisions)

    def compare(sources: Sequence[Source]) -> Report:
        return run(plan, sources)

    if options["level"] == "document":
        sources = {source.path: source for source in found.all}
        decision = decide_documents(
            report, sources, plan.reading, compare, decisions.ignores.ignored
        )
    else:
        decision = decide_paragraphs(report)
    for skipped in report.skipped if not options["quiet"] else ():
        _tell_skipped(skipped)
    _print(decision, options)
    if target:
        _write(target, paths, found.all, known, decision, options, plan.reading)
    return 2 if report.crashed else 0


def _tell_skipped(skipped: Skipped) -> None:
    from copydesk.output.escape import visible

    if skipped.reason != "symlink":
        click.echo(
            f"skipped {visible(skipped.path)}: {skipped.reason} ({visible(skipped.detail)})",
            err=True,
        )


def _print(decision: Decision, options: dict[str, Any]) -> None:
    from copydesk.cli.present import use_color
    from copydesk.fixing.listing import as_csv, as_json, as_text, summary
    from copydesk.output.style import Painter

    file: Path | None = options["output_file"]
    form = options["output_format"]
    painter = Painter(color=not file and use_color(options["color"], sys.stdout))
    text = (
        as_json(decision)
        if form == "json"
        else as_csv(decision)
        if form == "csv"
        else as_text(decision, painter)
    )
    if file:
        file.write_text(text, encoding="utf-8", newline="\n")
    elif form != "full" or not options["target"]:  # the copy holds the plan
        sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace"))
        sys.stdout.flush()
    if not options["quiet"]:
        click.echo(summary(decision), err=True)


def _write(
    target: Path,
    paths: Sequence[str],
    sources: Sequence[Source],
    known: Mapping[str, str],
    decision: Decision,
    options: dict[str, Any],
    reading: ReadOptions,
) -> None:
    from copydesk.fixing.cleaned import PLAN, write_cleaned
    from copydesk.fixing.listing import as_json
    from copydesk.output.escape import visible

    folders = [
        Path(path).absolute() if Path(path).is_dir() else Path(path).absolute().parent
        for path in paths
    ]
    top = Path(os.path.commonpath(folders))
    skipped = write_cleaned(
        target, top, sources, known, decision.dropped, as_json(decision), reading
    )
    for one in skipped:
        click.echo(f"not copied {visible(one.path)}: {visible(one.detail)}", err=True)
    if not options["quiet"]:
        click.echo(f"Wrote {target}{os.sep}, and what was dropped to {target / PLAN}.", err=True)
        around = [
            path
            for path in paths
            if Path(path).is_dir() and target.absolute().is_relative_to(Path(path).absolute())
        ]
        if around:
            click.echo(
                f"{target} lies inside {around[0]}: move it elsewhere, or the next run finds every document twice.",
                err=True,
            )
