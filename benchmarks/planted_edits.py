"""Plant edits in made-up text, lint it with the DUP rules, and score.

Recall of each kind of edit, and the precision of what is reported.

    python benchmarks/planted_edits.py [--documents N] [--edits N] [--seed S] [--folder FOLDER] [--show N]

The text is made by `planted_text.py`, which says what the kinds are. Originals, edited copies and a
paragraph of other text for each document are dealt at random over N text files, so copies stand
before and after their originals, mostly in other files.

An edited paragraph is found when a finding that is shown has one of its places in it and the other
in an original (in the moved sentence, both sides, for that kind). A split has two parts, each of
which has to be found; a merged paragraph is found with one of its originals, since one place gets
one finding, and the line below counts those that lead to both.

A reported pair is verified when its places are an edit and its original, and the figure it claims
is what plain Python finds in the texts at these places: sets of shingles for Jaccard and
containment, the longest common subsequence for sentences, equality for copies and passages; within
half a percent, which is how the figure is rounded.
"""

from __future__ import annotations

import argparse
import re
import tempfile
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from copydesk.engine.plan import Plan
from copydesk.engine.run import run
from copydesk.finding import Finding, Place
from copydesk.reading.walk import Walker
from planted_text import KINDS, Plant, Writer

DUPLICATES = ("DUP101", "DUP102", "DUP201", "DUP202", "DUP203", "DUP204", "DUP205")
LEAST = {
    "DUP202": 0.6,
    "DUP102": 0.6,
    "DUP203": 0.85,
    "DUP205": 0.6,
}  # the rules' own thresholds of similarity
LEAST_HELD, PASSAGE = 0.85, 25  # their threshold of containment, and the words of a passage
ROUNDING = 0.005


class Span(NamedTuple):
    """A run of characters of a file."""

    path: str
    start: int
    end: int

    def meets(self, place: Place) -> bool:
        """Tell whether a finding's place overlaps this one."""
        return place.path == self.path and place.offset < self.end and self.start < place.end_offset


class Planted(NamedTuple):
    """Where an edit lies: its parts and its originals."""

    kind: str
    edited: list[Span]
    originals: list[Span]


def write(
    plants: Sequence[Plant], writer: Writer, documents: int, folder: Path, walker: Walker
) -> list[Planted]:
    """Deal all paragraphs over text files, and return where each plant came to lie."""
    texts = [p.text for plant in plants for p in (*plant.originals, *plant.edited)]
    texts += [writer.paragraph().text for _ in range(documents)]
    order = list(range(len(texts)))
    writer.shuffle(order)
    spans: dict[int, Span] = {}
    for number in range(documents):
        path = folder / f"{number:05}.txt"
        at = 0
        for row in order[number::documents]:
            spans[row] = Span(walker.name(path), at, at + len(texts[row]))
            at += len(texts[row]) + 2
        path.write_text(
            "\n\n".join(texts[row] for row in order[number::documents]) + "\n", encoding="utf-8"
        )
    planted, row = [], 0
    for plant in plants:
        sides = []
        for paragraphs in (plant.originals, plant.edited):
            sides.append(
                [_within(spans[row + n], p.text, plant.shared) for n, p in enumerate(paragraphs)]
            )
            row += len(paragraphs)
        planted.append(Planted(plant.kind, sides[1], sides[0]))
    return planted


def _within(span: Span, text: str, shared: str) -> Span:
    at = span.start + text.index(shared)
    return Span(span.path, at, at + len(shared)) if shared else span


def pairs(findings: Sequence[Finding]) -> list[tuple[Finding, Place]]:
    """Return every reported pair of places."""
    return [(finding, related.place) for finding in findings for related in finding.related]


def _joined(finding: Finding, other: Place, one: Span, two: Span) -> bool:
    return (one.meets(finding.place) and two.meets(other)) or (
        one.meets(other) and two.meets(finding.place)
    )


def recall(
    planted: Sequence[Planted], reported: Sequence[tuple[Finding, Place]]
) -> tuple[Counter[str], Counter[str], list[Planted]]:
    """Return, by kind, how many edited paragraphs there are and how many were found,
    and the plants that have one that was not.
    """
    by_path: dict[str, list[tuple[Finding, Place]]] = defaultdict(list)
    for pair in reported:
        for path in {pair[0].place.path, pair[1].path}:
            by_path[path].append(pair)
    wanted, found, missed = Counter[str](), Counter[str](), []
    for plant in planted:
        for part in plant.edited:
            led = [
                any(_joined(*pair, part, original) for pair in by_path[part.path])
                for original in plant.originals
            ]
            wanted[plant.kind] += 1
            found[plant.kind] += any(led)
            if plant.kind == "merged":
                wanted["merged: both"] += 1
                found["merged: both"] += all(led)
            if not any(led):
                missed.append(plant)
    return wanted, found, missed


def related(planted: Sequence[Planted], reported: Sequence[tuple[Finding, Place]]) -> list[bool]:
    """Tell which reported pairs lie in two paragraphs of one plant."""
    owner: dict[str, list[tuple[Span, int]]] = defaultdict(list)
    for number, plant in enumerate(planted):
        for span in (*plant.edited, *plant.originals):
            owner[span.path].append((span, number))
    out = []
    for finding, other in reported:
        here, there = (
            {n for span, n in owner[place.path] if span.meets(place)}
            for place in (finding.place, other)
        )
        out.append(bool(here & there))
    return out


