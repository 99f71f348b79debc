"""Train the two forests of GAR106 on labelled sentences.

`garbled_words` and `garbled_sentences` in `rules/copydesk_rules/garbled/models/`.

    python -m pip install 'lightgbm==4.*'
    python tools/train_garbled.py LABELS.jsonl --clean NEWS.jsonl --pages FOLDER [--folds document|source]

LABELS: rows with `text`, `label` (garbled or clean), `cls`, `severity`, `source`, `doc`, `lang`,
and `clean`, the true text, where it is known. NEWS: rows with `text`, taken as clean; so are the
Markdown files in FOLDER, manuals and readmes of software. The first forest learns words that are
not in the true text; the second learns sentences, from verdicts on their words by forests that did
not see their document. With `--folds` nothing is written: printed is what models find in rows whose
document (or source) they did not see. The script is deterministic.
"""

from __future__ import annotations

import argparse
import difflib
import importlib
import json
import sys
import unicodedata
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

for _root in ("lint", "rules"):
    sys.path.insert(0, str(Path(__file__).parent.parent / _root))
from complete_trees import of_lightgbm
from copydesk.columns.batch import Batch, Text
from copydesk.columns.dtypes import AnyArray, Floats, Ints, Mask
from copydesk.language.forest import DEPTH
from copydesk.reading.markdown import layout
from copydesk_rules.garbled._model import weigh
from copydesk_rules.garbled._mojibake import misread_utf8
from copydesk_rules.garbled._suspects import Look, describe, look_closely
from copydesk_rules.garbled._units import hints, stretches, suspicious
from copydesk_rules.garbled._words import StretchWords
from copydesk_rules.garbled.garbled_words import garbled_words

MODELS = Path(__file__).parent.parent / "rules/copydesk_rules/garbled/models"
# Kinds of garbling that show in single words. Word order, truncation, loops, translation and wrong
# encodings are for other rules.
GARBLED = frozenset(
    "ocr_real ocr_synth char_noise letters_dropped letters_spaced keyboard_mash typos words_split case_garble code_junk_real "
    "accent_loss_real lossy".split()
)
CUT = ("truncated",)  # garbled where several of their words are cut
UNALIGNED = ("accent_loss_real", "code_junk_real")  # which of their words are garbled is not known
LOSSY = (
    "de fr es it pt nl pl sv da fi cs ro tr hu sk sl nb ca lt lv".split()
)  # languages of letters beyond ASCII
LOST = 2  # letters
FOLDS = 5
ROWS = 250  # texts a batch
LIMITS = {name: float(str(value)) for name, value in garbled_words.thresholds.items()}
WORD_TREES, WORD_RATE, TREES, RATE = 300, 0.1, 800, 0.05
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
    "seed": 1,
    "deterministic": True,
    "force_row_wise": True,
}


@dataclass
class Measured:
    """Texts as the rule sees them: their stretches and suspicious words.

    `text`: the row of the text of each stretch, of each word.
    """

    parts: list[tuple[StretchWords, Look]]
    words: Floats
    text_of_word: Ints
    text: Ints
    garbled_word: Mask
    misread: Mask

    def reported(self, odds: Floats) -> Mask:
        """Return which stretches the rule would weigh, given the verdicts on their words.

        Shape (stretches,).
        """
        ends, gates = np.cumsum([look.rows.size for _, look in self.parts]), []
        for (words, look), part in zip(self.parts, np.split(odds, ends[:-1]), strict=True):
            gate = np.zeros(words.count, np.bool_)
            gate[
                words.stretch[look.rows[(part >= LIMITS["min_word"]) & ~words.named[look.rows]]]
            ] = True
            first = words.row.take(words.head)
            gate &= suspicious(
                words.batch, first, first + words.size, LIMITS["odd_share"], LIMITS["min_odd"]
            )
            gates.append(gate & (words.size >= LIMITS["min_words"]))
        return np.concatenate(gates)

    def sentences(self, odds: Floats) -> Floats:
        """Return the features of the stretches, given the verdicts on their words."""
        ends = np.cumsum([look.rows.size for _, look in self.parts])
        return np.concatenate(
            [
                weigh(w, look, part)
                for (w, look), part in zip(self.parts, np.split(odds, ends[:-1]), strict=True)
            ]
        )


