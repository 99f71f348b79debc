"""`copydesk rules`: list the rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from copydesk.cli.group import CONTEXT
from copydesk.cli.parameters import CONFIG, ISOLATED, parameters
from copydesk.cli.selectors import selectors
from copydesk.config.options import RunOptions, listed

if TYPE_CHECKING:
    from copydesk.rule import Rule

_TIERS = {"": "yes", "opt-in": "opt-in", "preview": "preview"}
_FIXES = {"safe": "safe", "unsafe": "unsafe", "display": "editor", None: "-"}


@click.command("rules", context_settings=CONTEXT, short_help="List the rules.")
@click.argument("codes", nargs=-1, type=selectors)
@click.option("--default", "by_default", is_flag=True, help="Only rules that run by default.")
@click.option("--fixable", is_flag=True, help="Only rules with fixes that --fix can apply.")
@click.option(
    "--output-format",
    type=click.Choice(["text", "json"]),
    default="text",
    help="How to print. [default: text]",
)
@parameters(CONFIG, ISOLATED)
def command(
    codes: tuple[str, ...], by_default: bool, fixable: bool, output_format: str, **given: Any
) -> None:
    """List every rule, or those of CODES: code, severity, whether it runs by default, whether it
    has fixes (safe, unsafe, or to choose in an editor), name and summary.

    The configuration of this folder sets severities and adds house rules.
    """
    from copydesk.cli.errors import reported
    from copydesk.config.select import codes_of
    from copydesk.engine.planning import configured_rules
    from copydesk.running.sources import configuration

    with reported():
        options = RunOptions.parsed(**given)
        rules = configured_rules(configuration(options), options)
        asked = {code for selector in listed(codes) for code in codes_of(selector, rules)}
    chosen = [
        rule
        for code, rule in rules.items()
        if (code in asked or not codes)
        and not (by_default and rule.tier)
        and (rule.fix in ("safe", "unsafe") or not fixable)
    ]
    click.echo(_as_json(chosen) if output_format == "json" else _as_text(chosen))


def _as_json(rules: list[Rule]) -> str:
    import msgspec

    rows = [
        {
            "code": r.code,
            "name": r.name,
            "severity": r.severity,
            "preview": r.preview,
            "opt_in": r.opt_in,
            "fix": r.fix,
            "summary": r.summary,
            "thresholds": r.thresholds,
        }
        for r in rules
    ]
    return msgspec.json.format(msgspec.json.encode(rows)).decode("utf-8")


def _as_text(rules: list[Rule]) -> str:
    width = max((len(rule.name) for rule in rules), default=0)
    head = f"code    severity  default  fix     {'name':<{width}}  what it does"
    return "\n".join(
        [
            head,
            *(
                f"{rule.code}  {rule.severity:<8}  {_TIERS[rule.tier]:<7}  {_FIXES[rule.fix]:<6}  "
                f"{rule.name:<{width}}  {rule.summary}"
                for rule in rules
            ),
        ]
    )
