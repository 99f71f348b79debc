"""Train the two forests of GAR106 on labelled sentences, and write their cards.

`garbled_words` and `garbled_sentences` in `rules/copydesk_rules/garbled/models/`.

    python -m pip install 'lightgbm==4.*'
    python tools/train_garbled.py LABELS.jsonl --clean NEWS.jsonl --pages FOLDER [--folds document|source]

LABELS: rows with `text`, `label` (garbled or clean), `cls`, `severity`, `source`, `doc`, `lang`,
and `clean`, the true text, where it is known. NEWS: rows with `text`, taken as clean; so are the
Markdown files in FOLDER, manuals and readmes of software. The first forest learns words that are
not in the true text; the second learns sentences, from verdicts on their words by forests that did
not see their document. With `--folds` no forest is written: printed is what models find in rows
whose document (or source) they did not see, and what those find that did not see the document goes
into the card. The script is deterministic.
"""

from __future__ import annotations

import argparse
import datetime
import importlib
import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from complete_trees import of_lightgbm
from copydesk.columns.batch import Text
from copydesk.columns.dtypes import AnyArray, Floats, Ints, Mask
from copydesk.language.forest import DEPTH
from copydesk.reading.markdown import layout
from garbled_lessons import LIMITS, Measured, measure, without_accents
from model_cards import write_figures, write_forest

MODELS = Path(__file__).parent.parent / "rules/copydesk_rules/garbled/models"
# Kinds of garbling that show in single words. Word order, truncation, loops, translation and wrong
# encodings are for other rules.
GARBLED = frozenset(
    "ocr_real ocr_synth char_noise letters_dropped letters_spaced keyboard_mash typos words_split "
    "case_garble code_junk_real accent_loss_real lossy".split()
)
CUT = "truncated"  # garbled where several of its words are cut
UNALIGNED = ("accent_loss_real", "code_junk_real")  # which of their words are garbled is not known
FOLDS, SEED = 5, 1
WORD_TREES, WORD_RATE, WORD_LEAF = 300, 0.1, 40
TREES, RATE, LEAF = 800, 0.05, 20
SETTINGS = {
    "objective": "binary",
    "num_leaves": 2**DEPTH - 1,
    "max_depth": DEPTH,
    "feature_fraction": 0.5,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 5,
    "num_threads": 1,
    "verbose": -1,
    "seed": SEED,
    "deterministic": True,
    "force_row_wise": True,
}
DATA = [
    "labelled sentences: scans with their true text, graded synthetic noise, 52 clean languages",
    "its clean rows of other languages without their letters beyond ASCII",
    "English news",
    "readmes and manuals of software, Markdown",
]
Folds = tuple[Ints, Ints, Ints]  # the fold of each text: labelled, true, news


def fit(features: AnyArray, labels: AnyArray, weights: Floats, **settings: float) -> Any:
    """Return a fitted LightGBM model."""
    lightgbm = importlib.import_module("lightgbm")
    trees = int(settings.pop("trees"))
    data = lightgbm.Dataset(features, labels.astype(np.float64), weight=weights)
    return lightgbm.train(SETTINGS | settings, data, trees)


