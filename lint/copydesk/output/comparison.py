"""Compare two reports: which findings are new, which are gone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from copydesk.output.saved import Saved, SavedFinding


class Comparison(NamedTuple):
    """Findings that only the new report has, those that only the old one has, and those of the new one that both have."""

    new: list[SavedFinding]
    gone: list[SavedFinding]
    unchanged: list[SavedFinding]


def compare(old: Saved, new: Saved) -> Comparison:
    """Return what changed: findings are told by file and fingerprint, and counted, so that lines may move.

    A finding that the other report holds inside a wider one is there already: it is neither new nor gone.
    """
    come, kept = _apart(new.shown, old)
    gone, _ = _apart(old.shown, new)
    return Comparison(come, gone, kept)


def _apart(findings: Iterable[SavedFinding], other: Saved) -> tuple[list[SavedFinding], list[SavedFinding]]:
    left = Counter((finding.location.path, finding.id) for finding in other.findings)
    only: list[SavedFinding] = []
    both: list[SavedFinding] = []
    for finding in findings:
        key = finding.location.path, finding.id
        (both if left[key] > 0 else only).append(finding)
        left[key] -= 1
    return only, both
