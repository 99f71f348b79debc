"""Train the tables of `copydesk_rules.context._genre`: what reads like which genre.

    python -m pip install 'scikit-learn==1.9.*'
    python tools/train_genre.py GENRES

GENRES is a folder of folders, named as in `_genre.GENRES`, of NAME.jsonl ({text}) of one source
each; sources in a folder of another name are not learned. Half of the documents of each source are
used, by a hash of name and number; the others are what `tools/train_context.py` plants, and plants
them in. Written: `models/genre/weights.npy`, `news.npy`, `scale.npy` and the card's `training` and
thresholds. The run is deterministic. Printed: how many sentences of each source read most like its
genre.
"""

from __future__ import annotations

import datetime
import hashlib
import importlib
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import tomlkit

for _root in ("lint", "rules"):
    sys.path.insert(0, str(Path(__file__).parent.parent / _root))
from copydesk.columns.batch import Batch, Text
from copydesk.columns.dtypes import Floats
from copydesk.language import models
from copydesk_rules.context import _genre

_BATCH = 60  # documents a batch
_LONGEST = 20_000  # characters of a document that are read
_MOST = 2_000_000  # characters of a source; of news five times as many
_SENTENCES = 4_000  # of a source; of news eight times as many
_WORDS = (7, 45)  # of a sentence
_LARGEST = 6.0  # a weight is cut to this: one in a thousand is larger
_UNSEEN = 0.3  # how often a word counts that news does not have
_RIDGE = 1e-3  # added to variances before they are divided by

Genre = list[tuple[int, str]]  # numbers and texts of its documents


def is_news(name: str) -> bool:
    """Return whether a source is news."""
    return genre_of(name) == _genre.GENRES[0]


def genre_of(name: str) -> str:
    """Return the genre of a source: the folder it is in."""
    return name.split("/", maxsplit=1)[0]


def documents(folder: Path, part: int) -> dict[str, Genre]:
    """Return the documents of each source whose hash is odd (`part` 1) or even (0)."""
    genres: dict[str, Genre] = {}
    for file in sorted(folder.glob("*/*.jsonl")):
        lines = file.open(encoding="utf-8")
        genres[f"{file.parent.name}/{file.stem}"] = [
            (number, json.loads(line)["text"])
            for number, line in enumerate(lines)
            if _half(file.stem, number) == part
        ]
    return genres


def _half(name: str, number: int) -> int:
    return hashlib.md5(f"{name} {number}".encode(), usedforsecurity=False).digest()[0] & 1


def batches(name: str, genre: Genre) -> list[Batch]:
    """Return the documents of a genre in batches, up to a number of characters."""
    texts, left = [], _MOST * (5 if is_news(name) else 1)
    for _, text in genre:
        texts.append(text[:_LONGEST])
        left -= len(texts[-1])
        if left < 0:
            break
    return [
        Batch([Text(text) for text in texts[first : first + _BATCH]])
        for first in range(0, len(texts), _BATCH)
    ]


def sentences(batch: Batch) -> Any:
    """Return a row of weights a sentence of some length, sparse, shape (sentences, 2**BITS)."""
    sparse = importlib.import_module("scipy.sparse")
    at, owner = _genre.slots(batch)
    size = len(batch.sentences)
    words = np.subtract(*batch.sentence_words[::-1])
    count = np.sqrt(np.maximum(np.bincount(owner, minlength=size), 1))
    table = sparse.csr_matrix(
        ((1 / count)[owner].astype(np.float32), (owner, at)), shape=(size, 1 << _genre.BITS)
    )
    return table[np.flatnonzero((words >= _WORDS[0]) & (words <= _WORDS[1]))]


def usual_words(genres: dict[str, Genre]) -> Floats:
    """Return the logarithm of the share of each row of the table among the words of news."""
    count = np.zeros(1 << _genre.BITS)
    for name, genre in genres.items():
        for batch in batches(name, genre) if is_news(name) else ():
            count += np.bincount(_genre.row_of(batch.words.hash), minlength=count.size)
    return np.asarray(np.log((count + _UNSEEN) / count.sum()))


