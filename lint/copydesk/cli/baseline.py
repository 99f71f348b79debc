"""`copydesk baseline`: create, update, prune and show the list of known findings."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from copydesk.cli.group import CONTEXT
from copydesk.cli.parameters import CACHE_DIR, CONFIG, ISOLATED, NO_CACHE, PATHS, SELECT, parameters
from copydesk.config.options import RunOptions
from copydesk.output.escape import visible

if TYPE_CHECKING:
    from copydesk.config.config import Config
    from copydesk.finding import Finding
    from copydesk.running.session import Session


@click.group(
    "baseline",
    context_settings=CONTEXT,
    short_help="Accept current findings, so that only new ones count.",
)
def command() -> None:
    """Keep a baseline of current findings, so that `check --baseline FILE` reports only new ones.

    A finding is identified by its file, its rule and the text it marks: lines may move. PATHS
    default to the whole folder.
    """


_shared = parameters(
    PATHS,
    click.option(
        "--baseline",
        metavar="FILE",
        help="Baseline file. [default: the configured one, or .copydesk-baseline.json]",
    ),
    SELECT,
    CONFIG,
    ISOLATED,
    NO_CACHE,
    CACHE_DIR,
)


@command.command("create")
@_shared
@click.option("--force", is_flag=True, help="Replace an existing baseline.")
def create(paths: tuple[str, ...], force: bool, **given: Any) -> int:
    """Write a baseline that holds every finding of PATHS."""
    from copydesk.cli.errors import reported
    from copydesk.suppression.baseline import Baseline

    with reported():
        session, file = _opened(paths, RunOptions.parsed(**given))
        if file.exists() and not force:
            raise click.ClickException(
                f"{file} already exists; `copydesk baseline update` updates it, --force replaces it"
            )
        made = Baseline.of(_findings(session))
        made.write(file, named=session.options.baseline is not None)
    click.echo(f"{visible(str(file))}: {len(made)} findings known", err=True)
    return 0


@command.command("update")
@_shared
def update(paths: tuple[str, ...], **given: Any) -> int:
    """Add new findings of PATHS, and drop those that are gone."""
    from copydesk.cli.errors import reported
    from copydesk.suppression.baseline import Baseline

    with reported():
        session, file = _opened(paths, RunOptions.parsed(**given))
        old = Baseline.read(file)
        findings = _findings(session)
        new, _ = old.part(findings, session.may_have_lost)
        elsewhere = [entry for entry in old.entries if not session.may_have_lost(entry.path)]
        made = Baseline([*Baseline.of(findings).entries, *elsewhere])
        made.write(file, named=session.options.baseline is not None)
    click.echo(
        f"{visible(str(file))}: {len(new)} added, {len(old) + len(new) - len(made)} dropped; {len(made)} findings known",
        err=True,
    )
    return 0


@command.command("prune")
@_shared
def prune(paths: tuple[str, ...], **given: Any) -> int:
    """Drop findings that are gone from PATHS, and add none."""
    from copydesk.cli.errors import reported
    from copydesk.suppression.baseline import Baseline

    with reported():
        session, file = _opened(paths, RunOptions.parsed(**given))
        old = Baseline.read(file)
        made = old.pruned(_findings(session), session.may_have_lost)
        made.write(file, named=session.options.baseline is not None)
    click.echo(
        f"{visible(str(file))}: {len(old) - len(made)} dropped; {len(made)} findings known",
        err=True,
    )
    return 0


@command.command("show")
@_shared
@click.option("--statistics", is_flag=True, help="Count by rule.")
def show(paths: tuple[str, ...], statistics: bool, **given: Any) -> int:
    """Print the known findings, of PATHS or of all files."""
    from copydesk.cli.errors import reported
    from copydesk.running.sources import configuration
    from copydesk.suppression.baseline import Baseline

    with reported():
        options = RunOptions.parsed(**given)
        held = Baseline.read(_file(options.baseline, configuration(options))).entries
        if paths:
            held = [
                entry
                for entry in held
                if any(
                    entry.path == path or entry.path.startswith(f"{path.rstrip('/')}/")
                    for path in paths
                )
            ]
        if statistics:
            counts = Counter(code for entry in held for code in [entry.rule] * entry.count)
            for code, count in counts.most_common():
                click.echo(f"{count}  {visible(code)}")
            return 0
        for entry in held:
            times = f" ({entry.count} times)" if entry.count > 1 else ""
            click.echo(f"{visible(entry.path)}: {visible(entry.rule)} {visible(entry.text)}{times}")
    return 0


def _opened(paths: tuple[str, ...], options: RunOptions) -> tuple[Session, Path]:
    from copydesk.running.session import Session

    session = Session.open(paths or (".",), options)
    return session, _file(options.baseline, session.config)


def _file(option: str | None, config: Config) -> Path:
    from copydesk.running.sources import named_by
    from copydesk.suppression.baseline import NAME

    return (
        Path(option) if option else named_by(config, "baseline", config.settings.baseline or NAME)
    )


def _findings(session: Session) -> list[Finding]:
    from copydesk.cli.linting import lint
    from copydesk.engine.decide import decide

    report = lint(session, session.sources.all)
    decide(report, session.plan.codes, session.decisions(None))
    if report.crashed:
        raise click.ClickException(
            "a rule failed, so its findings are unknown; `copydesk check` names it"
        )
    return report.findings
