"""What the cluster runner does without Spark: passes over sorted rows, refusals, messages."""

from __future__ import annotations

import itertools
import pickle
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.distributed import session
from copydesk.distributed.sending import received, sent
from copydesk.distributed.units import COUNT, KEYS, PAIR, collapsed, paired
from copydesk.reading.formats import format_of
from copydesk.reading.read import portions, read
from copydesk.reading.source import ReadOptions, Source
from programs import inline

SAMPLES = Path(__file__).parent / "samples"

ROWS = st.lists(
    st.tuples(st.integers(0, 1), st.integers(0, 4), st.integers(0, 5), st.integers(0, 3)),
    unique=True,
)


def batches(rows: list[Any], names: list[str], size: int) -> list[Any]:
    columns = [[row[n] for row in rows] for n in range(len(names))]
    table = pa.table(dict(zip(names, columns, strict=True)))
    return list(table.to_batches(max_chunksize=size))


def units(rows: list[Any]) -> list[tuple[int, int, int]]:
    return sorted(
        {(sketch, value, document << 24 | unit) for sketch, value, document, unit in rows}
    )


@given(ROWS, st.integers(1, 7))
def test_each_member_of_a_key_meets_its_first_and_the_one_before(
    rows: list[Any], size: int
) -> None:
    every = units(rows)
    found = {
        tuple(row.values())
        for batch in paired(batches(every, ["sketch", "key", "unit"], size))
        for row in batch.to_pylist()
    }
    expected = set()
    for sketch, key in {row[:2] for row in every}:
        some = [unit for *about, unit in every if about == [sketch, key]]
        expected |= {(sketch, some[0], unit) for unit in some[1:]}
        expected |= {(sketch, one, other) for one, other in itertools.pairwise(some)}
    assert found == expected


@given(ROWS, st.integers(1, 7))
def test_equal_contents_are_collapsed_and_counted(rows: list[Any], size: int) -> None:
    every = [(*row, [row[1], 7]) for row in units(rows)]
    found = [
        tuple(row.values())
        for batch in collapsed(batches(every, ["sketch", "content", "unit", "keys"], size))
        for row in batch.to_pylist()
    ]
    first: dict[tuple[int, int], int] = {}
    for sketch, content, unit, _ in every:
        first.setdefault((sketch, content), unit)
    pairs = [
        (PAIR, s, c, first[s, c], unit, None) for s, c, unit, _ in every if first[s, c] != unit
    ]
    keys = [(KEYS, s, c, unit, unit, [c, 7]) for (s, c), unit in first.items()]
    counts = []
    for about in first:
        some = [unit for *other, unit, _ in every if tuple(other) == about]
        if len(some) > 1:
            counts.append((COUNT, *about, len(some), len({unit >> 24 for unit in some}), None))
    assert sorted(found, key=repr) == sorted([*pairs, *keys, *counts], key=repr)


def test_a_hot_key_costs_two_pairs_a_member_and_one_batch_of_memory() -> None:
    size, count = 1 << 10, 100_000
    columns = {
        "sketch": np.zeros(count, np.int32),
        "key": np.zeros(count, np.int64),
        "unit": np.arange(count) << 24,
    }
    made = [batch.num_rows for batch in paired(pa.table(columns).to_batches(max_chunksize=size))]
    assert sum(made) == 2 * (count - 1)
    assert max(made) <= size


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ([], "writes to folders; add --output-format json-lines:DIR"),
        (["--output-format=json-lines"], "writes to folders"),
        (["--output-format=sarif:x"], "writes json-lines and parquet, not sarif"),
        (["--output-format=parquet:x", "--fix"], "--fix does not go with --runner spark"),
        (["--output-format=parquet:x", "--baseline-from-ref", "HEAD"], "pass --baseline"),
        (["--output-format=parquet:x", "--fail-if", "GAR"], "'GAR' is no condition"),
        (["--output-format=parquet:x", "--history", "x.csv"], "a history is a SQLite file"),
        (
            ["--output-format=parquet:x", "--against", "s3://lake/index", "--against-tracked"],
            "s3://lake/index is all that a run is held against",
        ),
        (["--output-format=parquet:x", "-"], "standard input does not go with"),
    ],
)
def test_what_a_cluster_cannot_do_is_refused(
    options: list[str], message: str, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text("One day.")
    done = inline(tmp_path, "check", "a.txt", "--runner", "spark", *options)
    assert done.returncode == 2
    assert message in done.stderr.decode()


@pytest.mark.parametrize("options", [["--runner", "spark"], ["--output-folder", "lake"]])
def test_an_index_on_spark_has_a_folder(options: list[str], tmp_path: Path) -> None:
    done = inline(tmp_path, "index", "build", ".", *options)
    assert done.returncode == 2
    assert b"--runner spark and --output-folder DIR go together" in done.stderr


def test_a_folder_of_parquet_needs_a_cluster(tmp_path: Path) -> None:
    done = inline(tmp_path, "check", ".", "--output-format", "parquet:x")
    assert done.returncode == 2
    assert b"--runner spark" in done.stderr


def test_java_is_missed_in_words(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(session.NoSpark, match=r"needs Java 17.*openjdk-17-jre-headless"):
        session.need_java()
    java = tmp_path / "java"
    java.write_text("#!/bin/sh\necho 'openjdk version \"11.0.2\"' >&2\n")
    java.chmod(0o755)
    with pytest.raises(session.NoSpark, match="is 11"):
        session.need_java()


@pytest.mark.parametrize("value", [print, Path.unlink, session.need_java, inline, type])
def test_no_function_is_received_from_another_task(value: Any) -> None:
    with pytest.raises(pickle.UnpicklingError, match="is not sent between tasks"):
        received(sent(value))


@pytest.mark.parametrize("name", sorted(path.name for path in SAMPLES.iterdir()))
def test_a_document_of_each_format_is_sent_with_its_places(name: str) -> None:
    kind, packing = format_of(name)
    assert kind
    options = ReadOptions()
    source = Source(name, SAMPLES / name, kind, packing)
    for portion in portions(source, options):
        for document in read(portion, options)[0]:
            copy = received(sent(document))
            assert copy.text == document.text
            spans = [(at, min(at + 5, len(copy.text))) for at in range(0, len(copy.text), 50)]
            assert copy.origin.places(spans) == document.origin.places(spans)
            assert [copy.origin.edit(*span, "x & y") for span in spans] == [
                document.origin.edit(*span, "x & y") for span in spans
            ]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.html", "<h1>Kelling</h1><p>The ferry &amp; the quay are closed.</p>"),
        ("a.srt", "1\n00:00:01,000 --> 00:00:02,000\nThe ferry is late.\n"),
        ("a.eml", "From: a@b.c\nSubject: ferry\nContent-Type: text/plain\n\nThe ferry is late.\n"),
        ("a.jsonl", '{"id": 1, "text": "The \\u201cferry\\u201d\\nis late."}\n'),
        ("a.txt", "The ferry is late.\n"),
    ],
)
def test_a_document_that_was_placed_is_sent_too(name: str, text: str) -> None:
    kind, _ = format_of(name)
    assert kind
    source = Source(name, None, kind, content=text.encode())
    for portion in portions(source, ReadOptions()):
        for document in read(portion, ReadOptions())[0]:
            place = document.origin.place(0, 9)
            copy = received(sent(document))
            assert copy.origin.place(0, 9) == place
            assert copy.origin.edit(4, 9, "b < c") == document.origin.edit(4, 9, "b < c")
