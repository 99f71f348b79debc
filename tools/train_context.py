"""Train the models of out-of-context-sentence, out-of-context-paragraph and misplaced-passage.

    python -m pip install 'scikit-learn==1.9.*'
    python tools/train_context.py NEWS.jsonl INTRUDER_FOLDER GENRES [MODEL …]

NEWS holds real articles ({id, text}), GENRES a folder of genres (see `tools/train_genre.py`, which
comes first, as does `tools/build_vectors.py`). The models `sentence` and `paragraph` learn to tell
units of other genres and of other news from an article's own (`context_samples.py`), `passage`
those of an unrelated article and of one on the same topic. INTRUDER_FOLDER (labels.jsonl, txt/) is
the labelled development set that the figures are measured on; leave its articles, hosts and donors
alike, out of GENRES; they are taken out of NEWS. The run is deterministic. Printed: the odds table
of `_word_fit.py`, and recalls by false alarms.

Written: `models/NAME/trees.npy`, and in its card the features, the data and the date, and of
`sentence` and `paragraph` the confidence curve: by how many untouched articles, which the forest
did not see, have such a score. Other thresholds and figures stay as they are in the card.
"""

from __future__ import annotations

import datetime
import importlib
import json
import random
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import tomlkit

for _root in ("lint", "rules"):
    sys.path.insert(0, str(Path(__file__).parent.parent / _root))
import train_genre
from complete_trees import of_sklearn
from context_samples import Sample, synthesise
from copydesk.candidates import CAPITAL, NUMBER, Candidates
from copydesk.columns.batch import Batch, Text
from copydesk.columns.dtypes import AnyArray, Floats, Hashes, Ints
from copydesk.columns.ragged import expand
from copydesk.language import models
from copydesk.language.forest import DEPTH, FIRST, LEAVES, score
from copydesk.language.terms import terms
from copydesk.similarity.exchanges import passages
from copydesk_rules.context import _misplaced as misplaced
from copydesk_rules.context import _paragraphs as paragraphs
from copydesk_rules.context import _sentences
from copydesk_rules.context._model import Model
from copydesk_rules.context._word_fit import OWN, level

_END = re.compile(r"(?<=[.!?])[\"”’]?\s+(?=[\"“A-Z])")
_ALIKE = 0.035  # cosine of TF-IDF vectors from which two articles are not unrelated
_NEAR = (0.14, 0.5)  # the same between which two are about the same people or events
_WORDS = {"sentence": (10, 41), "paragraph": (25, 85)}
_BATCH = 40  # articles a batch
TREES = 250
MIN_SENTENCE, MIN_PARAGRAPH = 8, 20  # words, as in the rules
# False alarms an untouched article, and the confidence of findings of such a score. One clean
# article in a hundred may show a finding of either rule; real strangers are rarer than that.
_ALARMS = (3.0, 1.0, 0.3, 0.1, 0.03, 0.005, 0.002)
_RIGHT = (0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.7)
_SURE = 0.95  # one point above the highest score of an untouched article
Units = Callable[[Batch], tuple[Ints, Ints, Floats]]


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


def exchanged(stories: list[tuple[str, list[str]]]) -> list[Sample]:
    """Return each article once, two in three with a unit of another.

    Of one without a common topic, or of one with the same.
    """
    dice = random.Random(5)  # noqa: S311 not for secrets
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


def labelled(folder: Path) -> tuple[list[Sample], set[str]]:
    """Return the labelled articles, and the ids of all articles that went into them."""
    rows = [json.loads(line) for line in (folder / "labels.jsonl").open(encoding="utf-8")]
    samples = [
        Sample(
            (folder / row["file"]).read_text(encoding="utf-8"),
            row.get("start", -1),
            row.get("end", -1),
            row["kind"],
            row["level"],
        )
        for row in rows
    ]
    return samples, {row["host"] for row in rows} | {row.get("donor", "") for row in rows}


def sentence_units(batch: Batch) -> tuple[Ints, Ints, Floats]:
    """Return start, end and features of the sentences that the rule would look at."""
    rows = _sentences.suspects(batch)
    rows = rows[np.subtract(*batch.sentence_words[::-1])[rows] >= MIN_SENTENCE]
    return (
        batch.sentences.start[rows],
        batch.sentences.end[rows],
        _sentences.features(batch, rows),
    )


