"""Train the tables of `copydesk_rules.context._genre`: what reads like news.

    python -m pip install 'scikit-learn==1.9.*'
    python tools/train_genre.py GENRES

GENRES is a folder of one NAME.jsonl ({text}) a genre; those called news* are news. Half of the
documents of each are used, by a hash of name and number; the others are what
`tools/train_context.py` plants, and plants them in. Written: `models/genre/weights.npy`, `news.npy`
and the card's `training` and thresholds. The run is deterministic. Printed: how many sentences of
each genre read less like news than all but one in a hundred sentences of news.
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
from copydesk_rules.context import _genre

_BATCH = 60  # documents a batch
_LONGEST = 20_000  # characters of a document that are read
_MOST = 3_000_000  # characters of a genre; of news five times as many
_SENTENCES = 6_000  # of a genre; of news ten times as many
_WORDS = (7, 45)  # of a sentence
_LARGEST = 6.0  # a weight is cut to this: one in a thousand is larger
_UNSEEN = 0.3  # how often a word counts that news does not have

Genre = list[tuple[int, str]]  # numbers and texts of its documents


def is_news(name: str) -> bool:
    """Return whether a genre is news."""
    return name.startswith("news")


def documents(folder: Path, part: int) -> dict[str, Genre]:
    """Return the documents of each genre whose hash is odd (`part` 1) or even (0)."""
    genres: dict[str, Genre] = {}
    for file in sorted(folder.glob("*.jsonl")):
        lines = file.open(encoding="utf-8")
        genres[file.stem] = [
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


def fitted(genres: dict[str, Genre]) -> tuple[Floats, float]:
    """Return weights and intercept of news against the other genres, each of which counts alike."""
    sparse = importlib.import_module("scipy.sparse")
    linear = importlib.import_module("sklearn.linear_model")
    dice = np.random.default_rng(0)
    tables, news = [], []
    for name, genre in genres.items():
        if not genre:
            continue
        table = sparse.vstack([sentences(batch) for batch in batches(name, genre)]).tocsr()
        most = _SENTENCES * (10 if is_news(name) else 1)
        tables.append(table[np.sort(dice.permutation(table.shape[0])[:most])])
        news.append(np.full(tables[-1].shape[0], is_news(name)))
        print(name, table.shape[0], flush=True)
    label = np.concatenate(news)
    weight = np.where(label, 1.0, label.sum() / (~label).sum())
    model = linear.SGDClassifier(
        loss="log_loss", alpha=3e-6, max_iter=4, tol=None, average=True, random_state=0
    )
    model.fit(sparse.vstack(tables).tocsr(), label, sample_weight=weight / weight.max())
    return model.coef_[0].astype(np.float64), float(model.intercept_[0])


def bytes_of(column: Floats, unit: float) -> tuple[Any, float]:
    """Return a column in steps of `unit` above its least value, as bytes, and that value."""
    least = float(column.min())
    return np.clip(np.round((column - least) / unit), 0, 255).astype(np.uint8), least


def write(weights: Floats, intercept: float, news: Floats, genres: dict[str, Genre]) -> None:
    """Write the tables, and what was trained into the card."""
    step, unit = _LARGEST / 127, 0.06
    np.save(
        _genre.FOLDER / "weights.npy",
        np.clip(np.round(weights / step), -127, 127).astype(np.int8),
        allow_pickle=False,
    )
    table, rarest = bytes_of(news, unit)
    np.save(_genre.FOLDER / "news.npy", table, allow_pickle=False)
    file = _genre.FOLDER / "card.toml"
    card = tomlkit.parse(file.read_text("utf-8"))
    card["training"].update(
        genres=len(genres),
        documents=sum(map(len, genres.values())),
        date=datetime.datetime.now(datetime.UTC).date(),
    )
    card["thresholds"].update(
        step=round(step, 6), intercept=round(intercept, 4), rarest=round(rarest, 4), unit=unit
    )
    file.write_text(tomlkit.dumps(card), "utf-8")


def report(genres: dict[str, Genre]) -> None:
    """Print how much of each genre reads less like news than nearly all of the news."""
    values = {
        name: np.concatenate([batch.derive(_genre.genre) for batch in batches(name, genre)[:8]])
        for name, genre in genres.items()
        if genre
    }
    least = np.quantile(np.concatenate([values[name] for name in values if is_news(name)]), 0.01)
    for name, value in values.items():
        print(f"{name}: {np.mean(value < least):.2f} of {value.size} sentences below {least:.2f}")


def main(folder: Path) -> None:
    """Train on one half, report on the other."""
    genres = documents(folder, 1)
    write(*fitted(genres), usual_words(genres), genres)
    _genre.shipped.cache_clear()
    report(documents(folder, 0))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
