"""Find verbatim runs of words that two texts share: candidates by winnowing, then exactly."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from copydesk.candidates import Candidates
from copydesk.columns.dtypes import Hashes, Ints
from copydesk.columns.hashing import finish
from copydesk.columns.ragged import Runs, expand, heads, row_at
from copydesk.similarity.overlap import cost, passes, tagged
from copydesk.similarity.shingles import shingles, word_runs

_SAME = 64  # places of one shingle in a unit that are compared: a text may repeat one without end
# Words. Shorter runs are common phrases: of the runs in the sentences of 40 MB of news, 37 % of
# three words occur elsewhere too, 13 % of four and 5 % of five.
SHINGLE = 8


def fingerprints(words: Hashes, first: Ints, end: Ints, passage: int) -> tuple[Ints, Hashes]:
    """Return unit and key of the fingerprints of word runs [first, end): any two units that share
    `passage` words in order share one.

    Winnowing (Schleimer, Wilkerson and Aiken 2003): the smallest shingle of every window of
    shingles that such a passage fills; two in window + 1 shingles are chosen. Units of fewer words
    have none.
    """
    long = np.flatnonzero(end - first >= passage)
    size = min(SHINGLE, passage)
    least = _sliding_minimum(finish(word_runs(words, size)), passage - size + 1)
    windows = Runs(first[long], end[long] - first[long] - passage + 1)
    least = least.take(windows.positions)
    fresh, head = heads(least), Runs.of_sizes(windows.size).start
    fresh[head] = True
    at = np.flatnonzero(fresh)
    return long.take(row_at(head, at)), least.take(at)


def _sliding_minimum(column: Hashes, window: int) -> Hashes:
    """Return the minimum of the `window` values from every place on, of fewer at the end.

    By doubling: log2(window) passes.
    """
    least, reach = column, 1
    while reach < window and reach < column.size:
        step = min(reach, window - reach)
        least = np.append(np.minimum(least[:-step], least[step:]), least[-step:])
        reach += step
    return least


class LongestRuns(NamedTuple):
    """Where the longest run of words that two units share begins in each, and how many words it
    has, 0 where there is none; shape (pairs,).
    """

    first: Ints
    second: Ints
    words: Ints


def longest_runs(candidates: Candidates, size: int) -> LongestRuns:
    """Return the longest run of at least `size` words that both units of each pair share.

    Of equally long ones the first.
    """
    pairs = candidates.first.size
    out = LongestRuns(*(np.zeros(pairs, np.int64) for _ in range(3)))
    for row, stop in passes(cost(candidates)):
        at, there, pair = _matches(
            candidates.first[row:stop], candidates.second[row:stop], candidates, size
        )
        order = np.lexsort((at, there - at, pair))
        at, there, pair = at[order], there[order], pair[order]
        # A run: the same pair, and the places in both units less those in the table stay the same.
        step = np.arange(at.size)
        runs = Runs.of_equal(pair, at - step, there - step)
        head = runs.start
        best = np.lexsort((at[head], -runs.size, pair[head]))
        best = best[heads(pair[head[best]])]
        rows = row + pair[head[best]]
        out.first[rows], out.second[rows] = at[head[best]], there[head[best]]
        out.words[rows] = runs.size[best] + size - 1
    return out


def _matches(
    first: Ints, second: Ints, candidates: Candidates, size: int
) -> tuple[Ints, Ints, Ints]:
    """Return every two places of a pair's units that have one shingle, and the pair.

    At most _SAME of each place of the smaller unit, whose shingles are searched among those of all
    units.
    """
    used, inverse = np.unique(np.concatenate((first, second)), return_inverse=True)
    table = _Shingles.of(candidates, used, size)
    one, other = inverse[: first.size], inverse[first.size :]
    turned = table.runs.size[one] > table.runs.size[other]
    small, large = np.where(turned, (other, one), (one, other))
    pair, place = expand(table.runs.start[small], table.runs.size[small])
    row, there = table.places(large[pair], place)
    here = place[row] - table.runs.start[small[pair[row]]]
    pair = pair[row]
    swapped = turned[pair]
    return np.where(swapped, there, here), np.where(swapped, here, there), pair


class _Shingles(NamedTuple):
    """The shingles of some units: the column, the run of each unit, and all of them tagged with
    their units, ascending, with the place of each in the column.
    """

    column: Hashes
    runs: Runs
    known: Hashes
    place: Ints

    @classmethod
    def of(cls, candidates: Candidates, units: Ints, size: int) -> _Shingles:
        """Return the shingles of `size` words; units of fewer words have none."""
        column, begin, stop = shingles(*candidates.words_of(units), size)
        runs = Runs(begin, np.where(candidates.size[units] < size, 0, stop - begin))
        place = runs.positions
        known, _ = tagged(runs.owner, column[place], units.size)
        order = np.argsort(known, kind="stable")
        return cls(column, runs, known[order], place[order])

    def places(self, unit: Ints, place: Ints) -> tuple[Ints, Ints]:
        """Return where a unit has the shingle at a place of the column, for each of some rows: the
        row, and the place counted in the unit; at most _SAME a row.
        """
        sought, _ = tagged(unit, self.column[place], len(self.runs))
        low = np.searchsorted(self.known, sought)
        high = np.searchsorted(self.known, sought, side="right")
        row, found = expand(low, np.minimum(high - low, _SAME))
        return row, self.place[found] - self.runs.start[unit[row]]
