"""Build `word_order.npz` and `word_pairs.npy`, classes of words and what follows what,
and train `word_order_trees.npy`.

All go to `lint/copydesk/language/tables/`.

    python tools/build_word_order.py NEWS.jsonl GARBLED

NEWS.jsonl: articles with `id` and `text` (40 MB of English news); GARBLED: the folder of the
development set, whose `labels.jsonl` tells which articles must not be counted. Only counts of
classes are shipped. The trees are trained on news sentences as they are, on ones with their words
shuffled (all, in small windows, a few) or two of them interleaved word by word, and on the labelled
sentences, for which figures are cross-validated by document. The script is deterministic.
"""

from __future__ import annotations

import importlib
import json
import random
import sys
from pathlib import Path
from typing import Any

import numpy as np

for _root in ("lint", "rules"):
    sys.path.insert(0, str(Path(__file__).parent.parent / _root))
from copydesk.columns.batch import Batch, Text
from copydesk.columns.dtypes import AnyArray, Floats, Ints
from copydesk.columns.lookup import Lookup
from copydesk.language.forest import DEPTH, LEAVES, score
from copydesk_rules.garbled import _word_order as wo
from copydesk_rules.garbled import _word_pairs as wp
from copydesk_rules.garbled._units import stretches

GARBLED = Path(__file__).parent.parent / "rules/copydesk_rules/garbled"
OUT = GARBLED / "tables"
OFTEN = 4  # times that a pair of words stands in the news
OWN, CONTEXTS, DIMENSIONS = 150, 600, 64
SMOOTH, SMALL, TRUSTED = (
    5.0,
    0.25,
    8000,
    # pseudo-counts; share of capitals of a word written small; so many words are common enough to tell
)
SHORTEST, SEED, BATCH = 6, 4, 200
TREES, CLEAN_STRETCHES, GARBLED_SENTENCES = 300, 60_000, 4_000


def batches(texts: list[str]) -> list[Batch]:
    """Return texts in batches."""
    return [
        Batch([Text(text) for text in texts[row : row + BATCH]])
        for row in range(0, len(texts), BATCH)
    ]


def vocabulary(parts: list[Batch]) -> tuple[AnyArray, AnyArray]:
    """Return the half hashes of the commonest words, by frequency,
    and which of them are nearly always written small.
    """
    hashes = np.concatenate([b.words.hash for b in parts]) >> np.uint64(32) << np.uint64(32)
    capital = np.concatenate([b.words.capital for b in parts])
    unique, number, count = np.unique(hashes, return_inverse=True, return_counts=True)
    order = np.argsort(-count, kind="stable")[: wo.LISTED]
    share = np.bincount(number, capital, minlength=unique.size)[order] / count[order]
    return unique[order], ((share < SMALL) & (np.arange(order.size) < TRUSTED)).astype(np.uint8)


def sequence(parts: list[Batch], hashes: AnyArray) -> Ints:
    """Return all tokens of all sentences; listed words are numbered from FIRST on by frequency."""
    lookup = Lookup(hashes)
    rank = np.empty(hashes.size, np.int32)
    rank[lookup.rows(hashes)] = wo.FIRST + np.arange(hashes.size)
    listed = lookup.laid_out(rank, -1)
    out = [np.zeros(1, np.int64)]
    for b in parts:
        first, last = b.sentence_words
        rows = np.concatenate(
            [np.arange(x, y) for x, y in zip(first.tolist(), last.tolist(), strict=True)]
        )
        slots = lookup.slots(b.words.hash[rows] >> np.uint64(32) << np.uint64(32))
        out.append(wo.tokens(b, first, last, wo.word_classes(b, rows, slots, listed))[0][1:])
    return np.concatenate(out)


