"""Runs of rows: each operation does what a plain loop over lists does."""

from __future__ import annotations

import itertools
from functools import reduce

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.columns import ragged
from copydesk.columns.dtypes import AnyArray, Hashes, Ints
from copydesk.columns.ragged import (
    Runs,
    among,
    distinct,
    equal_in_document,
    equal_rows,
    expand,
    first_in_document,
    heads,
    held,
    keys_in_document,
    order_in_document,
    recurring_in_document,
    row_at,
)

ROWS = 12
RUNS = st.lists(
    st.integers(0, ROWS).flatmap(lambda start: st.tuples(st.just(start), st.integers(start, ROWS)))
)
SIZES = st.lists(st.integers(0, 4))
SMALL = st.lists(st.integers(0, 3), max_size=40)
# Equal, nearly equal, and far apart: what differs in the low bits only is where places are kept.
KEYS = st.lists(st.sampled_from([0, 1, 2, 1 << 40, 1 << 63, (1 << 64) - 1]), max_size=40)
DOCUMENT_KEYS = st.lists(
    st.tuples(st.integers(0, 3), st.sampled_from([0, 1, 2, 1 << 40, (1 << 64) - 1])), max_size=40
)


def ints(values: list[int]) -> Ints:
    return np.array(values, np.int64)


def hashes(values: list[int]) -> Hashes:
    return np.array(values, np.uint64)


def runs_of(pairs: list[tuple[int, int]]) -> Runs:
    return Runs.between(ints([start for start, _ in pairs]), ints([end for _, end in pairs]))


@given(RUNS)
def test_members_know_their_run_their_row_and_their_rank(pairs: list[tuple[int, int]]) -> None:
    runs = runs_of(pairs)
    members = [
        (number, row, row - start)
        for number, (start, end) in enumerate(pairs)
        for row in range(start, end)
    ]
    assert len(runs) == len(pairs)
    assert runs.end.tolist() == [end for _, end in pairs]
    assert runs.owner.tolist() == [number for number, _, _ in members]
    assert runs.positions.tolist() == [row for _, row, _ in members]
    assert runs.ranks.tolist() == [rank for _, _, rank in members]
    assert runs.spread(runs.start).tolist() == [pairs[number][0] for number, _, _ in members]
    owner, row = expand(runs.start, runs.size)
    assert (owner.tolist(), row.tolist()) == (runs.owner.tolist(), runs.positions.tolist())


@given(SIZES)
def test_runs_of_sizes_lie_side_by_side(sizes: list[int]) -> None:
    runs = Runs.of_sizes(ints(sizes))
    assert runs.start.tolist() == [sum(sizes[:number]) for number in range(len(sizes))]
    assert runs.positions.tolist() == list(range(sum(sizes)))


@given(SMALL, SMALL)
def test_a_run_begins_where_a_column_changes(one: list[int], other: list[int]) -> None:
    rows = list(zip(one, other, strict=False))
    columns = ints([a for a, _ in rows]), ints([b for _, b in rows])
    expected = [row == 0 or rows[row] != rows[row - 1] for row in range(len(rows))]
    assert heads(*columns).tolist() == expected
    assert Runs.of_equal(*columns).size.tolist() == [
        len(list(group)) for _, group in itertools.groupby(rows)
    ]


@pytest.mark.parametrize("ufunc", [np.add, np.minimum, np.maximum])
@given(pairs=RUNS)
def test_a_reduction_is_one_a_run(ufunc: np.ufunc, pairs: list[tuple[int, int]]) -> None:
    values = np.arange(ROWS) * 7 % 5
    expected = [
        reduce(ufunc, values[start:end].tolist()) if end > start else -9 for start, end in pairs
    ]
    assert runs_of(pairs).reduce(ufunc, values, empty=-9).tolist() == expected


@given(SIZES)
def test_a_reduction_of_runs_that_tile_the_rows_is_the_same(sizes: list[int]) -> None:
    values = np.arange(sum(sizes)) * 7 % 5
    runs = Runs.of_sizes(ints(sizes))
    parts = [values[a:b].sum() for a, b in zip(runs.start, runs.end, strict=True)]
    assert runs.reduce(np.add, values).tolist() == parts


