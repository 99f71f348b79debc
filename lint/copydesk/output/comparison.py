"""Compare the findings of two reports."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from typing import NamedTuple, TypeVar

from copydesk.output.saved import Saved, SavedFinding

F = TypeVar("F")


class Comparison(NamedTuple):
    """Findings of the new report only, of the old report only, and of both (as in the new one)."""

    new: list[SavedFinding]
    gone: list[SavedFinding]
    unchanged: list[SavedFinding]


def compare(old: Saved, new: Saved) -> Comparison:
    """Return what changed; findings are matched by file and fingerprint, so that lines may move.

    A finding that the other report has inside a wider one is neither new nor gone.
    """
    come, kept = apart(new.shown, old.findings, _known)
    gone, _ = apart(old.shown, new.findings, _known)
    return Comparison(come, gone, kept)


def apart(
    findings: Iterable[F], others: Iterable[F], known: Callable[[F], Hashable]
) -> tuple[list[F], list[F]]:
    """Return the findings that others lack, and those that they have.

    `known` returns what identifies a finding; equal ones are counted.
    """
    left = Counter(map(known, others))
    only: list[F] = []
    both: list[F] = []
    for finding in findings:
        (both if left[known(finding)] > 0 else only).append(finding)
        left[known(finding)] -= 1
    return only, both


def _known(finding: SavedFinding) -> tuple[str, str]:
    return finding.location.path, finding.id
