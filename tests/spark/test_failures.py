"""What a cluster loses changes no report: two workers on this machine."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from copydesk.distributed.session import NoSpark, need_java, need_spark
from spark_cluster import standalone
from spark_runs import CLIENT, here, mixed_files, session_of

pytestmark = [*CLIENT, pytest.mark.skipif(sys.platform != "linux", reason="signals, /proc")]
ROOT = Path(__file__).parent.parent.parent
_CONF = {
    "spark.executor.memory": "600m",
    "spark.driver.memory": "600m",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.ui.enabled": "false",
    "spark.log.level": "ERROR",
}


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    try:
        need_spark()
        need_java()
    except NoSpark as error:
        pytest.skip(str(error))
    with standalone(tmp_path_factory.mktemp("cluster")) as url:
        yield url


def test_a_lost_executor_changes_nothing(
    cluster: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = tmp_path / "texts"
    texts.mkdir()
    mixed_files(texts, 30)
    monkeypatch.chdir(texts)
    conf = {
        **_CONF,
        "spark.checkpoint.dir": str(tmp_path / "checkpoints"),
    }
    given = " ".join(f"--conf {name}={value}" for name, value in conf.items())
    paths = [str(ROOT / name) for name in ("lint", "rules", "tests")]
    env = os.environ | {
        "PYTHONPATH": os.pathsep.join([*paths, os.environ.get("PYTHONPATH", "")]),
        "PYSPARK_SUBMIT_ARGS": f"{given} pyspark-shell",
        "PYSPARK_PYTHON": sys.executable,
        "SPARK_LOCAL_IP": "127.0.0.1",
    }
    out = tmp_path / "report.txt"
    driver = [sys.executable, str(ROOT / "tests" / "spark_driver.py"), cluster, str(out)]
    done = subprocess.run(driver, env=env, capture_output=True, timeout=600, check=False)
    assert done.returncode == 0, done.stderr.decode()[-3000:]
    assert out.with_suffix(".mark").exists()
    findings, clusters, counts = here(session_of([Path()]))
    expected = [*(one.decode() for one in findings), *(one.decode() for one in clusters)]
    assert out.read_text().split("\n") == [*expected, json.dumps(counts)]
