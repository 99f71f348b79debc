"""Measure the cluster runner against a local run: time, processor time, shuffled bytes, memory.

    python benchmarks/spark.py FILE.jsonl [--copies N] [--masters local[1] local[2]] [--parts N]

FILE is copied N times with its records' sentences shuffled in the copies, so that keys grow with the
text. Each run is a process of its own; processor time is that of all its children, memory that of the largest process so far.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any


def main() -> None:
    """Run and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--copies", type=int, default=1)
    parser.add_argument("--masters", nargs="*", default=["local[1]", "local[2]"])
    parser.add_argument("--parts", type=int, default=8)
    parser.add_argument("--one", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one is not None:
        print(json.dumps(measured(given.one, given.file, given.parts)))
        return
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data.jsonl"
        size = written(given.file, data, given.copies)
        print(f"{size / 1e6:.1f} MB")
        for where in ("local", *given.masters):
            command = [
                sys.executable,
                __file__,
                str(data),
                "--one",
                where,
                "--parts",
                str(given.parts),
            ]
            before = time.perf_counter()
            told = json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)
            told["wall"] = time.perf_counter() - before
            told["largest_mb"] = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
            print(where, {key: round(value, 2) for key, value in told.items()}, flush=True)


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


def measured(where: str, file: Path, parts: int) -> dict[str, float]:
    """Lint a file in one place; return seconds, processor seconds and what Spark shuffled."""
    from copydesk.config.options import RunOptions
    from copydesk.running.session import Session

    session = Session.open([str(file)], RunOptions(isolated=True, no_cache=True, jobs=1))
    if where == "local":
        began, findings = time.perf_counter(), len(session.lint(session.sources.all).findings)
        return {
            "seconds": time.perf_counter() - began,
            "processor": _processor(),
            "found": findings,
        }
    from copydesk.distributed.listing import listed
    from copydesk.distributed.session import job_of, need_checkpoints, started
    from copydesk.distributed.spark import lint

    os.environ.setdefault("PYTHONPATH", os.pathsep.join(sys.path))
    spark = started(where)
    need_checkpoints(spark)
    began = time.perf_counter()
    items = listed(spark, session.sources.all, session.plan.reading, parts)
    found = lint(spark, items, job_of(session, parts)).ordered(parts).where("status = 0").count()
    seconds = time.perf_counter() - began
    shuffled = _shuffled(spark)
    spark.stop()
    return {
        "seconds": seconds,
        "processor": _processor(),
        "found": found,
        "shuffled_per_byte": shuffled / file.stat().st_size,
    }


def _shuffled(spark: Any) -> int:
    """Return the bytes that all stages of a session wrote to shuffles."""
    quantiles = spark.sparkContext._gateway.new_array(spark._jvm.double, 0)
    store = spark.sparkContext._jsc.sc().statusStore()
    stages = store.stageList(None, False, False, quantiles, None)
    return sum(stages.apply(number).shuffleWriteBytes() for number in range(stages.size()))


def _processor() -> float:
    return sum(
        used.ru_utime + used.ru_stime
        for used in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


if __name__ == "__main__":
    main()
