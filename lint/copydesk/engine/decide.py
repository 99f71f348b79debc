"""Decide which findings count, by ignored files, suppressions and the baseline.

Findings about the suppressions themselves are added.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import msgspec
from msgspec import Struct, field

from copydesk.codes import INVALID_SUPPRESSION, UNUSED_SUPPRESSION
from copydesk.config.config import Config
from copydesk.config.levels import Levels
from copydesk.config.select import PerFileIgnores
from copydesk.engine.faults import fault_finding
from copydesk.engine.registry import load_rules
from copydesk.finding import Directive, Finding, Fix
from copydesk.reading.document import Fault
from copydesk.report import Report
from copydesk.suppression.allow_list import AllowList
from copydesk.suppression.baseline import Baseline
from copydesk.suppression.suppress import suppress


class Decisions(Struct, frozen=True):
    """What a run's findings are held against.

    `whole`: every file of the configuration's folder was linted.

    `may_have_lost` answers for a path whether a known finding that is not found any more is gone,
    and was not merely out of this run; `linted` whether the file was.
    """

    ignores: PerFileIgnores = field(default_factory=lambda: PerFileIgnores(Config(), {}))
    allowed: AllowList = field(default_factory=AllowList)
    baseline: Baseline | None = None
    whole: bool = False
    may_have_lost: Callable[[str], bool] = bool
    linted: Callable[[str], bool] = bool
    levels: Levels = field(default_factory=Levels)


def decide(report: Report, codes: Iterable[str], decisions: Decisions) -> None:
    """Leave in the report's `findings` what counts; what is suppressed goes to `suppressed`.

    `codes`: of the rules that ran.
    """
    rules, ran = load_rules(), frozenset(codes)
    judged = frozenset(code for code in ran if rules[code].scope == "document" or decisions.whole)
    report.nested = decisions.levels.applied(decisions.ignores.keep(report.nested))
    verdict = suppress(
        decisions.ignores.keep(report.findings),
        report.directives,
        decisions.allowed,
        rules,
        judged,
        report.doubtful,
    )
    problems = [
        _unused(directive, selector)
        for directive, selector in verdict.unused
        if decisions.linted(directive.where.path)
    ]
    if decisions.whole:
        problems += [
            _problem(UNUSED_SUPPRESSION, directive, "what", f"the entry for {directive.text!r}")
            for directive in decisions.allowed.unused()
        ]
    problems += [
        _problem(INVALID_SUPPRESSION, directive, "problem", problem)
        for directive, problem in verdict.invalid
        if decisions.linted(directive.where.path)
    ]
    findings = decisions.levels.applied(
        [
            *verdict.shown,
            *decisions.ignores.keep([finding for finding in problems if finding.rule in ran]),
        ]
    )
    report.suppressed = decisions.levels.applied(verdict.suppressed)
    if decisions.baseline is not None:
        findings, known = decisions.baseline.part(findings, decisions.may_have_lost)
        report.suppressed = sorted([*report.suppressed, *known], key=lambda finding: finding.order)
    report.findings = sorted(findings, key=lambda finding: finding.order)
    shown = {finding.cluster for finding in report.findings}
    report.clusters = [cluster for cluster in report.clusters if cluster.id in shown]


def _unused(directive: Directive, selector: str) -> Finding:
    edits = directive.removal.get(selector)
    finding = _problem(UNUSED_SUPPRESSION, directive, "what", f"{selector} in {directive.text}")
    return msgspec.structs.replace(finding, fix=Fix("safe", edits) if edits else None)


def _problem(code: str, directive: Directive, name: str, what: str) -> Finding:
    return fault_finding(
        Fault(code, directive.where, directive.text, {name: what}), load_rules()[code]
    )
