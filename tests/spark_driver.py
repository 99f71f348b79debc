"""A run on a cluster in which an executor is killed: what tests/spark/test_failures.py starts.

python spark_driver.py MASTER OUT, in the folder to lint
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any

from copydesk.distributed import pairing
from copydesk.distributed.session import need_checkpoints, started
from spark_runs import session_of, there


def die(batches: Iterable[Any], *, stage: Callable[..., Any], mark: Path, **given: Any) -> Any:
    """Kill the executor of the first task that gets here: a task's process is the child of one that
    the executor started.
    """
    try:
        mark.touch(exist_ok=False)
    except FileExistsError:
        return stage(batches, **given)
    status = Path(f"/proc/{os.getppid()}/stat").read_text()
    os.kill(int(status.rpartition(")")[2].split()[1]), signal.SIGKILL)
    time.sleep(60)  # it is ended with its executor
    raise AssertionError("the executor is alive")


def main() -> None:
    """Run, and write the report."""
    master, out = sys.argv[1:]
    stages: Any = pairing
    stages.matched = partial(die, stage=stages.matched, mark=Path(out).with_suffix(".mark"))
    spark = started(master)
    need_checkpoints(spark)
    findings, clusters, counts = there(spark, session_of([Path()]), 4)
    told = [*(one.decode() for one in findings), *(one.decode() for one in clusters)]
    Path(out).write_text("\n".join([*told, json.dumps(counts)]))
    spark.stop()


if __name__ == "__main__":
    main()
