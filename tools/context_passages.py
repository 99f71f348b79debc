"""Passages that two articles share: what the forest of misplaced-passage learns from.

Pairs of articles are made by putting a unit of one into another: of an unrelated article, or of one
on the same topic.
"""

from __future__ import annotations

import importlib
import json
import random
import re
from pathlib import Path
from typing import Any

import numpy as np

from context_samples import Sample
from copydesk.candidates import CAPITAL, NUMBER, Candidates
from copydesk.columns.batch import Batch, Text
from copydesk.columns.dtypes import AnyArray, Floats, Hashes, Ints
from copydesk.columns.ragged import expand
from copydesk.similarity.exchanges import passages
from copydesk_rules.context import _misplaced as misplaced

_END = re.compile(r"(?<=[.!?])[\"”’]?\s+(?=[\"“A-Z])")
_ALIKE = 0.035  # cosine of TF-IDF vectors from which two articles are not unrelated
_NEAR = (0.14, 0.5)  # the same between which two are about the same people or events
_WORDS = {"sentence": (10, 41), "paragraph": (25, 85)}


def articles(news: Path, without: set[str]) -> list[tuple[str, list[str]]]:
    """Return title and body paragraphs of the articles that are long enough."""
    found = []
    for line in news.open(encoding="utf-8"):
        record = json.loads(line)
        lines = [part.strip() for part in record["text"].split("\n") if part.strip()]
        body = [
            part
            for part in lines[1:]
            if len(part.split()) >= 8 and part.rstrip("\"”’')")[-1:] in ".!?"
        ]
        if record["id"] not in without and 7 <= len(body) <= 45:
            found.append((lines[0], body))
    return found


def topics_of(stories: list[tuple[str, list[str]]]) -> Any:
    """Return the TF-IDF vectors of articles, one row each, sparse."""
    text = importlib.import_module("sklearn.feature_extraction.text")
    vectors = text.TfidfVectorizer(
        stop_words="english", min_df=3, max_df=0.3, sublinear_tf=True, dtype=np.float32
    )
    return vectors.fit_transform([title + " " + " ".join(body) for title, body in stories])


def sentences(paragraph: str) -> list[str]:
    """Return the sentences of a paragraph, roughly."""
    return [part for part in _END.split(paragraph) if part]


def splice(story: tuple[str, list[str]], unit: str, kind: str, dice: random.Random) -> Sample:
    """Put a foreign unit into a copy of an article."""
    title, body = story[0], list(story[1])
    if kind == "paragraph":
        body.insert(dice.randint(3, max(3, len(body) - 2)), "\x01" + unit)
    else:
        row = dice.randint(2, len(body) - 1)
        parts = sentences(body[row])
        parts.insert(
            dice.choice((0, len(parts), len(parts), dice.randint(0, len(parts)))), "\x01" + unit
        )
        body[row] = " ".join(parts)
    text = "\n\n".join((title, *body))
    start = text.index("\x01")
    return Sample(text.replace("\x01", ""), start, start + len(unit), kind, "easy")


def taken(
    stories: list[tuple[str, list[str]]],
    pool: Ints,
    story: tuple[str, list[str]],
    kind: str,
    dice: random.Random,
) -> Sample | None:
    """Put a sentence or paragraph of one of a pool of articles into a copy of an article.

    None where none of 20 will do.
    """
    shortest, longest = _WORDS[kind]
    for _ in range(20 * bool(pool.size)):
        unit = dice.choice(stories[int(dice.choice(pool))][1])
        if kind == "sentence":
            unit = dice.choice(sentences(unit))
        if shortest <= len(unit.split()) <= longest and unit[0].isupper() and "\x01" not in unit:
            return splice(story, unit, kind, dice)
    return None


def exchanged(stories: list[tuple[str, list[str]]], seed: int) -> list[Sample]:
    """Return each article once, two in three with a unit of another.

    Of one without a common topic, or of one with the same.
    """
    dice = random.Random(seed)  # noqa: S311 not for secrets
    table = topics_of(stories)
    across = table.T.tocsr()
    samples = []
    for number, story in enumerate(stories):
        kind, level = dice.choice(("sentence", "paragraph", "none")), dice.choice(("easy", "hard"))
        alike = (table[number] @ across).toarray()[0]
        alike[number] = -1
        pool = np.flatnonzero(
            (alike >= 0) & (alike < _ALIKE)
            if level == "easy"
            else (alike > _NEAR[0]) & (alike < _NEAR[1])
        )
        sample = taken(stories, pool, story, kind, dice) if kind != "none" else None
        samples.append(sample or Sample("\n\n".join((story[0], *story[1]))))
    return samples


class Stored:
    """The words of a batch with their flags; see `copydesk.candidates.WordStore`."""

    def __init__(self, batch: Batch) -> None:
        self._words = (
            batch.words.hash & ~(NUMBER | CAPITAL)
            | batch.words.number * NUMBER
            | batch.words.capital * CAPITAL
        )

    def take(self, first: Ints, end: Ints) -> Hashes:
        """Return the words of the runs [first, end), one run after another."""
        return np.asarray(self._words[expand(first, end - first)[1]], np.uint64)


def measure_pairs(samples: list[Sample]) -> tuple[Floats, AnyArray, Ints]:
    """Return the features of all passages that two samples share, on both sides,
    whether each is foreign there, and its sample.
    """
    batch = Batch([Text(sample.text) for sample in samples])
    sketch = misplaced.unquoted_sketch(batch)
    document = np.searchsorted(batch.document_end, sketch.start)
    _, first, content = np.unique(sketch.content, return_index=True, return_inverse=True)
    original = first[content]
    copy = np.flatnonzero(original != np.arange(original.size))
    size = sketch.end_word - sketch.first_word
    candidates = Candidates(
        document, sketch.first_word, size, Stored(batch), original, original[copy], copy
    )
    found = passages(candidates, 6, 6, 400)
    unit = found.unit.ravel()
    number = document[unit]
    start, stop = (
        np.array([getattr(sample, name) for sample in samples])[number] for name in ("start", "end")
    )
    middle = (sketch.start[unit] + sketch.end[unit]) // 2 - batch.document_start[number]
    table = misplaced.features(candidates, found.unit, found.run, found.shared)
    return table.reshape(unit.size, -1), (middle >= start) & (middle < stop), number
