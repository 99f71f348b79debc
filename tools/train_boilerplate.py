"""Train the models of `copydesk_rules.page._page_model` on labelled pages and print what they reach,
cross-validated by site.

    python tools/train_boilerplate.py FOLDER          (FOLDER/labels.jsonl and FOLDER/txt/, see benchmarks/accuracy.py)

Writes three models to `rules/copydesk_rules/page/models/`, each with its card: two logistic
regressions (ridge, Newton's method), and a forest of boosted trees on the columns of the second
one. Each page weighs as the root of its blocks, so that no page of 2,000 menu entries decides. The
second pass learns from scores that the first gave to pages of sites it had not seen; the figures
are of pages that no pass had seen in any form (folds inside folds). Deterministic. Needs
scikit-learn.
"""

from __future__ import annotations

import importlib
import inspect
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "lint"), str(ROOT / "rules")]
from complete_trees import of_sklearn
from copydesk.columns.batch import Batch, Text
from copydesk_rules.page import MODELS
from copydesk_rules.page._blocks import unbroken_with
from copydesk_rules.page._certain import certain_blocks
from copydesk_rules.page._page_documents import page_documents
from copydesk_rules.page._page_model import (
    CONSTANT,
    FIRST_PASS,
    FOREST,
    SECOND_PASS,
    columns,
    combined,
    introduced,
    kept_prose,
)
from copydesk_rules.page._page_shape import Columns, shape
from copydesk_rules.page._page_stretch import smoothed
from copydesk_rules.page._wording import wording
from copydesk_rules.page.site_widget import site_widget

DATE = "2026-11"
FOLDS, RIDGE, ROUNDS = 5, 3.0, 25
TREES, LEAVES, DEPTH = 300, 16, 4
STEPS = (1.0, 1.5, 2.0, 2.5, 3.0, 3.5, 4.0)
LABELS = {"content": 0, "boilerplate": 1}
Numbers = NDArray[np.float64]
Rows = NDArray[np.bool_]


@dataclass(frozen=True)
class Training:
    """Scraped pages; `label` (1 boilerplate, 0 content, -1 unlabelled), `weight` and `fold` of
    each block, shape (blocks,).
    """

    batch: Batch
    label: Numbers
    weight: Numbers
    fold: NDArray[np.int64]

    @property
    def known(self) -> Rows:
        """The labelled blocks."""
        return np.asarray(self.label >= 0, np.bool_)


def read(folder: Path) -> Training:
    """Return those of the labelled pages that are scraped ones."""
    pages = [json.loads(line) for line in (folder / "labels.jsonl").open(encoding="utf-8")]
    texts = [Text((folder / page["file"]).read_text(encoding="utf-8")) for page in pages]
    kept = np.flatnonzero(page_documents(Batch(texts))).tolist()
    batch = Batch([texts[number] for number in kept])
    document = batch.blocks.document_of
    lines = [
        {line: LABELS.get(label, -1) for line, label, _ in pages[page]["lines"]} for page in kept
    ]
    pairs = zip(document.tolist(), lines_of_blocks(batch).tolist(), strict=True)
    label = np.array([lines[page].get(line, -1) for page, line in pairs], float)
    weight = 1 / np.sqrt(np.maximum(np.bincount(document, label >= 0)[document], 1))
    folds = folds_of_sites([pages[page]["site"] for page in kept])
    return Training(batch, label, weight / weight[label >= 0].mean(), folds[document])


def lines_of_blocks(batch: Batch) -> NDArray[np.int64]:
    """Return the line of its page that each block begins on, from 1."""
    breaks = np.flatnonzero(batch.codes == ord("\n"))
    before = np.searchsorted(breaks, batch.document_start)[batch.blocks.document_of]
    return np.asarray(np.searchsorted(breaks, batch.blocks.start) - before + 1, np.int64)


def folds_of_sites(sites: Sequence[str]) -> NDArray[np.int64]:
    """Return the fold of each page, so that those of one site share it."""
    distinct = sorted(set(sites))
    fold = np.random.default_rng(0).permutation(len(distinct)) % FOLDS
    of_site = dict(zip(distinct, fold.tolist(), strict=True))
    return np.array([of_site[site] for site in sites])


