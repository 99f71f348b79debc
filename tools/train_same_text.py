"""Train the vectors of `copydesk_rules.context._same_text`: which sentences go together.

    python tools/train_same_text.py GENRES

GENRES and the half of its documents that is used: see `tools/train_genre.py`. Nothing is labelled.
A few sentences of many documents are drawn, and each must point to the others of its own document
rather than to those of any other, half of them news (a softmax over the documents of a draw, as in
contrastive learning). Words that few documents have are left out, and at each draw some words of a
sentence, so that no document is learned by heart. Written: `models/same_text/vectors.npy` and its
card. The run is deterministic.
"""

from __future__ import annotations

import datetime
import importlib
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np

for _root in ("lint", "rules"):
    sys.path.insert(0, str(Path(__file__).parent.parent / _root))
import model_cards
import train_genre
from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import AnyArray
from copydesk_rules.context import _same_text
from copydesk_rules.context._genre import one_number

_WORDS = (_same_text.SHORTEST, 45)  # of a sentence
_LEAST = 6  # sentences of a document, and how many of them are drawn
_DRAWN, _STEPS, _RATE = 128, 4000, 0.12  # documents a draw; draws; of AdaGrad
_KEPT = 0.6  # of the words of a sentence, where it has more than _FEW
_FEW, _SAID = 8, 4  # words; and those that a sentence must have left
_DOCUMENTS = 5  # that must have a word
_NEWS40, _OTHER_NEWS = 0.75, "news/news40"  # how often news is of the largest source
_SPREAD, _FIRST, _SCALE = 0.15, 1e-2, 50  # of what the vectors begin with; AdaGrad's first sum

Document = list[AnyArray]  # the rows of the words of each sentence


def read(name: str, genre: train_genre.Genre) -> list[Document]:
    """Return the documents of a source that have enough sentences."""
    found: list[Document] = []
    for batch in train_genre.batches(name, genre):
        found += [one for one in _documents(batch) if len(one) >= _LEAST]
    return found


def _documents(batch: Batch) -> list[Document]:
    rows, (first, end) = _same_text.row_of(one_number(batch)).astype(np.int32), batch.sentence_words
    document = batch.blocks.document_of.take(batch.sentences.block_of).tolist()
    found: list[Document] = [[] for _ in range(len(batch))]
    for at, begin, stop in zip(document, first.tolist(), end.tolist(), strict=True):
        if _WORDS[0] <= stop - begin <= _WORDS[1]:
            found[at].append(rows[begin:stop])
    return found


def without_rare(sources: dict[str, list[Document]]) -> dict[str, list[Document]]:
    """Return the documents without words that few of them have."""
    count = np.zeros(1 << _same_text.BITS, np.int64)
    for documents in sources.values():
        for document in documents:
            count[np.unique(np.concatenate(document))] += 1
    known = count >= _DOCUMENTS
    kept = {}
    for name, documents in sources.items():
        left = [[one[known[one]] for one in document] for document in documents]
        left = [[one for one in document if one.size >= _SAID] for document in left]
        kept[name] = [document for document in left if len(document) >= _LEAST]
    return {name: documents for name, documents in kept.items() if documents}


def drawn(sources: dict[str, list[Document]], dice: np.random.Generator) -> list[AnyArray]:
    """Return _LEAST sentences of each of _DRAWN documents, half of them news."""
    news = [name for name in sources if train_genre.is_news(name)]
    others = [name for name in sources if not train_genre.is_news(name)]
    sentences = []
    for number in range(_DRAWN):
        names = news if number < _DRAWN // 2 else others
        name = names[dice.integers(len(names))]
        if number < _DRAWN // 2 and dice.random() < _NEWS40 and _OTHER_NEWS in sources:
            name = _OTHER_NEWS
        document = sources[name][dice.integers(len(sources[name]))]
        sentences += [document[at] for at in dice.permutation(len(document))[:_LEAST]]
    return [one[dice.random(one.size) < _KEPT] if one.size > _FEW else one for one in sentences]


