"""`copydesk rules`: list the rules."""

from __future__ import annotations

import click

from copydesk.cli.group import CONTEXT


@click.command("rules", context_settings=CONTEXT, short_help="List the rules.")
@click.option(
    "--output-format",
    type=click.Choice(["text", "json"]),
    default="text",
    help="How to print. [default: text]",
)
def command(output_format: str) -> None:
    """List every rule with its code, severity, name and summary."""
    from copydesk.cli.errors import reported
    from copydesk.engine.registry import load_rules

    with reported():
        rules = load_rules()
    if output_format == "json":
        import msgspec

        listed = [
            {
                "code": r.code,
                "name": r.name,
                "severity": r.severity,
                "preview": r.preview,
                "opt_in": r.opt_in,
                "summary": r.summary,
                "thresholds": r.thresholds,
            }
            for r in rules.values()
        ]
        click.echo(msgspec.json.format(msgspec.json.encode(listed)).decode("utf-8"))
        return
    width = max(len(rule.name) for rule in rules.values())
    for rule in rules.values():
        mark = f" ({rule.tier})" if rule.tier else ""
        click.echo(f"{rule.code}  {rule.severity:<7}  {rule.name:<{width}}  {rule.summary}{mark}")
