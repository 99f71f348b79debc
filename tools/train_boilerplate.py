"""Train the weights of `copydesk_rules.page._boilerplate_pages` on labelled pages and print
what they reach, cross-validated by site.

    python tools/train_boilerplate.py FOLDER          (FOLDER/labels.jsonl and FOLDER/txt/, see benchmarks/accuracy.py)

Writes `lint/copydesk_rules/page/_boilerplate_weights.py`, two logistic regressions (ridge, Newton's
method), and `tables/boilerplate.npy`, a forest of boosted trees on the columns of the second one.
Each page weighs as the root of its blocks, so that no page of 2,000 menu entries decides. The
second pass learns from scores that the first gave to pages of sites it had not seen; the figures
are of pages that no pass had seen in any form (folds inside folds). Deterministic. Needs
scikit-learn.
"""

from __future__ import annotations

import importlib
import inspect
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "lint"), str(ROOT / "rules")]
from complete_trees import of_sklearn
from copydesk.columns.batch import Batch, Text
from copydesk_rules.page._boilerplate import furniture, runs
from copydesk_rules.page._boilerplate_page import Columns, shape, smoothed
from copydesk_rules.page._boilerplate_pages import columns, combined, introduced, page_documents
from copydesk_rules.page.site_widget import site_widget

OUT = ROOT / "rules/copydesk_rules/page/_boilerplate_weights.py"
FOREST = ROOT / "rules/copydesk_rules/page/models/content_lines/trees.npy"
FOLDS, RIDGE, ROUNDS = 5, 3.0, 25
TREES, LEAVES, DEPTH = 300, 16, 4
STEPS = (1.0, 1.5, 2.0, 2.5, 3.0, 3.5, 4.0)
Numbers = NDArray[np.float64]


def read(folder: Path) -> tuple[Batch, Numbers, Numbers]:
    """Return the pages that are scraped ones, the label of each block (1 furniture, 0 content,
    -1 unlabelled) and its fold.
    """
    pages = [json.loads(line) for line in (folder / "labels.jsonl").open(encoding="utf-8")]
    texts = [Text((folder / page["file"]).read_text(encoding="utf-8")) for page in pages]
    kept = [
        number for number, scraped in enumerate(page_documents(Batch(texts)).tolist()) if scraped
    ]
    batch = Batch([texts[number] for number in kept])
    breaks = np.flatnonzero(batch.codes == ord("\n"))
    line = (
        np.searchsorted(breaks, batch.blocks.start)
        - np.searchsorted(breaks, batch.document_start)[batch.blocks.document_of]
        + 1
    )
    names = {"content": 0, "boilerplate": 1}
    labels = [
        {number: names.get(label, -1) for number, label, _ in pages[page]["lines"]} for page in kept
    ]
    sites = sorted({pages[page]["site"] for page in kept})
    fold_of = dict(
        zip(sites, (np.random.default_rng(0).permutation(len(sites)) % FOLDS).tolist(), strict=True)
    )
    folds = np.array([fold_of[pages[page]["site"]] for page in kept])
    document = batch.blocks.document_of
    label = [labels[d].get(n, -1) for d, n in zip(document.tolist(), line.tolist(), strict=True)]
    return batch, np.array(label, float), folds[document]


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


def crossed(table: Numbers, label: Numbers, weight: Numbers, fold: Numbers) -> Numbers:
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


def unseen(
    first: Columns,
    others: Columns,
    label: Numbers,
    weight: Numbers,
    fold: Numbers,
    document: NDArray[np.int64],
) -> Numbers:
    """Return the second pass's score of each block,
    from weights that no page of its fold had a part in.
    """
    table, out = table_of(first), np.zeros(label.size)
    for number in range(FOLDS):
        rows = fold != number
        alone = trained(table, label, weight, rows)
        alone[rows] = crossed(table[rows], label[rows], weight[rows], fold[rows])
        second = table_of(first | others | smoothed(alone, document))
        trees = forest(second, label, weight, rows & (label >= 0))
        out[~rows] = combined(
            trained(second, label, weight, rows)[~rows],
            trees.decision_function(second[~rows].astype(np.float32)),
        )
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


