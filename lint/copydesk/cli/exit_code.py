"""The exit code of `copydesk check`: which findings, or how many, make a run fail."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from copydesk.cli.streams import complain
from copydesk.config.options import RunOptions
from copydesk.finding import SEVERITIES
from copydesk.output.conditions import Condition
from copydesk.report import Report
from copydesk.rule import Rule, Severity


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
    if report.crashed:
        return 2
    gate = SEVERITIES.index(options.fail_on or fail_on)
    count = sum(SEVERITIES.index(finding.severity) >= gate for finding in report.findings)
    reasons = [condition.met(report, rules) for condition in conditions]
    if options.max_findings is not None and count > options.max_findings:
        reasons.append(f"{count} findings, more than {options.max_findings}")
    for reason in filter(None, reasons):
        complain(reason)
    if options.exit_zero:
        return 0
    measured = conditions or options.max_findings is not None
    return int(any(reasons) or (count > 0 and (options.fail_on is not None or not measured)))


def with_fixes(code: int, options: RunOptions, *, changed: bool) -> int:
    """Return the exit code of a run that fixes files, `changed` some or not."""
    if code == 2 or options.exit_zero:
        return code
    if options.diff:
        return int(changed)
    if options.exit_non_zero_on_fix and changed:
        return 1
    return 0 if options.fix_only else code
