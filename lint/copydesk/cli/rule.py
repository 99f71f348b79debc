"""`copydesk rule CODE`: show a rule's page."""

from __future__ import annotations

import click

from copydesk.cli.group import CONTEXT
from copydesk.cli.selectors import selector


@click.command("rule", context_settings=CONTEXT, short_help="Show a rule's page.")
@click.argument("selected", type=selector, metavar="CODE")
def command(selected: str) -> None:
    """Show the page of a rule, by code or name: what it finds, why, examples and thresholds."""
    from copydesk.cli.errors import reported
    from copydesk.config.select import codes_of
    from copydesk.engine.registry import load_rules
    from copydesk.output.rule_page import page

    with reported():
        rules = load_rules()
        codes = sorted(codes_of(selected.upper() if selected.upper() in rules else selected, rules))
    click.echo("\n\n".join(page(rules[code]) for code in codes))