def fit(features: Numbers, label: Numbers, weight: Numbers) -> tuple[Numbers, float]:
    """Return the weights and the constant of a ridge logistic regression."""
    mean, spread = features.mean(0), features.std(0) + 1e-9
    table = np.column_stack(((features - mean) / spread, np.ones(len(features))))
    penalty = np.append(np.full(features.shape[1], RIDGE), 1e-6)
    found = np.zeros(table.shape[1])
    for _ in range(ROUNDS):
        odds = 1 / (1 + np.exp(-np.clip(table @ found, -30, 30)))
        slope = table.T @ (weight * (odds - label)) + penalty * found
        curve = (
            table * (weight * np.maximum(odds * (1 - odds), 1e-6))[:, None]
        ).T @ table + np.diag(penalty)
        step = np.linalg.solve(curve, slope)
        found = found - step
        if np.abs(step).max() < 1e-3:
            break
    return found[:-1] / spread, float(found[-1] - (found[:-1] * mean / spread).sum())


def crossed(table: Numbers, label: Numbers, weight: Numbers, fold: NDArray[np.int64]) -> Numbers:
    """Return each block's score from the weights of the other folds."""
    out = np.zeros(label.size)
    for number in np.unique(fold):
        out[fold == number] = trained(table, label, weight, fold != number)[fold == number]
    return out


def trained(table: Numbers, label: Numbers, weight: Numbers, rows: NDArray[np.bool_]) -> Numbers:
    """Return every block's score from weights trained on the labelled ones of `rows`."""
    rows = rows & (label >= 0)
    weights, constant = fit(table[rows], label[rows], weight[rows])
    return np.asarray(table @ weights + constant, np.float64)


def unseen(first: Columns, others: Columns, pages: Training) -> Numbers:
    """Return the second pass's score of each block, from weights that no page of its fold had a
    part in.
    """
    label, weight, fold = pages.label, pages.weight, pages.fold
    table, out = table_of(first), np.zeros(label.size)
    for number in range(FOLDS):
        rows = fold != number
        alone = trained(table, label, weight, rows)
        alone[rows] = crossed(table[rows], label[rows], weight[rows], fold[rows])
        both = table_of(first | others | smoothed(alone, pages.batch.blocks.document_of))
        trees = forest(both, label, weight, rows & pages.known)
        grown = trees.decision_function(both[~rows].astype(np.float32))
        out[~rows] = combined(trained(both, label, weight, rows)[~rows], grown)
    return out


def forest(table: Numbers, label: Numbers, weight: Numbers, rows: NDArray[np.bool_]) -> Any:
    """Return boosted trees trained on some rows."""
    ensemble = importlib.import_module("sklearn.ensemble")
    model = ensemble.HistGradientBoostingClassifier(
        max_iter=TREES,
        learning_rate=0.08,
        max_leaf_nodes=LEAVES,
        max_depth=DEPTH,
        min_samples_leaf=60,
        l2_regularization=5,
        max_features=0.2,
        early_stopping=False,
        random_state=0,
    )
    return model.fit(table[rows].astype(np.float32), label[rows], sample_weight=weight[rows])


def reached(score: Numbers, label: Numbers, threshold: float) -> tuple[float, float, float]:
    """Return the share of boilerplate found and of content flagged at a threshold, and the F1 of
    content.
    """
    flagged = score >= threshold
    missed, alarms = (~flagged & (label == 1)).sum(), (flagged & (label == 0)).sum()
    kept = (~flagged & (label == 0)).sum()
    recall, alarm = 1 - missed / (label == 1).sum(), alarms / (label == 0).sum()
    return float(recall), float(alarm), float(2 * kept / (2 * kept + alarms + missed))


def figures(at: str, score: Numbers, label: Numbers, threshold: float) -> dict[str, float]:
    """Return what a threshold reaches, by name."""
    names = ("boilerplate found", "content flagged", "content F1")
    values = reached(score, label, threshold)
    return {f"{name} {at}": round(value, 3) for name, value in zip(names, values, strict=True)}


