"""`copydesk learn`: write the boilerplate of a corpus to a file for a team to review and commit."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import click
from msgspec.structs import replace

from copydesk.cli.group import CONTEXT
from copydesk.cli.parameters import CONFIG, ISOLATED, PATHS, parameters
from copydesk.config.options import RunOptions
from copydesk.files import write_text
from copydesk.output.escape import visible


@click.group("learn", context_settings=CONTEXT, short_help="Learn the boilerplate of a corpus.")
def command() -> None:
    """Learn the boilerplate of a corpus."""


@command.command("boilerplate")
@PATHS
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False),
    required=True,
    help="Phrase file to write.",
)
@parameters(CONFIG, ISOLATED)
def boilerplate(paths: tuple[str, ...], output: str, **given: Any) -> int:
    """Write the lines that recur in the documents of PATHS, each with the number of documents that
    hold it. Default: this folder.

    They are the lines that the corpus rules about boilerplate mark, with their thresholds. Review
    the file, remove what is not boilerplate, commit it and name it in the configuration as
    `boilerplate-phrases`: these lines are then marked in single files too. An existing file is
    replaced.
    """
    import msgspec

    from copydesk.cli.errors import reported
    from copydesk.config.phrases import written
    from copydesk.engine.learn import recurring_lines
    from copydesk.engine.planning import plan_of
    from copydesk.engine.roles import corpus_rules_for
    from copydesk.running.sources import configuration, find_sources

    options = RunOptions.parsed(**given, no_cache=True)
    with reported():
        config = configuration(options)
        settings = msgspec.structs.replace(
            config.settings, boilerplate_phrases=()
        )  # the phrase file may not exist yet
        config = replace(config, settings=settings)
        plan = plan_of(config, options, corpus_rules_for("boilerplate"))
        target = Path(output)
        found = find_sources(paths or (".",), config, plan, options).all
        sources = [
            source
            for source in found
            if source.file is None or os.path.realpath(source.file) != os.path.realpath(target)
        ]
        lines, documents, crashed = recurring_lines(plan, sources, jobs=os.cpu_count() or 1)
        if crashed:
            raise click.ClickException(
                "a rule failed, so that lines may be missing; `copydesk check` names it"
            )
        try:
            counted = [(line.documents, line.text) for line in lines]
            write_text(target, written(counted, documents, output), named=True)
        except OSError as error:
            raise click.ClickException(
                f"cannot write {output!r} ({error.strerror}); name a file in an existing folder"
            ) from None
    what = "line recurs" if len(lines) == 1 else "lines recur"
    click.echo(
        f"{len(lines)} {what} in {documents} documents; wrote {visible(output)}; review it before you commit it",
        err=True,
    )
    return 0
