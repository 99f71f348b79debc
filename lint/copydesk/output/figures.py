"""Count the findings of a report by rule, severity, place and kind of text, and the copied texts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from msgspec import Struct

from copydesk.finding import SEVERITIES
from copydesk.output.saved import Saved, SavedFinding, Spot
from copydesk.rule import Rule

_RANGES = ((1, 1), (2, 2), (3, 5), (6, 10), (11, 20), (21, 50), (51, 0))  # 0: no end


class DocumentName(NamedTuple):
    """A file, or a record of one by its id and its line."""

    path: str
    record: str | None
    line: int


class Counts(Struct, frozen=True, kw_only=True):
    """The number of findings by rule, severity and folder, and of copied texts."""

    by_rule: dict[str, int]
    by_severity: dict[str, int]
    by_folder: dict[str, int]
    copied_paragraphs: int
    copied_documents: int

    @property
    def total(self) -> int:
        """The number of findings."""
        return sum(self.by_rule.values())


class Figures(Counts, frozen=True, kw_only=True):
    """Also by file and document.

    `by_kind`: by kind of text and rule, where the report names kinds. `spread`: how many documents
    have so many findings, with the first and the last number of each range.
    """

    by_file: dict[str, int]
    by_document: dict[DocumentName, int]
    by_kind: dict[str, dict[str, int]]
    spread: list[tuple[int, int, int]]


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
    by_document = Counter(_document(f.location) for f in shown)
    return Figures(
        by_rule=dict(sorted(Counter(f.rule for f in shown).items())),
        by_severity={severity: by_severity[severity] for severity in reversed(SEVERITIES)},
        by_folder=ranked(Counter(folder(f.location.path) for f in shown)),
        by_file=ranked(Counter(f.location.path for f in shown)),
        by_document=dict(
            sorted(by_document.items(), key=lambda one: (-one[1], one[0].path, one[0].line))
        ),
        by_kind=_by_kind(shown),
        spread=_spread(report.summary.documents, list(by_document.values())),
        copied_paragraphs=len(copies[0]),
        copied_documents=len(copies[1]),
    )


def folder(path: str) -> str:
    """Return the folder of a path, two levels deep at most, to keep reports of deep trees short."""
    return "/".join(path.split("/")[:-1][:2]) or "."


def _document(place: Spot) -> DocumentName:
    record = place.document
    return DocumentName(place.path, record.id if record else None, place.line if record else 0)


def _by_kind(shown: Sequence[SavedFinding]) -> dict[str, dict[str, int]]:
    counts: dict[str, Counter[str]] = {}
    for finding in shown:
        if finding.kind:
            counts.setdefault(finding.kind, Counter())[finding.rule] += 1
    return {kind: dict(sorted(rules.items())) for kind, rules in sorted(counts.items())}


def _spread(documents: int, counts: Sequence[int]) -> list[tuple[int, int, int]]:
    """Return ranges of numbers of findings, with how many documents have so many."""
    found = [
        (least, most, sum(least <= count and (not most or count <= most) for count in counts))
        for least, most in _RANGES
    ]
    return [(0, 0, max(0, documents - len(counts))), *(row for row in found if row[2])]


def ranked(counts: Mapping[str, int]) -> dict[str, int]:
    """Return counts, the most first."""
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
