"""Train the model of GAR106 on labelled sentences and write `lint/copydesk/language/tables/garbled.npz`.

    python tools/train_garbled.py LABELS.jsonl --clean NEWS.jsonl [--folds 5]

LABELS: rows with `text`, `label` (garbled or clean), `cls`, `severity`, `source`, `doc`. CLEAN: rows with `text`, taken as clean. With
`--folds` it only prints what models trained without a document's own rows find in it. The script is deterministic.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent.parent / "lint"))
sys.path.insert(0, str(Path(__file__).parent.parent / "rules"))
from copydesk.columns.batch import Batch, Text
from copydesk.language.garble.features import measure
from copydesk.language.garble.model import standardise
from copydesk.language.garble.mojibake import misread_utf8
from copydesk.language.garble.units import hints, stretches, suspicious
from copydesk.language.garble.words import StretchWords, look_closely
from copydesk_rules.garbled_words import garbled_words

OUT = Path(__file__).parent.parent / "lint/copydesk/language/tables/garbled.npz"
# Kinds of garbling that show in single words. Word order, truncation, loops, translation and wrong encodings are for other rules.
GARBLED = frozenset(
    "ocr_real ocr_synth char_noise letters_dropped letters_spaced keyboard_mash typos words_split words_glued case_garble truncated "
    "code_junk_real accent_loss_real".split()
)
HIDDEN, NETWORKS, EPOCHS, RATE, DECAY = 12, 4, 60, 3e-3, 1e-2
BATCH_ROWS = 500
CLEAN_TEXTS = 4000
LIMITS = {name: float(str(garbled_words.thresholds[name])) for name in ("min_words", "odd_share", "min_odd", "min_noisy")}


def featurise(texts: list[str]) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return the features of every stretch that the rule looks at, its text, whether it could be reported, and which texts are misread."""
    columns, owners, reported, misread = [], [], [], np.zeros(len(texts), np.bool_)
    for begin in range(0, len(texts), BATCH_ROWS):
        batch = Batch([Text(text) for text in texts[begin : begin + BATCH_ROWS]])
        first, last = stretches(batch)
        rows = np.flatnonzero(last - first >= LIMITS["min_words"])
        rows = rows[suspicious(batch, first[rows], last[rows], LIMITS["odd_share"], LIMITS["min_odd"])]
        first, last = first[rows], last[rows]
        document = np.searchsorted(batch.document_start, batch.words.start[first], side="right") - 1
        words = StretchWords(batch, first, last, hints(batch)[document])
        look = look_closely(words, 0)
        enough = words.count_in_stretches(look.noisy) >= LIMITS["min_noisy"]
        columns.append(measure(words, look, np.arange(first.size)))
        owners.append(document + begin)
        reported.append(enough)
        for found in misread_utf8(batch):
            misread[begin + int(np.searchsorted(batch.document_start, found.start, side="right")) - 1] = True
    return np.concatenate(columns), np.concatenate(owners), np.concatenate(reported), misread


def fit(features: np.ndarray, labels: np.ndarray, weights: np.ndarray, seed: int) -> list[np.ndarray]:
    """Train one network with Adam; return its four arrays."""
    random = np.random.default_rng(seed)
    width = features.shape[1]
    arrays = [
        random.normal(0, width**-0.5, (width, HIDDEN)), np.zeros(HIDDEN), random.normal(0, HIDDEN**-0.5, HIDDEN), np.zeros(1),
    ]  # fmt: skip
    mean, square = [np.zeros_like(a) for a in arrays], [np.zeros_like(a) for a in arrays]
    step = 0
    for epoch in range(EPOCHS):
        rate = RATE * (1 - epoch / EPOCHS) + 1e-4
        order = random.permutation(labels.size)
        for begin in range(0, labels.size, 256):
            rows = order[begin : begin + 256]
            hidden = np.maximum(features[rows] @ arrays[0] + arrays[1], 0)
            error = weights[rows] * (1 / (1 + np.exp(-np.clip(hidden @ arrays[2] + arrays[3], -30, 30))) - labels[rows]) / 256
            back = np.outer(error, arrays[2]) * (hidden > 0)
            gradients = [features[rows].T @ back, back.sum(0), hidden.T @ error, np.array([error.sum()])]
            step += 1
            for a, m, s, g in zip(arrays, mean, square, gradients, strict=True):
                m += 0.1 * (g - m)
                s += 0.001 * (g * g - s)
                a -= rate * (m / (1 - 0.9**step) / (np.sqrt(s / (1 - 0.999**step)) + 1e-8) + DECAY * a)
    return arrays


