"""Choose which hits and links become findings: rate them, nest them, hold them to the floors.

A pure function of what marks some documents, for a whole corpus or a part of it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from copydesk.columns.document_kinds import LABELS
from copydesk.columns.dtypes import Mask
from copydesk.engine.calibration import Calibration, Documents
from copydesk.engine.hits import HitTable, RatedHits
from copydesk.engine.links import Around, RuleLinks
from copydesk.engine.nesting import Marks, explained, wider
from copydesk.engine.plan import Scope
from copydesk.rule import Rule

DOUBTFUL = 0.05  # confidence from which a mark makes a suppression at its place a used one


class ChosenLinks(Struct, frozen=True):
    """Links of a rule that no wider link tells. `shown`: they have a finding; `kept`: they have one
    that lies in a wider one, `around`; of the length of the links.
    """

    links: RuleLinks
    shown: Mask
    kept: Mask
    around: Sequence[Around | None]


class Choice(Struct, frozen=True):
    """The hits that are shown, all links to choose clusters from, and the marks that are not shown."""

    hits: RatedHits
    links: list[ChosenLinks]
    rest: Marks


class Chooser:
    """Chooses under a scope; `rules`: all, in the order by which columns name them."""

    def __init__(self, rules: Sequence[Rule], scope: Scope, *, calibrated: bool = True) -> None:
        self._rules = rules
        self.number = {rule.code: number for number, rule in enumerate(rules)}
        self._calibration = Calibration(rules, LABELS, None if calibrated else {})
        self._floor = np.array(
            [scope.floors.get(rule.code, scope.min_confidence) for rule in rules]
        )

    def __call__(
        self,
        hits: HitTable,
        decided: Sequence[RuleLinks],
        documents: Documents,
        placed: Callable[[list[RuleLinks]], list[RuleLinks]],
        asked: Callable[[Marks], Mask],
    ) -> Choice:
        """Choose among the hits of some documents and all links that mark them.

        `documents`: facts of those with hits. `placed` gives parts of units their own spans,
        `asked` tells which marks may be shown at all.
        """
        found, links = self._rated(hits, decided, documents)
        links = placed(self._outermost(links))
        parts = [
            Marks.of(hits.rule, hits.document, hits.start, hits.end, found.confidence),
            *(one.marks(self.number[one.rule.code]) for one in links),
        ]
        marks = Marks.together(parts)
        sure = np.flatnonzero(self._sure(marks))
        around = np.full(len(marks), -1, np.int64)
        row = explained(marks.take(sure), self._rules, self._calibration.known)
        around[sure] = np.where(row >= 0, sure[row], -1)
        counts = np.zeros(len(marks), np.bool_)
        counts[sure] = True
        counts &= asked(marks)
        shown = counts & (around < 0)
        rest = marks.take(np.flatnonzero(~shown & (marks.confidence >= DOUBTFUL)))
        keeps = np.array([rule.keep_nested for rule in self._rules], np.bool_)
        kept = counts & (around >= 0) & keeps[marks.rule]
        chosen, first = [], len(hits)
        for one in links:
            rows = slice(first, first + len(one))
            lying = self._lying(marks, around[rows].tolist(), kept[rows].tolist())
            chosen.append(ChosenLinks(one, shown[rows], kept[rows], lying))
            first += len(one)
        return Choice(found.take(np.flatnonzero(shown[: len(hits)])), chosen, rest)

    def _lying(
        self, marks: Marks, around: Sequence[int], kept: Sequence[bool]
    ) -> list[Around | None]:
        return [
            Around(
                self._rules[int(marks.rule[row])].code, int(marks.start[row]), int(marks.end[row])
            )
            if is_kept
            else None
            for row, is_kept in zip(around, kept, strict=True)
        ]

    def _rated(
        self, hits: HitTable, decided: Sequence[RuleLinks], documents: Documents
    ) -> tuple[RatedHits, list[RuleLinks]]:
        """Return hits and links with the confidence of their findings."""
        rates, rule, score = self._calibration, hits.rule.astype(np.int64), hits.confidence
        damage = rates.damage_of(rule, hits.document, score, documents)
        confidence = rates.confidence(rule, hits.document, score, documents, damage)
        linked = []
        for one in decided:
            number = np.full(len(one), self.number[one.rule.code])
            value = rates.confidence(
                number, one.copy_document, one.links.confidence, documents, damage
            )
            linked.append(replace(one, confidence=value))
        return RatedHits(hits, confidence), linked

    def _outermost(self, decided: Sequence[RuleLinks]) -> list[RuleLinks]:
        """Leave out links inside a unit that a wider link marks; its cluster holds them already.

        Links of rules that keep nested findings stay. This comes before any document is read, so
        parts of units count as whole units, and around others not at all.
        """
        marks = [one.marks(self.number[one.rule.code]) for one in decided]
        whole = [part for one, part in zip(decided, marks, strict=True) if one.exact]
        if not whole:
            return list(decided)
        outer = Marks.together(whole)
        outer = outer.take(np.flatnonzero(self._sure(outer)))
        return [
            one
            if one.rule.keep_nested
            else one.take(np.flatnonzero(wider(part, outer, self._rules) < 0))
            for one, part in zip(decided, marks, strict=True)
        ]

    def _sure(self, marks: Marks) -> Mask:
        return np.asarray(np.round(marks.confidence, 3) >= self._floor[marks.rule], np.bool_)
