"""Drop findings nested inside a wider one that their rule yields to: once, on columns, for hits of
document rules and links of corpus rules alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np

from copydesk.columns.dtypes import AnyArray, Floats, Ints, Mask
from copydesk.columns.ragged import heads, row_at
from copydesk.rule import Rule

# Below this confidence a finding is more likely wrong than right: it is only information, whatever
# its rule's severity, and suppresses none that is more.
LIKELY = 0.5
_PLACE_BITS = np.int64(32)  # of an offset beside its document in one number


@dataclass(frozen=True, slots=True)
class Marks:
    """Spans that rules mark, all that nesting needs to know; columns of shape (marks,).

    `rule`: its place in the list of all rules; `document` counts in the corpus, `start` and `end`
    in the document's text.
    """

    rule: Ints
    document: Ints
    start: Ints
    end: Ints
    confidence: Floats

    @classmethod
    def of(
        cls, rule: AnyArray, document: AnyArray, start: AnyArray, end: AnyArray, confidence: Floats
    ) -> Marks:
        """Make marks of columns of any type of integer."""
        whole = [column.astype(np.int64) for column in (rule, document, start, end)]
        return cls(whole[0], whole[1], whole[2], whole[3], confidence)

    @classmethod
    def together(cls, parts: Sequence[Marks]) -> Marks:
        """Return the marks of several, one after another."""
        return cls(
            *(np.concatenate([getattr(part, f.name) for part in parts]) for f in fields(cls))
        )

    def __len__(self) -> int:
        return int(self.rule.size)

    def take(self, rows: Ints) -> Marks:
        """Return some of the marks."""
        return Marks(*(getattr(self, field.name)[rows] for field in fields(self)))

    @property
    def doubtful(self) -> Mask:
        """Which marks are more likely wrong than right."""
        return self.confidence < LIKELY


def wider(marks: Marks, around: Marks, rules: Sequence[Rule]) -> Ints:
    """Return for each mark the row of `around` that it is nested in, -1 for none; shape (marks,).

    That is a mark of the first code that its rule yields to and that has one there: of those that
    begin at or before it, the one that reaches furthest. A doubtful one suppresses doubtful ones
    only. Of two rules that yield to each other and mark the same span, the smaller code is shown.
    One sort per rule keeps this n log n for a document with any number of marks.
    """
    found = np.full(len(marks), -1, np.int64)
    number = {rule.code: place for place, rule in enumerate(rules)}
    covers: dict[tuple[int, bool], _Cover] = {}
    present, doubtful = set(np.unique(around.rule).tolist()), around.doubtful
    for inner in np.unique(marks.rule).tolist():
        mine = np.flatnonzero(marks.rule == inner)
        for code in rules[inner].yields_to:
            outer = number.get(code, -1)
            if outer not in present:
                continue
            first = inner < outer and rules[inner].code in rules[outer].yields_to
            for doubt in (False, True):
                if (outer, doubt) not in covers:
                    rows = np.flatnonzero((around.rule == outer) & (doubtful == doubt))
                    covers[outer, doubt] = _Cover(around, rows)
                left = mine[found[mine] < 0]
                if doubt:
                    left = left[marks.confidence[left] < LIKELY]
                found[left] = covers[outer, doubt].around(marks.take(left), first)
    return found


class _Cover:
    """The marks of one rule: which of them reaches furthest, of those that begin at or before an
    offset.
    """

    def __init__(self, marks: Marks, rows: Ints) -> None:
        some = marks.take(rows)
        order = np.lexsort((-some.end, some.start, some.document))
        self._start = (some.document << _PLACE_BITS | some.start)[order]
        self._reach = np.maximum.accumulate((some.document << _PLACE_BITS | some.end)[order])
        longest = np.where(heads(self._reach), np.arange(order.size), 0)
        self._row = rows[order][np.maximum.accumulate(longest)]
        self._marks = marks

    def around(self, marks: Marks, first: bool) -> Ints:
        """Return the row that each mark lies in, -1 for none.

        With `first`, a mark lies in one of the same span only if just one of the two is doubtful.
        """
        if not self._row.size:
            return np.full(len(marks), -1, np.int64)
        at = row_at(self._start, marks.document << _PLACE_BITS | marks.start)
        reaches = self._reach.take(at, mode="clip") >= (marks.document << _PLACE_BITS | marks.end)
        row = self._row.take(at, mode="clip")
        inside = (at >= 0) & reaches
        if first:
            outer = self._marks.take(row)
            same = (outer.start == marks.start) & (outer.end == marks.end)
            inside &= ~(same & (outer.doubtful == marks.doubtful))
        return np.where(inside, row, -1)
