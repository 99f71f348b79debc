"""One fault, one finding: drop what a stronger explanation of the same place says already.

Once, on columns, for hits of document rules and links of corpus rules alike. A finding goes for a
wider one around it that its rule yields to, and for a surer one of the same place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from msgspec import Struct

from copydesk.columns.dtypes import AnyArray, Floats, Ints, Mask
from copydesk.columns.ragged import distinct, heads, row_at
from copydesk.finding import LIKELY
from copydesk.rule import Rule

_PLACE_BITS = np.int64(32)  # of an offset beside its document in one number


class Marks(Struct, frozen=True):
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
            *(
                np.concatenate([getattr(part, name) for part in parts])
                for name in cls.__struct_fields__
            )
        )

    def __len__(self) -> int:
        return int(self.rule.size)

    def take(self, rows: Ints) -> Marks:
        """Return some of the marks."""
        return Marks(*(getattr(self, name)[rows] for name in self.__struct_fields__))

    @property
    def doubtful(self) -> Mask:
        """Which marks are more likely wrong than right."""
        return self.confidence < LIKELY


def explained(marks: Marks, rules: Sequence[Rule], comparable: Mask) -> Ints:
    """Return for each mark the row of the one that tells its place, -1 for a mark that does itself.

    `comparable`, shape (rules,): whose confidences mean the same, because they are calibrated.
    """
    out = wider(marks, marks, rules)
    rows = np.flatnonzero((out < 0) & comparable[marks.rule])
    for weaker, stronger in _ranked(marks.take(rows), rules):
        one, other = int(rows[weaker]), int(rows[stronger])
        if out[one] < 0 and out[other] < 0:
            out[one] = other
    return out


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
    present, doubtful = set(distinct(around.rule).tolist()), around.doubtful
    for inner in distinct(marks.rule).tolist():
        mine = np.flatnonzero(marks.rule == inner)
        for outer in _outer(rules[inner], number):
            if outer not in present:
                continue
            first = inner < outer and yields(rules[outer], rules[inner].code)
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


def yields(rule: Rule, code: str) -> bool:
    """Tell whether a rule yields to another: its code, or a beginning of it, is declared."""
    return code != rule.code and any(code.startswith(some) for some in rule.yields_to)


def _outer(rule: Rule, number: Mapping[str, int]) -> list[int]:
    """Return the rules that a rule yields to, in the order in which it names them."""
    return [
        at
        for some in rule.yields_to
        for code, at in number.items()
        if code.startswith(some) and code != rule.code
    ]


def _ranked(marks: Marks, rules: Sequence[Rule]) -> list[tuple[int, int]]:
    """Return pairs (weaker, stronger) of marks of one place, those of the strongest marks first.

    What a document rule says does not depend on other files, so it is never weighed against a link
    to one. Of two likely ones, or two doubtful ones, the one that the other's rule yields to is the
    stronger, else the surer, else the one with the smaller code.
    """
    first, second = same_place(marks)
    across = np.array([rule.scope != "document" for rule in rules], np.bool_)[marks.rule]
    kept = (marks.rule[first] != marks.rule[second]) & (across[first] == across[second])
    rank = np.empty(len(marks), np.int64)
    rank[np.lexsort((marks.rule, -marks.confidence))] = np.arange(len(marks))
    doubtful, pairs = marks.doubtful, []
    for one, other in zip(first[kept].tolist(), second[kept].tolist(), strict=True):
        mine, theirs = rules[int(marks.rule[one])], rules[int(marks.rule[other])]
        stays = rank[one] < rank[other]
        if doubtful[one] == doubtful[other] and yields(mine, theirs.code) != yields(
            theirs, mine.code
        ):
            stays = yields(theirs, mine.code)
        pairs.append((other, one) if stays else (one, other))
    return sorted(pairs, key=lambda pair: (int(rank[pair[1]]), int(rank[pair[0]])))


def same_place(marks: Marks) -> tuple[Ints, Ints]:
    """Return pairs of marks of which each covers half of the other or more; columns of rows.

    Such two differ in length by a factor of two at most, so marks are compared with those of their
    own octave of lengths and of the next one: however many short ones a long one holds, it is not
    compared with them.
    """
    length = np.maximum(marks.end - marks.start, 1)
    octave = np.log2(length).astype(np.int64)
    found: list[tuple[Ints, Ints]] = []
    for least in distinct(octave).tolist():
        some = np.flatnonzero((octave == least) | (octave == least + 1))
        some = some[np.lexsort((marks.start[some], marks.document[some]))]
        for one, other in _overlapping(marks.take(some)):
            rows = some[one], some[other]
            mine = np.minimum(octave[rows[0]], octave[rows[1]]) == least
            found.append((rows[0][mine], rows[1][mine]))
    none = np.zeros(0, np.int64)
    return (
        np.concatenate([none, *(one for one, _ in found)]),
        np.concatenate([none, *(other for _, other in found)]),
    )


def _overlapping(marks: Marks) -> Iterator[tuple[Ints, Ints]]:
    """Yield pairs of rows, sorted by document and start, of which each covers half of the other."""
    one, step = np.arange(len(marks)), 1
    while one.size:
        one = one[one + step < len(marks)]
        other = one + step
        near = (marks.document[one] == marks.document[other]) & (
            marks.start[other] < marks.end[one]
        )
        one, other = one[near], other[near]
        common = np.minimum(marks.end[one], marks.end[other]) - marks.start[other]
        longest = np.maximum(
            marks.end[one] - marks.start[one], marks.end[other] - marks.start[other]
        )
        same = 2 * common >= longest
        yield one[same], other[same]
        step += 1
