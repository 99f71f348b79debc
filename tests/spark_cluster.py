"""A standalone cluster of Spark on this machine: a master, and workers of one core each."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

_PATIENCE = 90  # seconds until all are there: on a busy machine each starts for some
_ELSEWHERE = ("SPARK_HOME", "SPARK_CONF_DIR")


@contextlib.contextmanager
def standalone(folder: Path, *, workers: int = 2, memory: str = "1g") -> Iterator[str]:
    """Yield the URL of a cluster that works in a folder; all of its processes end with it."""
    import pyspark

    program = str(Path(pyspark.__file__).parent / "bin" / "spark-class")
    deploy = "org.apache.spark.deploy"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url, here = f"spark://127.0.0.1:{port}", ["--host", "127.0.0.1", "--webui-port", "0"]
    env = {name: value for name, value in os.environ.items() if name not in _ELSEWHERE}
    env |= {"SPARK_LOCAL_IP": "127.0.0.1", "SPARK_LOCAL_DIRS": str(folder / "local")}
    env |= {"SPARK_DAEMON_JAVA_OPTS": "-XX:+UseSerialGC", "SPARK_DAEMON_MEMORY": "256m"}
    env |= {"PYSPARK_PYTHON": sys.executable}
    with contextlib.ExitStack() as stack:

        def start(name: str, *arguments: str) -> Path:
            log = folder / f"{name}.log"
            command = [program, *arguments]
            with log.open("wb") as out:
                started = subprocess.Popen(command, stdout=out, stderr=out, env=env)
            stack.callback(_end, started)
            return log

        log = start("master", f"{deploy}.master.Master", *here, "--port", str(port))
        _wait(log, "elected leader", 1)
        for number in range(workers):
            given = ["-c", "1", "-m", memory, "--work-dir", str(folder / f"work{number}")]
            start(f"worker{number}", f"{deploy}.worker.Worker", *here, *given, url)
        _wait(log, "Registering worker", workers)
        yield url


def _wait(log: Path, text: str, count: int) -> None:
    end = time.monotonic() + _PATIENCE
    while log.read_text(errors="replace").count(text) < count:
        if time.monotonic() > end:
            raise TimeoutError(f"no {text!r} in {log.read_text(errors='replace')[-2000:]}")
        time.sleep(0.2)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process; executors end with their worker."""
    process.terminate()
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(30)
    process.kill()
    process.wait()
