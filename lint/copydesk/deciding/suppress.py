"""Decide which findings are suppressed: by a comment or a record's field where they stand, or by the allow-list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import msgspec

from copydesk.deciding.allow import AllowList
from copydesk.deciding.select import UnknownRule, codes_of
from copydesk.finding import Finding, Suppression, Waiver
from copydesk.rule import Rule


@dataclass(slots=True)
class Verdict:
    """Findings to show, findings that are suppressed, and what is amiss with suppressions: those without use, those that say nothing."""

    shown: list[Finding] = field(default_factory=list)
    suppressed: list[Finding] = field(default_factory=list)
    unused: list[tuple[Waiver, str]] = field(default_factory=list)
    invalid: list[tuple[Waiver, str]] = field(default_factory=list)


def suppress(
    findings: Sequence[Finding], waivers: Sequence[Waiver], allowed: AllowList, rules: Mapping[str, Rule], judged: frozenset[str]
) -> Verdict:
    """Part findings by what is said about them. One entry of the allow-list silences its whole cluster.

    `judged`: the codes of which it is known that there is no finding where none is; only a waiver of these can be called unused.
    """
    verdict = Verdict()
    known: list[tuple[Waiver, dict[str, set[str]]]] = []
    for waiver in waivers:
        try:
            codes = {stated: codes_of(stated, rules) for stated in waiver.codes}
        except UnknownRule as error:
            verdict.invalid.append((waiver, str(error)))
            continue
        if waiver.problem:
            verdict.invalid.append((waiver, waiver.problem))
        else:
            known.append((waiver, codes))
    used: dict[int, set[str]] = defaultdict(set)
    reasons = allowed.reasons(findings)
    around = _Around([waiver for waiver, _ in known])
    for finding in findings:
        said: Suppression | None = None
        for number in around(finding):
            waiver, codes = known[number]
            stated = {selector for selector, some in codes.items() if finding.rule in some}
            if stated:
                used[number] |= stated
                said = said or Suppression(waiver.kind, waiver.reason)
        said = said or reasons.get(id(finding))
        if said:
            verdict.suppressed.append(msgspec.structs.replace(finding, suppressed=said))
        else:
            verdict.shown.append(finding)
    for number, (waiver, codes) in enumerate(known):
        idle = [selector for selector, some in codes.items() if selector not in used[number] and some <= judged]
        verdict.unused += [(waiver, selector) for selector in idle]
    return verdict


class _Around:
    """Answers which waivers cover a place; asked in the order of places, it goes through each file's waivers once."""

    def __init__(self, waivers: Sequence[Waiver]) -> None:
        self._waiting: dict[str, list[int]] = defaultdict(list)
        for number in sorted(range(len(waivers)), key=lambda n: waivers[n].offset, reverse=True):
            self._waiting[waivers[number].where.path].append(number)
        self._waivers = waivers
        self._path, self._offset, self._open = "", 0, list[int]()

    def __call__(self, finding: Finding) -> list[int]:
        path, offset = finding.place.path, finding.place.offset
        if path != self._path:
            assert path > self._path or not self._path, "findings come sorted"
            self._path, self._open = path, []
        waiting = self._waiting.get(path, [])
        while waiting and self._waivers[waiting[-1]].offset <= offset:
            self._open.append(waiting.pop())
        self._open = [number for number in self._open if self._waivers[number].end_offset > offset]
        return self._open
