"""Decide which findings are suppressed.

By a comment or a record's field at their place, or by the allow-list.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import msgspec
from msgspec import Struct, field

from copydesk.config.select import UnknownRule, codes_of
from copydesk.finding import Directive, Finding, Place, Suppression
from copydesk.report import Doubtful
from copydesk.rule import Rule
from copydesk.suppression.allow_list import AllowList


class Verdict(Struct):
    """Findings to show, findings that are suppressed, and problems of suppressions: those without
    use, and those that say nothing.
    """

    shown: list[Finding] = field(default_factory=list)
    suppressed: list[Finding] = field(default_factory=list)
    unused: list[tuple[Directive, str]] = field(default_factory=list)
    invalid: list[tuple[Directive, str]] = field(default_factory=list)


def suppress(
    findings: Sequence[Finding],
    directives: Sequence[Directive],
    allowed: AllowList,
    rules: Mapping[str, Rule],
    judged: frozenset[str],
    doubtful: Sequence[Doubtful] = (),
) -> Verdict:
    """Part findings by what is said about them.

    One entry of the allow-list silences its whole cluster.

    `judged`: the codes of which it is known that there is no finding where none is; only a
    directive of these can be called unused. `doubtful`: what is marked without being shown, which
    makes a directive at its place a used one: another reader, or a later version, may show it.
    """
    verdict = Verdict()
    known: list[tuple[Directive, dict[str, set[str]]]] = []
    for directive in directives:
        try:
            codes = {stated: codes_of(stated, rules) for stated in directive.codes}
        except UnknownRule as error:
            verdict.invalid.append((directive, str(error)))
            continue
        if directive.problem:
            verdict.invalid.append((directive, directive.problem))
        else:
            known.append((directive, codes))
    used: dict[int, set[str]] = defaultdict(set)
    reasons = allowed.reasons(findings)
    allowed.meet(mark.id for mark in doubtful)
    covering = _covering(findings, [directive for directive, _ in known])
    for finding in findings:
        said: Suppression | None = None
        for number in covering[id(finding)]:
            directive, codes = known[number]
            stated = {selector for selector, some in codes.items() if finding.rule in some}
            if stated:
                used[number] |= stated
                said = said or Suppression(directive.kind, directive.reason)
        said = said or reasons.get(id(finding))
        if said:
            verdict.suppressed.append(msgspec.structs.replace(finding, suppressed=said))
        else:
            verdict.shown.append(finding)
    around = _Around([directive for directive, _ in known])
    for mark in sorted(doubtful, key=lambda mark: (mark.place.path, mark.place.offset)):
        for number in around(mark.place):
            codes = known[number][1]
            used[number] |= {selector for selector, some in codes.items() if mark.rule in some}
    for number, (directive, codes) in enumerate(known):
        idle = [
            selector
            for selector, some in codes.items()
            if selector not in used[number] and some <= judged
        ]
        verdict.unused += [(directive, selector) for selector in idle]
    return verdict


def _covering(findings: Sequence[Finding], directives: Sequence[Directive]) -> dict[int, list[int]]:
    """Return the directives that cover each finding, by `id` of the object.

    At its place, or at its other place if it would be told there were that file checked too.
    """
    around = _Around(directives)
    found = {id(finding): list(around(finding.place)) for finding in findings}
    around = _Around(directives)
    turned = [finding for finding in findings if finding.turned]
    for finding in sorted(
        turned, key=lambda f: (f.related[0].place.path, f.related[0].place.offset)
    ):
        found[id(finding)] += around(finding.related[0].place)
    return found


class _Around:
    """Answers which directives cover a place.

    Asked in the order of places, it goes through each file's directives once.
    """

    def __init__(self, directives: Sequence[Directive]) -> None:
        self._waiting: dict[str, list[int]] = defaultdict(list)
        for number in sorted(
            range(len(directives)), key=lambda n: directives[n].offset, reverse=True
        ):
            self._waiting[directives[number].where.path].append(number)
        self._directives = directives
        self._path, self._offset, self._open = "", 0, list[int]()

    def __call__(self, place: Place) -> list[int]:
        path, offset = place.path, place.offset
        if path != self._path:
            assert path > self._path or not self._path, "places come sorted"
            self._path, self._open = path, []
        waiting = self._waiting.get(path, [])
        while waiting and self._directives[waiting[-1]].offset <= offset:
            self._open.append(waiting.pop())
        self._open = [
            number for number in self._open if self._directives[number].end_offset > offset
        ]
        return self._open
