"""Build `word_order.npz` and `word_pairs.npy`: classes of English words, and what follows what.

In `rules/copydesk_rules/garbled/tables/`; `tools/train_word_order.py` comes next.

    python -m pip install 'scikit-learn==1.9.*'
    python tools/build_word_order.py NEWS.jsonl LABELS.jsonl

NEWS: articles with `id` and `text` (40 MB of English news). LABELS: labelled sentences, whose `doc`
tells which articles must not be counted. Only counts of classes are shipped. The script is
deterministic.
"""

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np

for _root in ("lint", "rules"):
    sys.path.insert(0, str(Path(__file__).parent.parent / _root))
from copydesk.columns.batch import Batch, Text
from copydesk.columns.dtypes import AnyArray, Floats, Ints
from copydesk.columns.lookup import Lookup
from copydesk.columns.ragged import Runs
from copydesk_rules.garbled import _word_order as wo
from copydesk_rules.garbled import _word_pairs as wp

OUT = Path(__file__).parent.parent / "rules/copydesk_rules/garbled/tables"
OFTEN = 4  # times that a usual pair of words is in the news
OWN = 150  # of the commonest words each has a class of its own
CONTEXTS, DIMENSIONS = 600, 64  # frequent tokens that the others are grouped by, and their space
SMOOTH = 5.0  # pseudo-counts
# A word is small whose share of capitals is less; so many words are common enough to know.
SMALL, TRUSTED = 0.25, 8000
BATCH = 200  # texts


def articles(news: Path, labels: Path) -> list[str]:
    """Return the texts of all news that no labelled sentence is from."""
    judged = {json.loads(line)["doc"] for line in labels.open(encoding="utf-8")}
    rows = map(json.loads, news.open(encoding="utf-8"))
    return [row["text"] for row in rows if row["id"] not in judged]


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
        sentences = filled_sentences(b)
        rows = sentences.positions
        slots = lookup.slots(b.words.hash[rows] >> np.uint64(32) << np.uint64(32))
        out.append(wo.tokens(b, sentences, wo.word_classes(b, rows, slots, listed)).kind[1:])
    return np.concatenate(out)


def filled_sentences(batch: Batch) -> Runs:
    """Return the sentences that have words, runs of rows of the word table."""
    sentences = Runs.between(*batch.sentence_words)
    return sentences.take(np.flatnonzero(sentences.size > 0))


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
        sentences = filled_sentences(b)
        rows = Runs(sentences.start, sentences.size - 1).positions
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


def main(news: Path, labels: Path) -> None:
    """Build and write the tables."""
    parts = batches(articles(news, labels))
    built: dict[str, Any] = build(parts)
    np.savez_compressed(OUT / "word_order.npz", **built)
    np.save(OUT / "word_pairs.npy", usual_pairs(parts), allow_pickle=False)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
