"""Train the model of `out-of-context-sentence` and write it to `lint/copydesk/language/tables/context.npy`.

    python -m pip install 'scikit-learn==1.9.*'
    python tools/train_context.py NEWS.jsonl INTRUDER_FOLDER

NEWS holds real articles ({id, text}). Each takes a sentence, and another time a paragraph, of an unrelated article, put in between two
paragraphs; the model learns to tell them from the article's own sentences. INTRUDER_FOLDER (labels.jsonl, txt/) is the labelled
development set that the figures are measured on; its articles, hosts and donors alike, are taken out of NEWS first. The run is
deterministic. Printed: the odds table of `coherence.py`, and recalls by false alarms.
"""

from __future__ import annotations

import importlib
import json
import random
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parent.parent / "lint"))
from copydesk.columns.batch import Batch, Text
from copydesk.columns.dtypes import AnyArray, Floats, Ints
from copydesk.language.coherence import OWN, SUSPECT, features, level, suspects
from copydesk.language.forest import DEPTH, LAYOUT, LEAVES, NODES
from copydesk.language.terms import terms

OUT = Path(__file__).parent.parent / "lint/copydesk/language/tables/context.npy"
_END = re.compile(r"(?<=[.!?])[\"”’]?\s+(?=[\"“A-Z])")
_ALIKE = 0.035  # cosine of TF-IDF vectors from which two articles are not unrelated
_BATCH = 40  # articles a batch
TREES = 200


@dataclass
class Sample:
    """One article: its text, the span of the foreign unit (-1 where there is none), what it is and how hard it is to see."""

    text: str
    start: int = -1
    end: int = -1
    kind: str = "none"
    level: str = "none"


def articles(news: Path, without: set[str]) -> list[tuple[str, list[str]]]:
    """Return title and body paragraphs of the articles that are long enough."""
    found = []
    for line in news.open(encoding="utf-8"):
        record = json.loads(line)
        lines = [part.strip() for part in record["text"].split("\n") if part.strip()]
        body = [part for part in lines[1:] if len(part.split()) >= 8 and part.rstrip("\"”’')")[-1:] in ".!?"]
        if record["id"] not in without and 7 <= len(body) <= 45:
            found.append((lines[0], body))
    return found


def unrelated(stories: list[tuple[str, list[str]]]) -> list[Ints]:
    """Return, for each article, the numbers of those that share no topic with it."""
    text = importlib.import_module("sklearn.feature_extraction.text")
    vectors = text.TfidfVectorizer(stop_words="english", min_df=3, max_df=0.3, sublinear_tf=True, dtype=np.float32)
    table = vectors.fit_transform([title + " " + " ".join(body) for title, body in stories])
    return [np.flatnonzero((row @ table.T).toarray()[0] < _ALIKE) for row in table]


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
        parts.insert(dice.choice((0, len(parts), len(parts), dice.randint(0, len(parts)))), "\x01" + unit)
        body[row] = " ".join(parts)
    text = "\n\n".join((title, *body))
    start = text.index("\x01")
    return Sample(text.replace("\x01", ""), start, start + len(unit), kind, "easy")


def synthesise(stories: list[tuple[str, list[str]]]) -> list[Sample]:
    """Return each article untouched, with a foreign sentence (twice), and with a foreign paragraph."""
    dice = random.Random(3)  # noqa: S311 not for secrets
    samples = []
    for story, pool in zip(stories, unrelated(stories), strict=True):
        samples.append(Sample("\n\n".join((story[0], *story[1]))))
        for kind, shortest, longest in (("sentence", 10, 41), ("sentence", 10, 41), ("paragraph", 25, 85)) * bool(pool.size):
            for _ in range(20):
                unit = dice.choice(stories[int(dice.choice(pool))][1])
                if kind == "sentence":
                    unit = dice.choice(sentences(unit))
                if shortest <= len(unit.split()) <= longest and unit[0].isupper() and "\x01" not in unit:
                    samples.append(splice(story, unit, kind, dice))
                    break
    return samples


def labelled(folder: Path) -> tuple[list[Sample], set[str]]:
    """Return the labelled articles, and the ids of all articles that went into them."""
    rows = [json.loads(line) for line in (folder / "labels.jsonl").open(encoding="utf-8")]
    samples = [
        Sample((folder / row["file"]).read_text(encoding="utf-8"), row.get("start", -1), row.get("end", -1), row["kind"], row["level"])
        for row in rows
    ]
    return samples, {row["host"] for row in rows} | {row.get("donor", "") for row in rows}