def ensemble(features: np.ndarray, labels: np.ndarray, weights: np.ndarray) -> dict[str, np.ndarray]:
    """Train some networks and set them side by side: their mean is one wider network."""
    mean, scale = features.mean(0), features.std(0) + 1e-6
    scaled = standardise(features, mean, scale)
    parts = [fit(scaled, labels, weights, seed) for seed in range(NETWORKS)]
    table = {
        "mean": mean, "scale": scale,
        "hidden": np.concatenate([p[0] for p in parts], axis=1), "hidden_bias": np.concatenate([p[1] for p in parts]),
        "out": np.concatenate([p[2] for p in parts]) / NETWORKS, "out_bias": np.mean([p[3] for p in parts], axis=0),
    }  # fmt: skip
    return {name: array.astype(np.float32) for name, array in table.items()}


def score(table: dict[str, np.ndarray], features: np.ndarray) -> np.ndarray:
    """Return log-odds, as `garble.model` computes them."""
    hidden = standardise(features, table["mean"], table["scale"]) @ table["hidden"] + table["hidden_bias"]
    return np.asarray(np.maximum(hidden, 0) @ table["out"] + table["out_bias"])


def main() -> None:
    """Train, or cross-validate by document."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("labels", type=Path)
    parser.add_argument("--clean", type=Path, required=True)
    parser.add_argument("--folds", type=int, default=0)
    options = parser.parse_args()
    rows = [json.loads(line) for line in options.labels.open(encoding="utf-8")]
    features, owner, reported, misread = featurise([row["text"] for row in rows])
    news = [json.loads(line)["text"] for line in options.clean.open(encoding="utf-8")][:CLEAN_TEXTS]
    extra = featurise(news)[0]
    kind = np.array([0 if row["label"] == "clean" else 1 if row["cls"] in GARBLED else -1 for row in rows])
    kind[[n for n, row in enumerate(rows) if row["cls"] == "truncated" and row["severity"] == "light"]] = -1
    kind[misread] = -1
    labels, light = kind[owner], np.array([row["severity"] == "light" for row in rows])[owner]
    weights = np.where(labels == 0, 2.0, np.where(light, 0.5, 1.0))

    def train(use: np.ndarray) -> dict[str, np.ndarray]:
        use = use & (labels >= 0)
        return ensemble(
            np.concatenate((features[use], extra)),
            np.concatenate((labels[use], np.zeros(len(extra)))),
            np.concatenate((weights[use], np.full(len(extra), 0.5))),
        )

    if not options.folds:
        table = train(np.ones(labels.size, np.bool_))
        np.savez(OUT, allow_pickle=False, **table)
        return
    documents = sorted({row["source"] + row["doc"] for row in rows})
    random = np.random.default_rng(0).permutation(len(documents))
    fold = dict(zip(documents, (random % options.folds).tolist(), strict=True))
    folds = np.array([fold[row["source"] + row["doc"]] for row in rows])[owner]
    scores = np.full(len(rows), -np.inf)
    for number in range(options.folds):
        held = (folds == number) & reported
        np.maximum.at(scores, owner[held], score(train(folds != number), features[held]))
    for share in (0.004, 0.006, 0.008, 0.010):
        limit = np.quantile(scores[kind == 0], 1 - share)
        print(f"false alarms {share}: limit {limit:.2f}")
        for real in (True, False):
            for severity in ("heavy", "medium", "light"):
                picked = np.array([row["real"] == real and row["severity"] == severity for row in rows]) & (kind == 1)
                print(f"  {'real' if real else 'synthetic'} {severity} {np.mean(scores[picked] > limit):.3f} of {picked.sum()}")


if __name__ == "__main__":
    main()
