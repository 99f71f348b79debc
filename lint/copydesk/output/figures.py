"""Count the findings of a report by rule, severity, folder and file, and the copied texts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from copydesk.finding import SEVERITIES
from copydesk.output.saved import Saved
from copydesk.rule import Rule


@dataclass(frozen=True, slots=True)
class Figures:
    """The number of findings by rule, severity, folder and file, and of copied texts."""

    by_rule: dict[str, int]
    by_severity: dict[str, int]
    by_folder: dict[str, int]
    by_file: dict[str, int]
    copied_paragraphs: int
    copied_documents: int

    @property
    def total(self) -> int:
        """The number of findings."""
        return sum(self.by_rule.values())


def figures(report: Saved, rules: Mapping[str, Rule]) -> Figures:
    """Return the figures of a report; `rules`, by code, tell which findings are of copies.

    Findings inside wider ones count as copies only: a copied document's paragraphs are copies too.
    """
    shown = list(report.shown)
    copies = [
        {
            (f.location.path, f.location.offset)
            for f in report.findings
            if f.rule in rules and (rules[f.rule].role, rules[f.rule].unit) == ("copy", unit)
        }
        for unit in ("paragraph", "document")
    ]
    by_severity = Counter(f.severity for f in shown)
    return Figures(
        by_rule=dict(sorted(Counter(f.rule for f in shown).items())),
        by_severity={severity: by_severity[severity] for severity in reversed(SEVERITIES)},
        by_folder=_ranked(Counter(folder(f.location.path) for f in shown)),
        by_file=_ranked(Counter(f.location.path for f in shown)),
        copied_paragraphs=len(copies[0]),
        copied_documents=len(copies[1]),
    )


def folder(path: str) -> str:
    """Return the folder of a path, two levels deep at most, to keep reports of deep trees short."""
    return "/".join(path.split("/")[:-1][:2]) or "."


def _ranked(counts: Counter[str]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
