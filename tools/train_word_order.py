"""Train the forest of GAR107, `models/word_order`, and write its card.

    python -m pip install 'scikit-learn==1.9.*'
    python tools/train_word_order.py NEWS.jsonl LABELS.jsonl

`tools/build_word_order.py`, with the same files, comes first. The trees learn from news sentences
as they are, from ones with their words shuffled (all, in small windows, a few) or two of them
interleaved word by word, and from the labelled English sentences, for which figures are
cross-validated by document. The script is deterministic.
"""

from __future__ import annotations

import datetime
import importlib
import json
import random
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

for _root in ("lint", "rules"):
    sys.path.insert(0, str(Path(__file__).parent.parent / _root))
from build_word_order import BATCH, articles, batches
from complete_trees import of_sklearn
from copydesk.columns.dtypes import AnyArray, Floats, Ints, Mask
from copydesk.language.forest import DEPTH, LEAVES, score
from copydesk_rules.garbled._model import stacked
from copydesk_rules.garbled._order_features import measure
from copydesk_rules.garbled._order_gate import whole_sentences
from copydesk_rules.garbled._segments import segments
from copydesk_rules.garbled.scrambled_sentence import scrambled_sentence
from model_cards import write_figures, write_forest

MODEL = Path(__file__).parent.parent / "rules/copydesk_rules/garbled/models/word_order"
MIN_SCORE = float(str(scrambled_sentence.thresholds["min_score"]))
SHORTEST = 6  # words of a segment
TREES, FOLDS, SEED = 300, 4, 0
NEWS_SEGMENTS, MADE = 60_000, 12_000  # that are learned from; MADE: shuffled, and interleaved ones
DATA = [
    "40 MB of English news, as it is, shuffled and interleaved",
    "labelled English sentences, clean, scrambled and interleaved; the clean ones shuffled too",
]


class Measured(NamedTuple):
    """The features of the segments of some texts, their names, and the text of each segment."""

    rows: AnyArray
    names: tuple[str, ...]
    text: Ints


def measured(texts: list[str]) -> Measured:
    """Measure all segments of texts that the rule may judge."""
    rows, owners = list[AnyArray](), list[Ints]()
    names: tuple[str, ...] = ()
    for number, batch in enumerate(batches(texts)):
        runs = segments(batch)
        runs = runs.take(np.flatnonzero(runs.size >= SHORTEST))
        runs = runs.take(np.flatnonzero(whole_sentences(batch, runs)))
        features = measure(batch, runs)
        names = tuple(features)
        rows.append(stacked(features))
        owners.append(number * BATCH + batch.document_at(batch.words.start[runs.start]))
    return Measured(np.concatenate(rows), names, np.concatenate(owners))


def shuffled(text: str, dice: random.Random) -> str:
    """Return a sentence with all words shuffled, or those of small windows, or a few."""
    words, level = text.split(), dice.randrange(3)
    if level < 2:
        size = dice.randint(4, 7) if level else len(words)
        windows = [words[row : row + size] for row in range(0, len(words), size)]
        return " ".join(word for window in windows for word in dice.sample(window, len(window)))
    few = min(len(words), max(3, int(len(words) * dice.uniform(0.15, 0.3))))
    rows = dice.sample(range(len(words)), few)
    for row, word in zip(rows, dice.sample([words[row] for row in rows], few), strict=True):
        words[row] = word
    return " ".join(words)


def interleaved(one: str, other: str, dice: random.Random) -> str:
    """Return two sentences, a few words of each in turn."""
    size = dice.choice((2, 3, 4, 5, 6, 7, 8, 9, 10))
    both, out = (one.split(), other.split()), list[str]()
    for row in range(0, max(map(len, both)), size):
        out += both[0][row : row + size] + both[1][row : row + size]
    return " ".join(out)


def spoiled(texts: list[str], dice: random.Random) -> list[str]:
    """Return sentences made of those of clean texts, shuffled and interleaved."""
    sentences = [
        batch.slice(start, end)
        for batch in batches(texts)
        for start, end in zip(
            batch.sentences.start.tolist(), batch.sentences.end.tolist(), strict=True
        )
    ]
    sentences = [text for text in sentences if 8 <= len(text.split()) <= 60]
    made = [shuffled(dice.choice(sentences), dice) for _ in range(MADE)]
    return made + [
        interleaved(dice.choice(sentences), dice.choice(sentences), dice) for _ in range(MADE)
    ]


