"""Run one rule with a threshold at several values, and compare the findings."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass

import click
from msgspec.structs import replace

from copydesk.cli.linting import lint
from copydesk.cli.present import use_color
from copydesk.config.thresholds import spelled
from copydesk.engine.decide import decide
from copydesk.finding import Finding
from copydesk.output.comparison import apart
from copydesk.output.formats import renderer
from copydesk.output.render_input import RenderInput
from copydesk.report import Report
from copydesk.rule import Range, Rule, Threshold
from copydesk.running.session import Session


@dataclass(frozen=True, slots=True)
class Trials:
    """A session for a rule and those that it yields to.

    `name`: the threshold that is varied. `samples`: how many added, and removed, findings to show.
    """

    session: Session
    rule: Rule
    name: str
    samples: int

    def compare(self, value: Threshold, others: Sequence[Threshold]) -> None:
        """Print the number of findings at a value, and those that other values add and remove."""
        base = self._run(value)
        found = (
            f"{_counted(len(base.findings), 'finding')} in {_counted(base.documents, 'document')}"
        )
        mark = " (the default)" if value == self.rule.thresholds[self.name] else ""
        click.echo(f"\n{spelled(self.name)} = {value!r}{mark}: {found}")
        still = True
        for other in others:
            report = self._run(other)
            come, go = (
                apart(of.findings, than.findings, _known)[0]
                for of, than in ((report, base), (base, report))
            )
            found = (
                f"{_counted(len(report.findings), 'finding')}, {len(come)} more and {len(go)} fewer"
            )
            click.echo(f"\n{spelled(self.name)} = {other!r}: {found}")
            self._show("added", come)
            self._show("removed", go)
            still &= not come and not go
        if still:
            click.echo("\nNo finding changes; a larger --step looks further.")

    def _run(self, value: Threshold) -> Report:
        """Return a report with the threshold at a value, and only the rule's own findings."""
        code, plan = self.rule.code, self.session.plan
        thresholds = {**plan.thresholds, code: {**plan.thresholds.get(code, {}), self.name: value}}
        varied = replace(self.session, plan=replace(plan, thresholds=thresholds))
        report = lint(varied, varied.sources.all)
        if report.crashed:
            raise click.ClickException(
                f"{code} fails with {spelled(self.name)} = {value!r}, or one of {', '.join(self.rule.yields_to)} does"
            )
        decide(report, plan.codes, self.session.decisions(None))
        report.findings = [finding for finding in report.findings if finding.rule == code]
        return report

    def _show(self, what: str, findings: Sequence[Finding]) -> None:
        """Print some findings, evenly spaced, so that each run shows the same ones."""
        count = min(self.samples, len(findings))
        if not count:
            return
        click.echo(
            f"\n{what.capitalize()}:\n"
            if count == len(findings)
            else f"\n{count} of those {what}:\n"
        )
        sample = [findings[at * len(findings) // count] for at in range(count)]
        given = RenderInput(
            Report(sample),
            {self.rule.code: self.rule},
            color=use_color(self.session.options.color, sys.stdout),
        )
        sys.stdout.buffer.write(renderer("full")(given).encode("utf-8", "backslashreplace"))
        sys.stdout.flush()


def _known(finding: Finding) -> tuple[str, str]:
    return finding.place.path, finding.id


def _counted(count: int, thing: str) -> str:
    return f"{count} {thing}{'' if count == 1 else 's'}"


def steps(
    value: Threshold, default: Threshold, step: float | None, limits: Range | None
) -> list[Threshold]:
    """Return the values one step below and above that are within the limits of a threshold."""
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, int):
        count = max(1, round(step or 0.1 * abs(value)))
        return [at for at in (value - count, value + count) if _within(at, limits)]
    if isinstance(value, float) and isinstance(default, float):
        share = 0 < default < 1
        size = step or (
            0.05 if share and value >= 0.1 else float(f"{0.1 * abs(value):.1g}") or 0.05
        )
        return [
            at for at in (round(value - size, 10), round(value + size, 10)) if _within(at, limits)
        ]
    raise click.UsageError(
        "this threshold is not a number and has no steps; pass a value with --set"
    )


def _within(value: float, limits: Range | None) -> bool:
    return limits is None or (value >= limits.low and (limits.high is None or value <= limits.high))
