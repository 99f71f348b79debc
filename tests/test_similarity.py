"""The duplicate kernel against its references.

Datasketch, Python sets, difflib's idea of a diff.
"""

from __future__ import annotations

from difflib import SequenceMatcher

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.candidates import CAPITAL, Candidates
from copydesk.columns.batch import Batch, Text
from copydesk.columns.dtypes import Floats, Ints
from copydesk.columns.hashing import finish
from copydesk.engine.hits import HitTable
from copydesk.engine.shard import Shard, Words
from copydesk.similarity.alignment import exchanges
from copydesk.similarity.clusters import components, link
from copydesk.similarity.diff import changes, marked, word_diff
from copydesk.similarity.overlap import overlap
from copydesk.similarity.passages import fingerprints, longest_runs
from copydesk.similarity.shingles import shingles
from copydesk.similarity.signatures import band_keys, drawn, permutations, signatures
from copydesk.similarity.sketches import PERMUTATIONS

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
    alone = np.concatenate(
        [signatures(hashes[s : s + 500], np.array([0]), np.array([500]), 16) for s in start]
    )
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
    values = finish(
        np.array([value for run in runs for value in run], np.uint64)
    )  # sets are of hashes
    row = st.integers(0, len(runs) - 1)
    pairs = data.draw(st.lists(st.tuples(row, row), min_size=1, max_size=10))
    first, second = np.array(pairs).T
    found = overlap(values, start, end, first, second)
    for (a, b), jaccard, containment in zip(pairs, found.jaccard, found.containment, strict=True):
        one, other = set(runs[a]), set(runs[b])
        assert jaccard == pytest.approx(len(one & other) / len(one | other))
        assert containment == pytest.approx(len(one & other) / min(len(one), len(other)))


def test_two_empty_sets_are_equal_and_every_set_holds_the_empty_one() -> None:
    found = overlap(
        np.array([7], np.uint64),
        np.array([0, 0, 0]),
        np.array([0, 0, 1]),
        np.array([0, 0]),
        np.array([1, 2]),
    )
    assert found.jaccard.tolist() == [1.0, 0.0]
    assert found.containment.tolist() == [1.0, 1.0]


def test_a_diff_names_the_words_that_differ() -> None:
    pieces = word_diff(
        "what it sees as USA aggression, he said", "what it sees as US aggression he said again"
    )
    assert changes(pieces) == "USA → US, +again"
    assert marked(pieces) == "what it sees as [-USA-] {+US+} aggression [-,-] he said {+again+}"
    assert changes(word_diff("same text", "same text")) == ""
    assert changes(word_diff("see `npm-ll`", "see `npm-install-test` (v2)")) == (
        "ll → install-test, +(v2)"
    )


@given(st.integers(1, 40), st.lists(st.tuples(st.integers(0, 39), st.integers(0, 39)), max_size=60))
def test_components_lead_to_their_smallest_unit(units: int, drawn: list[tuple[int, int]]) -> None:
    links = [(a % units, b % units) for a, b in drawn]
    first, second = np.array(links, np.int64).reshape(-1, 2).T
    groups = [{unit} for unit in range(units)]
    for a, b in links:
        one, other = (next(group for group in groups if unit in group) for unit in (a, b))
        if one is not other:
            groups.remove(other)
            one |= other
    expected = {unit: min(group) for group in groups for unit in group}
    assert components(units, first, second).tolist() == [expected[unit] for unit in range(units)]


def linked(similar: dict[tuple[int, int], float], units: int) -> dict[int, tuple[int, float, bool]]:
    """Link units of which these pairs are similar, and are met.

    Others are met only when they are asked for.
    """
    first, second = np.array(sorted(similar), np.int64).reshape(-1, 2).T
    rows = np.arange(units)
    candidates = Candidates(rows, rows, np.ones_like(rows), Words([]), rows, first, second)

    def compare(pairs: Candidates) -> Floats:
        return np.array(
            [
                similar.get((a, b), 0.0)
                for a, b in zip(pairs.first.tolist(), pairs.second.tolist(), strict=True)
            ]
        )

    links = link(candidates, compare)
    assert links.chained is not None
    columns = zip(
        links.copy.tolist(),
        links.origin.tolist(),
        links.similarity.tolist(),
        links.chained.tolist(),
        strict=True,
    )
    return {copy: (origin, similarity, chained) for copy, origin, similarity, chained in columns}


def test_members_of_a_cluster_point_at_its_first() -> None:
    assert linked({(1, 2): 0.9, (1, 4): 0.7, (2, 4): 0.8}, 5) == {
        2: (1, 0.9, False),
        4: (1, 0.7, False),
    }


def test_a_member_that_is_not_like_the_first_says_so() -> None:
    assert linked({(0, 1): 0.9, (1, 2): 0.7}, 3) == {1: (0, 0.9, False), 2: (1, 0.7, True)}


def test_a_member_that_is_like_a_later_one_only_is_linked_to_it() -> None:
    assert linked({(0, 2): 0.9, (1, 2): 0.7}, 3) == {1: (2, 0.7, True), 2: (0, 0.9, False)}


@given(RUNS, st.data())
def test_no_shared_passage_escapes_the_fingerprints(
    runs: list[list[int]], data: st.DataObject
) -> None:
    passage = data.draw(st.lists(st.integers(0, 30), min_size=12, max_size=30))
    one, other = (
        [*data.draw(st.sampled_from(runs)), *passage, *data.draw(st.sampled_from(runs))]
        for _ in range(2)
    )
    start, end = spans([one, other])
    unit, key = fingerprints(np.array([*one, *other], np.uint64), start, end, 12)
    assert set(key[unit == 0].tolist()) & set(key[unit == 1].tolist())


TEXTS = st.lists(st.lists(st.integers(0, 5), min_size=1, max_size=60), min_size=2, max_size=6)


@given(TEXTS, st.integers(2, 5))
def test_the_longest_runs_are_those_of_difflib(texts: list[list[int]], size: int) -> None:
    start, end = spans(texts)
    words = finish(np.array([word for text in texts for word in text], np.uint64)) & ~CAPITAL
    first, second = np.triu_indices(len(texts), 1)
    kinds = np.zeros(len(texts), np.uint8)
    shard = Shard(HitTable.none(), kinds, end, words, {})
    found = longest_runs(
        Candidates(start, start, end - start, Words([shard]), start, first, second),
        size,
    )
    for a, b, at, there, length in zip(first, second, *found, strict=True):
        match = SequenceMatcher(None, texts[a], texts[b], autojunk=False).find_longest_match()
        assert length == (match.size if match.size >= size else 0)
        assert texts[a][at : at + length] == texts[b][there : there + length]


def test_exchanges_are_the_edits_of_an_alignment() -> None:
    assert exchanges([1, 2, 3, 4, 5], [1, 7, 8, 3, 5]) == [(1, 2, 1, 3), (3, 4, 4, 4)]
    assert exchanges([1, 2], [1, 2]) == []


def test_a_text_of_no_words_has_no_shingles() -> None:
    batch = Batch([Text("...")])
    column, begin, stop = shingles(batch.words.hash, np.array([0]), np.array([0]), 3)
    assert column.size == 0
    assert begin.tolist() == stop.tolist() == [0]


def test_the_shipped_permutations_are_those_that_are_drawn() -> None:
    for shipped, fresh in zip(permutations(PERMUTATIONS), drawn(PERMUTATIONS), strict=True):
        assert np.array_equal(shipped, fresh)