def measure(texts: list[Text], truths: list[str], gated: bool = False) -> Measured:
    """Measure texts, or what the rule would look at of them.

    `truths`: the true text of each, or nothing where it is not known.
    """
    parts, words, owners, texts_of, garbled, misread = (
        [],
        [],
        [],
        [],
        [],
        np.zeros(len(texts), np.bool_),
    )
    for begin in range(0, len(texts), ROWS):
        batch = Batch(texts[begin : begin + ROWS])
        first, last = stretches(batch)
        kept = last > first
        kept[kept] &= not gated or suspicious(
            batch, first[kept], last[kept], LIMITS["odd_share"], LIMITS["min_odd"]
        )
        first, last = first[kept], last[kept]
        document = np.searchsorted(batch.document_start, batch.words.start[first], side="right") - 1
        part = StretchWords(batch, first, last, hints(batch)[document])
        look = look_closely(part)
        parts.append((part, look))
        words.append(describe(part, look))
        texts_of.append(document + begin)
        owners.append((document + begin)[part.stretch[look.rows]])
        garbled.append(unlike(batch, truths[begin : begin + ROWS])[part.row[look.rows]])
        for found in misread_utf8(batch):
            misread[
                begin + int(np.searchsorted(batch.document_start, found.start, side="right")) - 1
            ] = True
    return Measured(
        parts,
        np.concatenate(words),
        np.concatenate(owners),
        np.concatenate(texts_of),
        np.concatenate(garbled),
        misread,
    )


def unlike(batch: Batch, truths: list[str]) -> Mask:
    """Return which words of a batch are not in the true text of their document,
    where there is one.
    """
    wrong = np.zeros(len(batch.words), np.bool_)
    for row, (first, end) in enumerate(
        zip(*batch.words_between(batch.document_start, batch.document_end), strict=True)
    ):
        if truths[row]:
            found, true = (
                plain(batch, first, end),
                plain(one := Batch([Text(truths[row])]), 0, len(one.words)),
            )
            wrong[first:end] = True
            for block in difflib.SequenceMatcher(
                None, found, true, autojunk=False
            ).get_matching_blocks():
                wrong[first + block.a : first + block.a + block.size] = False
    return wrong


