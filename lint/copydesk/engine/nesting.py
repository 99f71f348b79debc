"""Say a thing once: a finding that lies inside a wider one which its rule names in `yields_to` is
not shown.
"""

from __future__ import annotations

import bisect
from collections import defaultdict
from collections.abc import Mapping, Sequence

import msgspec
import numpy as np

from copydesk.columns.dtypes import Mask
from copydesk.engine.join import Units
from copydesk.finding import Finding
from copydesk.rule import Links, Rule


def part_nested(
    findings: Sequence[Finding], rules: Mapping[str, Rule]
) -> tuple[list[Finding], list[Finding]]:
    """Return the findings to show, and those nested in one of a code that their rule yields to,
    in the same file.

    A finding that is only information, being more likely wrong than right, stands for none that is
    more. Of two that yield to each other and cover the same span, the one with the smaller code is
    shown. A nested finding is kept only where its rule says so; `within` names the wider one.
    Sorting once per (file, code) keeps this n log n for a file with any number of findings.
    """
    wanted = {code for rule in rules.values() for code in rule.yields_to}
    wider: dict[tuple[str, str, bool], list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.rule in wanted:
            wider[finding.place.path, finding.rule, finding.severity == "info"].append(finding)
    cover = {key: _Cover(some) for key, some in wider.items()}
    shown, nested = [], []
    for finding in findings:
        rule = rules[finding.rule]
        doubtful = (False, True) if finding.severity == "info" else (False,)
        found = (
            _around(cover, finding, code, info) for code in rule.yields_to for info in doubtful
        )
        around = next((f for f in found if f and not _tied(rules, finding, f)), None)
        if around is None:
            shown.append(finding)
        elif rule.keep_nested:
            nested.append(msgspec.structs.replace(finding, within=around.id))
    return shown, nested


def alone(
    rule: Rule, links: Links, units: Units, wider: Sequence[tuple[Rule, Links, Units]]
) -> Mask:
    """Tell which links' copies lie inside no copy that a wider rule links.

    What `part_nested` would leave out, before it is read.

    Of links of parts of units only the units' places are known here: inside others they count
    whole, and around others not at all.
    """
    out = np.ones(links.copy.size, np.bool_)
    document, start, end = (
        column[links.copy].astype(np.int64) for column in (units.document, units.start, units.end)
    )
    first, last = document << np.int64(32) | start, document << np.int64(32) | end
    for other, others, their_units in wider:
        if others.copy_words is not None or not others.copy.size or rule.code in other.yields_to:
            continue
        there, begin, stop = (
            column[others.copy].astype(np.int64)
            for column in (their_units.document, their_units.start, their_units.end)
        )
        order = np.lexsort((begin, there))
        furthest = np.maximum.accumulate(there[order] << np.int64(32) | stop[order])
        row = np.searchsorted(there[order] << np.int64(32) | begin[order], first, side="right") - 1
        out &= (row < 0) | (furthest.take(row, mode="clip") < last)
    return out


class _Cover:
    """The findings of one rule in one file.

    Which of them reaches furthest, of those that begin at or before an offset.
    """

    def __init__(self, findings: Sequence[Finding]) -> None:
        ordered = sorted(findings, key=lambda f: (f.place.offset, -f.place.end_offset))
        self._starts = [f.place.offset for f in ordered]
        self._furthest: list[Finding] = []
        for finding in ordered:
            before = self._furthest[-1] if self._furthest else finding
            self._furthest.append(
                finding if finding.place.end_offset > before.place.end_offset else before
            )

    def around(self, finding: Finding) -> Finding | None:
        row = bisect.bisect_right(self._starts, finding.place.offset) - 1
        found = self._furthest[row] if row >= 0 else None
        return found if found and found.place.end_offset >= finding.place.end_offset else None


def _around(
    cover: Mapping[tuple[str, str, bool], _Cover], finding: Finding, code: str, info: bool
) -> Finding | None:
    known = cover.get((finding.place.path, code, info))
    return known.around(finding) if known else None


def _tied(rules: Mapping[str, Rule], finding: Finding, wider: Finding) -> bool:
    """Tell whether two findings, equally sure, yield to each other at one span,
    and the first is the one to show.
    """
    here, there = finding.place, wider.place
    same = (here.offset, here.end_offset) == (
        there.offset,
        there.end_offset,
    ) and finding.severity == wider.severity
    return same and finding.rule in rules[wider.rule].yields_to and finding.rule < wider.rule
