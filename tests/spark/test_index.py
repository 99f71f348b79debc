"""New texts held against an index, or against other files, on Spark: the findings of a local run."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest

import copydesk
import copydesk.spark
from programs import copydesk as program
from spark_runs import CLIENT, articles, lines, old_and_new

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

pytestmark = CLIENT
ROOT = Path(__file__).parent.parent.parent


def test_a_data_frame_is_held_against_another_or_its_index(
    spark: SparkSession, tmp_path: Path
) -> None:
    texts = articles(60, 9)
    old, new = (
        pa.table({"url": [f"/{name}/{n}" for n in range(len(some))], "body": some})
        for name, some in (("old", texts[:40]), ("new", texts[30:]))
    )
    named: dict[str, Any] = {"text": "body", "id": "url"}
    given: dict[str, Any] = {"config": False, "min_confidence": 0.1}
    expected = copydesk.check(new, against=old, **named, **given).to_arrow().to_pylist()
    assert any(row["other_path"] == "<against>" for row in expected)
    frames = [spark.createDataFrame(table).coalesce(1) for table in (old, new)]
    index = str(tmp_path / "index")
    copydesk.spark.index(frames[0], index, config=False, **named)
    for against in (frames[0], index):
        found = copydesk.spark.check(frames[1], against=against, partitions=3, **named, **given)
        assert found.toArrow().to_pylist() == expected
    with pytest.raises(copydesk.InputError, match="holds an index already"):
        copydesk.spark.index(frames[0], index, config=False, **named)
    with pytest.raises(copydesk.InputError, match="build it again"):
        copydesk.spark.check(frames[1], against=index, select=["DUP"], **named, **given)
    with pytest.raises(copydesk.InputError, match="is no index"):
        copydesk.spark.check(frames[1], against=str(tmp_path / "none"), **named, **given)


def test_the_command_builds_an_index_and_checks_against_it(tmp_path: Path) -> None:
    old_and_new(tmp_path)
    spark = ["--runner", "spark", "--master", "local[2]"]
    env = {"PYSPARK_SUBMIT_ARGS": "--conf spark.sql.shuffle.partitions=2 pyspark-shell"}
    env |= {"PYTHONPATH": os.pathsep.join(str(ROOT / name) for name in ("lint", "rules"))}
    env |= {"SOURCE_DATE_EPOCH": "1800000000"}
    conditions = ["--fail-if", "duplication > 2%", "--fail-if=findings > 30", "--fail-if=GAR > 1%"]

    def run(*arguments: str) -> Any:
        return program(tmp_path, *arguments, within=300, env=env)

    built = run("index", "build", "m-old", "--isolated", *spark, "--output-folder", "lake")
    assert built.returncode == 0, built.stderr
    common = ["check", "a-new", "z-new", "--isolated", "--no-cache", *conditions]
    on_spark = [*spark, "--output-format=json-lines:report", "--history=there.db"]
    cluster = run(*common, "--against", "lake", *on_spark)
    here = ["--output-format=json-lines", "--history=here.db"]
    local = run(*common, "--against", "m-old", *here)
    assert cluster.returncode == local.returncode == 1, cluster.stderr
    said = [line for line in local.stderr.splitlines() if b"more than" in line]
    assert said
    assert said == [line for line in cluster.stderr.splitlines() if b"more than" in line]
    *expected, last = local.stdout.splitlines()
    assert lines(tmp_path / "report" / "findings") == expected
    summary = json.loads(last)
    clusters = [{"type": "cluster", **one} for one in summary.pop("clusters")]
    assert [json.loads(line) for line in lines(tmp_path / "report" / "clusters")] == clusters
    assert [json.loads(line) for line in lines(tmp_path / "report" / "summary")] == [summary]
    from copydesk.output.history import read_runs

    there, alike = (read_runs(tmp_path / f"{name}.db") for name in ("there", "here"))
    assert there == alike
    plain = run(*common, "--against", "lake")
    assert plain.returncode == 2
    assert b"add --runner spark" in plain.stderr
