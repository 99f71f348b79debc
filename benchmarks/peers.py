"""Measure copydesk's near-duplicate path beside its peers.

The same documents, one core each, runs interleaved, best of several.

    python benchmarks/peers.py CORPUS [--only NAMES] [--rounds N] [--environment FOLDER] [--json FILE]

CORPUS is a file or folder that copydesk reads. datasketch, rensa, gaoya (PyPI) and jscpd (npm) are
installed once into an environment of their own; one that cannot be installed stands in the table
with the reason. What each does, and by which calls, is in `contestants.py`: peers look at whole
documents only and verify nothing; copydesk reads the file and verifies each pair, once of documents
alone, once of documents, paragraphs, sentences and passages. jscpd finds verbatim copies; it and
copydesk are also run as whole programs, start and all, over one folder of text files.

MB/s are of the documents' text in UTF-8. `copydesk is` says how many times the speed of that row
copydesk reached in this run with documents alone: for programs over the folder, with all its units,
as a program. Seconds are processor time, which is what one core takes and varies less than the clock
with what else runs on the machine; every round runs all of them in turn, so compare within one
table.
"""

from __future__ import annotations

import argparse
import json
import os
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from contestants import CONTESTANTS
from copydesk.reading.read import portions, read
from copydesk.reading.source import ReadOptions
from copydesk.reading.walk import Walker
from peer_environment import NPM, Installed, default_folder, install

# Tokens of text are words to jscpd; 25 is the passage that copydesk's DUP204 looks for. A paragraph
# of an article is one line.
JSCPD = "--min-tokens 25 --min-lines 1 --max-size 100mb --workers 1 --no-gitignore --silent"
COPYDESK = "check --select DUP --isolated --no-cache --jobs 1 --no-respect-gitignore --exit-zero --output-format concise"
PROGRAMS = ("jscpd folder", "copydesk folder")


class Measured(NamedTuple):
    """One run: its seconds of processor time, its peak memory, what it found (-1: not asked)."""

    seconds: float
    megabytes: float
    found: int = -1


class Row(NamedTuple):
    """A line of the table: what was run, its best run, or why there is none."""

    name: str
    version: str
    units: str
    best: Measured | None
    fault: str = ""


def write_documents(corpus: str, folder: Path) -> tuple[Path, Path, int, float]:
    """Write the corpus's documents as one JSONL file and as a folder of text files.

    Return both, their number, and megabytes of text.
    """
    options = ReadOptions()
    sources = Walker(Path.cwd(), gitignore=False).find([corpus])
    texts = [
        d.text
        for source in sources
        for portion in portions(source, options)
        for d in read(portion, options)[0]
        if d.text.strip()
    ]
    file, files = folder / "documents.jsonl", folder / "documents"
    files.mkdir()
    with file.open("w", encoding="utf-8") as out:
        for number, text in enumerate(texts):
            out.write(json.dumps({"id": str(number), "text": text}, ensure_ascii=False) + "\n")
            (files / f"{number:06}.txt").write_text(text + "\n", encoding="utf-8")
    return file, files, len(texts), sum(len(text.encode()) for text in texts) / 1e6


def run_contestant(name: str, file: Path, python: Path) -> Measured:
    """Run a contestant in a process of its own.

    Raises RuntimeError with its last words where it fails.
    """
    script = Path(__file__).with_name("contestants.py")
    one = {f"{library}_NUM_THREADS": "1" for library in ("RAYON", "OMP", "OPENBLAS", "MKL")}
    done = subprocess.run(
        [str(python), str(script), name, str(file)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **one},
    )
    if done.returncode:
        raise RuntimeError((done.stderr.strip().splitlines() or ["no reason given"])[-1])
    answer = json.loads(done.stdout.splitlines()[-1])
    return Measured(answer["seconds"], answer["megabytes"], answer["found"])


