"""A Spark session for a run, and what a run of copydesk is there."""

from __future__ import annotations

import atexit
import os
import re
import shutil
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

from copydesk.config.select import KnownIgnores
from copydesk.distributed.job import Job
from copydesk.engine.decide import Decisions

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

    from copydesk.running.session import Session

_JAVA = 17
_LOCAL = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.log.level": "ERROR",
}

# What tells that `spark-submit`, or the configuration of an installed Spark, says where to run.
_SAYS_WHERE = ("PYSPARK_GATEWAY_PORT", "PYSPARK_SUBMIT_ARGS", "SPARK_HOME", "SPARK_CONF_DIR")


class NoSpark(Exception):
    """Spark cannot be started; the message says what is missing, and what to do."""


def need_spark() -> None:
    """Raise NoSpark unless pyspark can be imported."""
    try:
        import pyspark
    except ImportError:
        raise NoSpark("Spark needs an extra: pip install 'copydesk[spark]'") from None
    if int(pyspark.__version__.split(".")[0]) < 4:
        raise NoSpark(
            f"copydesk needs pyspark 4, this is {pyspark.__version__}: pip install 'copydesk[spark]'"
        )


def need_java() -> None:
    """Raise NoSpark unless there is a Java that runs Spark."""
    home = os.environ.get("JAVA_HOME")
    java = str(Path(home) / "bin" / "java") if home else shutil.which("java")
    advice = f"install Java {_JAVA} (as openjdk-{_JAVA}-jre-headless) or set JAVA_HOME"
    if java is None:
        raise NoSpark(f"Spark needs Java {_JAVA}, and there is none; {advice}")
    try:
        asked = [java, "-version"]
        told = subprocess.run(asked, capture_output=True, text=True, check=False).stderr  # noqa: S603
    except OSError as error:
        raise NoSpark(f"Java cannot be started ({java}: {error.strerror}); {advice}") from None
    found = re.search(r'version "(\d+)', told)
    if found is None or int(found[1]) < _JAVA:
        raise NoSpark(
            f"Spark needs Java {_JAVA}, {java} is {found[1] if found else 'none'}; {advice}"
        )


def started(master: str | None) -> SparkSession:
    """Return the session that runs already, or a new one; raises NoSpark.

    `master`: where, None for what `spark-submit` or an installed Spark says, else all cores of this
    machine. A local one that is named so listens on this machine alone.
    """
    need_spark()
    from pyspark.sql import SparkSession

    if running := SparkSession.getActiveSession():
        return running
    need_java()
    # Only Arrow is used; pyspark looks at pandas wherever it is installed.
    warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas", FutureWarning)
    if master is None and not any(name in os.environ for name in _SAYS_WHERE):
        master = "local[*]"
    builder = SparkSession.builder.appName("copydesk")
    builder = builder.master(master) if master else builder
    if master and master.startswith("local"):
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
        for key, value in _LOCAL.items():
            builder = builder.config(key, value)
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    try:
        return builder.getOrCreate()
    except Exception as error:
        raise NoSpark(
            f"Spark cannot be started on {master or 'its master'}: {str(error).splitlines()[0]}"
        ) from error


def need_checkpoints(spark: SparkSession) -> None:
    """See that there is a folder for checkpoints: on one machine a temporary one; raises NoSpark."""
    context = spark.sparkContext
    if context.getCheckpointDir() is not None:
        return
    if not (context.master or "").startswith("local"):
        raise NoSpark(
            "a cluster needs a folder for checkpoints that all executors reach; pass "
            "--conf spark.checkpoint.dir=hdfs:///tmp/copydesk, or call sparkContext.setCheckpointDir"
        )
    folder = tempfile.mkdtemp(prefix="copydesk-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    context.setCheckpointDir(folder)


def parts_of(spark: SparkSession) -> int:
    """Return into how many partitions a shuffle goes."""
    return int(spark.conf.get("spark.sql.shuffle.partitions") or 200)


def job_of(session: Session, parts: int, *, in_rows: bool = False) -> Job:
    """Return what a session asks for, in terms that executors understand in any folder."""
    scope, decisions = session.scope(session.sources.all), session.decisions(None)
    ignores = KnownIgnores(decisions.ignores.by_path(one.path for one in session.sources.all))
    baseline = session.baseline()
    entries = baseline.entries if baseline else ()
    return Job(
        session.plan,
        scope,
        Decisions(
            ignores,
            decisions.allowed,
            None,
            decisions.whole,
            linted=scope.checked,
            levels=decisions.levels,
        ),
        parts,
        baseline,
        frozenset(e.path for e in entries if session.may_have_lost(e.path)),
        in_rows,
        kinds=session.options.counts_kinds,
    )
