"""Compare units exactly, pair by pair: how many of their shingles, words or numbers are equal."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from copydesk.candidates import NUMBER, Candidates
from copydesk.columns.dtypes import Floats, Hashes, Ints, Mask, ShortInts
from copydesk.columns.lookup import Lookup
from copydesk.columns.ragged import distinct, expand
from copydesk.similarity.shingles import shingles

_UNEVEN = 6  # times the smaller set that both together have
_CHUNK = 1 << 18  # members compared a pass: bounds memory for any number of pairs


class Overlap(NamedTuple):
    """The members that two sets share, their Jaccard similarity, and the share of the smaller set
    that the larger contains.

    Shape (pairs,). Two empty sets are equal, and every set contains the empty one.
    """

    shared: Ints
    jaccard: Floats
    containment: Floats


def overlap(values: Hashes, start: Ints, end: Ints, first: Ints, second: Ints) -> Overlap:
    """Return the overlap of sets of hashes, runs [start, end) of a column, for pairs of rows (first,
    second).
    """
    sets = _sets(values, start, end)
    sizes = sets.sizes
    shared = np.zeros(first.size, np.int64)
    together, least = sizes[first] + sizes[second], np.minimum(sizes[first], sizes[second])
    # One long set among many short ones must not be gone through once for each of them.
    uneven = together > _UNEVEN * least
    for rows, count in ((np.flatnonzero(~uneven), _shared), (np.flatnonzero(uneven), _held)):
        for row, stop in passes((together if count is _shared else least)[rows]):
            some = rows[row:stop]
            shared[some] = count(sets, first[some], second[some])
    union = together - shared
    jaccard = np.where(union == 0, 1.0, shared / np.maximum(union, 1))
    return Overlap(shared, jaccard, np.where(least == 0, 1.0, shared / np.maximum(least, 1)))


def passes(cost: Ints | ShortInts) -> list[tuple[int, int]]:
    """Return [start, end) of passes over rows that cost about _CHUNK each."""
    steps = np.cumsum(cost)
    cuts = [0]
    while cuts[-1] < cost.size:
        done = int(steps[cuts[-1] - 1]) if cuts[-1] else 0
        cuts.append(max(cuts[-1] + 1, int(np.searchsorted(steps, done + _CHUNK, side="right"))))
    return list(itertools.pairwise(cuts))


def tagged(owner: Ints, value: Hashes, owners: int) -> tuple[Hashes, np.uint64]:
    """Return one sortable number for each (owner, value), and how many bits the owner takes.

    The other bits are the value's leading ones. Numbers are sorted ten times as fast as pairs. A
    million owners leave 44 bits: two shingles of a pair are taken for equal by chance once in 10**10
    pairs.
    """
    bits = np.uint64(max(1, int(owners).bit_length()))
    return owner.astype(np.uint64) << (np.uint64(64) - bits) | value >> bits, bits


def _owner(numbers: Hashes, bits: np.uint64) -> Ints:
    return (numbers >> (np.uint64(64) - bits)).astype(np.int64)


class _Sets(NamedTuple):
    """The distinct members of each set, one set after another; where each set begins and how many
    it has; and all members tagged, ascending.
    """

    member: Hashes
    begin: Ints
    sizes: Ints
    tagged: Hashes


def _sets(values: Hashes, start: Ints, end: Ints) -> _Sets:
    owner, position = expand(start, end - start)
    numbers, bits = tagged(owner, values[position], start.size)
    numbers = distinct(numbers)
    sizes = np.bincount(_owner(numbers, bits), minlength=start.size)
    return _Sets(numbers << bits, np.cumsum(sizes) - sizes, sizes, numbers)


def _shared(sets: _Sets, first: Ints, second: Ints) -> Ints:
    """Return how many members the sets of each pair share: those that occur twice when both sets
    are sorted together.
    """
    both = np.stack((first, second), axis=1).ravel()
    owner, position = expand(sets.begin[both], sets.sizes[both])
    numbers, bits = tagged(owner >> 1, sets.member[position], first.size)
    numbers.sort()
    twice = numbers[1:][numbers[1:] == numbers[:-1]]
    return np.bincount(_owner(twice, bits), minlength=first.size)


def _held(sets: _Sets, first: Ints, second: Ints) -> Ints:
    """Return how many members the sets of each pair share, the smaller searched in the larger."""
    small, large = np.where(
        sets.sizes[first] <= sets.sizes[second], (first, second), (second, first)
    )
    pair, position = expand(sets.begin[small], sets.sizes[small])
    wanted, _ = tagged(large[pair], sets.member[position], sets.sizes.size)
    row = np.minimum(np.searchsorted(sets.tagged, wanted), max(sets.tagged.size - 1, 0))
    return (
        np.bincount(pair[sets.tagged[row] == wanted], minlength=first.size)
        if wanted.size
        else np.zeros(first.size, np.int64)
    )


def cost(candidates: Candidates) -> Ints:
    """Return about how many words a comparison of each pair reads; shape (pairs,).

    Those of the shorter unit, and those of every unit once.
    """
    first, second = candidates.first, candidates.second
    words = 2 * np.minimum(candidates.size[first], candidates.size[second]).astype(np.int64)
    for units in (first, second):
        unit, row = np.unique(units, return_index=True)
        words[row] += candidates.size[unit]
    return words


def _of_pairs(
    candidates: Candidates, cut: Callable[[Hashes, Ints, Ints], tuple[Hashes, Ints, Ints]]
) -> Overlap:
    """Return the overlap of the sets that `cut` makes of each pair's words, a bounded number of
    words at a time.
    """
    parts: list[Overlap] = []
    for row, stop in passes(cost(candidates)):
        used, inverse = np.unique(
            np.concatenate((candidates.first[row:stop], candidates.second[row:stop])),
            return_inverse=True,
        )
        column, start, end = cut(*candidates.words_of(used))
        parts.append(overlap(column, start, end, inverse[: stop - row], inverse[stop - row :]))
    if not parts:
        return Overlap(np.zeros(0, np.int64), np.zeros(0), np.zeros(0))
    return Overlap(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def shingle_overlap(candidates: Candidates, size: int) -> Overlap:
    """Return the overlap of the word shingles of each candidate pair."""
    return _of_pairs(candidates, lambda words, start, end: shingles(words, start, end, size))


def same_numbers(candidates: Candidates, share: float, also: Lookup | None = None) -> Mask:
    """Return which pairs agree in at least `share` of the numbers of the side that has fewer.

    `also`: hashes of words, their flags cleared, that are numbers too.

    A side without numbers agrees with any. Formula text (wire tables, box scores, balances) repeats
    its words with other figures: of the pairs of Reuters paragraphs with a Jaccard similarity of 0.5
    to 0.75, half are formulas and no copies.
    """

    def numbers(words: Hashes, start: Ints, end: Ints) -> tuple[Hashes, Ints, Ints]:
        number = words & NUMBER > 0
        if also is not None:
            number |= also.has(words & ~NUMBER)
        at = np.flatnonzero(number)
        return words[at], np.searchsorted(at, start), np.searchsorted(at, end)

    return np.asarray(_of_pairs(candidates, numbers).containment >= share, np.bool_)


def equal_words(candidates: Candidates) -> Mask:
    """Return which pairs have the same words in the same order."""
    sizes = candidates.size
    same = sizes[candidates.first] == sizes[candidates.second]
    rows = np.flatnonzero(same)
    for row, stop in passes(sizes[candidates.first[rows]]):
        some = rows[row:stop]
        one, start, end = candidates.words_of(candidates.first[some])
        other, _, _ = candidates.words_of(candidates.second[some])
        different = np.append(0, np.cumsum(one != other))
        same[some] = different[end] == different[start]
    return np.asarray(same, np.bool_)


def sequence_similarity(candidates: Candidates) -> Floats:
    """Return twice the longest common subsequence of words over the sum of the lengths, for each
    pair; shape (pairs,).
    """
    from rapidfuzz.distance import Indel

    return np.array(
        [Indel.normalized_similarity(*pair) for pair in candidates.word_lists()], np.float64
    )
