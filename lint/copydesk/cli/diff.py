"""`copydesk diff`: the findings that two JSON reports do not share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from copydesk.cli.group import CONTEXT
from copydesk.output.escape import literal, visible

if TYPE_CHECKING:
    from copydesk.output.saved import SavedFinding


@click.command(
    "diff",
    context_settings=CONTEXT,
    short_help="Compare two JSON reports: new and resolved findings.",
)
@click.argument("old", metavar="OLD.json", type=click.Path())
@click.argument("new", metavar="NEW.json", type=click.Path())
@click.option(
    "--output-format",
    type=click.Choice(["concise", "json"]),
    default="concise",
    help="How to print. [default: concise]",
)
def command(old: str, new: str, output_format: str) -> int:
    """List findings that only one of two reports of `check --output-format json` has.

    + new, - gone. Exit code 1 if some are new.

    Findings are the same if their file and text are; their line may have moved.
    """
    from copydesk.cli.report import read_report
    from copydesk.output.comparison import compare

    changes = compare(read_report(old), read_report(new))
    if output_format == "json":
        import msgspec

        rows = {"new": changes.new, "gone": changes.gone, "unchanged": len(changes.unchanged)}
        made = msgspec.json.format(msgspec.json.encode(rows), indent=1).decode("utf-8")
        click.echo(literal(made))
    else:
        for mark, findings in (("-", changes.gone), ("+", changes.new)):
            for finding in findings:
                click.echo(f"{mark} {_line(finding)}")
        click.echo(
            f"{len(changes.new)} new, {len(changes.gone)} gone, {len(changes.unchanged)} unchanged",
            err=True,
        )
    return int(bool(changes.new))


def _line(finding: SavedFinding) -> str:
    place = finding.location
    return f"{visible(place.path)}:{place.line}:{place.column}: {visible(finding.rule)} {visible(finding.message)}"
