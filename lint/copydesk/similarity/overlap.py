"""Compare units exactly, pair by pair: how many of their shingles, words or numbers are the same."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from copydesk.columns.dtypes import Floats, Hashes, Ints, Mask
from copydesk.columns.hashing import finish
from copydesk.rule import Candidates
from copydesk.similarity.shingles import shingles

_CHUNK = 1 << 20  # shingles looked up a pass: bounds memory for any number of pairs


class Overlap(NamedTuple):
    """Jaccard similarity of two sets, and containment: the share of the smaller set that the other holds; shape (pairs,)."""

    jaccard: Floats
    containment: Floats


def overlap(values: Hashes, start: Ints, end: Ints, first: Ints, second: Ints) -> Overlap:
    """Compare sets given as runs [start, end) of a column, for each pair of rows (first, second); two empty sets are equal."""
    used, inverse = np.unique(np.concatenate((first, second)), return_inverse=True)
    first, second = inverse[: first.size], inverse[first.size :]
    start, end = start[used], end[used]
    lengths = end - start
    owner = np.repeat(np.arange(used.size), lengths)
    position = np.arange(owner.size) - np.repeat(np.cumsum(lengths) - lengths, lengths) + np.repeat(start, lengths)
    # A set is its members mixed with its own number; sorted, all sets together answer "is x in set s" by one search.
    tagged = values[position] ^ finish(owner.astype(np.uint64) + np.uint64(1))
    table, where = np.unique(tagged, return_index=True)
    member_owner, member = owner[where], values[position[where]]
    order = np.argsort(member_owner, kind="stable")
    member = member[order]
    sizes = np.bincount(member_owner, minlength=used.size)
    stops = np.cumsum(sizes)
    small, large = np.where(sizes[first] <= sizes[second], (first, second), (second, first))
    shared = np.zeros(first.size, np.int64)
    steps = np.cumsum(sizes[small])
    row = 0
    while row < first.size:
        done = int(steps[row - 1]) if row else 0
        stop = max(row + 1, int(np.searchsorted(steps, done + _CHUNK, side="right")))
        shared[row:stop] = _shared(table, member, stops, sizes, small[row:stop], large[row:stop])
        row = stop
    union = sizes[first] + sizes[second] - shared
    least = sizes[small]
    empty = union == 0
    return Overlap(
        np.where(empty, 1.0, shared / np.maximum(union, 1)), np.where(least == 0, np.where(empty, 1.0, 0.0), shared / np.maximum(least, 1))
    )


def _shared(table: Hashes, member: Hashes, stops: Ints, sizes: Ints, small: Ints, large: Ints) -> Ints:
    counts = sizes[small]
    pair = np.repeat(np.arange(small.size), counts)
    position = np.arange(pair.size) - np.repeat(np.cumsum(counts) - counts, counts) + np.repeat(stops[small] - counts, counts)
    wanted = member[position] ^ finish(large.astype(np.uint64) + np.uint64(1))[pair]
    row = np.minimum(np.searchsorted(table, wanted), max(table.size - 1, 0))
    found = table[row] == wanted if table.size else np.zeros(0, np.bool_)
    return np.bincount(pair[found], minlength=small.size)


def shingle_overlap(candidates: Candidates, size: int) -> Overlap:
    """Compare the word shingles of each candidate pair."""
    used, inverse = np.unique(np.concatenate((candidates.first, candidates.second)), return_inverse=True)
    count = candidates.first.size
    column, start, end = shingles(candidates.words, candidates.first_word[used], candidates.end_word[used], size)
    return overlap(column, start, end, inverse[:count], inverse[count:])


def same_numbers(candidates: Candidates, share: float) -> Mask:
    """Tell which pairs agree in at least `share` of the numbers of the side that has fewer; a side without numbers agrees with any.

    Formula text (wire tables, box scores, balances) repeats its words with other figures: of the pairs of Reuters paragraphs with a
    Jaccard similarity of 0.5 to 0.75, half are such, and no copies.
    """
    numbers = candidates.numbers
    start, end = np.searchsorted(numbers, candidates.first_word), np.searchsorted(numbers, candidates.end_word)
    agreed = overlap(candidates.words[numbers], start, end, candidates.first, candidates.second).containment
    without = start == end
    return np.asarray((agreed >= share) | without[candidates.first] | without[candidates.second], np.bool_)


def equal_words(candidates: Candidates) -> Mask:
    """Tell which pairs have the same words in the same order."""
    words, first_word, end_word = candidates.words, candidates.first_word, candidates.end_word
    same = candidates.size[candidates.first] == candidates.size[candidates.second]
    for row in np.flatnonzero(same).tolist():
        a, b = candidates.first[row], candidates.second[row]
        same[row] = np.array_equal(words[first_word[a] : end_word[a]], words[first_word[b] : end_word[b]])
    return np.asarray(same, np.bool_)


def sequence_similarity(candidates: Candidates, rows: Ints) -> Floats:
    """Return, for some pairs, twice their longest common run of words in order over the sum of their lengths; shape (rows,)."""
    from rapidfuzz.distance import Indel

    words, first_word, end_word = candidates.words, candidates.first_word, candidates.end_word
    out = np.empty(rows.size)
    for place, row in enumerate(rows.tolist()):
        a, b = candidates.first[row], candidates.second[row]
        one, other = words[first_word[a] : end_word[a]].tolist(), words[first_word[b] : end_word[b]].tolist()
        out[place] = Indel.normalized_similarity(one, other)
    return out
