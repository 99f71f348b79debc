"""Count a report: by rule, severity, folder and file, and how much of the text is a copy."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from copydesk.finding import SEVERITIES
from copydesk.output.saved import Saved


@dataclass(frozen=True, slots=True)
class Figures:
    """Findings by what they are and where they lie.

    Paragraphs and documents that are copies of another one.
    """

    by_rule: dict[str, int]
    by_severity: dict[str, int]
    by_folder: dict[str, int]
    by_file: dict[str, int]
    copied_paragraphs: int
    copied_documents: int

    @property
    def total(self) -> int:
        """How many findings there are."""
        return sum(self.by_rule.values())


def figures(report: Saved) -> Figures:
    """Return the figures of a report; findings inside wider ones count as copies only.

    A copied document's paragraphs are copies too.
    """
    shown = list(report.shown)
    copies = [
        {
            (f.location.path, f.location.offset)
            for f in report.findings
            if _copies(f.rule, f.name, unit)
        }
        for unit in _UNITS
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
    """Return the folder of a path, at most two levels deep,
    so that a report of a deep tree stays readable.
    """
    return "/".join(path.split("/")[:-1][:2]) or "."


_UNITS = ("paragraph", "document")


def _copies(rule: str, name: str, unit: str) -> bool:
    return rule.startswith("DUP") and name.endswith(f"duplicate-{unit}")


def _ranked(counts: Counter[str]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
