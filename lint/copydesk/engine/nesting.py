"""Say a thing once: drop a finding that lies inside a wider one which a rule names in its `unless`."""

from __future__ import annotations

import bisect
from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np

from copydesk.engine.join import Units
from copydesk.finding import Finding
from copydesk.rule import Links


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


def lone_links(links: Links, units: Units, wider: Sequence[tuple[Links, Units]]) -> Links:
    """Return the links whose copy does not lie inside a copy that a wider rule links: what `drop_nested` would drop, before it is read."""
    alone = np.ones(links.copy.size, np.bool_)
    document, start, end = (column[links.copy] for column in (units.document, units.start, units.end))
    for others, their_units in wider:
        there, first, last = (column[others.copy] for column in (their_units.document, their_units.start, their_units.end))
        order = np.lexsort((first, there))
        starts = there[order] << np.int64(32) | first[order]
        furthest = np.maximum.accumulate(there[order] << np.int64(32) | last[order])
        row = np.searchsorted(starts, document << np.int64(32) | start, side="right") - 1
        alone &= (row < 0) | (furthest.take(row, mode="clip") < (document << np.int64(32) | end)) if starts.size else alone
    kept = np.flatnonzero(alone)
    details = {name: [values[row] for row in kept.tolist()] for name, values in links.details.items()}
    return Links(links.copy[kept], links.origin[kept], links.similarity[kept], links.confidence[kept], details)


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
