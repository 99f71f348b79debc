"""Test rules: lint texts given in a test, and hold every rule to the examples of its own page.

Public, for the authors of rule packs.

A pack's whole test: parametrize over `rules_of("its_package")` and call `check_examples(rule)`; see
docs/guide/rule-packs.md.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from copydesk.engine.decide import Decisions, decide
from copydesk.engine.plan import Plan, Resources, Scope
from copydesk.engine.registry import load_rules
from copydesk.engine.run import run
from copydesk.reading.formats import format_of
from copydesk.reading.source import Source
from copydesk.report import Report
from copydesk.rule import Rule, Threshold

_FILE = re.compile(r"^--- (\S+) ---\n", re.MULTILINE)
_SECTION = re.compile(r"^## (Bad|Good)\n((?:(?: {4}.*)?\n)+)", re.MULTILINE)


@dataclass(frozen=True)
class Example:
    """A block of example text: file names to contents."""

    files: Mapping[str, str]

    @classmethod
    def parse(cls, block: str) -> Example:
        """Read a block; lines `--- name ---` begin files, without one all of it is `text.txt`."""
        parts = _FILE.split(block)
        if len(parts) == 1:
            return cls({"text.txt": block})
        return cls(dict(zip(parts[1::2], parts[2::2], strict=True)))


def lint(
    files: Mapping[str, str | bytes],
    *,
    codes: tuple[str, ...] | None = None,
    jobs: int = 1,
    min_confidence: float = 0.0,
    calibrated: bool = False,
    thresholds: Mapping[str, Mapping[str, Threshold]] = MappingProxyType({}),
) -> Report:
    """Lint some files, held in memory, with all rules that are on by default (or those named).

    Confidence is what the rules return unless `calibrated`: a test of a rule does not depend on
    what people judged.
    """
    chosen = codes or tuple(code for code, rule in load_rules().items() if not rule.tier)
    sources = []
    for name, content in files.items():
        kind, packing = format_of(name)
        raw = content if isinstance(content, bytes) else content.encode()
        sources.append(Source(name, None, kind or "text", packing, content=raw))
    report = run(
        Plan(chosen, thresholds, calibrated=calibrated),
        sources,
        Scope(min_confidence=min_confidence),
        Resources(jobs),
    )
    decide(report, chosen, Decisions(whole=True))
    return report


def lines(report: Report) -> list[str]:
    """Return a report as `path:line CODE message` lines."""
    return [f"{f.place.path}:{f.place.line} {f.rule} {f.message}" for f in report.findings]


def rules_of(package: str) -> list[Rule]:
    """Return the installed rules that a package holds.

    Fails when it has none, because nothing would be tested.
    """
    found = [
        rule for rule in load_rules().values() if rule.function.__module__.split(".")[0] == package
    ]
    assert found, (
        f"{package!r} holds no rule: is it installed, and does an entry point of the group 'copydesk.rules' name it?"
    )
    return found


def examples_of(rule: Rule, section: str) -> list[Example]:
    """Return the indented blocks of the sections `## Bad` or `## Good` of a rule's page."""
    found = _SECTION.findall(rule.documentation + "\n\n")
    return [
        Example.parse(textwrap.dedent(block).strip("\n") + "\n")
        for name, block in found
        if name == section
    ]


def check_examples(rule: Rule) -> None:
    """Assert that each bad example gives exactly the rule's code, and each good one passes it and
    every rule that is on by default; the error names the rules that fire beside it.
    """
    codes = tuple({*(code for code, other in load_rules().items() if not other.tier), rule.code})
    for section, expected in (("Bad", {rule.code}), ("Good", set())):
        examples = examples_of(rule, section)
        assert examples, (
            f"{rule.code}: the page has no ## {section} section with an indented example"
        )
        for example in examples:
            report = lint(example.files, codes=codes)
            found = {finding.rule for finding in report.findings}
            missing, others = expected - found, ", ".join(sorted(found - expected))
            fires = f"{others} also fires" if expected else f"{others} fires"
            assert not missing, f"{rule.code}, ## {section}: {rule.code} does not fire"
            assert not others, f"{rule.code}, ## {section}: {fires}: {lines(report)}"