def figures(score: Numbers, label: Numbers, threshold: float) -> str:
    """Say what a threshold reaches."""
    missed, alarms = (
        ((score < threshold) & (label == 1)).sum(),
        ((score >= threshold) & (label == 0)).sum(),
    )
    content, kept = (label == 0).sum(), ((score < threshold) & (label == 0)).sum()
    recall, f1 = 1 - missed / (label == 1).sum(), 2 * kept / (2 * kept + alarms + missed)
    return f"{threshold:4.1f}: furniture found {recall:.3f}, content flagged {alarms / content:.3f}, content F1 {f1:.3f}"


def marked(batch: Batch, score: Numbers) -> Numbers:
    """Return 1 for what site-widget marks by these scores and the phrase lists, 0 for the rest."""
    bounds = inspect.signature(site_widget.function).parameters
    certain = batch.derive(furniture).certain
    first, last = runs(batch, certain | (score >= bounds["beside"].default))
    seeds = np.concatenate(([0], np.cumsum(certain | (score >= bounds["score"].default))))
    told = seeds[last + 1] > seeds[first]
    out = np.zeros(score.size)
    for begin, end in zip(first[told].tolist(), last[told].tolist(), strict=True):
        out[begin : end + 1] = 1
    return out


def table_of(features: Columns) -> Numbers:
    """Return the columns side by side."""
    return np.column_stack([np.asarray(column, np.float64) for column in features.values()])


def main() -> None:
    """Train, print, write."""
    batch, label, fold = read(Path(sys.argv[1]))
    document = batch.blocks.document_of
    weight = 1 / np.sqrt(np.maximum(np.bincount(document, label >= 0)[document], 1))
    weight /= weight[label >= 0].mean()
    found = batch.derive(furniture)
    this = shape(batch, found)
    first, others = columns(batch, found, this)
    second = first | others | smoothed(crossed(table_of(first), label, weight, fold), document)
    whole = unseen(first, others, label, weight, fold, document)
    whole = np.where(introduced(batch, found, this, whole), np.minimum(whole, 0), whole)
    known = label >= 0
    blocks = f"{int((label == 1).sum())} blocks of furniture, {int((label == 0).sum())} of content"
    report = [f"Development set of 2026-11, five folds by site, {len(batch)} pages, {blocks}."]
    report += ["threshold " + figures(whole[known], label[known], step) for step in STEPS]
    print("\n".join(report))
    report.append("site-widget " + figures(marked(batch, whole)[known], label[known], 0.5)[5:])
    print(report[-1])
    for number in range(FOLDS):
        print(
            f"fold {number}",
            figures(whole[known & (fold == number)], label[known & (fold == number)], 3.0),
        )
    print(
        "phrases alone:",
        figures(furniture(batch).certain[known].astype(np.float64), label[known], 0.5),
    )
    passes = {"FIRST": first, "SECOND": second}
    trees = forest(table_of(second), label, weight, known)
    np.save(FOREST, of_sklearn(trees), allow_pickle=False)
    fitted = {
        title: fit(table_of(features)[known], label[known], weight[known])
        for title, features in passes.items()
    }
    write(report, fitted, {title: list(features) for title, features in passes.items()})


def write(
    report: list[str], fitted: dict[str, tuple[Numbers, float]], names: dict[str, list[str]]
) -> None:
    """Write the weights, each at three digits."""
    text = [
        '"""The weights of `boilerplate_pages`, written by `tools/train_boilerplate.py`: do not edit.\n',
        *report,
        '"""\n',
    ]
    for title, (weights, constant) in fitted.items():
        named = zip(names[title], weights.tolist(), strict=True)
        entries = [
            f'"constant": {constant:.4g}',
            *(f'"{name}": {value:.3g}' for name, value in named),
        ]
        lines, row = [], "   "
        for entry in entries:
            if len(row) + len(entry) > 136:
                lines.append(row)
                row = "   "
            row += f" {entry},"
        text += [f"{title}: dict[str, float] = {{", *lines, row, "}  # fmt: skip\n"]
    OUT.write_text("\n".join(text).rstrip("\n") + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
