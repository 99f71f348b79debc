"""`copydesk tune RULE`: choose a threshold by looking at the findings around it."""

from __future__ import annotations

import os
import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from msgspec.structs import replace

from copydesk.cli.group import CONTEXT
from copydesk.cli.parameters import CACHE_DIR, COLOR, CONFIG, JOBS, NO_CACHE, PATHS, parameters
from copydesk.cli.selectors import selector
from copydesk.config.options import RunOptions
from copydesk.files import create_text
from copydesk.output.escape import visible

if TYPE_CHECKING:
    from copydesk.config.config import Config
    from copydesk.rule import Rule, Threshold
    from copydesk.running.session import Session


@click.command(
    "tune", context_settings=CONTEXT, short_help="Choose a rule's threshold by looking at findings."
)
@click.argument("selected", type=selector, metavar="RULE")
@PATHS
@click.option(
    "--threshold",
    metavar="NAME",
    help="Threshold to vary. [default: the score, similarity or share of the rule]",
)
@click.option(
    "--step",
    type=click.FloatRange(min=0, min_open=True),
    help="Size of a step. [default: 0.05; a tenth for counts and scores]",
)
@click.option(
    "--set",
    "wanted",
    metavar="VALUE",
    help="Show what this value changes, and write it to the configuration without asking.",
)
@click.option(
    "--samples",
    type=click.IntRange(min=0),
    default=3,
    help="How many added, and removed, findings to show. [default: 3]",
)
@parameters(JOBS, CONFIG, NO_CACHE, CACHE_DIR, COLOR)
def command(
    selected: str,
    paths: tuple[str, ...],
    threshold: str | None,
    step: float | None,
    wanted: str | None,
    samples: int,
    **given: Any,
) -> int:
    """Show which findings of RULE a threshold one step lower or higher adds and removes in PATHS.

    Default: this folder.

    On a terminal it then asks for another value to try, and writes the one you choose to the
    configuration: the nearest file, or a new copydesk.toml. Baselines are ignored.
    """
    from copydesk.cli.errors import reported
    from copydesk.cli.trials import Trials, steps
    from copydesk.config.thresholds import explanation, spelled

    with reported():
        rule = _rule(selected)
        name = _threshold(rule, threshold)
        session = _session(rule, paths or (".",), RunOptions.parsed(**given))
        default = rule.thresholds[name]
        configured = session.plan.thresholds.get(rule.code, {}).get(name, default)
        click.echo(f"{rule.code} {rule.name}, {spelled(name)}: {explanation(rule, name)}")
        trials = Trials(session, rule, name, samples)
        if wanted is not None:
            value = _parsed(wanted, rule, name)
            trials.compare(configured, [value])
            _write(session.config, rule, name, configured, value)
            return 0
        value = answer = configured
        while answer not in ("q", "w"):
            value = answer
            trials.compare(value, steps(value, default, step, rule.ranges.get(name)))
            if not (sys.stdin.isatty() and sys.stdout.isatty()):
                return 0
            answer = _answer(value, rule, name)
        if answer == "w":
            _write(session.config, rule, name, configured, value)
    return 0


def _rule(selected: str) -> Rule:
    """Return the one rule that a selector names; raises UnknownRule and click's errors."""
    from copydesk.config.select import codes_of
    from copydesk.engine.registry import load_rules

    rules = load_rules()
    codes = codes_of(selected, rules)
    if len(codes) > 1:
        raise click.UsageError(
            f"{selected} names {len(codes)} rules; tune one of {', '.join(sorted(codes))}"
        )
    return rules[codes.pop()]


def _session(rule: Rule, paths: Sequence[str], options: RunOptions) -> Session:
    """Return a session for the rule and those that it yields to, with a cache of its own."""
    from copydesk.engine.nesting import yields
    from copydesk.engine.planning import plan_of
    from copydesk.running.session import Session
    from copydesk.running.sources import TUNING, configuration

    chosen = plan_of(configuration(options), options).codes
    wider = {code for code in chosen if yields(rule, code)}
    session = Session.open(paths, options, {rule.code, *wider})
    cache = session.sources.cache
    sources = replace(session.sources, cache=cache / TUNING if cache else None)
    return replace(session, sources=sources)


def _answer(value: Threshold, rule: Rule, name: str) -> Threshold:
    """Prompt until the answer is a value to try, w or q."""
    from copydesk.config.config import BadConfig

    def understood(text: str) -> Threshold:
        try:
            return text if text in ("q", "w") else _parsed(text, rule, name)
        except BadConfig as error:
            raise click.UsageError(str(error)) from None

    try:
        answer: Threshold = click.prompt(
            f"Another value to try, w to write {value!r}, q to quit",
            default="q",
            value_proc=understood,
        )
    except click.Abort:
        return "q"
    return answer


def _threshold(rule: Rule, asked: str | None) -> str:
    """Return the threshold that was named, or the main one of the rule; raises click's errors."""
    from copydesk.config.thresholds import spelled
    from copydesk.hints import hint

    if not rule.thresholds:
        raise click.UsageError(f"{rule.code} has no thresholds")
    if asked:
        known = {spelled(name): name for name in rule.thresholds}
        if spelled(asked) not in known:
            raise click.UsageError(
                f"{rule.code} has no threshold {asked!r}{hint(spelled(asked), known)}"
            )
        return known[spelled(asked)]
    deciding = [
        name
        for name in (*(rule.function.__kwdefaults__ or {}), *rule.thresholds)
        if type(rule.thresholds[name]) in (int, float)
    ]
    ranked = sorted(
        deciding,
        key=lambda name: (
            name != "similarity" and "score" not in name,
            type(rule.thresholds[name]) is int,
        ),
    )
    return (ranked or list(rule.thresholds))[0]


def _parsed(text: str, rule: Rule, name: str) -> Threshold:
    """Return a value written as TOML or as bare text; raises BadConfig."""
    from copydesk.config.thresholds import checked, spelled

    try:
        value = tomllib.loads(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError:
        value = text
    return checked(value, rule, name, spelled(name))


def _write(config: Config, rule: Rule, name: str, configured: Threshold, value: Threshold) -> None:
    """Write a value to the configuration, or to a new one; raises BadConfig and click's errors."""
    from copydesk.cli.rewrite import rewrite
    from copydesk.config.edit import with_threshold
    from copydesk.config.thresholds import spelled

    file = config.file or Path("copydesk.toml")
    shown = f"{visible(Path(os.path.relpath(file)).as_posix())}: {rule.name}, {spelled(name)} = {value!r}"
    if value == configured:
        click.echo(f"{shown} already", err=True)
        return
    section = ("tool", "copydesk") if file.name == "pyproject.toml" else ()
    if config.file:
        old = file.read_bytes()
        rewrite(
            file,
            old,
            with_threshold(old.decode("utf-8"), section, rule, name, value).encode("utf-8"),
        )
    else:
        create_text(file, with_threshold("", (), rule, name, value))
    click.echo(f"{shown} (was {configured!r})", err=True)
