"""What is printed of many findings at first: by rule, with the surest examples, and what to do next."""

from __future__ import annotations

from collections import defaultdict

from copydesk.finding import SEVERITIES, Finding
from copydesk.output.formats.concise import headline
from copydesk.output.render_input import RenderInput
from copydesk.output.style import Painter
from copydesk.reading.places import clip

MANY = 100  # findings; nobody reads more of them in a terminal
_EXAMPLES = 3
_WIDEST = 160  # characters of an example
NEXT = """\
These are too many to print one by one. Next, with the same paths:
  copydesk check --limit 20                       the 20 surest findings of each rule
  copydesk check --statistics                     only their numbers
  copydesk check --output-format html:page.html   a page to look through
  copydesk check --output-format full             all of them
  copydesk baseline create                        accept them, so that only new findings count"""


def overview(given: RenderInput) -> str:
    """Return the rules with their numbers and surest findings, the most findings first."""
    paint = Painter(color=given.color)
    by_rule: dict[str, list[Finding]] = defaultdict(list)
    for finding in given.report.findings:
        by_rule[finding.rule].append(finding)
    ranked = sorted(by_rule.items(), key=lambda item: (-len(item[1]), item[0]))
    parts = []
    for code, some in ranked:
        worst = max(some, key=lambda f: SEVERITIES.index(f.severity)).severity
        files = len({finding.place.path for finding in some})
        counted = (
            f"{len(some):,} finding{'s' * (len(some) != 1)} in {files:,} file{'s' * (files != 1)}"
        )
        parts.append(f"{paint(code, worst)} {some[0].name}: {counted}\n")
        for finding in surest(some, _EXAMPLES):
            line = headline(finding, Painter(color=False), unsafe=given.unsafe_fixes)
            parts.append(f"  {paint(clip(line, _WIDEST), 'dim')}\n")
    return "".join(parts)


def surest(findings: list[Finding], count: int) -> list[Finding]:
    """Return so many findings with the highest confidence, in their order."""
    ranked = sorted(range(len(findings)), key=lambda row: (-findings[row].confidence, row))
    return [findings[row] for row in sorted(ranked[:count])]


def limited(findings: list[Finding], count: int) -> list[Finding]:
    """Return the surest findings of each rule, so many, in their order."""
    by_rule: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        by_rule[finding.rule].append(finding)
    kept = {id(one) for some in by_rule.values() for one in surest(some, count)}
    return [finding for finding in findings if id(finding) in kept]