def marked(batch: Batch, score: Numbers) -> Numbers:
    """Return 1 for what site-widget marks by these scores and the word lists, 0 for the rest."""
    bounds = inspect.signature(site_widget.function).parameters
    certain = certain_blocks(batch)
    seed, member = (certain | (score >= bounds[name].default) for name in ("score", "beside"))
    out = np.zeros(score.size)
    for begin, last in zip(*unbroken_with(batch, seed, member), strict=True):
        out[begin : last + 1] = 1
    return out


def table_of(features: Columns) -> Numbers:
    """Return the columns side by side."""
    return np.column_stack([np.asarray(column, np.float64) for column in features.values()])


def main() -> None:
    """Train, print, write."""
    pages = read(Path(sys.argv[1]))
    batch = pages.batch
    found = batch.derive(wording)
    this = shape(batch, found)
    first, others = columns(batch, found, this)
    crossed_scores = crossed(table_of(first), pages.label, pages.weight, pages.fold)
    whole = kept_prose(this, crossed_scores, unseen(first, others, pages))
    listed = introduced(batch, found, certain_blocks(batch), this, whole)
    report = measured(pages, np.where(listed, np.minimum(whole, 0), whole))
    both = first | others | smoothed(crossed_scores, batch.blocks.document_of)
    write_linear(FIRST_PASS, "ridge logistic regression on a block alone", first, pages)
    write_linear(
        SECOND_PASS,
        "ridge logistic regression on a block, what stands around it,"
        f" and the scores of {FIRST_PASS}",
        both,
        pages,
    )
    trees = forest(table_of(both), pages.label, pages.weight, pages.known)
    np.save(MODELS / FOREST / "trees.npy", of_sklearn(trees), allow_pickle=False)
    kind = f"boosted trees on the columns of {SECOND_PASS}"
    write_card(FOREST, kind, list(both), pages, figures=report)


def measured(pages: Training, score: Numbers) -> dict[str, float]:
    """Print what the scores reach on each fold and by wording alone, return what they reach in all."""
    known, label = pages.known, pages.label
    report: dict[str, float] = {}
    for step in STEPS:
        report |= figures(f"at {step}", score[known], label[known], step)
    widgets = marked(pages.batch, score)
    report |= figures("by site-widget", widgets[known], label[known], 0.5)
    for number in range(FOLDS):
        rows = known & (pages.fold == number)
        print(figures(f"in fold {number} at 3.0", score[rows], label[rows], 3.0))
    worded = certain_blocks(pages.batch)[known].astype(np.float64)
    print(figures("by wording alone", worded, label[known], 0.5), report, sep="\n")
    return report


def write_linear(name: str, kind: str, features: Columns, pages: Training) -> None:
    """Fit a regression, and write its weights at three digits."""
    known = pages.known
    weights, constant = fit(table_of(features)[known], pages.label[known], pages.weight[known])
    listed = {CONSTANT: float(f"{constant:.4g}")}
    pairs = zip(features, weights.tolist(), strict=True)
    listed |= {feature: float(f"{value:.3g}") for feature, value in pairs}
    write_card(name, kind, list(listed), pages, weights=listed)


def write_card(
    name: str, kind: str, features: list[str], pages: Training, **tables: Mapping[str, float]
) -> None:
    """Write a model's card; see `copydesk.language.models`."""
    blocks = [int((pages.label == value).sum()) for value in (1, 0)]
    size = f"{blocks[0]} blocks of boilerplate, {blocks[1]} of content"
    single = {
        "kind": kind,
        "script": "tools/train_boilerplate.py",
        "date": DATE,
        "seed": 0,
        "folds": f"{FOLDS}, by site",
    }
    data = [
        f"labelled pages of the development set, {len(pages.batch)} scraped ones: {size}",
        "a page weighs as the root of its blocks",
    ]
    lines = [f"{key} = {json.dumps(value)}" for key, value in single.items()]
    for key, entries in {"data": data, "features": features}.items():
        lines += [f"{key} = [", *(f"  {json.dumps(entry)}," for entry in entries), "]"]
    for title, table in tables.items():
        named = (f"{json.dumps(key)} = {value}" for key, value in table.items())
        lines += ["", f"[{title}]", *named]
    (MODELS / name).mkdir(parents=True, exist_ok=True)
    (MODELS / name / "card.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
