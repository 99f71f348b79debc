"""`copydesk kind`: tell what kind of document each document is, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from copydesk.cli.group import CONTEXT
from copydesk.cli.parameters import (
    CONFIG,
    EXCLUDE,
    ID_FIELD,
    ISOLATED,
    PATHS,
    RESPECT_GITIGNORE,
    TEXT_FIELD,
    parameters,
)
from copydesk.config.options import RunOptions

if TYPE_CHECKING:
    from copydesk.engine.kinds import Judged

_SHOWN = 3  # clues that a line of text names


@click.command("kind", context_settings=CONTEXT, short_help="Tell the kinds of documents.")
@parameters(PATHS)
@click.option(
    "--output-format",
    type=click.Choice(["text", "json"]),
    default="text",
    help="How to print. [default: text]",
)
@parameters(CONFIG, ISOLATED, EXCLUDE, RESPECT_GITIGNORE, TEXT_FIELD, ID_FIELD)
def command(paths: tuple[str, ...], output_format: str, **given: Any) -> None:
    """Print the kind of each document in PATHS, such as article or reference, and the clues.

    Default: this folder.
    """
    from copydesk.cli.errors import reported
    from copydesk.engine.kinds import judged_kinds
    from copydesk.engine.planning import plan_of
    from copydesk.running.sources import configuration, find_sources

    options = RunOptions.parsed(**given, no_cache=True)
    with reported():
        config = configuration(options)
        plan = plan_of(config, options)
        found = find_sources(paths or (".",), config, plan, options)
        judged = judged_kinds(plan, found.all)
        if output_format == "json":
            import msgspec

            listed = [_as_json(one) for one in judged]
            click.echo(msgspec.json.format(msgspec.json.encode(listed)).decode("utf-8"))
            return
        for one in judged:
            click.echo(_as_text(one))


def _as_text(one: Judged) -> str:
    from copydesk.output.escape import visible

    line = f":{one.line}" if one.line is not None else ""
    words = "; ".join(words for _, words, _ in one.evidence[:_SHOWN])
    why = "stated in the configuration" if one.stated else words or "no clue"
    return f"{visible(one.path)}{line}: {one.kind} ({why})"


def _as_json(one: Judged) -> dict[str, Any]:
    from copydesk.output.native import well_formed

    clues = [
        {"clue": name, "words": words, "points": points} for name, words, points in one.evidence
    ]
    return {
        "path": well_formed(one.path),
        "line": one.line,
        "record": one.record,
        "kind": one.kind,
        "stated": one.stated,
        "evidence": clues,
    }