def paragraph_units(batch: Batch) -> tuple[Ints, Ints, Floats]:
    """Return start, end and features of the paragraphs that the rule would look at."""
    rows = paragraphs.suspects(batch)
    block = batch.derive(paragraphs.paragraphs).block
    rows = rows[np.subtract(*batch.block_words[::-1])[block[rows]] >= MIN_PARAGRAPH]
    return (
        batch.blocks.start[block[rows]],
        batch.blocks.end[block[rows]],
        paragraphs.features(batch, rows),
    )


def measure(samples: list[Sample], units: Units) -> tuple[Floats, AnyArray, AnyArray, Ints]:
    """Return the features of all suspect units,
    whether each is foreign or holds what is foreign, and the number of its sample.
    """
    columns: list[tuple[Floats, AnyArray, AnyArray, Ints]] = []
    for first in range(0, len(samples), _BATCH):
        part = samples[first : first + _BATCH]
        batch = Batch([Text(sample.text) for sample in part])
        begin, end, values = units(batch)
        document = np.searchsorted(batch.document_end, begin)
        begin, end = begin - batch.document_start[document], end - batch.document_start[document]
        start, stop = (
            np.array([getattr(sample, name) for sample in part])[document]
            for name in ("start", "end")
        )
        common = np.minimum(end, stop) - np.maximum(begin, start)
        whole = np.array([sample.kind == "paragraph" for sample in part])[document]
        # A foreign paragraph makes each of its sentences foreign; a foreign sentence does not make
        # its paragraph so.
        foreign = common > 0.5 * np.where(whole, end - begin, np.maximum(end - begin, stop - start))
        columns.append((values, foreign, common > 0, document + first))
    values, foreign, holds, number = (
        np.concatenate(column) for column in zip(*columns, strict=True)
    )
    return values, foreign, holds, number


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


def odds(samples: list[Sample]) -> Floats:
    """Return the share of content words that stand in another paragraph,
    own (row 0) and foreign (row 1), by Zipf frequency.
    """
    count = np.ones((2, 2, len(OWN)))
    for first in range(0, len(samples), _BATCH):
        part = samples[first : first + _BATCH]
        batch = Batch([Text(sample.text) for sample in part])
        t = batch.derive(terms)
        at = batch.words.start[t.word] - batch.document_start[t.document]
        start, end = (
            np.array([getattr(sample, name) for sample in part])[t.document]
            for name in ("start", "end")
        )
        np.add.at(
            count,
            (((at >= start) & (at < end)).astype(np.int64), t.elsewhere.astype(np.int64), level(t)),
            1,
        )
    share: Floats = count[:, 1] / count.sum(axis=1)
    return share


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
        print(
            f"{rate} false alarms an article ({alarms:.3f} in untouched ones): threshold {threshold:.2f};",
            ", ".join(parts),
        )