def classes_of(token: Ints, size: int) -> Ints:
    """Return the class of each token: by the frequent tokens before and behind it (positive
    mutual information, SVD, k-means).
    """
    sparse, decomposition, cluster = (
        importlib.import_module(name)
        for name in ("scipy.sparse", "sklearn.decomposition", "sklearn.cluster")
    )
    count = np.bincount(token, minlength=size)
    column = np.full(size, CONTEXTS)
    column[np.argsort(-count, kind="stable")[:CONTEXTS]] = np.arange(CONTEXTS)
    tables: list[Any] = []
    for here, beside in ((token[1:], token[:-1]), (token[:-1], token[1:])):
        table = sparse.coo_matrix(
            (np.ones(here.size), (here, column[beside])), shape=(size, CONTEXTS + 1)
        ).tocsr()
        often, usual = (
            np.asarray(table.sum(1)).ravel() + 1e-9,
            np.asarray(table.sum(0)).ravel() ** 0.75,
        )
        table = table.tocoo()
        chance = np.log(table.data / (often[table.row] * (usual / usual.sum())[table.col]))
        tables.append(
            sparse.csr_matrix((np.maximum(chance, 0), (table.row, table.col)), shape=table.shape)
        )
    place = decomposition.TruncatedSVD(DIMENSIONS, random_state=0).fit_transform(
        sparse.hstack(tables).tocsr()
    )
    place /= np.linalg.norm(place, axis=1, keepdims=True) + 1e-9
    alone = wo.FIRST + OWN
    means = cluster.MiniBatchKMeans(
        wo.CLASSES - alone, random_state=0, n_init=3, batch_size=4096, max_iter=200
    )
    kinds = np.arange(size)
    kinds[alone:] = alone + means.fit(place[alone:], sample_weight=np.sqrt(count[alone:])).labels_
    return kinds


def coarse_of(pairs: Floats, count: Ints) -> Ints:
    """Return a coarse class for each class; marks, numbers and the edge keep their own."""
    chance = np.maximum(
        np.log((pairs + 0.1) / np.maximum(np.outer(count, count) / count.sum(), 1e-3)), 0
    )
    place = np.hstack([chance, chance.T])
    place /= np.linalg.norm(place, axis=1, keepdims=True) + 1e-9
    means = importlib.import_module("sklearn.cluster").KMeans(
        wo.COARSE - wo.NAME, random_state=0, n_init=5
    )
    kinds = means.fit(place, sample_weight=np.sqrt(count)).labels_ + wo.NAME
    kinds[: wo.NAME] = np.arange(wo.NAME)
    return np.asarray(kinds, np.int64)


def usual_pairs(parts: list[Batch]) -> AnyArray:
    """Return the bits of all pairs of words, a space between them, that the news hold often.

    See `copydesk_rules.garbled._word_pairs`.
    """
    keys = []
    for b in parts:
        first, last = b.sentence_words
        rows = np.concatenate(
            [np.arange(x, y - 1) for x, y in zip(first.tolist(), last.tolist(), strict=True)]
        )
        rows = rows[b.words.start[rows + 1] - b.words.end[rows] == 1]
        keys.append(wp.places(b.words.hash[rows], b.words.hash[rows + 1]))
    count = np.bincount(np.concatenate(keys), minlength=wp.BITS)
    return np.packbits(count >= OFTEN, bitorder="little")


def bits(chance: Floats, expected: Floats) -> AnyArray:
    """Return the log of a quotient in eighths of a bit, int8."""
    return np.clip(np.rint(np.log2(chance / expected) / wo.EIGHTH), -127, 127).astype(np.int8)


