"""Passages: verbatim runs of words that two texts share,
met by winnowing and then found exactly.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from copydesk.candidates import Candidates
from copydesk.columns.dtypes import Hashes, Ints
from copydesk.columns.hashing import finish
from copydesk.columns.ragged import expand
from copydesk.similarity.overlap import cost, passes, tagged
from copydesk.similarity.shingles import shingles, word_runs

_SAME = 64  # places of one shingle in a unit that are looked at: a text may repeat one without end
# Words. Shorter runs are common phrases: of the runs in the sentences of 40 MB of news, 37 % of
# three words stand elsewhere too, 13 % of
# four and 5 % of five.
SHINGLE = 8


def fingerprints(words: Hashes, first: Ints, end: Ints, passage: int) -> tuple[Ints, Hashes]:
    """Return unit and key of the fingerprints of word runs [first, end),
    so that any two that share `passage` words in order share one.

    Winnowing (Schleimer, Wilkerson and Aiken 2003): the smallest shingle of every window of
    shingles that such a passage fills; two in window + 1 shingles are chosen. Units of fewer words
    have none.
    """
    long = np.flatnonzero(end - first >= passage)
    size = min(SHINGLE, passage)
    least = _sliding_minimum(finish(word_runs(words, size)), passage - size + 1)
    counts = end[long] - first[long] - passage + 1  # windows that lie in the unit
    head = np.cumsum(counts) - counts
    at = np.arange(int(counts.sum())) + np.repeat(first[long] - head, counts)
    least = least.take(at)
    fresh = np.ones(least.size, np.bool_)
    np.not_equal(least[1:], least[:-1], out=fresh[1:])
    fresh[head] = True
    at = np.flatnonzero(fresh)
    return long.take(np.searchsorted(head, at, side="right") - 1), least.take(at)


def _sliding_minimum(column: Hashes, window: int) -> Hashes:
    """Return the minimum of each `window` values from every place on (of fewer at the end).

    Doubling: log2(window) passes.
    """
    least, reach = column, 1
    while reach < window and reach < column.size:
        step = min(reach, window - reach)
        least = np.append(np.minimum(least[:-step], least[step:]), least[-step:])
        reach += step
    return least


class Runs(NamedTuple):
    """Where the longest run of words that two units share begins in each, and its words (0.

    None); shape (pairs,).
    """

    first: Ints
    second: Ints
    words: Ints


def longest_runs(candidates: Candidates, size: int) -> Runs:
    """Find the longest run of at least `size` words that both units of each pair share.

    Of equally long ones the first.
    """
    pairs = candidates.first.size
    out = Runs(*(np.zeros(pairs, np.int64) for _ in range(3)))
    for row, stop in passes(cost(candidates)):
        at, there, pair = _matches(
            candidates.first[row:stop], candidates.second[row:stop], candidates, size
        )
        order = np.lexsort((at, there - at, pair))
        at, there, pair = at[order], there[order], pair[order]
        head = np.flatnonzero(
            np.append(True, (np.diff(at) != 1) | (np.diff(there) != 1) | (np.diff(pair) != 0))[
                : at.size
            ]
        )
        length = np.diff(np.append(head, at.size))
        best = head[np.lexsort((at[head], -length, pair[head]))]
        best = best[np.append(True, np.diff(pair[best]) != 0)[: best.size]]
        rows = row + pair[best]
        out.first[rows], out.second[rows] = at[best], there[best]
        out.words[rows] = length[np.searchsorted(head, best)] + size - 1
    return out


def _matches(
    first: Ints, second: Ints, candidates: Candidates, size: int
) -> tuple[Ints, Ints, Ints]:
    """Return every two places of a pair's units at which one shingle stands, and the pair.

    At most _SAME of each place of the smaller.

    The shingles of the smaller unit are sought among those of all units, sorted with their owners.
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