@given(RUNS, st.integers(0, 3), st.integers(0, 3))
def test_windows_stay_in_their_table(pairs: list[tuple[int, int]], before: int, after: int) -> None:
    wider = runs_of(pairs).windows(before, after, ROWS)
    assert list(zip(wider.start.tolist(), wider.end.tolist(), strict=True)) == [
        (max(start - before, 0), min(end + after, ROWS)) for start, end in pairs
    ]


@given(st.sets(st.integers(0, 50)), st.lists(st.integers(-2, 52)))
def test_the_row_at_an_offset_is_the_last_that_begins_before(
    starts: set[int], offsets: list[int]
) -> None:
    start = sorted(starts)
    expected = [sum(begin <= offset for begin in start) - 1 for offset in offsets]
    assert row_at(ints(start), ints(offsets)).tolist() == expected


@given(SMALL)
def test_distinct_values_come_once_and_in_order(values: list[int]) -> None:
    assert distinct(ints(values)).tolist() == sorted(set(values))


def groups_of(order: AnyArray, head: AnyArray) -> list[list[int]]:
    return [part.tolist() for part in np.split(order, np.flatnonzero(head)[1:]) if part.size]


def plain_groups(rows: list[object]) -> list[list[int]]:
    groups: dict[object, list[int]] = {}
    for number, row in enumerate(rows):
        groups.setdefault(row, []).append(number)
    return sorted(groups.values())


@pytest.mark.parametrize("place_bits", [ragged._PLACE_BITS, 0], ids=["places", "argsort"])
@given(keys=KEYS)
def test_equal_rows_come_together_in_their_order(place_bits: int, keys: list[int]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ragged, "_PLACE_BITS", place_bits)
        assert sorted(groups_of(*equal_rows(hashes(keys)))) == plain_groups(list(keys))


@pytest.mark.parametrize("far", [0, 1 << 60], ids=["one number", "lexsort"])
@given(rows=st.lists(st.tuples(st.integers(0, 3), st.sampled_from([-0.0, 0.0, -1.5, 2.5]))))
def test_rows_are_ordered_by_document_and_value(far: int, rows: list[tuple[int, float]]) -> None:
    document, value = ints([far + row[0] for row in rows]), np.array([row[1] for row in rows])
    expected = sorted(range(len(rows)), key=rows.__getitem__)
    assert order_in_document(document, value).tolist() == expected


@given(DOCUMENT_KEYS)
def test_rows_are_equal_in_their_document_only(rows: list[tuple[int, int]]) -> None:
    document, key = ints([row[0] for row in rows]), hashes([row[1] for row in rows])
    for keys, plain in (
        ((key,), rows),
        (
            (key, key[::-1]),
            [(*row, other) for row, (_, other) in zip(rows, rows[::-1], strict=True)],
        ),
    ):
        groups = plain_groups(list(plain))
        assert sorted(groups_of(*equal_in_document(document, *keys))) == groups
        again = sorted(row for group in groups for row in group if len(group) > 1)
        assert recurring_in_document(document, *keys).tolist() == again
        first = {row: group[0] for group in groups for row in group}
        assert first_in_document(document, *keys).tolist() == [first[n] for n in range(len(rows))]
        mixed = keys_in_document(document, *keys)
        assert len(set(mixed.tolist())) == len(groups)


@given(st.lists(st.integers(0, 9), min_size=1), st.lists(st.integers(0, 9)))
def test_what_an_ascending_column_holds(column: list[int], values: list[int]) -> None:
    found = held(ints(sorted(column)), ints(values))
    assert found.tolist() == [value in column for value in values]


@given(
    st.lists(st.integers(0, 40), max_size=30),
    st.lists(st.integers(-3, 60), max_size=30),
)
def test_values_among_others_are_those_of_isin(column: list[int], wanted: list[int]) -> None:
    values = np.array(column, np.int64)
    assert among(values, wanted).tolist() == np.isin(values, wanted).tolist()