def train(model: Model, values: Floats, foreign: AnyArray, least: int, samples: int) -> None:
    """Train a forest, of leaves that hold at least `least` rows, and write it with its card."""
    trees = TREES if least > 100 else TREES // 3
    trained = importlib.import_module("sklearn.ensemble").HistGradientBoostingClassifier(
        max_iter=trees,
        learning_rate=0.07,
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


def curve(scores: Floats, clean: AnyArray, articles: int) -> tuple[list[float], list[float]]:
    """Return scores, and how sure findings of them are, by the false alarms an article."""
    alarms = np.sort(scores[clean])[::-1]
    points = [float(alarms[min(int(rate * articles), alarms.size - 1)]) for rate in _ALARMS]
    points.append(max(float(alarms[0]), points[-1]) + 1.0)
    rising = np.maximum.accumulate(np.array(points) + 1e-3 * np.arange(len(points)))
    return np.round(rising, 3).tolist(), [*_RIGHT, _SURE]


def write_curve(model: Model, scores: Floats, clean: AnyArray, articles: int) -> None:
    """Write the confidence curve of the untouched articles into the model's card."""
    file = model.folder / "card.toml"
    card = tomlkit.parse(file.read_text("utf-8"))
    card["confidence"]["score"], card["confidence"]["right"] = curve(scores, clean, articles)
    file.write_text(tomlkit.dumps(card), "utf-8")
    models.card.cache_clear()


def write_hopeless(model: Model, values: Floats) -> None:
    """Write below which score of the first trees nothing is found: 1 % of what is foreign and shown
    at the lowest confidence.
    """
    trees = models.forest(model.folder, model.features)
    seen = values[model.confidence(model.scores(values)) >= _RIGHT[1]]
    file = model.folder / "card.toml"
    card = tomlkit.parse(file.read_text("utf-8"))
    first = np.quantile(score(trees[:FIRST], seen, -np.inf), 0.01)
    card["thresholds"]["hopeless"] = round(float(first), 2)
    file.write_text(tomlkit.dumps(card), "utf-8")
    models.card.cache_clear()


def train_on_genres(model: Model, find: Units, samples: list[Sample], judged: list[Sample]) -> None:
    """Train the forest of sentences or paragraphs, and print what it finds."""
    values, foreign, holds, number = measure(samples, find)
    whole = np.array([sample.kind == "none" for sample in samples])
    kept = foreign | (~holds & whole[number])  # untouched articles give what is not foreign
    values, foreign, number = values[kept], foreign[kept], number[kept]
    print(f"\n{model.name}: {len(samples)} articles; {len(values)} suspects,", end=" ")
    print(int(foreign.sum()), "of them foreign", flush=True)
    test = np.array([sample.test for sample in samples])[number]
    train(model, values[~test], foreign[~test], 150, len(samples))
    scores = model.scores(values[test])
    news = np.array([train_genre.is_news(sample.host) for sample in samples])
    articles = sum(s.test and s.kind == "none" and train_genre.is_news(s.host) for s in samples)
    write_curve(model, scores, ~foreign[test] & news[number[test]], articles)
    write_hopeless(model, values[foreign])
    recalls(scores, foreign[test], number[test], samples)
    expected, known, holds, of = measure(judged, find)
    kept = known | ~holds
    report(model.scores(expected)[kept], known[kept], of[kept], judged)


def recalls(scores: Floats, foreign: AnyArray, number: Ints, samples: list[Sample]) -> None:
    """Print the share of strangers found at some rates of false alarms an untouched article."""
    whole = sum(s.test and s.kind == "none" and train_genre.is_news(s.host) for s in samples)
    news = np.array([train_genre.is_news(sample.host) for sample in samples])
    alarms = np.sort(scores[~foreign & news[number]])[::-1]
    names = np.array([sample.stranger for sample in samples])[number]
    for rate in (0.1, 0.02, 0.01, 0.005):
        found = scores > alarms[min(int(rate * whole), alarms.size - 1)]
        by = {
            name: round(float(found[foreign & (names == name)].mean()), 2)
            for name in np.unique(names[foreign])
        }
        other = foreign & ~np.char.startswith(names.astype(str), "news")
        print(f"{rate}: other genres {found[other].mean():.2f} of {other.sum()};", by, flush=True)


def main(news: Path, folder: Path, genres: Path, names: list[str]) -> None:
    """Train, write and report."""
    judged, known = labelled(folder)
    if "passage" in names:
        stories = articles(news, known)
        shared = exchanged(stories)
        values, foreign, number = measure_pairs(shared)
        print(f"passage: {len(values)} places of passages, {int(foreign.sum())} of them foreign")
        train(misplaced.MODEL, values, foreign, 40, len(shared))
        values, foreign, number = measure_pairs(judged)
        report(misplaced.MODEL.scores(values), foreign, number, judged)
    samples = synthesise(train_genre.documents(genres, 0))
    print("OWN, CHANCE =", np.round(odds(samples), 2).tolist(), flush=True)
    for model, find in ((_sentences.GENRE, sentence_units), (paragraphs.GENRE, paragraph_units)):
        if model.name in names:
            train_on_genres(model, find, samples, judged)


if __name__ == "__main__":
    _news, _folder, _genres = (Path(name) for name in sys.argv[1:4])
    main(_news, _folder, _genres, sys.argv[4:] or ["sentence_genre", "paragraph_genre", "passage"])
