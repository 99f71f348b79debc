"""A cluster gives the findings of a laptop: byte for byte, for any number of partitions."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest

import copydesk
import copydesk.spark
from copydesk.distributed.clusters import labels
from copydesk.distributed.listing import listed
from copydesk.distributed.parcels import ITEMS
from copydesk.distributed.session import job_of
from copydesk.distributed.spark import lint
from programs import copydesk as program
from spark_runs import (
    CLIENT,
    articles,
    fail_once,
    here,
    lines,
    mixed_files,
    option_files,
    session_of,
    there,
)

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

pytestmark = CLIENT
CORPUS = Path(__file__).parent.parent.parent / "corpus"


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of text files, records with suppressions and bad lines, and bad files."""
    folder = tmp_path_factory.mktemp("mixed")
    mixed_files(folder, 120)
    return folder


@pytest.mark.parametrize("parts", [1, 3, 17])
def test_the_corpus_has_the_same_findings(
    spark: SparkSession, parts: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(CORPUS.parent)
    session = session_of([Path("corpus")])
    assert there(spark, session, parts) == here(session)


def test_every_rule_finds_the_same_in_files_of_all_kinds(
    spark: SparkSession, mixed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(mixed)
    session = session_of([Path()])
    found = here(session)
    codes = {json.loads(one)[1]["rule"] for one in found[0]}
    assert codes >= {"DUP101", "DUP102", "DUP201", "DUP203", "BOI201", "IOE201", "IOE202"}
    assert there(spark, session, 5) == found


def test_options_decide_the_same(
    spark: SparkSession, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Floors, severities, ignores, an allow-list, a baseline with moved findings, house phrases."""
    monkeypatch.chdir(tmp_path)
    session = option_files(tmp_path)
    assert there(spark, session, 3) == here(session)


def test_a_data_frame_is_checked_as_a_table_is(spark: SparkSession) -> None:
    texts = [
        *articles(40, 5),
        None,
        "",
        "A “quote” “quote” \\ of of\nthe caf\u00e9 \U0001f600 the the.",
    ]
    table = pa.table({"url": [f"/{n}" for n in range(len(texts))], "body": texts})
    given = {"text": "body", "id": "url", "config": False, "min_confidence": 0.1}
    frame = spark.createDataFrame(table).coalesce(1)
    found = copydesk.spark.check(frame, partitions=3, **given)  # type: ignore[arg-type]
    assert found.toArrow().to_pylist() == copydesk.check(table, **given).to_arrow().to_pylist()  # type: ignore[arg-type]


def test_a_data_frame_is_deduplicated_as_a_table_is(spark: SparkSession) -> None:
    table = pa.table({"text": articles(40, 5)})
    frame = spark.createDataFrame(table).coalesce(1)
    found = copydesk.spark.dedupe(frame, config=False, partitions=2).toArrow().sort_by("row")
    expected = copydesk.dedupe(table, config=False).to_arrow()
    assert not all(expected.column("keep").to_pylist())
    assert found.drop_columns(["row"]).to_pylist() == expected.to_pylist()


def test_a_task_that_fails_is_run_again(spark: SparkSession, tmp_path: Path) -> None:
    for number, text in enumerate(articles(6)):
        (tmp_path / f"{number}.txt").write_text(text)
    session = session_of([tmp_path])
    items = listed(spark, session.sources.all, session.plan.reading, 2)
    found = lint(spark, items.mapInArrow(fail_once, ITEMS), job_of(session, 2))
    assert found.rows.where("status = 0").count() == sum(
        json.loads(one)[0] == 0 for one in here(session)[0]
    )


def test_many_edges_are_labelled_on_the_executors_as_on_the_driver(spark: SparkSession) -> None:
    pairs = [(0, 1, 2), (0, 2, 3), (0, 5, 9), (1, 1, 9), (0, 3, 4), (0, 7, 9), (1, 9, 12)]
    edges = spark.createDataFrame(pairs, "rule int, first long, second long")
    few, many = (
        sorted(map(tuple, labels(spark, edges, most).collect())) for most in (len(pairs), 0)
    )
    assert few == many
    assert (0, 4, 1) in few
    assert (0, 7, 5) in few


def test_the_command_writes_the_lines_of_a_local_run(tmp_path: Path) -> None:
    options = ["--isolated", "--no-cache", "--select", "ALL"]
    out = tmp_path / "report"
    made = ["--runner", "spark", "--master", "local[2]", f"--output-format=json-lines:{out}"]
    env = {"PYSPARK_SUBMIT_ARGS": "--conf spark.sql.shuffle.partitions=2 pyspark-shell"}
    env |= {"PYTHONPATH": os.pathsep.join(str(CORPUS.parent / name) for name in ("lint", "rules"))}
    home = CORPUS.parent
    cluster = program(home, "check", "corpus", *options, *made, within=600, env=env)
    local = program(home, "check", "corpus", *options, "--output-format=json-lines")
    assert cluster.returncode == local.returncode == 1, cluster.stderr
    *expected, last = local.stdout.splitlines()
    assert lines(out / "findings") == expected
    summary = json.loads(last)
    clusters = [{"type": "cluster", **one} for one in summary.pop("clusters")]
    assert [json.loads(line) for line in lines(out / "clusters")] == clusters
    assert [json.loads(line) for line in lines(out / "summary")] == [summary]
