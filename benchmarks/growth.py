"""Measure how the time of every rule and every reader grows when a text doubles.

    python benchmarks/growth.py [TEXT] [--size N] [--only NAMES] [--rounds N] [--limit SECONDS] [--top N]

Real text (TEXT, or the corpus again and again), in every format, and the texts of `attack_texts.py`
are linted by all rules at N, 2 N and 4 N characters, in a process of its own for each text. Seconds
are processor time of one core, by stage: `read`, `parse`, `join`, `locate`, and each rule. `growth`
is the worse of the two ratios; 2 is linear. Of a text with a stage over 2.3, the best of more
rounds counts. Stages of less than 0.1 s at 4 N are left out. A text that does not end is named.

`join_growth.py` does this for texts made to be hard for the join, at up to 100,000 paragraphs.
"""

from __future__ import annotations

import argparse
import itertools
import multiprocessing
import queue
import sys
import time
from collections.abc import Callable
from multiprocessing.queues import Queue
from pathlib import Path
from typing import NamedTuple

from attack_texts import attacks, in_format, real
from copydesk.engine.plan import Plan, Resources
from copydesk.engine.registry import load_rules
from copydesk.engine.run import run
from copydesk.reading.formats import format_of
from copydesk.reading.source import Source

CORPUS = Path(__file__).parent.parent / "corpus"
GOAL = 2.3
_LEAST = 0.1  # seconds: less is noise
_FORMATS = ("txt", "md", "html", "jsonl", "csv", "tsv", "warc", "parquet", "txt.gz")
Seconds = dict[str, float]
Maker = Callable[[int], bytes]


class Grown(NamedTuple):
    """One stage of one text: the worse ratio of two sizes, and seconds at the largest."""

    growth: float
    text: str
    stage: str
    seconds: float


def texts(file: Path | None) -> dict[str, Maker]:
    """Return a maker of each text's bytes, given its length in characters, by `ENDING:NAME`."""

    def maker(make: Callable[[int], str], ending: str, *, wrapped: bool) -> Maker:
        return lambda size: in_format(make(size), ending) if wrapped else make(size).encode()

    honest = real(file or CORPUS)
    made = {f"{ending}:real text": maker(honest, ending, wrapped=True) for ending in _FORMATS}
    return made | {name: maker(make, "", wrapped=False) for name, make in attacks().items()}


def _child(answer: Queue[tuple[int, Seconds]], name: str, make: Maker, sizes: list[int]) -> None:
    time.perf_counter = time.process_time  # what stages are timed by; others may use the machine
    plan, file = Plan(tuple(load_rules())), f"a.{name.partition(':')[0]}"
    form, packing = format_of(file)
    for number, size in enumerate(sizes):
        source = Source(file, None, form or "text", packing, content=make(size))
        began = time.process_time()
        report = run(plan, [source], resources=Resources(timed=True))
        spent = time.process_time() - began
        answer.put((number, {**report.seconds, "all": spent}))


def measured(name: str, make: Maker, sizes: list[int], limit: float) -> list[Seconds]:
    """Return the seconds by stage of each size, as far as they ended within the limit."""
    context = multiprocessing.get_context("fork")
    answer: Queue[tuple[int, Seconds]] = context.Queue()
    child = context.Process(target=_child, args=(answer, name, make, sizes))
    child.start()
    found: list[Seconds] = []
    end = time.monotonic() + limit
    while len(found) < len(sizes) and time.monotonic() < end:
        try:
            found.append(answer.get(timeout=1)[1])
        except queue.Empty:
            if not child.is_alive():
                break
    child.kill()
    child.join()
    return found


def growths(name: str, rounds: list[list[Seconds]]) -> list[Grown]:
    """Return what each stage of a text grew by, of the best of the rounds."""
    best: list[Seconds] = [
        {stage: min(one[stage] for one in same) for stage in same[0]}
        for same in zip(*rounds, strict=True)
    ]
    return [
        Grown(
            max(b[stage] / max(a[stage], _LEAST / 10) for a, b in itertools.pairwise(best)),
            name,
            stage,
            seconds,
        )
        for stage, seconds in best[-1].items()
        if seconds >= _LEAST
    ]


def judged(name: str, make: Maker, sizes: list[int], given: argparse.Namespace) -> list[Grown]:
    """Measure a text once, and again where a stage grew too much; infinite where it did not end."""
    rounds: list[list[Seconds]] = []
    while len(rounds) < given.rounds:
        rounds.append(measured(name, make, sizes, given.limit))
        if len(rounds[-1]) < len(sizes):
            return [Grown(float("inf"), name, "all", given.limit)]
        found = growths(name, rounds)
        if all(one.growth <= GOAL for one in found):
            break
    return found


def main() -> int:
    """Print the stages that grew most, the worst first."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("text", nargs="?", type=Path, help="a file of real text")
    parser.add_argument("--size", type=int, default=1_000_000, help="characters, doubled twice")
    parser.add_argument("--only", default="", help="parts of names, separated by commas")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--limit", type=float, default=600, help="seconds for one text")
    parser.add_argument("--top", type=int, default=30, help="lines to print")
    given = parser.parse_args()
    asked = [part for part in given.only.split(",") if part]
    sizes = [given.size << step for step in range(3)]
    found: list[Grown] = []
    tried = 0
    warmed = Source("a.txt", None, "text", content=real(CORPUS)(20_000).encode())
    run(Plan(tuple(load_rules())), [warmed])  # word lists and models are in memory from here on
    for name, make in texts(given.text).items():
        if asked and not any(part in name for part in asked):
            continue
        tried += 1
        some = judged(name, make, sizes, given)
        found += some
        worst = max(some, default=None)
        print(f"{name:45} {_shown(worst)}", file=sys.stderr, flush=True)
    found.sort(reverse=True)
    over = sum(one.growth > GOAL for one in found)
    print(f"{tried} texts, {len(found)} stages of {_LEAST} s and more, {over} over {GOAL}")
    print(f"{'text':45} {'stage':8} {'growth':>7} {'seconds':>8}")
    for one in found[: given.top]:
        print(f"{one.text:45} {_shown(one)}")
    return 1 if over else 0


def _shown(one: Grown | None) -> str:
    return f"{one.stage:8} {one.growth:7.2f} {one.seconds:8.2f}" if one else "under 0.1 s"


if __name__ == "__main__":
    sys.exit(main())
