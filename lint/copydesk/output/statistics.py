"""The table of `--statistics`: findings by rule, most first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from copydesk.finding import Finding


def render(findings: Sequence[Finding]) -> str:
    """Return a row for each rule: count, code, name."""
    counts = Counter((finding.rule, finding.name) for finding in findings)
    width = max((len(str(count)) for count in counts.values()), default=1)
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return "".join(f"{count:>{width}}  {code}  {name}\n" for (code, name), count in ordered)