def step(vectors: AnyArray, squares: AnyArray, sentences: list[AnyArray]) -> float:
    """Move the vectors of the words of some sentences, and return the loss before."""
    sparse = importlib.import_module("scipy.sparse")
    size = np.array([one.size for one in sentences])
    rows, column = np.unique(np.concatenate(sentences), return_inverse=True)
    weight = np.repeat(1 / np.sqrt(np.maximum(size, 1)), size).astype(np.float32)
    shape = (len(sentences), rows.size)
    table = sparse.csr_matrix((weight, column, np.append(0, np.cumsum(size))), shape=shape)
    own = table @ vectors[rows]
    means = own.reshape(_DRAWN, _LEAST, -1).mean(axis=1)
    of, each = np.repeat(np.arange(_DRAWN), _LEAST), np.arange(len(sentences))
    rest = (_LEAST * means[of] - own) / (_LEAST - 1)
    score = own @ means.T
    score[each, of] = (own * rest).sum(axis=1)
    share = np.exp(score - score.max(axis=1, keepdims=True))
    share /= share.sum(axis=1, keepdims=True)
    loss = -float(np.log(share[each, of] + 1e-9).mean())
    missed = share[each, of] - 1
    share[each, of] = 0
    pull = missed[:, None] * own / (_LEAST - 1)  # of each sentence on the others of its document
    together = pull.reshape(_DRAWN, _LEAST, -1).sum(axis=1)[of] - pull
    slope = share @ means + missed[:, None] * rest + (share.T @ own / _LEAST)[of] + together
    slope = (table.T @ slope) * (_SCALE / len(sentences))
    squares[rows] += (slope**2).mean(axis=1)
    vectors[rows] -= _RATE * slope / np.sqrt(squares[rows])[:, None]
    return loss


def trained(sources: dict[str, list[Document]]) -> AnyArray:
    """Return the vectors of the words, shape (2**BITS, DIMENSIONS)."""
    dice = np.random.default_rng(0)
    shape = 1 << _same_text.BITS, _same_text.DIMENSIONS
    vectors = (dice.standard_normal(shape) * _SPREAD).astype(np.float32)
    squares, seen = np.full(shape[0], _FIRST, np.float32), np.zeros(shape[0], np.bool_)
    for documents in sources.values():
        for document in documents:
            seen[np.concatenate(document)] = True
    for number in range(_STEPS):
        loss = step(vectors, squares, drawn(sources, dice))
        if number % 500 == 0:
            print(number, round(loss, 3), flush=True)
    return np.where(seen[:, None], vectors, 0.0)


def write(vectors: AnyArray, documents: int, sources: int) -> None:
    """Write the table and its card."""
    unit = float(np.quantile(np.abs(vectors[vectors != 0]), 0.999)) / 127
    _same_text.FOLDER.mkdir(exist_ok=True)
    table = np.clip(np.round(vectors / unit), -127, 127).astype(np.int8)
    np.save(_same_text.FOLDER / "vectors.npy", table, allow_pickle=False)
    about: dict[str, Any] = {
        "script": "tools/train_same_text.py",
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "seed": 0,
        "folds": "by document: half of each source, as of the tables of genres",
        "data": f"{documents} documents of {sources} sources, as of the tables of genres",
        "features": list(_same_text.TABLES),
        "thresholds": {"step": round(unit, 7)},
    }
    model_cards.write(_same_text.FOLDER / "card.toml", about)


def main(folder: Path) -> None:
    """Train and write."""
    known = {name: genre for name, genre in train_genre.documents(folder, 1).items() if genre}
    learned = {name: genre for name, genre in known.items() if not name.startswith("unseen/")}
    sources = without_rare({name: read(name, genre) for name, genre in learned.items()})
    documents = sum(map(len, sources.values()))
    print(json.dumps({name: len(some) for name, some in sources.items()}), flush=True)
    write(trained(sources), documents, len(sources))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