def fitted(genres: dict[str, Genre]) -> tuple[Floats, Floats]:
    """Return the weights of each row for each genre, and their intercepts.

    One linear model a genre, of its sentences against all others; each genre counts alike.
    """
    sparse = importlib.import_module("scipy.sparse")
    linear = importlib.import_module("sklearn.linear_model")
    dice = np.random.default_rng(0)
    tables, labels = [], []
    for name, genre in genres.items():
        if not genre:
            continue
        table = sparse.vstack([sentences(batch) for batch in batches(name, genre)]).tocsr()
        most = _SENTENCES * (8 if is_news(name) else 1)
        tables.append(table[np.sort(dice.permutation(table.shape[0])[:most])])
        labels.append(np.full(tables[-1].shape[0], _genre.GENRES.index(genre_of(name))))
        print(name, table.shape[0], flush=True)
    table, label = sparse.vstack(tables).tocsr(), np.concatenate(labels)
    share = 1 / np.bincount(label, minlength=len(_genre.GENRES)).clip(1)
    model = linear.SGDClassifier(
        loss="log_loss", alpha=6e-6, max_iter=3, tol=None, average=True, random_state=0
    )
    model.fit(table, label, sample_weight=share[label] / share.min())
    weights = np.zeros((1 << _genre.BITS, len(_genre.GENRES)))
    intercept = np.zeros(len(_genre.GENRES))
    weights[:, model.classes_], intercept[model.classes_] = model.coef_.T, model.intercept_
    return weights, intercept


def scale_of(genres: dict[str, Genre]) -> Floats:
    """Return what makes differences within articles of news independent and of variance 1."""
    apart = []
    for batch in batches("news", [one for name in genres if is_news(name) for one in genres[name]]):
        read = batch.derive(_genre.readings)
        apart.append(read.own - read.others)
    variance = np.cov(np.concatenate(apart).T) + _RIDGE * np.eye(len(_genre.GENRES))
    return np.asarray(np.linalg.cholesky(np.linalg.inv(variance)), np.float64)


def bytes_of(column: Floats, unit: float) -> tuple[Any, float]:
    """Return a column in steps of `unit` above its least value, as bytes, and that value."""
    least = float(column.min())
    return np.clip(np.round((column - least) / unit), 0, 255).astype(np.uint8), least


def write(
    weights: Floats, intercept: Floats, news: Floats, scale: Floats, genres: dict[str, Genre]
) -> None:
    """Write the tables, and what was trained into the card."""
    step, unit = _LARGEST / 127, 0.06
    table, rarest = bytes_of(news, unit)
    tables = np.clip(np.round(weights / step), -127, 127).astype(np.int8), table, scale
    for name, one in zip(_genre.TABLES, tables, strict=True):
        np.save(_genre.FOLDER / f"{name}.npy", one, allow_pickle=False)
    file = _genre.FOLDER / "card.toml"
    card = tomlkit.parse(file.read_text("utf-8"))
    card["features"] = list(_genre.TABLES)
    card["training"].update(
        sources=len(genres),
        documents=sum(map(len, genres.values())),
        date=datetime.datetime.now(datetime.UTC).date(),
    )
    card["thresholds"].update(
        step=round(step, 6),
        intercept=np.round(intercept, 4).tolist(),
        rarest=round(rarest, 4),
        unit=unit,
    )
    file.write_text(tomlkit.dumps(card), "utf-8")
    models.card.cache_clear()
    _genre.shipped.cache_clear()


def report(genres: dict[str, Genre]) -> None:
    """Print how many sentences of each source read most like each genre."""
    print("source", *_genre.GENRES)
    for name, genre in genres.items():
        if genre:
            read = [batch.derive(_genre.genre).argmax(axis=1) for batch in batches(name, genre)[:4]]
            count = np.bincount(np.concatenate(read), minlength=len(_genre.GENRES))
            print(name, *np.round(count / max(count.sum(), 1), 2).tolist())


def train(genres: dict[str, Genre]) -> None:
    """Train the tables on documents of sources, and write them."""
    weights, intercept = fitted(genres)
    news, scale = usual_words(genres), np.eye(len(_genre.GENRES))
    write(weights, intercept, news, scale, genres)
    write(weights, intercept, news, scale_of(genres), genres)


def main(folder: Path) -> None:
    """Train on one half, report on the other."""
    known = {
        name: genre
        for name, genre in documents(folder, 1).items()
        if genre_of(name) in _genre.GENRES
    }
    train(known)
    report(documents(folder, 0))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