def measure(samples: list[Sample]) -> tuple[Floats, AnyArray, Ints]:
    """Return the features of all suspect sentences, whether each is foreign, and the number of its sample."""
    columns: list[tuple[Floats, AnyArray, Ints]] = []
    for first in range(0, len(samples), _BATCH):
        part = samples[first : first + _BATCH]
        batch = Batch([Text(sample.text) for sample in part])
        rows = suspects(batch, *SUSPECT)
        document = batch.blocks.document_of[batch.sentences.block_of[rows]]
        begin = batch.sentences.start[rows] - batch.document_start[document]
        end = batch.sentences.end[rows] - batch.document_start[document]
        start = np.array([sample.start for sample in part])[document]
        stop = np.array([sample.end for sample in part])[document]
        common = np.minimum(end, stop) - np.maximum(begin, start)
        columns.append((features(batch, rows), common > 0.5 * np.minimum(end - begin, stop - start), document + first))
    values, foreign, number = (np.concatenate(column) for column in zip(*columns, strict=True))
    return values, foreign, number


def odds(samples: list[Sample]) -> Floats:
    """Return the share of content words that stand in another paragraph, own (row 0) and foreign (row 1), by Zipf frequency."""
    count = np.ones((2, 2, len(OWN)))
    for first in range(0, len(samples), _BATCH):
        part = samples[first : first + _BATCH]
        batch = Batch([Text(sample.text) for sample in part])
        t = batch.once(terms)
        at = batch.words.start[t.word] - batch.document_start[t.document]
        start, end = (np.array([getattr(sample, name) for sample in part])[t.document] for name in ("start", "end"))
        np.add.at(count, (((at >= start) & (at < end)).astype(np.int64), t.elsewhere.astype(np.int64), level(t)), 1)
    share: Floats = count[:, 1] / count.sum(axis=1)
    return share


def export(model: Any) -> AnyArray:
    """Return a fitted gradient-boosting model as complete trees; see `copydesk.language.forest`."""
    table = np.zeros(len(model._predictors), LAYOUT)
    for row, (predictor,) in enumerate(model._predictors):
        nodes = predictor.nodes

        def fill(place: int, node: int, depth: int, nodes: Any = nodes, row: int = row) -> None:
            leaf = bool(nodes[node]["is_leaf"])
            if depth == DEPTH:
                table["leaf"][row, place - NODES] = nodes[node]["value"]
                return
            table["feature"][row, place] = 0 if leaf else nodes[node]["feature_idx"]
            table["threshold"][row, place] = np.inf if leaf else nodes[node]["num_threshold"]
            fill(2 * place + 1, node if leaf else int(nodes[node]["left"]), depth + 1)
            fill(2 * place + 2, node if leaf else int(nodes[node]["right"]), depth + 1)

        fill(0, 0, 0)
    assert table["leaf"].shape == (len(table), LEAVES)
    table["leaf"][0] += float(np.ravel(model._baseline_prediction)[0])
    return table


def report(scores: Floats, foreign: AnyArray, number: Ints, samples: list[Sample]) -> None:
    """Print the share of labelled units found at some rates of false alarms an article."""
    own = np.sort(scores[~foreign])[::-1]
    clean = np.array([sample.kind == "none" for sample in samples])
    for rate in (0.02, 0.03, 0.05, 0.08, 0.1):
        threshold = own[int(rate * len(samples))]
        found = np.zeros(len(samples), np.bool_)
        found[number[foreign & (scores > threshold)]] = True
        alarms = (scores[~foreign & clean[number]] > threshold).sum() / clean.sum()
        parts = [
            f"{kind} {hard} {np.mean([hit for hit, s in zip(found, samples, strict=True) if (s.kind, s.level) == (kind, hard)]):.3f}"
            for kind in ("sentence", "paragraph")
            for hard in ("easy", "hard")
        ]
        print(f"{rate} false alarms an article ({alarms:.3f} in untouched ones): threshold {threshold:.2f};", ", ".join(parts))


def main(news: Path, folder: Path) -> None:
    """Train, write and report."""
    ensemble = importlib.import_module("sklearn.ensemble")
    judged, known = labelled(folder)
    samples = synthesise(articles(news, known))
    print("OWN, CHANCE =", np.round(odds(samples), 2).tolist())
    values, foreign, _ = measure(samples)
    print(len(samples), "articles;", len(values), "suspect sentences,", int(foreign.sum()), "of them foreign")
    model = ensemble.HistGradientBoostingClassifier(
        max_iter=TREES, learning_rate=0.1, max_leaf_nodes=LEAVES, max_depth=DEPTH, min_samples_leaf=60, l2_regularization=5,
        max_features=0.5, early_stopping=False, random_state=0,
    )  # fmt: skip
    model.fit(values.astype(np.float32), foreign)
    np.save(OUT, export(model), allow_pickle=False)
    from copydesk.language.forest import forest, score

    seen, strange, number = measure(judged)
    scores = score(forest("context"), seen, -np.inf)
    assert np.allclose(scores, model.decision_function(seen.astype(np.float32)), atol=1e-3)
    report(scores, strange, number, judged)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
