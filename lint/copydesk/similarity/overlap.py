"""Compare units exactly, pair by pair.

How many of their shingles, words or numbers are the same.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from copydesk.candidates import NUMBER, Candidates
from copydesk.columns.dtypes import Floats, Hashes, Ints, Mask, ShortInts
from copydesk.columns.ragged import expand
from copydesk.similarity.shingles import shingles

_UNEVEN = 6  # times the smaller set that both together have
_CHUNK = 1 << 18  # members compared a pass: bounds memory for any number of pairs


class Overlap(NamedTuple):
    """Members of two sets that are shared, Jaccard similarity, and containment.

    The share of the smaller set that the other holds.

    Shape (pairs,). Two empty sets are equal, and every set holds the empty one.
    """

    shared: Ints
    jaccard: Floats
    containment: Floats


def overlap(values: Hashes, start: Ints, end: Ints, first: Ints, second: Ints) -> Overlap:
    """Compare sets of hashes, given as runs [start, end) of a column,
    for each pair of rows (first, second).
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
    """Cut rows into passes of about _CHUNK cost."""
    steps = np.cumsum(cost)
    cuts = [0]
    while cuts[-1] < cost.size:
        done = int(steps[cuts[-1] - 1]) if cuts[-1] else 0
        cuts.append(max(cuts[-1] + 1, int(np.searchsorted(steps, done + _CHUNK, side="right"))))
    return list(itertools.pairwise(cuts))


def tagged(owner: Ints, value: Hashes, owners: int) -> tuple[Hashes, np.uint64]:
    """Return one sortable number for each (owner, value), and the bits that the owner takes.

    The rest are leading bits of the value.

    Numbers are sorted ten times as fast as pairs. A million owners leave 44 bits: two shingles of a
    pair are taken for equal by chance once in 10**10 pairs.
    """
    bits = np.uint64(max(1, int(owners).bit_length()))
    return owner.astype(np.uint64) << (np.uint64(64) - bits) | value >> bits, bits


def _owner(numbers: Hashes, bits: np.uint64) -> Ints:
    return (numbers >> (np.uint64(64) - bits)).astype(np.int64)


class _Sets(NamedTuple):
    """Distinct members of each set, one set after another,
    where each begins and how many it has; and all of them tagged, ascending.
    """

    member: Hashes
    begin: Ints
    sizes: Ints
    tagged: Hashes


def _sets(values: Hashes, start: Ints, end: Ints) -> _Sets:
    owner, position = expand(start, end - start)
    numbers, bits = tagged(owner, values[position], start.size)
    numbers.sort()
    numbers = numbers[np.append(True, numbers[1:] != numbers[:-1])[: numbers.size]]
    sizes = np.bincount(_owner(numbers, bits), minlength=start.size)
    return _Sets(numbers << bits, np.cumsum(sizes) - sizes, sizes, numbers)


def _shared(sets: _Sets, first: Ints, second: Ints) -> Ints:
    """Count what the sets of each pair share: their members side by side, sorted.

    What stands twice is shared.
    """
    both = np.stack((first, second), axis=1).ravel()
    owner, position = expand(sets.begin[both], sets.sizes[both])
    numbers, bits = tagged(owner >> 1, sets.member[position], first.size)
    numbers.sort()
    twice = numbers[1:][numbers[1:] == numbers[:-1]]
    return np.bincount(_owner(twice, bits), minlength=first.size)


def _held(sets: _Sets, first: Ints, second: Ints) -> Ints:
    """Count what the sets of each pair share.

    The members of the smaller one are sought in the larger.
    """
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
    """Return about how many words looking at each pair takes.

    Those of the shorter unit, and once those of every unit.
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
    """Compare what `cut` makes of the words of each candidate pair,
    a bounded number of words at a time.
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
    """Compare the word shingles of each candidate pair."""
    return _of_pairs(candidates, lambda words, start, end: shingles(words, start, end, size))


def same_numbers(candidates: Candidates, share: float) -> Mask:
    """Tell which pairs agree in at least `share` of the numbers of the side that has fewer.

    A side without numbers agrees with any.

    Formula text (wire tables, box scores, balances) repeats its words with other figures: of the
    pairs of Reuters paragraphs with a Jaccard similarity of 0.5 to 0.75, half are such, and no
    copies.
    """
    return np.asarray(_of_pairs(candidates, _numbers).containment >= share, np.bool_)


def _numbers(words: Hashes, start: Ints, end: Ints) -> tuple[Hashes, Ints, Ints]:
    """Return the numbers of each unit.

    One without numbers keeps nothing, which agrees with everything.
    """
    at = np.flatnonzero(words & NUMBER)
    return words[at], np.searchsorted(at, start), np.searchsorted(at, end)


def equal_words(candidates: Candidates) -> Mask:
    """Tell which pairs have the same words in the same order."""
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
    """Return twice the longest common run of words in order over the sum of the lengths,
    for each pair; shape (pairs,).
    """
    from rapidfuzz.distance import Indel

    return np.array(
        [Indel.normalized_similarity(*pair) for pair in candidates.word_lists()], np.float64
    )