def build(parts: list[Batch]) -> dict[str, AnyArray]:
    """Return the tables; see `copydesk_rules.garbled._word_order`."""
    hashes, small = vocabulary(parts)
    token = sequence(parts, hashes)
    kinds = classes_of(token, wo.FIRST + wo.LISTED)
    token = kinds[token]
    count = np.bincount(token, minlength=wo.CLASSES)
    usual = (count + 1) / (count + 1).sum()
    tables = []
    for distance in (1, 2):
        pairs = np.zeros((wo.CLASSES, wo.CLASSES))
        np.add.at(pairs, (token[:-distance], token[distance:]), 1)
        tables.append(pairs)
    after, skip = (
        bits((t + SMOOTH * usual) / (t.sum(1, keepdims=True) + SMOOTH), usual[None]) for t in tables
    )
    coarse = coarse_of(tables[0], count)
    token = coarse[token]
    triples = np.zeros((wo.COARSE,) * 3)
    np.add.at(triples, (token[:-2], token[1:-1], token[2:]), 1)
    double = triples.sum(0)
    single = (double.sum(0) + 1) / (double.sum(0) + 1).sum()
    expected = (double + SMOOTH * single) / (double.sum(1, keepdims=True) + SMOOTH)
    third = bits(
        (triples + 2 * SMOOTH * expected) / (triples.sum(2, keepdims=True) + 2 * SMOOTH),
        expected[None],
    )
    order = np.argsort(hashes)
    narrow = kinds[wo.FIRST :][order].astype(np.uint8)
    return {
        "hash": (hashes[order] >> np.uint64(32)).astype(np.uint32),
        "kind": narrow,
        "small": small[order],
        "after": after,
        "skip": skip,
        "third": third,
        "coarse": coarse.astype(np.uint8),
    }


def shuffled(text: str, dice: random.Random) -> str:
    """Return a sentence with all words shuffled, or those of small windows, or a few."""
    words, level = text.split(), dice.randrange(3)
    if level < 2:
        size = dice.randint(4, 7) if level else len(words)
        windows = [words[row : row + size] for row in range(0, len(words), size)]
        return " ".join(word for window in windows for word in dice.sample(window, len(window)))
    rows = dice.sample(
        range(len(words)), min(len(words), max(3, int(len(words) * dice.uniform(0.15, 0.3))))
    )
    for row, word in zip(rows, dice.sample([words[row] for row in rows], len(rows)), strict=True):
        words[row] = word
    return " ".join(words)


def interleaved(one: str, other: str, dice: random.Random) -> str:
    """Return two sentences, a few words of each in turn."""
    size = dice.choice((2, 3, 4, 5, 6, 7, 8, 9, 10))
    both, out = (one.split(), other.split()), list[str]()
    for row in range(0, max(map(len, both)), size):
        out += both[0][row : row + size] + both[1][row : row + size]
    return " ".join(out)


def measured(parts: list[Batch]) -> tuple[Floats, Ints]:
    """Return the features of all stretches of some batches,
    and the number of each one's document.
    """
    rows, documents = [], []
    for number, b in enumerate(parts):
        first, last = stretches(b)
        kept = np.flatnonzero(last - first >= SHORTEST)
        kept = kept[wo.whole_sentences(b, first[kept], last[kept])]
        rows.append(wo.measure(b, first[kept], last[kept]))
        documents.append(
            number * BATCH
            + np.searchsorted(b.document_start, b.words.start[first[kept]], side="right")
            - 1
        )
    return np.concatenate(rows), np.concatenate(documents)


def model() -> Any:
    """Return an untrained model."""
    return importlib.import_module("sklearn.ensemble").HistGradientBoostingClassifier(
        max_iter=TREES,
        learning_rate=0.07,
        max_leaf_nodes=LEAVES,
        max_depth=DEPTH,
        min_samples_leaf=40,
        l2_regularization=5,
        max_features=0.5,
        early_stopping=False,
        random_state=0,
    )


