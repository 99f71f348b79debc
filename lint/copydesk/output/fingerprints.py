"""Number findings of the same text in one file, for readers that need unique fingerprints."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from copydesk.finding import Finding


def numbered(findings: Iterable[Finding]) -> Iterator[tuple[Finding, str]]:
    """Yield each finding with `id:n`, n counting those of the same id in the same file from 1."""
    seen = Counter[tuple[str, str]]()
    for finding in findings:
        key = (finding.place.path, finding.id)
        seen[key] += 1
        yield finding, f"{finding.id}:{seen[key]}"