def run_program(command: list[str]) -> Measured:
    """Run a program to its end on one core, for its processor time.

    Its peak memory is that of its largest process.
    """
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, preexec_fn=_one_core
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{Path(command[0]).name} ended with {process.returncode}")
    return Measured(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def _one_core() -> None:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def measure(name: str, file: Path, files: Path, peers: dict[str, Installed]) -> Measured:
    """Run one line of the table once."""
    if name == "jscpd folder":
        return run_program([str(peers[NPM].program), str(files), *shlex.split(JSCPD)])
    if name == "copydesk folder":
        return run_program([sys.executable, "-m", "copydesk", *shlex.split(COPYDESK), str(files)])
    distribution = CONTESTANTS[name].distribution
    return run_contestant(
        name, file, peers[distribution].program if distribution else Path(sys.executable)
    )


def rows(
    names: list[str], file: Path, files: Path, peers: dict[str, Installed], rounds: int
) -> list[Row]:
    """Measure all in turn, several times over, and return the best run of each."""
    best: dict[str, Measured] = {}
    faults = {
        name: peers[peer].fault for name in names if (peer := _peer(name)) and peers[peer].fault
    }
    for number in range(rounds):
        for name in names:
            if name in faults:
                continue
            if sys.stderr.isatty():
                print(
                    f"\rround {number + 1} of {rounds}: {name:<24}",
                    end="",
                    file=sys.stderr,
                    flush=True,
                )
            try:
                once = measure(name, file, files, peers)
            except RuntimeError as error:
                faults[name] = str(error)
                continue
            best[name] = min(once, best.get(name, once))
    if sys.stderr.isatty():
        print(f"\r{'':<48}\r", end="", file=sys.stderr)
    return [_row(name, best.get(name), peers, faults.get(name, "")) for name in names]


def _peer(name: str) -> str:
    """Return the distribution that a line of the table needs beside copydesk and Python."""
    return (
        {"jscpd folder": NPM, "copydesk folder": ""}[name]
        if name in PROGRAMS
        else CONTESTANTS[name].distribution
    )


def _row(name: str, best: Measured | None, peers: dict[str, Installed], fault: str) -> Row:
    peer = _peer(name)
    units = CONTESTANTS[name].units if name in CONTESTANTS else "whole program"
    return Row(name, peers[peer].version if peer else "", units, None if fault else best, fault)


def table(lines: list[Row], size: float) -> str:
    """Return the table; `size` in megabytes."""
    speed = {row.name: size / row.best.seconds for row in lines if row.best}
    out = [
        f"{'':<20}{'version':<10}{'looks at':<24}{'MB/s':>8}{'peak MB':>9}{'found':>11}  copydesk is"
    ]
    for row in lines:
        shown = f"{row.name:<20}{row.version.split(' ')[0]:<10}{row.units:<24}"
        if not row.best:
            out.append(f"{shown}  not measured: {row.fault}")
            continue
        ours = speed.get("copydesk folder" if row.name in PROGRAMS else "copydesk documents")
        times = f"{ours / speed[row.name]:6.2f} x" if ours else ""
        found = f"{row.best.found:>11,}" if row.best.found >= 0 else f"{'':>11}"
        out.append(f"{shown}{speed[row.name]:8.1f}{row.best.megabytes:9.0f}{found}  {times}")
    if {"re.findall", "copydesk kernel"} <= speed.keys():
        out.append(
            f"\nre.findall reaches {speed['re.findall'] / speed['copydesk kernel']:.2f} of the kernel's speed"
        )
    out += [f"{row.name}: {row.version}" for row in lines if " " in row.version]
    return "\n".join(out)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpus")
    names = [*CONTESTANTS, *PROGRAMS]
    parser.add_argument(
        "--only",
        default=",".join(names),
        help="lines of the table to run, separated by commas; a prefix means all of it",
    )
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--environment", type=Path, default=default_folder())
    parser.add_argument("--json", type=Path, help="write the figures to this file as well")
    options = parser.parse_args()
    asked = tuple(name.strip() for name in options.only.split(","))
    peers = install(options.environment)
    with tempfile.TemporaryDirectory() as folder:
        file, files, documents, size = write_documents(options.corpus, Path(folder))
        lines = rows(
            [name for name in names if name.startswith(asked)], file, files, peers, options.rounds
        )
    print(
        f"{documents:,} documents, {size:.1f} MB of text, one core each, best of {options.rounds} interleaved rounds\n"
    )
    print(table(lines, size))
    if options.json:
        figures = [{**row._asdict(), "best": row.best and row.best._asdict()} for row in lines]
        options.json.write_text(
            json.dumps({"megabytes": size, "documents": documents, "rows": figures}, indent=1)
            + "\n",
            encoding="utf-8",
        )


if __name__ == "__main__":
    main()
