"""Judge rules that name two places.

Repeated captions, and near-duplicates whose every pair is known.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import numpy as np

from copydesk.finding import Finding, Place
from copydesk.similarity.clusters import components
from judging import Rate, Verdict, family, lint
from labelled_text import name_of, paragraphs, rows, texts

_WORD = re.compile(r"\w+")
_LONG = 20  # words that both paragraphs of a pair have, so that its Jaccard means something
# A reported pair is right where it has a half of all word triples in common, six tenths of the
# shorter one's, or a run of eight words.
_JACCARD, _HELD, _TRIPLE, _RUN = 0.5, 0.6, 3, 8


def captions(folder: Path) -> dict[str, Rate]:
    """Return the share of repeated captions that a finding leads to and from,
    real ones and planted ones.
    """
    found = {}
    for kind, where, labels in (
        ("real", "txt", "labels.jsonl"),
        ("planted", "capdup", "labels_capdup.jsonl"),
    ):
        if not (folder / labels).exists():
            continue
        pairs: set[tuple[str, frozenset[int]]] = set()
        for finding in lint(texts(folder / where)):
            if finding.severity != "info" and family(finding) in ("CAP", "DUP"):
                pairs |= {
                    (r.place.path, frozenset((finding.place.line, r.place.line)))
                    for r in finding.related
                    if _here(finding, r.place)
                }
        wanted = [
            (name_of(page), frozenset(pair))
            for page in rows(folder / labels)
            for pair in page["repeated_captions"]
        ]
        found[f"{kind}_recall"] = Rate(sum(pair in pairs for pair in wanted), len(wanted))
    return found


def _here(finding: Finding, place: Place) -> bool:
    return place.path == finding.place.path


class Paragraphs(NamedTuple):
    """The paragraphs of a folder's files.

    Each one's document and words, and where paragraph `n` of a file and each line is.
    """

    document: list[str]
    words: list[list[str]]
    white: list[int]  # words as white space parts them
    number: Mapping[str, int]
    at: Mapping[tuple[str, int], int]


def read_paragraphs(folder: Path) -> Paragraphs:
    """Return the paragraphs of a folder of text files.

    `FILE#n` names the n-th of a file, from 0.
    """
    document: list[str] = []
    words: list[list[str]] = []
    white: list[int] = []
    number: dict[str, int] = {}
    at: dict[tuple[str, int], int] = {}
    for source in texts(folder):
        stem = source.path.removesuffix(".txt")
        assert source.file
        for order, (line, lines) in enumerate(paragraphs(source.file.read_text(encoding="utf-8"))):
            row = number[f"{stem}#{order}"] = len(document)
            document.append(stem)
            words.append(_WORD.findall(" ".join(lines).lower()))
            white.append(len(" ".join(lines).split()))
            at |= {(source.path, line + step): row for step in range(len(lines))}
    return Paragraphs(document, words, white, number, at)


def _grams(words: list[str], size: int) -> set[tuple[str, ...]]:
    return {tuple(words[i : i + size]) for i in range(max(1, len(words) - size + 1))}


def copied(one: list[str], other: list[str]) -> bool:
    """Tell whether two paragraphs are copies, or hold one, as plain sets and runs of words say."""
    first, second = _grams(one, _TRIPLE), _grams(other, _TRIPLE)
    shared = len(first & second)
    if shared / len(first | second) >= _JACCARD or shared / min(len(first), len(second)) >= _HELD:
        return True
    return min(len(one), len(other)) >= _RUN and not _grams(one, _RUN).isdisjoint(
        _grams(other, _RUN)
    )


def near_duplicates(name: str, folder: Path) -> tuple[dict[str, Rate], list[Verdict]]:
    """Return the recall of known pairs and the precision of reported ones,
    and a verdict for each reported pair of long paragraphs.
    """
    table = read_paragraphs(folder / "txt")
    first, second = [], []
    reported: dict[tuple[int, int, str], float] = {}
    for finding in lint(texts(folder / "txt")):
        here = table.at.get((finding.place.path, finding.place.line))
        if finding.severity == "info" or family(finding) != "DUP" or here is None:
            continue
        for related in finding.related:
            there = table.at.get((related.place.path, related.place.line))
            if there is None or there == here:
                continue
            first.append(here)
            second.append(there)
            if (
                finding.place.line == finding.place.end_line
            ):  # a finding of several lines is of a document, whose parts may differ
                pair = (min(here, there), max(here, there), finding.rule)
                reported[pair] = max(reported.get(pair, 0.0), finding.confidence)
    cluster = components(
        len(table.document), np.array(first, np.int64), np.array(second, np.int64)
    ).tolist()
    linked = {*first, *second}
    clusters_of: dict[str, set[int]] = defaultdict(set)
    for row in linked:
        clusters_of[table.document[row]].add(cluster[row])
    found = {}
    truth = [pair for pair in rows(folder / "labels.jsonl") if pair["n"] == _TRIPLE]
    for least in (0.8, 0.6):
        wanted = [
            (table.number.get(p["a"], -1), table.number.get(p["b"], -1))
            for p in truth
            if p["level"] == "par" and p["j"] >= least
        ]
        met = sum(a in linked and b in linked and cluster[a] == cluster[b] for a, b in wanted)
        found[f"{name}_par_recall_j{least}"] = Rate(met, len(wanted))
    for least in (0.8, 0.6):
        documents = [(p["a"], p["b"]) for p in truth if p["level"] == "doc" and p["j"] >= least]
        met = sum(not clusters_of[a].isdisjoint(clusters_of[b]) for a, b in documents)
        found[f"{name}_doc_recall_j{least}"] = Rate(met, len(documents))
    long = {
        pair: sure
        for pair, sure in reported.items()
        if min(table.white[pair[0]], table.white[pair[1]]) >= _LONG
    }
    verdicts = [
        Verdict(rule, sure, True, copied(table.words[a], table.words[b]))
        for (a, b, rule), sure in sorted(long.items())
    ]
    found[f"{name}_pair_precision"] = Rate(sum(v.right is True for v in verdicts), len(verdicts))
    return found, verdicts
