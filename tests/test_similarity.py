"""The duplicate kernel against its references: datasketch, Python sets, difflib's idea of a diff."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.columns.batch import Batch, Text
from copydesk.columns.dtypes import Ints
from copydesk.similarity.clusters import best_origin, components
from copydesk.similarity.diff import changes, marked, word_diff
from copydesk.similarity.overlap import overlap
from copydesk.similarity.shingles import shingles
from copydesk.similarity.signatures import band_keys, signatures

RUNS = st.lists(st.lists(st.integers(0, 30), min_size=1, max_size=40), min_size=1, max_size=8)


def spans(runs: list[list[int]]) -> tuple[Ints, Ints]:
    sizes = np.array([len(run) for run in runs], np.int64)
    end = np.cumsum(sizes)
    return end - sizes, end


@given(RUNS, st.sampled_from([16, 128]))
def test_signatures_are_bit_identical_to_datasketch(runs: list[list[int]], count: int) -> None:
    from datasketch import MinHash

    start, end = spans(runs)
    hashes = np.array([value * 2654435761 for run in runs for value in run], np.uint64)
    ours = signatures(hashes, start, end, count)
    for row, (first, last) in enumerate(zip(start, end, strict=True)):
        reference = MinHash(num_perm=count, seed=1, hashfunc=int, scheme="affine32")
        reference.update_batch([int(h) & 0xFFFFFFFF for h in hashes[first:last]])
        assert ours[row].tolist() == reference.hashvalues.tolist()


def test_signatures_do_not_depend_on_where_a_window_ends() -> None:
    hashes = np.random.default_rng(3).integers(0, 2**63, 50_000).astype(np.uint64)
    start = np.arange(0, 50_000, 500)
    together = signatures(hashes, start, start + 500, 16)
    alone = np.concatenate([signatures(hashes[s : s + 500], np.array([0]), np.array([500]), 16) for s in start])
    assert np.array_equal(together, alone)


def test_equal_rows_in_a_band_make_equal_keys_and_only_in_that_band() -> None:
    signature = np.arange(24, dtype=np.uint32).reshape(2, 12)
    signature[1, 4:8] = signature[0, 4:8]
    keys = band_keys(signature, 4)
    assert (keys[0] == keys[1]).tolist() == [False, True, False]
    assert len(set(keys.ravel().tolist())) == 5


@given(RUNS, st.integers(1, 5))
def test_shingles_are_the_runs_of_words(runs: list[list[int]], size: int) -> None:
    start, end = spans(runs)
    values = np.array([value for run in runs for value in run], np.uint64)
    column, begin, stop = shingles(values, start, end, size)
    seen: dict[tuple[int, ...], int] = {}
    for run, first, last in zip(runs, begin.tolist(), stop.tolist(), strict=True):
        expected = [tuple(run[i : i + size]) for i in range(max(1, len(run) - size + 1))]
        assert last - first == len(expected)
        for shingle, value in zip(expected, column[first:last].tolist(), strict=True):
            if len(shingle) == size:
                assert seen.setdefault(shingle, value) == value
    assert len(set(seen.values())) == len(seen)


@given(RUNS, st.data())
def test_overlap_is_that_of_sets(runs: list[list[int]], data: st.DataObject) -> None:
    start, end = spans(runs)
    values = np.array([value for run in runs for value in run], np.uint64)
    row = st.integers(0, len(runs) - 1)
    pairs = data.draw(st.lists(st.tuples(row, row), min_size=1, max_size=10))
    first, second = np.array(pairs).T
    found = overlap(values, start, end, first, second)
    for (a, b), jaccard, containment in zip(pairs, found.jaccard, found.containment, strict=True):
        one, other = set(runs[a]), set(runs[b])
        assert jaccard == pytest.approx(len(one & other) / len(one | other))
        assert containment == pytest.approx(len(one & other) / min(len(one), len(other)))


def test_two_empty_sets_overlap_wholly_and_an_empty_one_with_another_not() -> None:
    found = overlap(np.array([7], np.uint64), np.array([0, 0, 0]), np.array([0, 0, 1]), np.array([0, 0]), np.array([1, 2]))
    assert found.jaccard.tolist() == [1.0, 0.0]
    assert found.containment.tolist() == [1.0, 0.0]


def test_a_diff_names_the_words_that_differ() -> None:
    pieces = word_diff("what it sees as USA aggression, he said", "what it sees as US aggression he said again")
    assert changes(pieces) == "USA → US, +again"
    assert marked(pieces) == "what it sees as [-USA-] {+US+} aggression [-,-] he said {+again+}"
    assert changes(word_diff("same text", "same text")) == ""


def test_components_lead_to_their_smallest_unit() -> None:
    assert components(np.array([5, 4, 9]), np.array([4, 2, 8])) == {5: 2, 4: 2, 2: 2, 9: 8, 8: 8}


def test_the_best_origin_is_the_most_similar_then_the_earliest() -> None:
    copy, origin = np.array([3, 3, 3, 4]), np.array([2, 0, 1, 1])
    rows = best_origin(copy, origin, np.array([0.7, 0.9, 0.9, 0.5]))
    assert list(zip(copy[rows].tolist(), origin[rows].tolist(), strict=True)) == [(3, 0), (4, 1)]


def test_a_text_of_no_words_has_no_shingles() -> None:
    batch = Batch([Text("...")])
    column, begin, stop = shingles(batch.words.hash, np.array([0]), np.array([0]), 3)
    assert column.size == 0
    assert begin.tolist() == stop.tolist() == [0]
