"""Compare the sentence splitter with nupunkt and sentencex on the same texts in the same run.

Speed, and agreement on boundaries.

    python -m pip install nupunkt sentencex
    python benchmarks/sentences.py CORPUS [--documents 600] [--show 20]

Each line is split by itself, as copydesk does. Agreement is the F1 of the boundaries inside lines;
--show prints where they differ.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable
from pathlib import Path

import nupunkt  # a peer, installed for this comparison only
import sentencex  # as above

from copydesk.columns.batch import Batch, Text
from copydesk.reading.read import portions, read
from copydesk.reading.source import ReadOptions
from copydesk.reading.walk import Walker


def ours(lines: list[str]) -> list[set[int]]:
    """Return the boundaries inside each line: where the next sentence begins."""
    batch = Batch([Text(line) for line in lines])
    found: list[set[int]] = [set() for _ in lines]
    owner = batch.blocks.document_of[batch.sentences.block_of].tolist()
    for document, start in zip(owner, batch.sentences.start.tolist(), strict=True):
        found[document].add(start - int(batch.document_start[document]))
    return found


def theirs(split: Callable[[str], list[int]]) -> Callable[[list[str]], list[set[int]]]:
    """Make the same of a function that gives the starts of a line's sentences."""
    return lambda lines: [set(split(line)) for line in lines]


def by_nupunkt(line: str) -> list[int]:
    """Return where nupunkt begins each sentence."""
    return [
        start + len(line[start:end]) - len(line[start:end].lstrip())
        for start, end in nupunkt.sent_spans(line)
    ]


def by_sentencex(line: str) -> list[int]:
    """Return where sentencex begins each sentence."""
    starts, at = [], 0
    for sentence in sentencex.segment("en", line):
        starts.append(line.index(sentence.strip(), at))
        at = starts[-1] + len(sentence.strip())
    return starts


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpus")
    parser.add_argument("--documents", type=int, default=600)
    parser.add_argument("--show", type=int, default=0)
    options = parser.parse_args()
    sources = Walker(Path.cwd(), gitignore=False).find([options.corpus])
    texts = [
        d.text
        for s in sources
        for p in portions(s, ReadOptions())
        for d in read(p, ReadOptions())[0]
    ][: options.documents]
    lines = [line.strip() for text in texts for line in text.split("\n") if line.strip()]
    size = sum(map(len, lines)) / 1e6
    answers = {}
    print(
        f"{len(lines)} lines, {size:.1f} MB\n\n"
        "| splitter | MB/s | boundaries inside lines | agreement with copydesk (F1) |\n|---|---|---|---|"
    )
    for name, split in (
        ("copydesk", ours),
        ("nupunkt", theirs(by_nupunkt)),
        ("sentencex", theirs(by_sentencex)),
    ):
        split(lines[:50])
        began = time.perf_counter()
        answers[name] = [found - {0} for found in split(lines)]
        spent = time.perf_counter() - began
        shared = sum(len(a & b) for a, b in zip(answers["copydesk"], answers[name], strict=True))
        mine, total = sum(map(len, answers["copydesk"])), sum(map(len, answers[name]))
        print(f"| {name} | {size / spent:.1f} | {total} | {2 * shared / (mine + total):.4f} |")
    chance = random.Random(1)  # noqa: S311 - a sample, not a secret
    differing = [
        (line, a - b, b - a)
        for line, a, b in zip(lines, answers["copydesk"], answers["nupunkt"], strict=True)
        if a != b
    ]
    for line, more, less in chance.sample(differing, min(options.show, len(differing))):
        for at in sorted(more | less):
            print(
                f"{'copydesk' if at in more else 'nupunkt '}: …{line[max(0, at - 50) : at]}|{line[at : at + 30]}…"
            )


if __name__ == "__main__":
    main()
