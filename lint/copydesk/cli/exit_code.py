"""The exit code of `copydesk check`: which findings, or how many, make a run fail."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from copydesk.cli.streams import complain
from copydesk.config.options import RunOptions
from copydesk.finding import SEVERITIES
from copydesk.report import Report
from copydesk.rule import Rule, Severity

if TYPE_CHECKING:
    from copydesk.output.conditions import Condition


def exit_code(
    report: Report,
    options: RunOptions,
    fail_on: Severity,
    rules: Mapping[str, Rule],
    conditions: Sequence[Condition] = (),
) -> int:
    """Return 2 after a crash, 1 where the run fails, else 0; says which condition made it fail.

    `fail_on`: as configured. `conditions`, of --fail-if, and --max-findings stand for it, unless
    --fail-on is given as well.
    """
    counts = Counter[str](finding.severity for finding in report.findings)
    reasons = [] if report.crashed else [one.met(report, rules) for one in conditions]
    return code_of(counts, options, fail_on, reasons, crashed=report.crashed)


def code_of(
    counts: Mapping[str, int],
    options: RunOptions,
    fail_on: Severity,
    reasons: Sequence[str | None] = (),
    *,
    crashed: bool,
) -> int:
    """Return the exit code of so many findings of each severity; `reasons`: what each condition says."""
    if crashed:
        return 2
    gate = SEVERITIES.index(options.fail_on or fail_on)
    count = sum(n for severity, n in counts.items() if SEVERITIES.index(severity) >= gate)
    measured = bool(reasons) or options.max_findings is not None
    met = [reason for reason in reasons if reason]
    if options.max_findings is not None and count > options.max_findings:
        met.append(f"{count} findings, more than {options.max_findings}")
    for reason in met:
        complain(reason)
    if options.exit_zero:
        return 0
    return int(bool(met) or (count > 0 and (options.fail_on is not None or not measured)))


def with_unread(code: int, report: Report, asked: frozenset[str]) -> int:
    """Return 2, and complain, where nothing could be read of what was asked for."""
    if not report.unread or not asked <= frozenset(report.unread):
        return code
    names = " ".join(report.unread[:3]) + " …" * (len(report.unread) > 3)
    complain(f"nothing could be read of {names}")
    return 2


def with_fixes(code: int, options: RunOptions, *, changed: bool) -> int:
    """Return the exit code of a run that fixes files, `changed` some or not."""
    if code == 2 or options.exit_zero:
        return code
    if options.diff:
        return int(changed)
    if options.exit_non_zero_on_fix and changed:
        return 1
    return 0 if options.fix_only else code
