"""Say a thing once: drop a finding that lies inside a wider one which a rule names in its `unless`."""

from __future__ import annotations

import bisect
from collections import defaultdict
from collections.abc import Mapping, Sequence

from copydesk.finding import Finding


def drop_nested(findings: Sequence[Finding], unless: Mapping[str, tuple[str, ...]]) -> list[Finding]:
    """Return the findings without those that lie within a finding, in the same file, of a code that their rule yields to.

    Sorting once per (file, code) keeps this n log n for a file with any number of findings.
    """
    wanted = {code for codes in unless.values() for code in codes}
    spans: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    for finding in findings:
        if finding.rule in wanted:
            spans[finding.place.path, finding.rule].append((finding.place.offset, finding.place.end_offset))
    cover = {key: _reach(sorted(places)) for key, places in spans.items()}
    return [f for f in findings if not any(_covers(cover.get((f.place.path, code)), f) for code in unless.get(f.rule, ()))]


def _reach(places: list[tuple[int, int]]) -> tuple[list[int], list[int]]:
    """Return the starts, and for each the furthest end of any span that begins there or before."""
    ends, furthest = [], 0
    for _, end in places:
        furthest = max(furthest, end)
        ends.append(furthest)
    return [start for start, _ in places], ends


def _covers(cover: tuple[list[int], list[int]] | None, finding: Finding) -> bool:
    if cover is None:
        return False
    starts, ends = cover
    row = bisect.bisect_right(starts, finding.place.offset) - 1
    return row >= 0 and ends[row] >= finding.place.end_offset
