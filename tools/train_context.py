"""Train the models of out-of-context-sentence, out-of-context-paragraph and misplaced-passage.

    python -m pip install 'scikit-learn==1.9.*'
    python tools/train_context.py NEWS.jsonl INTRUDER_FOLDER GENRES [MODEL …]

NEWS holds real articles ({id, text}), GENRES a folder of genres (see `tools/train_genre.py`). The
tables `genre` and `same_text` come first, by the scripts of their names; `tools/build_vectors.py`
builds the vectors of words. The models `sentence` and `paragraph` learn to tell
units of other genres and of other news from an article's own (`context_samples.py`), `other_genre`
sentences of other genres alone, `passage` those of an unrelated article and of one on the same
topic. INTRUDER_FOLDER (labels.jsonl, txt/) is the labelled development set that the figures are
measured on; leave its articles, hosts and donors alike, out of GENRES; they are taken out of NEWS.
The run is deterministic. Printed: the odds table of `_word_fit.py`, and recalls by false alarms.

Written: `models/NAME/trees.npy`, and in its card the features, the data and the date, the
confidence curve (by how many untouched articles, which the forest did not see, have such a score)
and the score of the first trees that is hopeless. Other thresholds and figures stay as they are.
"""

from __future__ import annotations

import datetime
import importlib
import json
import sys
from pathlib import Path

import numpy as np
import tomlkit

for _root in ("lint", "rules"):
    sys.path.insert(0, str(Path(__file__).parent.parent / _root))
import train_genre
import train_same_text
from complete_trees import of_sklearn
from context_measures import measure, odds, paragraph_units, recalls, report, sentence_units
from context_passages import articles, exchanged, measure_pairs
from context_samples import Sample, labelled, synthesise
from copydesk.columns.dtypes import AnyArray, Floats, Ints
from copydesk.language import models
from copydesk.language.forest import DEPTH, FIRST, LEAVES, score
from copydesk_rules.context import _misplaced as misplaced
from copydesk_rules.context import _paragraphs as paragraphs
from copydesk_rules.context import _sentences
from copydesk_rules.context._model import Model

NAMES = ("genre", "same_text", "sentence", "other_genre", "paragraph", "passage")
_ROUNDS = (5, 6)  # seeds: each time the articles take other passages of each other
TREES, RATE = 250, 0.07
MANY_TREES, SLOW_RATE = 600, 0.05  # of `other_genre`: one in 16 strangers more than with 250
# False alarms an untouched article, and the confidence of findings of such a score; the last is one
# point above the highest score of an untouched article. What is foreign by its topic alone is
# mostly a digression, and not shown unless its document is damaged; one clean article in a hundred
# may show a line of another genre.
_ALARMS = (3.0, 1.0, 0.3, 0.1, 0.03, 0.01, 0.005, 0.002)
_RIGHT = (0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.6, 0.65, 0.95)
_BLATANT = (0.02, 0.05, 0.08, 0.12, 0.25, 0.5, 0.7, 0.94, 0.97)  # in between, topics are surer


