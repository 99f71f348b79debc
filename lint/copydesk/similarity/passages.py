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
    units, sorted with their owners.
    """
    used, inverse = np.unique(np.concatenate((first, second)), return_inverse=True)
    column, begin, stop = shingles(*candidates.words_of(used), size)
    begin, stop = (
        np.where(candidates.size[used] < size, begin, edge) for edge in (begin, stop)
    )  # a short unit has no run
    owner, place = expand(begin, stop - begin)
    known, _ = tagged(owner, column[place], used.size)
    order = np.argsort(known, kind="stable")
    one, other = inverse[: first.size], inverse[first.size :]
    turned = (stop - begin)[one] > (stop - begin)[other]
    small, large = np.where(turned, (other, one), (one, other))
    pair, at = expand(begin[small], (stop - begin)[small])
    sought, _ = tagged(large[pair], column[at], used.size)
    low, high = (
        np.searchsorted(known[order], sought),
        np.searchsorted(known[order], sought, side="right"),
    )
    row, found = expand(low, np.minimum(high - low, _SAME))
    pair = pair[row]
    here, there = at[row] - begin[small[pair]], place[order[found]] - begin[large[pair]]
    swapped = turned[pair]
    return np.where(swapped, there, here), np.where(swapped, here, there), pair
