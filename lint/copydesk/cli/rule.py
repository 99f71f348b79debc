"""`copydesk rule CODE`: show a rule's page."""

from __future__ import annotations

from typing import Any

import click

from copydesk.cli.group import CONTEXT
from copydesk.cli.parameters import CONFIG, ISOLATED, parameters
from copydesk.cli.selectors import selector
from copydesk.config.options import RunOptions


@click.command("rule", context_settings=CONTEXT, short_help="Show a rule's page.")
@click.argument("selected", type=selector, metavar="CODE")
@parameters(CONFIG, ISOLATED)
def command(selected: str, **given: Any) -> None:
    """Show the page of a rule, by code or name: what it finds, why, examples and thresholds.

    The configuration of this folder sets the severity and adds house rules.
    """
    from copydesk.cli.errors import reported
    from copydesk.config.select import codes_of
    from copydesk.engine.planning import configured_rules
    from copydesk.output.rule_page import page
    from copydesk.running.sources import configuration

    with reported():
        options = RunOptions.parsed(**given)
        rules = configured_rules(configuration(options), options)
        codes = sorted(codes_of(selected.upper() if selected.upper() in rules else selected, rules))
    click.echo("\n\n".join(page(rules[code]) for code in codes))
