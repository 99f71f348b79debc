"""Measure the cluster runner against a local run: time, processor time, shuffled bytes, memory.

    python benchmarks/spark.py FILE.jsonl [--copies N] [--masters local local[1] standalone] [--parts N]

FILE is copied N times, with the words of each text shuffled in the copies, so that keys grow with the
text. Each run is a process of its own. Processor time and memory are those of all processes that it
starts, with Java and the workers of Python; memory is the most that they have together, looked at
twice a second, so that pages which workers share count for each. `standalone` is a master and two
workers of one core on this machine. `--stages` prints what the stages of Spark took. Linux only.
"""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
_SUBREAPER = 36  # PR_SET_CHILD_SUBREAPER: what outlives its parent is waited for here


def main() -> None:
    """Run and print a line a master."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--copies", type=int, default=1)
    parser.add_argument(
        "--masters", nargs="*", default=["local", "local[1]", "local[2]", "standalone"]
    )
    parser.add_argument("--parts", type=int, default=8)
    parser.add_argument("--stages", action="store_true")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one is not None:
        print(json.dumps(measured(given.one, given.file, given.parts, stages=given.stages)))
        return
    ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data.jsonl"
        size = written(given.file, data, given.copies)
        print(f"{size / 1e6:.1f} MB", flush=True)
        for where in given.masters:
            with _master(where, Path(folder)) as master:
                told = _run(master, data, given)
            told["processor"] = _processor() - told.pop("before")
            print(where, {key: round(value, 2) for key, value in told.items()}, flush=True)


@contextlib.contextmanager
def _master(where: str, folder: Path) -> Iterator[str]:
    if where != "standalone":
        yield where
        return
    sys.path.append(str(ROOT / "tests"))
    from spark_cluster import standalone

    os.environ |= {
        "PYSPARK_SUBMIT_ARGS": f"--conf spark.checkpoint.dir={folder}/checkpoints"
        " --conf spark.executor.memory=2g --conf spark.driver.host=127.0.0.1"
        " --conf spark.driver.bindAddress=127.0.0.1 --conf spark.ui.enabled=false"
        " --conf spark.log.level=ERROR pyspark-shell"
    }
    with standalone(folder, memory="3g") as url:
        yield url


def _run(master: str, data: Path, given: argparse.Namespace) -> dict[str, float]:
    """Run in a process, watch it and all that it starts, and wait for them."""
    command = [sys.executable, __file__, str(data), "--one", master, "--parts", str(given.parts)]
    before, began = _processor(), time.perf_counter()
    peak, over = [0.0], threading.Event()
    watch = threading.Thread(target=_watch, args=(peak, over))
    watch.start()
    done = subprocess.run(
        [*command, *(["--stages"] if given.stages else [])], stdout=subprocess.PIPE, check=True
    )
    wall = time.perf_counter() - began
    over.set()
    watch.join()
    if not master.startswith("spark://"):  # a cluster's processes are waited for when it ends
        with contextlib.suppress(ChildProcessError):
            while True:
                os.wait()
    return {**json.loads(done.stdout), "wall": wall, "peak_mb": peak[0], "before": before}


def _watch(peak: list[float], over: threading.Event) -> None:
    while not over.wait(0.5):
        peak[0] = max(peak[0], _resident(os.getpid()) / 1e6)


def _resident(root: int) -> int:
    """Return the memory of all processes below one, in bytes."""
    parent: dict[int, int] = {}
    held: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
                parent[int(entry.name)] = int(fields[1])
                held[int(entry.name)] = int(fields[21]) * resource.getpagesize()
    below = {root}
    while more := {one for one, of in parent.items() if of in below} - below:
        below |= more
    return sum(held[one] for one in below - {root})


def written(file: Path, target: Path, copies: int) -> int:
    """Write a file and its shuffled copies; return the bytes."""
    rows = [json.loads(line) for line in file.read_text().splitlines()]
    draw = random.Random(1)  # noqa: S311
    with target.open("w") as out:
        for copy in range(copies):
            for number, row in enumerate(rows):
                text = row["text"]
                if copy:
                    words = text.split(" ")
                    draw.shuffle(words)
                    text = " ".join(words)
                out.write(
                    json.dumps({"id": f"{copy}-{number}", "text": text}, ensure_ascii=False) + "\n"
                )
    return target.stat().st_size


def measured(where: str, file: Path, parts: int, *, stages: bool) -> dict[str, float]:
    """Lint a file in one place; return seconds, findings and what Spark shuffled."""
    from copydesk.config.options import RunOptions
    from copydesk.running.session import Session

    session = Session.open([str(file)], RunOptions(isolated=True, no_cache=True, jobs=1))
    if where == "local":
        began, findings = time.perf_counter(), len(session.lint(session.sources.all).findings)
        return {"seconds": time.perf_counter() - began, "found": findings}
    from copydesk.distributed.listing import listed
    from copydesk.distributed.session import job_of, need_checkpoints, started
    from copydesk.distributed.spark import lint

    os.environ["PYTHONPATH"] = os.pathsep.join(sys.path)
    spark = started(where)
    need_checkpoints(spark)
    began = time.perf_counter()
    items = listed(spark, session.sources.all, session.plan.reading, parts)
    found = lint(spark, items, job_of(session, parts)).unfolded.where("status = 0").count()
    seconds = time.perf_counter() - began
    every = _stages(spark)
    if stages:
        for one in sorted(every, key=lambda stage: -stage.executorRunTime()):
            said = one.executorRunTime() / 1000, one.shuffleWriteBytes() / 1e6, one.numTasks()
            print(*said, one.name()[:60], file=sys.stderr)
    shuffled = sum(one.shuffleWriteBytes() for one in every)
    spark.stop()
    return {
        "seconds": seconds,
        "found": found,
        "shuffled_per_byte": shuffled / file.stat().st_size,
    }


def _stages(spark: Any) -> list[Any]:
    """Return what Spark knows of all stages of a session."""
    quantiles = spark.sparkContext._gateway.new_array(spark._jvm.double, 0)
    store = spark.sparkContext._jsc.sc().statusStore()
    stages = store.stageList(None, False, False, quantiles, None)
    return [stages.apply(number) for number in range(stages.size())]


def _processor() -> float:
    """Return the processor seconds of all processes that ended and were waited for."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