def main(news: Path, folder: Path) -> None:
    """Build, train, write and report."""
    rows = [json.loads(line) for line in (folder / "labels.jsonl").open(encoding="utf-8")]
    judged = {row["doc"] for row in rows}
    texts = [
        row["text"]
        for row in map(json.loads, news.open(encoding="utf-8"))
        if row["id"] not in judged
    ]
    parts = batches(texts)
    built: dict[str, Any] = build(parts)
    np.savez_compressed(OUT / "word_order.npz", **built)
    np.save(OUT / "word_pairs.npy", usual_pairs(parts), allow_pickle=False)
    dice = random.Random(SEED)  # noqa: S311 not for secrets
    sentences = [
        b.slice(x, y)
        for b in parts
        for x, y in zip(b.sentences.start.tolist(), b.sentences.end.tolist(), strict=True)
    ]
    sentences = [text for text in sentences if 8 <= len(text.split()) <= 60]
    made = [shuffled(dice.choice(sentences), dice) for _ in range(3 * GARBLED_SENTENCES)]
    made += [
        interleaved(dice.choice(sentences), dice.choice(sentences), dice)
        for _ in range(3 * GARBLED_SENTENCES)
    ]
    english = [
        row
        for row in rows
        if row["lang"] == "en"
        and (row["label"] == "clean" or row["cls"] in ("words_scrambled", "interleaved"))
    ]
    spoilt = [row for row in english if row["label"] == "clean" and len(row["text"].split()) >= 8]
    own, wrong, seen, spoiled = (
        measured(batches(texts))
        for texts in (
            texts,
            made,
            [row["text"] for row in english],
            [shuffled(row["text"], dice) for row in spoilt],
        )
    )
    chosen = np.random.default_rng(0).permutation(len(own[0]))
    own_rows, held_out = own[0][chosen[:CLEAN_STRETCHES]], own[0][chosen[CLEAN_STRETCHES:]]
    garbled = np.array([row["label"] != "clean" for row in english])
    weight = np.where(garbled, 3.0, 4.0)[seen[1]]
    document = np.array([row["doc"] for row in english])[seen[1]]
    spoiled_document = np.array([row["doc"] for row in spoilt])[spoiled[1]]

    def fit(some: AnyArray, others: AnyArray) -> Any:
        table = np.concatenate((own_rows, wrong[0], seen[0][some], spoiled[0][others])).astype(
            np.float32
        )
        label = np.concatenate(
            (
                np.zeros(len(own_rows)),
                np.ones(len(wrong[0])),
                garbled[seen[1]][some],
                np.ones(int(others.sum())),
            )
        )
        heavy = np.concatenate(
            (
                np.ones(len(own_rows)),
                np.full(len(wrong[0]), 0.3),
                weight[some],
                np.ones(int(others.sum())),
            )
        )
        return model().fit(table, label, sample_weight=heavy)

    whole = fit(np.ones(len(document), np.bool_), np.ones(len(spoiled_document), np.bool_))
    trees = importlib.import_module("train_context").export(whole)
    np.save(GARBLED / "models/word_order/trees.npy", trees, allow_pickle=False)
    assert np.allclose(
        score(trees, seen[0], -np.inf),
        whole.decision_function(seen[0].astype(np.float32)),
        atol=1e-3,
    )
    crossed = np.zeros(len(document))
    news_scores = []
    for train, test in (
        importlib.import_module("sklearn.model_selection")
        .GroupKFold(4)
        .split(document, groups=document)
    ):
        some = np.isin(np.arange(document.size), train)
        fold = fit(some, ~np.isin(spoiled_document, document[test]))
        crossed[test] = fold.decision_function(seen[0][test].astype(np.float32))
        news_scores.append(fold.decision_function(held_out.astype(np.float32)))
    best = np.full(len(english), -np.inf)
    np.maximum.at(best, seen[1], crossed)
    for threshold in np.arange(2.0, 6.0, 0.25):
        parts_of = {
            f"{kind[:6]} {level}": np.mean(
                [
                    s >= threshold
                    for s, r in zip(best, english, strict=True)
                    if (r["cls"], r["severity"]) == (kind, level)
                ]
            )
            for kind in ("words_scrambled", "interleaved")
            for level in ("heavy", "medium", "light")
        }
        alarms = (news_scores[0] >= threshold).sum() / len(held_out)
        print(
            f"{threshold:.2f}: clean {np.mean(best[~garbled] >= threshold):.4f}, news {alarms:.6f};",
            ", ".join(f"{k} {v:.3f}" for k, v in parts_of.items()),
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