def train(model: Model, values: Floats, foreign: AnyArray, least: int, samples: int) -> None:
    """Train a forest, of leaves that hold at least `least` rows, and write it with its card."""
    trees, rate = (TREES if least > 100 else TREES // 2), RATE
    if model is _sentences.OTHER_GENRE:
        trees, rate = MANY_TREES, SLOW_RATE
    trained = importlib.import_module("sklearn.ensemble").HistGradientBoostingClassifier(
        max_iter=trees,
        learning_rate=rate,
        max_leaf_nodes=LEAVES,
        max_depth=DEPTH,
        min_samples_leaf=least,
        l2_regularization=20,
        max_features=0.5,
        early_stopping=False,
        random_state=0,
    )
    trained.fit(values.astype(np.float32), foreign)
    np.save(model.folder / "trees.npy", of_sklearn(trained), allow_pickle=False)
    write_card(model, trees, samples)
    models.card.cache_clear()
    models.forest.cache_clear()
    expected = trained.decision_function(values.astype(np.float32))
    assert np.allclose(model.scores(values), expected, atol=1e-3)


def write_card(model: Model, trees: int, samples: int) -> None:
    """Write what was trained into the model's card; what was chosen and measured stays."""
    file = model.folder / "card.toml"
    card = tomlkit.parse(file.read_text("utf-8"))
    card["features"] = tomlkit.array(json.dumps(model.features)).multiline(True)
    card["training"].update(
        trees=trees, samples=samples, date=datetime.datetime.now(datetime.UTC).date()
    )
    file.write_text(tomlkit.dumps(card), "utf-8")


def curve(scores: Floats, clean: AnyArray, articles: int) -> list[float]:
    """Return the scores that so many untouched articles have as _ALARMS says, and one more."""
    alarms = np.sort(scores[clean])[::-1]
    points = [float(alarms[min(int(rate * articles), alarms.size - 1)]) for rate in _ALARMS]
    points.append(max(float(alarms[0]), points[-1]) + 1.0)
    rising: list[float] = np.maximum.accumulate(
        np.round(np.array(points) + 1e-3 * np.arange(len(points)), 3)
    ).tolist()
    return rising


def write_curve(model: Model, scores: Floats, clean: AnyArray, articles: int) -> None:
    """Write the confidence curve of the untouched articles into the model's card."""
    file = model.folder / "card.toml"
    card = tomlkit.parse(file.read_text("utf-8"))
    right = _BLATANT if model is _sentences.OTHER_GENRE else _RIGHT
    card["confidence"].update(score=curve(scores, clean, articles), right=list(right))
    file.write_text(tomlkit.dumps(card), "utf-8")
    models.card.cache_clear()


def write_hopeless(model: Model, values: Floats, scores: Floats) -> None:
    """Write below which score of the first trees nothing is found: 1 % of what is foreign and shown
    at the lowest confidence.
    """
    trees = models.forest(model.folder, model.features)
    seen = values[model.confidence(scores) >= _RIGHT[1]]
    file = model.folder / "card.toml"
    card = tomlkit.parse(file.read_text("utf-8"))
    first = np.quantile(score(trees[:FIRST], seen, -np.inf), 0.01)
    card["thresholds"]["hopeless"] = round(float(first), 2)
    file.write_text(tomlkit.dumps(card), "utf-8")
    models.card.cache_clear()


def train_on_genres(
    model: Model,
    measured: tuple[Floats, AnyArray, AnyArray, Ints],
    samples: list[Sample],
) -> None:
    """Train the forest of sentences or paragraphs, and print what it finds."""
    values, foreign, holds, number = measured
    whole = np.array([sample.kind == "none" for sample in samples])
    kept = foreign | (~holds & whole[number])  # untouched articles give what is not foreign
    if model is _sentences.OTHER_GENRE:
        of_news = np.array([train_genre.is_news(sample.stranger) for sample in samples])
        kept &= ~(foreign & of_news[number])
    values, foreign, number = values[kept], foreign[kept], number[kept]
    print(f"\n{model.name}: {len(samples)} articles; {len(values)} suspects,", end=" ")
    print(int(foreign.sum()), "of them foreign", flush=True)
    test = np.array([sample.test for sample in samples])[number]
    train(model, values[~test], foreign[~test], 150, len(samples))
    scores = model.scores(values)
    if model is _sentences.OTHER_GENRE:
        scores += _sentences.MODEL.scores(values)  # as the rule does
    news = np.array([train_genre.is_news(sample.host) for sample in samples])
    articles = sum(s.test and s.kind == "none" and train_genre.is_news(s.host) for s in samples)
    write_curve(model, scores[test], ~foreign[test] & news[number[test]], articles)
    write_hopeless(model, values[foreign], scores[foreign])
    recalls(scores[test], foreign[test], number[test], samples)


def report_on(
    model: Model, measured: tuple[Floats, AnyArray, AnyArray, Ints], judged: list[Sample]
) -> None:
    """Print what a model finds on the labelled set, whose strangers are of news."""
    expected, known, holds, of = measured
    kept = known | ~holds
    report(model.scores(expected)[kept], known[kept], of[kept], judged)


def main(news: Path, folder: Path, genres: Path, names: list[str]) -> None:
    """Train, write and report."""
    judged, known = labelled(folder)
    if "passage" in names:
        stories = articles(news, known)
        rounds = [measure_pairs(exchanged(stories, seed)) for seed in _ROUNDS]
        values, foreign = (np.concatenate([each[at] for each in rounds]) for at in (0, 1))
        print(f"passage: {len(values)} places of passages, {int(foreign.sum())} of them foreign")
        train(misplaced.MODEL, values, foreign, 40, len(_ROUNDS) * len(stories))
        values, foreign, number = measure_pairs(judged)
        report(misplaced.MODEL.scores(values), foreign, number, judged)
    if "genre" in names:
        train_genre.main(genres)
    if "same_text" in names:
        train_same_text.main(genres)
    samples = synthesise(train_genre.documents(genres, 0))
    print("OWN, CHANCE =", np.round(odds(samples), 2).tolist(), flush=True)
    for together, find in (
        ((_sentences.MODEL, _sentences.OTHER_GENRE), sentence_units),
        ((paragraphs.MODEL,), paragraph_units),
    ):
        wanted = [model for model in together if model.name in names]
        if not wanted:
            continue
        measured = measure(samples, find)
        for model in wanted:
            train_on_genres(model, measured, samples)
        report_on(wanted[0], measure(judged, find), judged)


if __name__ == "__main__":
    _news, _folder, _genres = (Path(name) for name in sys.argv[1:4])
    main(_news, _folder, _genres, sys.argv[4:] or list(NAMES))
