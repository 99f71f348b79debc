"""One Spark session for all tests of a worker: local, on two cores."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from copydesk.distributed.session import NoSpark, need_checkpoints, need_java, need_spark

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="session")
def spark() -> Iterator[SparkSession]:
    try:
        need_spark()
        need_java()
    except NoSpark as error:
        pytest.skip(str(error))
    from pyspark.sql import SparkSession

    paths = [str(ROOT / name) for name in ("lint", "rules", "tests")]
    os.environ["PYTHONPATH"] = os.pathsep.join([*paths, os.environ.get("PYTHONPATH", "")])
    os.environ["PYSPARK_PYTHON"] = sys.executable
    session = (
        SparkSession.builder.master("local[2, 3]")  # a task may fail twice
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", "3")
        .config("spark.log.level", "ERROR")
        # small data: what is compiled for speed would take most of the time
        .config("spark.driver.extraJavaOptions", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
        .config("spark.sql.codegen.wholeStage", "false")
        .config("spark.sql.codegen.factoryMode", "NO_CODEGEN")
        .getOrCreate()
    )
    need_checkpoints(session)
    yield session
    session.stop()
