"""Conditions on a report, for `--fail-if`: `duplication > 5%`, `GAR > 20`, `BOI101 > 1%`."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Literal, NamedTuple

from msgspec import Struct

from copydesk.config.select import UnknownRule, codes_of
from copydesk.finding import Finding
from copydesk.hints import nearest
from copydesk.patterns import late_pattern
from copydesk.report import Report
from copydesk.rule import Rule

_FORM = late_pattern(r"\s*([\w-]+)\s*(>=?)\s*(\d+(?:\.\d+)?)\s*(%?)\s*")
_COPIES = {"duplication": "paragraph", "duplicate-documents": "document"}
_HOW = "write it as 'duplication > 5%', 'duplicate-documents > 1%', 'findings > 100' or 'GAR > 2%'"


class BadCondition(ValueError):
    """A condition is not understood; the message says how one is written."""


class Condition(Struct, frozen=True):
    """What makes a run fail: a figure that is more than a limit, or as much (`inclusive`).

    `name`: `duplication` (copied paragraphs), `duplicate-documents`, `findings`, or rules. `share`:
    the limit is a percentage, of paragraphs for `duplication`, else of documents.
    """

    name: str
    inclusive: bool
    limit: float
    share: bool

    @classmethod
    def parse(cls, text: str, rules: Mapping[str, Rule]) -> Condition:
        """Return the condition that a text states; raises BadCondition and UnknownRule."""
        found = _FORM.fullmatch(text)
        if not found:
            raise BadCondition(f"{text!r} is no condition; {_HOW}")
        name, sign, limit, percent = found.groups()
        known = (*_COPIES, "findings")
        if name not in known:
            try:
                codes_of(name, rules)
            except UnknownRule:
                near = nearest(name, known)
                if near is None:
                    raise
                raise BadCondition(f"nothing is called {name!r}; did you mean {near!r}?") from None
        return cls(name, sign == ">=", float(limit), bool(percent))

    def met(self, report: Report, rules: Mapping[str, Rule]) -> str:
        """Return what is so where the condition is met, else ""."""
        measure = self.measure(rules)
        findings = [*report.findings, *(report.nested if measure.nested else ())]
        counted = {
            measure.place(finding)
            for finding in findings
            if measure.codes is None or finding.rule in measure.codes
        }
        return self.told(len(counted), report)

    def measure(self, rules: Mapping[str, Rule]) -> Measure:
        """Return what is counted."""
        by_document = self.share and self.name != "duplication"
        unit = _COPIES.get(self.name)
        if unit is not None:
            copies = {c for c, rule in rules.items() if (rule.role, rule.unit) == ("copy", unit)}
            return Measure(frozenset(copies), True, "document" if by_document else "place")
        codes = None if self.name == "findings" else frozenset(codes_of(self.name, rules))
        return Measure(codes, False, "document" if by_document else "finding")

    def told(self, count: int, report: Report) -> str:
        """Return what is so where the condition is met by so many in a report, else ""."""
        value, of = float(count), ""
        if self.share:
            paragraphs = self.name == "duplication"
            whole = report.paragraphs if paragraphs else report.documents
            value = 100 * count / max(whole, 1)
            of = f" of {whole} {'paragraphs' if paragraphs else 'documents'}"
        if not (value >= self.limit if self.inclusive else value > self.limit):
            return ""
        sign = "at least" if self.inclusive else "more than"
        unit = " %" if self.share else ""
        return f"{self.name}: {value:.4g}{unit}{of}, {sign} {self.limit:g}{unit}"


class Measure(NamedTuple):
    """What a condition counts: findings of some `codes`, None for all, with those inside wider ones
    (`nested`) or without, each of them or the documents or the places that have any.
    """

    codes: frozenset[str] | None
    nested: bool
    by: Literal["finding", "document", "place"]

    def place(self, finding: Finding) -> Hashable:
        """Return what a finding counts as."""
        if self.by == "finding":
            return id(finding)
        if self.by == "document":
            return document_of(finding)
        return finding.place.path, finding.place.offset


def document_of(finding: Finding) -> tuple[str, int]:
    """Return the file of a finding, and the line of its record, 0 without records."""
    record = finding.place.document
    return finding.place.path, finding.place.line if record else 0