def text_at(span: Span) -> str:
    """Return the text of a span, read from its file."""
    with Path(span.path).open(encoding="utf-8", newline="") as file:
        return file.read()[span.start : span.end]


def words_at(place: Place) -> list[str]:
    """Return the words of the text at a place, read from its file."""
    return re.findall(r"\w+", text_at(Span(place.path, place.offset, place.end_offset)).casefold())


def _shingles(words: list[str], size: int) -> set[tuple[str, ...]]:
    return {tuple(words[i : i + size]) for i in range(max(1, len(words) - size + 1))}


def common(one: list[str], other: list[str]) -> int:
    """Return the length of the longest common subsequence."""
    row = [0] * (len(other) + 1)
    for word in one:
        before = 0
        for at, there in enumerate(other, 1):
            before, row[at] = row[at], before + 1 if word == there else max(row[at], row[at - 1])
    return row[-1]


def claim_holds(finding: Finding, other: Place) -> bool:
    """Tell whether a pair is what its finding says, by plain Python on the texts at its places."""
    here, there = words_at(finding.place), words_at(other)
    if finding.rule in ("DUP101", "DUP201"):
        return here == there
    if finding.rule == "DUP204":
        return here == there and len(here) == finding.evidence["words"] >= PASSAGE
    claimed = float(finding.evidence["similarity"])
    if finding.rule == "DUP203":
        value = 2 * common(here, there) / (len(here) + len(there))
        return value >= LEAST["DUP203"] and abs(value - claimed) <= ROUNDING
    if (
        finding.rule == "DUP205"
    ):  # an alignment with the fewest edits keeps at most the longest common subsequence
        return (
            LEAST["DUP205"]
            <= claimed
            <= 2 * common(here, there) / (len(here) + len(there)) + ROUNDING
        )
    measure = re.fullmatch(
        r"(Jaccard|containment) of (\d)-word shingles", finding.evidence["measure"]
    )
    assert measure, finding.evidence
    one, two = (_shingles(words, int(measure[2])) for words in (here, there))
    held = measure[1] == "containment"
    value = len(one & two) / (min(len(one), len(two)) if held else len(one | two))
    return (
        value >= (LEAST_HELD if held else LEAST[finding.rule]) and abs(value - claimed) <= ROUNDING
    )


def main() -> None:
    """Print recall by kind, precision, and the codes that were reported."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--edits", type=int, default=300, help="of each kind")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, help="keep the text in this folder")
    parser.add_argument("--show", type=int, default=0, help="how many misses and faults to print")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.folder or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        score(options.documents, options.edits, options.seed, folder, options.show)


def score(documents: int, edits: int, seed: int, folder: Path, show: int) -> None:
    """Write the text, lint it, and print how that went."""
    writer = Writer(seed)
    walker = Walker(Path.cwd(), gitignore=False)
    planted = write(
        [writer.plant(kind) for kind in KINDS for _ in range(edits)],
        writer,
        documents,
        folder,
        walker,
    )
    report = run(Plan(DUPLICATES), walker.find([str(folder)]))
    reported = pairs(report.findings)
    wanted, found, missed = recall(planted, reported)
    print(
        f"{documents:,} documents, {report.paragraphs:,} paragraphs, seed {seed}\n\n{'edit':<18}{'planted':>8}{'found':>8}{'recall':>8}"
    )
    for kind, count in wanted.items():
        print(f"{kind:<18}{count:>8}{found[kind]:>8}{found[kind] / count:>8.3f}")
    kinds = [kind for kind in wanted if kind in KINDS]
    print(f"{'all':<18}{sum(wanted[k] for k in kinds):>8}{sum(found[k] for k in kinds):>8}", end="")
    print(f"{sum(found[k] for k in kinds) / sum(wanted[k] for k in kinds):>8.3f}\n")
    own, held = related(planted, reported), [claim_holds(*pair) for pair in reported]
    good = sum(map(all, zip(own, held, strict=True)))
    print(
        f"{len(reported):,} pairs reported, {len(reported) - sum(own)} of unrelated paragraphs, ",
        end="",
    )
    print(
        f"{len(reported) - sum(held)} claim a wrong figure: verified precision {good / max(1, len(reported)):.4f}"
    )
    print(
        "by code: "
        + ", ".join(
            f"{code} {count}"
            for code, count in sorted(Counter(f.rule for f, _ in reported).items())
        )
    )
    for plant in missed[:show]:
        print(
            "missed",
            plant.kind,
            *(f"\n    {span.path}: {text_at(span)}" for span in (*plant.originals, *plant.edited)),
        )
    for (finding, other), fine in zip(reported, map(all, zip(own, held, strict=True)), strict=True):
        if not fine and show:
            print(
                "false",
                finding.rule,
                finding.message,
                finding.evidence,
                finding.place,
                other,
                words_at(finding.place),
                words_at(other),
            )
            show -= 1


if __name__ == "__main__":
    main()
