"""Measure how time and memory grow when the input doubles.

For real text, and for texts made to be hard for a near-duplicate join.

    python benchmarks/join_growth.py [CORPUS] [--only NAMES] [--scale SHARE] [--doublings N] [--rounds N] [--limit SECONDS] [--profile]

Each input is linted with the DUP rules, in one process of its own, at several sizes, each twice the
one before and the last the full one times `--scale`. `text` is the documents of CORPUS; the others
are described in `growing_text.py`. Rounds are interleaved, small to large, and the best time of
each size counts. Seconds are processor time of the run alone, without imports. `x time` is the time
over that of half the size, corrected for how much the text really grew: 2 is linear. A run over the
limit, by the clock, is ended, and larger ones of that input are left out. `--profile` prints the
functions that took longest in the largest run of each input.
"""

from __future__ import annotations

import argparse
import contextlib
import cProfile
import json
import multiprocessing
import pstats
import queue
import resource
import tempfile
import time
from multiprocessing.queues import Queue
from pathlib import Path
from typing import NamedTuple

from copydesk.engine.plan import Plan
from copydesk.engine.registry import load_rules
from copydesk.engine.run import run
from copydesk.reading.read import portions, read
from copydesk.reading.source import ReadOptions
from copydesk.reading.walk import Walker
from growing_text import MADE

DUPLICATES = ("DUP101", "DUP102", "DUP201", "DUP202", "DUP203", "DUP204", "DUP205")
_A_DOCUMENT = 10  # paragraphs
_SHOWN = 14  # functions of a profile


class Ran(NamedTuple):
    """One run: seconds, peak memory in MB, paragraphs, findings, and whether a rule raised."""

    seconds: float
    megabytes: float
    paragraphs: int
    findings: int
    crashed: bool


def documents(name: str, share: float, corpus: str) -> list[str]:
    """Return the documents of an input, at a share of its full size."""
    if name == "text":
        options = ReadOptions()
        sources = Walker(Path.cwd(), gitignore=False).find([corpus])
        texts = [
            d.text
            for source in sources
            for portion in portions(source, options)
            for d in read(portion, options)[0]
        ]
        return texts[:: max(1, round(1 / share))]
    full, make = MADE[name]
    paragraphs = make(max(_A_DOCUMENT, int(full * share)))
    step = len(paragraphs) if name == "document" else _A_DOCUMENT
    return ["\n\n".join(paragraphs[at : at + step]) for at in range(0, len(paragraphs), step)]


def write(texts: list[str], file: Path) -> int:
    """Write documents as JSONL, and return its bytes."""
    file.write_text(
        "".join(json.dumps({"id": str(n), "text": text}) + "\n" for n, text in enumerate(texts)),
        encoding="utf-8",
    )
    return file.stat().st_size


def lint(file: str, profile: bool, answer: Queue[Ran]) -> None:
    """Lint a file, and answer how that went.

    Run in a process of its own, so that the peak memory is its own.
    """
    sources = Walker(Path.cwd(), gitignore=False).find([file])
    load_rules()
    profiler = cProfile.Profile()
    began = time.process_time()
    with profiler if profile else contextlib.nullcontext():
        report = run(Plan(DUPLICATES), sources)
    spent = time.process_time() - began
    if profile:
        pstats.Stats(profiler).strip_dirs().sort_stats("tottime").print_stats(_SHOWN)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    answer.put(Ran(spent, peak, report.paragraphs, len(report.findings), report.crashed))


def linted(file: Path, limit: float, profile: bool = False) -> Ran | None:
    """Run `lint`, and return its answer.

    None where it takes longer than `limit` seconds or dies.
    """
    context = multiprocessing.get_context("spawn")
    answer: Queue[Ran] = context.Queue()
    process = context.Process(target=lint, args=(str(file), profile, answer))
    process.start()
    try:
        return answer.get(timeout=limit)
    except queue.Empty:
        return None
    finally:
        process.kill()
        process.join()


def measure(name: str, shares: list[float], options: argparse.Namespace, folder: Path) -> None:
    """Print a line for each size of an input."""
    sizes = [
        write(documents(name, share, options.corpus), folder / f"{number}.jsonl")
        for number, share in enumerate(shares)
    ]
    best: dict[int, Ran] = {}
    reach = len(shares)
    for _ in range(options.rounds):
        for number in range(reach):
            once = linted(folder / f"{number}.jsonl", options.limit)
            if once is None:
                reach = number
                break
            best[number] = min(once, best.get(number, once))
    for number, size in enumerate(sizes):
        ran = best.get(number)
        if ran is None:
            print(
                f"{name if not number else '':<11}{size / 1e6:8.2f}  not ended in {options.limit:.0f} s, or not run",
                flush=True,
            )
            continue
        before = best.get(number - 1)
        times = (
            f"{2 * ran.seconds / before.seconds * sizes[number - 1] / size:8.2f}"
            if before
            else f"{'':>8}"
        )
        crashed = "  a rule raised" if ran.crashed else ""
        print(
            f"{name if not number else '':<11}{size / 1e6:8.2f}{ran.paragraphs:>11,}{ran.seconds:9.2f}{times}"
            f"{size / 1e6 / ran.seconds:8.1f}{ran.megabytes:9.0f}{ran.findings:>10,}{crashed}",
            flush=True,
        )
    if options.profile and best:
        linted(folder / f"{max(best)}.jsonl", 5 * options.limit, profile=True)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "corpus",
        nargs="?",
        help="what to lint as real text; without it, only made texts are linted",
    )
    parser.add_argument("--only", default="", help="inputs to run, separated by commas")
    parser.add_argument(
        "--scale", type=float, default=1.0, help="share of the full size that the largest run has"
    )
    parser.add_argument("--doublings", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--limit", type=float, default=120, help="seconds for one run")
    parser.add_argument("--profile", action="store_true")
    options = parser.parse_args()
    asked = [name.strip() for name in options.only.split(",") if name.strip()]
    names = [
        name
        for name in (["text"] if options.corpus else []) + list(MADE)
        if not asked or name in asked
    ]
    shares = [options.scale / 2**step for step in range(options.doublings, -1, -1)]
    print(
        f"{'input':<11}{'MB':>8}{'paragraphs':>11}{'seconds':>9}{'x time':>8}{'MB/s':>8}{'peak MB':>9}{'findings':>10}"
    )
    for name in names:
        with tempfile.TemporaryDirectory() as folder:
            measure(name, shares, options, Path(folder))


if __name__ == "__main__":
    main()
