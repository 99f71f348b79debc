"""Measure speed and memory on a corpus.

Each stage and rule, the whole run, beside `wc -w` and `re.findall` in the same run.

    python benchmarks/throughput.py CORPUS [--jobs N]

CORPUS is a file or folder that copydesk reads. Prints MB/s of the corpus's own bytes (unpacked),
one core unless --jobs says more, the peak memory of the run, and the ratio of times when the input
doubles. Absolute figures vary with the machine; compare ratios.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from copydesk.columns.batch import Batch
from copydesk.engine.batching import BATCH_CHARACTERS
from copydesk.engine.plan import Plan, Resources
from copydesk.engine.registry import load_rules
from copydesk.engine.run import run
from copydesk.output.formats import renderer
from copydesk.output.render_input import RenderInput
from copydesk.reading.document import Document
from copydesk.reading.read import portions, read
from copydesk.reading.source import ReadOptions, Source
from copydesk.reading.walk import Walker


def documents(sources: list[Source]) -> list[Document]:
    """Read every document into memory."""
    options = ReadOptions()
    return [
        d
        for source in sources
        for portion in portions(source, options)
        for d in read(portion, options)[0]
    ]


def columns(texts: list[Document]) -> float:
    """Return the seconds that all tables of all documents take.

    Words with hashes, blocks, sentences.
    """
    batches: list[list[Document]] = [[]]
    size = 0
    for text in texts:
        if size > BATCH_CHARACTERS:
            batches.append([])
            size = 0
        batches[-1].append(text)
        size += len(text.text)
    _ = Batch(
        [texts[0].column_text]
    ).sentences  # tables of characters and words are loaded once a process
    began = time.perf_counter()
    for some in batches:
        batch = Batch([text.column_text for text in some])
        _ = batch.words.hash, batch.blocks, batch.sentences
    return time.perf_counter() - began


def word_count(text: bytes) -> tuple[float, float]:
    """Return the seconds of `wc -w` and of `re.findall` over the same bytes."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(text)
        file.flush()
        began = time.perf_counter()
        subprocess.run(
            [shutil.which("wc") or "wc", "-w", file.name], check=True, capture_output=True
        )
        counted = time.perf_counter() - began
    decoded = text.decode("utf-8", "replace")
    began = time.perf_counter()
    len(re.findall(r"\w+", decoded))
    return counted, time.perf_counter() - began


def lint(
    paths: list[str],
    jobs: int,
    answer: multiprocessing.Queue[tuple[float, float, int, dict[str, float]]],
) -> None:
    """Lint in a process of its own, so that its peak memory is its own.

    Answer (seconds, peak MB, findings, seconds by stage).
    """
    sources = Walker(Path.cwd(), gitignore=False).find(paths)
    codes = tuple(code for code, rule in load_rules().items() if not rule.tier)
    began = time.perf_counter()
    report = run(Plan(codes), sources, resources=Resources(jobs, timed=True))
    middle = time.perf_counter()
    renderer("json")(RenderInput(report, load_rules(), exit_code=1))
    done = time.perf_counter()
    peak = (
        resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        + resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    ) / 1024
    answer.put(
        (done - began, peak, len(report.findings), {**report.seconds, "output": done - middle})
    )


def linted(paths: list[str], jobs: int = 1) -> tuple[float, float, int, dict[str, float]]:
    """Run `lint` and return its answer."""
    context = multiprocessing.get_context("spawn")
    answer: multiprocessing.Queue[tuple[float, float, int, dict[str, float]]] = context.Queue()
    process = context.Process(target=lint, args=(paths, jobs, answer))
    process.start()
    outcome = answer.get()
    process.join()
    return outcome


def doubled(texts: list[Document]) -> float:
    """Return the time of linting all documents over that of linting a half of them."""
    with tempfile.TemporaryDirectory() as folder:
        spent = []
        for name, some in (("half", texts[::2]), ("whole", texts)):
            path = Path(folder) / f"{name}.jsonl"
            path.write_text(
                "".join(json.dumps({"id": n, "text": d.text}) + "\n" for n, d in enumerate(some)),
                encoding="utf-8",
            )
            spent.append((linted([str(path)])[0], sum(len(d.text) for d in some)))
        (half, half_size), (whole, whole_size) = spent
        return whole / half / (whole_size / half_size) * 2


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpus")
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    sources = Walker(Path.cwd(), gitignore=False).find([options.corpus])
    texts = documents(sources)
    plain = "\n\n".join(d.text for d in texts).encode("utf-8", "replace")
    size = len(plain) / 1e6
    counted, found = word_count(plain)
    print(f"{len(texts)} documents, {size:.1f} MB of text\n")
    print(f"{'wc -w':<28}{size / counted:8.1f} MB/s")
    print(f"{'re.findall(word)':<28}{size / found:8.1f} MB/s")
    spent = min(columns(texts) for _ in range(3))
    print(f"{'columns':<28}{size / spent:8.1f} MB/s   {found / spent:5.2f} x re.findall")
    seconds, peak, findings, stages = linted([options.corpus])
    for stage, used in sorted(stages.items(), key=lambda item: -item[1]):
        print(f"  {stage:<26}{size / max(used, 1e-9):8.1f} MB/s   {used:6.3f} s")
    print(
        f"{'whole lint, one core':<28}{size / seconds:8.1f} MB/s   {found / seconds:5.2f} x re.findall, {findings} findings"
    )
    print(f"{'peak memory':<28}{peak:8.0f} MB")
    if options.jobs > 1:
        several = linted([options.corpus], options.jobs)
        print(
            f"{f'whole lint, {options.jobs} jobs':<28}{size / several[0]:8.1f} MB/s   {seconds / several[0]:5.2f} x one core"
        )
    print(f"{'input doubled':<28}{doubled(texts):8.2f} x the time")
    began = time.perf_counter()
    for _ in range(5):
        subprocess.run(
            [sys.executable, "-m", "copydesk", "--version"], check=True, capture_output=True
        )
    print(f"{'copydesk --version':<28}{(time.perf_counter() - began) * 200:8.0f} ms")


if __name__ == "__main__":
    main()