@dataclass
class Lesson:
    """What the trees learn from: news as it is and spoiled, labelled sentences and clean ones of
    them shuffled, with the document of each segment of the latter two.
    """

    news: AnyArray
    made: AnyArray
    labelled: AnyArray
    garbled: Mask
    document: AnyArray
    shuffled: AnyArray
    shuffled_document: AnyArray

    def fit(self, labelled: Mask, shuffled: Mask) -> Any:
        """Return a model fitted on the news and on some of the labelled and shuffled segments."""
        garbled = self.garbled[labelled]
        parts = (
            (self.news, np.zeros(len(self.news)), 1.0),
            (self.made, np.ones(len(self.made)), 0.3),
            (self.labelled[labelled], garbled, np.where(garbled, 3.0, 4.0)),
            (self.shuffled[shuffled], np.ones(int(shuffled.sum())), 1.0),
        )
        model = importlib.import_module("sklearn.ensemble").HistGradientBoostingClassifier(
            max_iter=TREES,
            learning_rate=0.07,
            max_leaf_nodes=LEAVES,
            max_depth=DEPTH,
            min_samples_leaf=40,
            l2_regularization=5,
            max_features=0.5,
            early_stopping=False,
            random_state=SEED,
        )
        return model.fit(
            np.concatenate([rows for rows, _, _ in parts]),
            np.concatenate([labels for _, labels, _ in parts]),
            sample_weight=np.concatenate([np.broadcast_to(w, len(y)) for _, y, w in parts]),
        )

    def unseen(self, held_out: AnyArray) -> tuple[Floats, Floats]:
        """Return scores of labelled segments by models that did not see their document, and of
        news that none of them saw by one of these.
        """
        folds = importlib.import_module("sklearn.model_selection").GroupKFold(FOLDS)
        scores, news = np.zeros(len(self.document)), np.zeros(0)
        for _, test in folds.split(self.document, groups=self.document):
            held = np.isin(np.arange(len(self.document)), test)
            model = self.fit(~held, ~np.isin(self.shuffled_document, self.document[held]))
            scores[held] = model.decision_function(self.labelled[held])
            news = news if news.size else model.decision_function(held_out)
        return scores, news


def figures(
    rows: list[dict[str, Any]], scores: Floats, news: Floats, least: float
) -> dict[str, Any]:
    """Return what shares of labelled sentences and of news segments have such a score."""
    found = scores >= least
    picked = {"clean_flagged": [row["label"] == "clean" for row in rows]}
    for name, kind in (("scrambled", "words_scrambled"), ("interleaved", "interleaved")):
        for severity in ("heavy", "medium", "light"):
            wanted = (kind, severity)
            picked[f"{name}_{severity}"] = [(r["cls"], r["severity"]) == wanted for r in rows]
    shares = {name: round(float(np.mean(found[there])), 4) for name, there in picked.items()}
    return {**shares, "news_flagged": round(float(np.mean(news >= least)), 6)}


def main(news: Path, labels: Path) -> None:
    """Train, write and report."""
    rows = [json.loads(line) for line in labels.open(encoding="utf-8")]
    kinds = ("words_scrambled", "interleaved")
    rows = [r for r in rows if r["lang"] == "en" and (r["label"] == "clean" or r["cls"] in kinds)]
    clean = [row for row in rows if row["label"] == "clean" and len(row["text"].split()) >= 8]
    texts, dice = articles(news, labels), random.Random(4)  # noqa: S311 not for secrets
    made = measured(spoiled(texts, dice))
    own, seen = measured(texts), measured([row["text"] for row in rows])
    mixed = measured([shuffled(row["text"], dice) for row in clean])
    chosen = np.random.default_rng(SEED).permutation(len(own.rows))
    lesson = Lesson(
        own.rows[chosen[:NEWS_SEGMENTS]],
        made.rows,
        seen.rows,
        np.array([row["label"] != "clean" for row in rows])[seen.text],
        np.array([row["doc"] for row in rows])[seen.text],
        mixed.rows,
        np.array([row["doc"] for row in clean])[mixed.text],
    )
    whole = lesson.fit(np.ones(len(seen.rows), np.bool_), np.ones(len(mixed.rows), np.bool_))
    trees = of_sklearn(whole)
    exact = whole.decision_function(seen.rows)
    assert np.allclose(score(trees, seen.rows, -np.inf), exact, atol=1e-3)
    about = {
        "script": "tools/train_word_order.py",
        "date": datetime.datetime.now(datetime.UTC).date(),
        "seed": SEED,
        "folds": f"{FOLDS}, by document",
        "data": DATA,
        "thresholds": {"min_score": MIN_SCORE},
    }
    write_forest(MODEL, trees, own.names, about)
    unseen, of_news = lesson.unseen(own.rows[chosen[NEWS_SEGMENTS:]])
    best = np.full(len(rows), -np.inf)
    np.maximum.at(best, seen.text, unseen)
    for least in np.arange(2.0, 6.0, 0.25).tolist():
        print(f"{least:.2f}:", figures(rows, best, of_news, least))
    write_figures(MODEL, figures(rows, best, of_news, MIN_SCORE))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
