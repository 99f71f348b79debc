"""Measure the pre-commit hook: changed files against the index of a corpus,
the whole process from its start to its end.

    python benchmarks/hook.py CORPUS [--paragraphs N] [--changed N] [--rounds N]

The documents of CORPUS are written as text files into a new git repository, until there are enough
paragraphs, and indexed. Each round changes the first words of some files, stages them, and runs
what the hook runs. Best of all rounds; seconds by the clock are what the user waits, seconds of the
processor vary less with what else the machine does. Python's compiled modules are kept, as they are
where copydesk is installed.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from copydesk.reading.read import portions, read
from copydesk.reading.source import ReadOptions
from copydesk.reading.walk import Walker

HOOK = (
    "check",
    "--force-exclude",
    "--against-tracked",
    "--exit-zero",
    "--quiet",
)  # as in .pre-commit-hooks.yaml, but for the exit code


def write_repository(corpus: str, paragraphs: int, folder: Path) -> list[str]:
    """Write documents as files of a repository until they have so many paragraphs,
    and return the files' names.
    """
    options, names, count = ReadOptions(), list[str](), 0
    for source in Walker(Path.cwd(), gitignore=False).find([corpus]):
        for portion in portions(source, options):
            for document in read(portion, options)[0]:
                if count >= paragraphs:
                    return names
                names.append(f"{len(names):06}.txt")
                (folder / names[-1]).write_text(document.text, encoding="utf-8")
                count += sum(bool(line.strip()) for line in document.text.splitlines())
    return names


def timed(arguments: list[str], folder: Path, environment: dict[str, str]) -> tuple[float, float]:
    """Run copydesk, and return its seconds by the clock and of the processor,
    those of the git it asks included.
    """
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "copydesk", *arguments],
        cwd=folder,
        env=environment,
        stdout=subprocess.DEVNULL,
        check=True,
    )
    waited, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    return waited, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpus")
    parser.add_argument("--paragraphs", type=int, default=100_000)
    parser.add_argument("--changed", type=int, default=5)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as compiled, tempfile.TemporaryDirectory() as repository:
        folder = Path(repository)
        environment = {**os.environ, "PYTHONPYCACHEPREFIX": compiled, "PYTHONDONTWRITEBYTECODE": ""}
        names = write_repository(options.corpus, options.paragraphs, folder)
        subprocess.run(["git", "init", "--quiet"], cwd=folder, check=True)
        subprocess.run(["git", "add", "--all"], cwd=folder, check=True)
        built, _ = timed(["index", "build"], folder, environment)
        print(
            f"{len(names):,} files, at least {options.paragraphs:,} paragraphs, indexed in {built:.1f} s"
        )
        runs = []
        for number in range(options.rounds):
            changed = names[: options.changed]
            for name in changed:
                text = (folder / name).read_text(encoding="utf-8")
                (folder / name).write_text(
                    f"Once more, the {number}. time. {text}", encoding="utf-8"
                )
            subprocess.run(["git", "add", "--all"], cwd=folder, check=True)
            runs.append(timed([*HOOK, *changed], folder, environment))
    waited, spent = (min(column) for column in zip(*runs, strict=True))
    print(f"hook, {options.changed} changed files: {waited:.2f} s, {spent:.2f} s of the processor")


if __name__ == "__main__":
    main()