def lossy(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return clean rows of other languages without their letters beyond ASCII,
    as some exports leave them; those that lose several.
    """
    told = []
    for row in rows:
        letters = [c for c in row["text"] if c.isalpha()]
        wide = sum(ord(c) >= 0x80 for c in letters)
        if row["label"] == "clean" and row["lang"] in LOSSY and LOST <= wide <= len(letters) / 4:
            text = "".join(c for c in row["text"] if not (c.isalpha() and ord(c) >= 0x80))
            told.append(
                row
                | {
                    "text": text,
                    "clean": row["text"],
                    "label": "garbled",
                    "cls": "lossy",
                    "severity": "light",
                    "real": False,
                }
            )
    return told


def plain(batch: Batch, first: int, end: int) -> list[str]:
    """Return the words of a span, without ligatures and long s.

    Scans and their true texts differ in them by convention.
    """
    spans = zip(
        batch.words.start[first:end].tolist(), batch.words.end[first:end].tolist(), strict=True
    )
    return [unicodedata.normalize("NFKC", batch.slice(a, b)).replace("’", "'") for a, b in spans]


def fit(features: Floats, labels: AnyArray, weights: Floats, trees: int, rate: float) -> Any:
    """Return a fitted LightGBM model."""
    lightgbm = importlib.import_module("lightgbm")
    settings = SETTINGS | {
        "learning_rate": rate,
        "min_data_in_leaf": 40 if trees == WORD_TREES else 20,
    }
    data = lightgbm.Dataset(features.astype(np.float32), labels.astype(np.float64), weight=weights)
    return lightgbm.train(settings, data, trees)


@dataclass
class Lesson:
    """What the models learn from: labelled rows, the true texts of old scans, and news,
    with what is known of each row.
    """

    rows: list[dict[str, Any]]
    parts: tuple[Measured, Measured, Measured]  # labelled, true, news
    kind: Ints  # of each labelled row: 0 clean, 1 garbled, -1 neither
    aligned: Mask
    light: Mask

    def learn_words(self, folds: tuple[Ints, Ints, Ints], left_out: int) -> Any:
        """Fit the model of words without one fold."""
        (labelled, true, news), features, labels, weights = self.parts, [], [], []
        row = labelled.text_of_word
        use = ((self.kind[row] == 0) | self.aligned[row]) & (folds[0][row] != left_out)
        features.append(labelled.words[use])
        labels.append(labelled.garbled_word[use])
        weights.append(np.where(self.kind[row[use]] == 0, 1.5, 1.0))
        for part, fold, weight in ((true, folds[1], 0.7), (news, folds[2], 1.0)):
            use = fold[part.text_of_word] != left_out
            features.append(part.words[use])
            labels.append(np.zeros(use.sum(), np.bool_))
            weights.append(np.full(use.sum(), weight))
        return fit(
            np.concatenate(features),
            np.concatenate(labels),
            np.concatenate(weights),
            WORD_TREES,
            WORD_RATE,
        )

    def unseen_odds(self, folds: tuple[Ints, Ints, Ints]) -> list[Floats]:
        """Return verdicts on all words by models that did not see their fold."""
        odds = [np.zeros(len(part.words)) for part in self.parts]
        for number in range(FOLDS):
            model = self.learn_words(folds, number)
            for part, fold, verdict in zip(self.parts, folds, odds, strict=True):
                held = fold[part.text_of_word] == number
                verdict[held] = model.predict(part.words[held].astype(np.float32), raw_score=True)
        return odds

    def learn_sentences(
        self, features: list[Floats], folds: tuple[Ints, Ints, Ints], left_out: int
    ) -> Any:
        """Fit the model of sentences without one fold."""
        labels = [
            self.kind[self.parts[0].text],
            np.zeros(len(features[1]), np.int64),
            np.zeros(len(features[2]), np.int64),
        ]
        clean = np.where(labels[0] == 0, 2.0, np.where(self.light[self.parts[0].text], 0.5, 1.0))
        weights = [clean, np.full(len(features[1]), 0.7), np.full(len(features[2]), 2.0)]
        use = [
            (fold[part.text] != left_out) & (y >= 0)
            for part, fold, y in zip(self.parts, folds, labels, strict=True)
        ]
        chosen = [
            np.concatenate([values[u] for values, u in zip(column, use, strict=True)])
            for column in (features, labels, weights)
        ]
        return fit(chosen[0], chosen[1], chosen[2], TREES, RATE)


def fold_of(groups: list[str]) -> Ints:
    """Spread groups of rows evenly over the folds."""
    load, fold = [0] * FOLDS, {}
    for group, size in sorted(Counter(groups).items(), key=lambda item: (-item[1], item[0])):
        fold[group] = load.index(min(load))
        load[fold[group]] += size
    return np.array([fold[group] for group in groups])


def report(lesson: Lesson, scores: Floats) -> None:
    """Print what the rule finds at some rates of false alarms, and at its own threshold."""
    clean = lesson.kind == 0
    english = np.array([row["lang"] == "en" for row in lesson.rows])
    for limit in (
        *(np.quantile(scores[clean], 1 - share) for share in (0.006, 0.008, 0.010, 0.012)),
        LIMITS["min_score"],
    ):
        alarms = [float(np.mean(scores[clean & group] > limit)) for group in (english, ~english)]
        print(f"limit {limit:.2f}, English {alarms[0]:.4f}, others {alarms[1]:.4f}")
        for real in (True, False):
            for severity in ("heavy", "medium", "light"):
                picked = np.array(
                    [row["real"] == real and row["severity"] == severity for row in lesson.rows]
                ) & (lesson.kind == 1)
                print(
                    f"  {'real' if real else 'synthetic'} {severity} {np.mean(scores[picked] > limit):.3f} of {picked.sum()}"
                )


def main() -> None:
    """Train, or cross-validate."""
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
    options = parser.parse_args()
    rows = [json.loads(line) for line in options.labels.open(encoding="utf-8")]
    labelled = len(rows)
    rows += lossy(rows)
    truth = [row.get("clean") or "" if row["label"] == "garbled" else "" for row in rows]
    scans = [
        "" if row["cls"] != "ocr_real" else text for row, text in zip(rows, truth, strict=True)
    ]
    news = [Text(json.loads(line)["text"]) for line in options.clean.open(encoding="utf-8")]
    pages = [path.read_text(encoding="utf-8") for path in sorted(options.pages.glob("*.md"))]
    news += [Text(page, layout(page)) for page in pages]
    parts = (
        measure([Text(row["text"]) for row in rows], truth),
        measure([Text(scan) for scan in scans], [""] * len(rows)),
        measure(news, [""] * len(news), gated=True),
    )
    kind = np.array(
        [0 if row["label"] == "clean" else 1 if row["cls"] in GARBLED else -1 for row in rows]
    )
    wrong = np.bincount(parts[0].text_of_word, parts[0].garbled_word, minlength=len(rows))
    kind[np.isin([row["cls"] for row in rows], CUT) & (wrong >= 2)] = 1
    kind[parts[0].misread] = -1
    aligned = (kind == 1) & np.array([row["cls"] not in UNALIGNED for row in rows])
    lesson = Lesson(
        rows, parts, kind, aligned, np.array([row["severity"] == "light" for row in rows])
    )
    fold = fold_of(
        [row["source"] + (row["doc"] if options.folds != "source" else "") for row in rows]
    )
    folds = fold, fold, np.arange(len(news)) % FOLDS
    odds = lesson.unseen_odds(folds)
    features = [part.sentences(verdict) for part, verdict in zip(parts, odds, strict=True)]
    if not options.folds:
        np.save(
            MODELS / "garbled_words/trees.npy",
            of_lightgbm(lesson.learn_words(folds, -1)),
            allow_pickle=False,
        )
        np.save(
            MODELS / "garbled_sentences/trees.npy",
            of_lightgbm(lesson.learn_sentences(features, folds, -1)),
            allow_pickle=False,
        )
        return
    scores, seen = np.full(len(rows), -np.inf), parts[0].reported(odds[0])
    for number in range(FOLDS):
        held = seen & (fold[parts[0].text] == number)
        model = lesson.learn_sentences(features, folds, number)
        np.maximum.at(
            scores,
            parts[0].text[held],
            model.predict(features[0][held].astype(np.float32), raw_score=True),
        )
    report(lesson, scores)
    if options.scores:
        np.save(options.scores, scores[:labelled])


if __name__ == "__main__":
    main()
