"""Conditions on a report, for `--fail-if`: `duplication > 5%`, `GAR > 20`, `BOI101 > 1%`."""

from __future__ import annotations

from collections.abc import Mapping

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
        value, of = self._value(report, rules)
        if not (value >= self.limit if self.inclusive else value > self.limit):
            return ""
        sign = "at least" if self.inclusive else "more than"
        unit = " %" if self.share else ""
        return f"{self.name}: {value:.4g}{unit}{of}, {sign} {self.limit:g}{unit}"

    def _value(self, report: Report, rules: Mapping[str, Rule]) -> tuple[float, str]:
        paragraphs = self.name == "duplication"
        places = {
            _document(f) if self.share and not paragraphs else id(f)
            for f in self._counted(report, rules)
        }
        if not self.share:
            return len(places), ""
        whole = report.paragraphs if paragraphs else report.documents
        unit = "paragraphs" if paragraphs else "documents"
        return 100 * len(places) / max(whole, 1), f" of {whole} {unit}"

    def _counted(self, report: Report, rules: Mapping[str, Rule]) -> list[Finding]:
        if self.name == "findings":
            return report.findings
        unit = _COPIES.get(self.name)
        if unit is None:
            codes = codes_of(self.name, rules)
            return [finding for finding in report.findings if finding.rule in codes]
        copies = {c for c, rule in rules.items() if (rule.role, rule.unit) == ("copy", unit)}
        found = {
            (f.place.path, f.place.offset): f
            for f in (*report.findings, *report.nested)
            if f.rule in copies
        }
        return list(found.values())


def _document(finding: Finding) -> tuple[str, int]:
    record = finding.place.document
    return finding.place.path, finding.place.line if record else 0