@dataclass
class Lesson:
    """What the models learn from: labelled rows, the true texts of old scans, and clean text.

    `parts`: the three. Of each labelled row: `kind`, 0 clean, 1 garbled, -1 neither; `aligned`,
    whether it is known which of its words are garbled; `light`, whether it is hardly damaged.
    """

    rows: list[dict[str, Any]]
    parts: tuple[Measured, Measured, Measured]
    kind: Ints
    aligned: Mask
    light: Mask

    @classmethod
    def of(cls, rows: list[dict[str, Any]], clean: list[Text]) -> Lesson:
        """Measure labelled rows and clean texts."""
        truths = [row.get("clean") or "" if row["label"] == "garbled" else "" for row in rows]
        scans = [
            truth if row["cls"] == "ocr_real" else ""
            for row, truth in zip(rows, truths, strict=True)
        ]
        parts = (
            measure([Text(row["text"]) for row in rows], truths),
            measure([Text(scan) for scan in scans], [""] * len(rows)),
            measure(clean, [""] * len(clean), gated=True),
        )
        classes = np.array([row["cls"] for row in rows])
        kind = np.where(np.isin(classes, list(GARBLED)), 1, -1)
        kind[[row["label"] == "clean" for row in rows]] = 0
        wrong = np.bincount(parts[0].text_of_word, parts[0].garbled_word, minlength=len(rows))
        kind[(classes == CUT) & (wrong >= 2)] = 1
        kind[parts[0].misread] = -1
        aligned = (kind == 1) & ~np.isin(classes, UNALIGNED)
        light = np.array([row["severity"] == "light" for row in rows])
        return cls(rows, parts, kind, aligned, light)

    def learn_words(self, folds: Folds, left_out: int) -> Any:
        """Fit the model of words without one fold."""
        labelled = self.parts[0]
        row = labelled.text_of_word
        clean = self.kind[row] == 0
        labels = (
            labelled.garbled_word,
            *(np.zeros(len(p.words), np.bool_) for p in self.parts[1:]),
        )
        weights = (
            np.where(clean, 1.5, 1.0),
            *(
                np.full(len(part.words), weight)
                for part, weight in zip(self.parts[1:], (0.7, 1.0), strict=True)
            ),
        )
        use = [
            fold[part.text_of_word] != left_out
            for part, fold in zip(self.parts, folds, strict=True)
        ]
        use[0] &= clean | self.aligned[row]
        chosen = [
            np.concatenate([values[u] for values, u in zip(column, use, strict=True)])
            for column in ([part.words for part in self.parts], labels, weights)
        ]
        return fit(*chosen, trees=WORD_TREES, learning_rate=WORD_RATE, min_data_in_leaf=WORD_LEAF)

    def unseen_odds(self, folds: Folds) -> list[Floats]:
        """Return verdicts on all words by models that did not see their fold."""
        odds = [np.zeros(len(part.words)) for part in self.parts]
        for number in range(FOLDS):
            model = self.learn_words(folds, number)
            for part, fold, verdict in zip(self.parts, folds, odds, strict=True):
                held = fold[part.text_of_word] == number
                verdict[held] = model.predict(part.words[held], raw_score=True)
        return odds

    def learn_sentences(self, features: list[AnyArray], folds: Folds, left_out: int) -> Any:
        """Fit the model of sentences without one fold."""
        kind, light = self.kind[self.parts[0].text], self.light[self.parts[0].text]
        labels = (kind, *(np.zeros(len(some), np.int64) for some in features[1:]))
        weights = (
            np.where(kind == 0, 2.0, np.where(light, 0.5, 1.0)),
            np.full(len(features[1]), 0.7),
            np.full(len(features[2]), 2.0),
        )
        use = [
            (fold[part.text] != left_out) & (label >= 0)
            for part, fold, label in zip(self.parts, folds, labels, strict=True)
        ]
        chosen = [
            np.concatenate([values[u] for values, u in zip(column, use, strict=True)])
            for column in (features, labels, weights)
        ]
        return fit(*chosen, trees=TREES, learning_rate=RATE, min_data_in_leaf=LEAF)

    def unseen_scores(self, features: list[AnyArray], odds: list[Floats], folds: Folds) -> Floats:
        """Return the score of each labelled row by models that did not see its fold.

        That of its worst segment, -inf where the rule weighs none.
        """
        labelled = self.parts[0]
        scores, weighed = np.full(len(self.rows), -np.inf), labelled.weighed(odds[0])
        for number in range(FOLDS):
            held = weighed & (folds[0][labelled.text] == number)
            model = self.learn_sentences(features, folds, number)
            found = model.predict(features[0][held], raw_score=True)
            np.maximum.at(scores, labelled.text[held], found)
        return scores


def fold_of(groups: list[str]) -> Ints:
    """Spread groups of rows evenly over the folds."""
    load, fold = [0] * FOLDS, {}
    for group, size in sorted(Counter(groups).items(), key=lambda item: (-item[1], item[0])):
        fold[group] = load.index(min(load))
        load[fold[group]] += size
    return np.array([fold[group] for group in groups])


def figures(lesson: Lesson, scores: Floats, limit: float) -> dict[str, float]:
    """Return what shares of clean and garbled rows have a score above a limit."""
    english = np.array([row["lang"] == "en" for row in lesson.rows])
    clean = lesson.kind == 0
    picked = {"clean_english_flagged": clean & english, "clean_other_flagged": clean & ~english}
    for name, real in (("real", True), ("synthetic", False)):
        for severity in ("heavy", "medium", "light"):
            there = [row["real"] == real and row["severity"] == severity for row in lesson.rows]
            picked[f"{name}_{severity}"] = np.array(there) & (lesson.kind == 1)
    return {name: round(float(np.mean(scores[rows] > limit)), 4) for name, rows in picked.items()}


def report(lesson: Lesson, scores: Floats) -> dict[str, float]:
    """Print what the rule finds at some rates of false alarms; return what at its own threshold."""
    clean = scores[lesson.kind == 0]
    limits = [np.quantile(clean, 1 - share) for share in (0.006, 0.008, 0.010, 0.012)]
    for limit in (*limits, LIMITS["min_score"]):
        print(f"{limit:.2f}:", figures(lesson, scores, float(limit)))
    return figures(lesson, scores, LIMITS["min_score"])


def write(lesson: Lesson, features: list[AnyArray], names: tuple[str, ...], folds: Folds) -> None:
    """Train both forests on everything, and write them."""
    about = {
        "script": "tools/train_garbled.py",
        "date": datetime.datetime.now(datetime.UTC).date(),
        "seed": SEED,
        "folds": f"{FOLDS}, by document; sentences learn from verdicts of models that had not seen"
        " their fold",
        "data": DATA,
    }
    for model, fitted, columns, thresholds in (
        ("garbled_words", lesson.learn_words(folds, -1), lesson.parts[0].word_names, ["min_word"]),
        (
            "garbled_sentences",
            lesson.learn_sentences(features, folds, -1),
            names,
            ["min_score", "discount", "odd_share", "min_odd", "min_words"],
        ),
    ):
        stated = {"thresholds": {name: LIMITS[name] for name in thresholds}}
        write_forest(MODELS / model, of_lightgbm(fitted), columns, {**about, **stated})


def options() -> argparse.Namespace:
    """Return the parsed command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("labels", type=Path)
    parser.add_argument("--clean", type=Path, required=True)
    parser.add_argument("--pages", type=Path, required=True)
    parser.add_argument("--folds", choices=("document", "source"))
    parser.add_argument(
        "--scores", type=Path, help="with --folds, where the scores go, one a row of LABELS (.npy)"
    )
    return parser.parse_args()


def main() -> None:
    """Train, or cross-validate."""
    chosen = options()
    labelled = [json.loads(line) for line in chosen.labels.open(encoding="utf-8")]
    rows = labelled + without_accents(labelled)
    clean = [Text(json.loads(line)["text"]) for line in chosen.clean.open(encoding="utf-8")]
    pages = [path.read_text(encoding="utf-8") for path in sorted(chosen.pages.glob("*.md"))]
    clean += [Text(page, layout(page)) for page in pages]
    lesson = Lesson.of(rows, clean)
    by_source = chosen.folds == "source"
    fold = fold_of([row["source"] + ("" if by_source else row["doc"]) for row in rows])
    folds = fold, fold, np.arange(len(clean)) % FOLDS
    odds = lesson.unseen_odds(folds)
    measured = [part.sentences(some) for part, some in zip(lesson.parts, odds, strict=True)]
    features = [table for table, _ in measured]
    if not chosen.folds:
        write(lesson, features, measured[0][1], folds)
        return
    scores = lesson.unseen_scores(features, odds, folds)
    found = report(lesson, scores)
    if chosen.folds == "document":
        write_figures(MODELS / "garbled_sentences", found)
    if chosen.scores:
        np.save(chosen.scores, scores[: len(labelled)])


if __name__ == "__main__":
    main()
