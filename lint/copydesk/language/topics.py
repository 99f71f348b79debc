"""Measure by word vectors how much better two pieces of text are explained by one topic than by two.

A topic is a point in a space of few dimensions, a piece's words lie around it: both spreads are known (`tools/build_vectors.py`), so
that the logarithm of the odds follows in closed form, for pieces of any length (probabilistic discriminant analysis: Prince & Elder
2007). Sums of bytes are whole numbers, so a piece counts alike in any batch.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from importlib.resources import files

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import AnyArray, Floats, Hashes, Ints
from copydesk.columns.lookup import Lookup
from copydesk.language.terms import terms

_HALF = np.uint64(32)
_UPPER_HALF = np.uint64(0xFFFFFFFF00000000)
# The words of a sentence speak of one thing, so they are worth less than as many words of a text: of sentences and texts of n words of
# full weight, n / (1 + n / 6) and as much of a text's as its sentences give, up to 60. More or less ranks fewer foreign sentences first.
_SENTENCE, _SHARE, _TEXT = 6.0, 0.43, 60.0
_NOTHING = 1e-3  # what pieces without a known word are worth


@dataclass(frozen=True, slots=True)
class Space:
    """Known words: `lookup` and, laid out for its slots, `row`, which is that of `vector` (words, dimensions) and `weight` (words,).

    `between`: the variance of topics in each dimension, where that of a word around its topic is 1. The last row is that of unknown words.
    """

    lookup: Lookup
    row: AnyArray
    vector: AnyArray
    weight: AnyArray
    unit: float
    between: Floats


@functools.cache
def space() -> Space:
    """Return the shipped vectors."""
    with np.load(str(files("copydesk.language") / "tables" / "vectors.npz"), allow_pickle=False) as table:
        hashes, vector, weight = table["hash"].astype(np.uint64) << _HALF, table["vector"], table["weight"]
        unit, between = float(table["unit"]), table["between"].astype(np.float64)
    lookup = Lookup(hashes)
    row = lookup.laid_out(np.arange(hashes.size, dtype=np.int32), hashes.size)
    return Space(lookup, row, np.append(vector, vector[:1] * 0, axis=0), np.append(weight, np.uint8(0)), unit, between)


@dataclass(frozen=True, slots=True)
class Pieces:
    """Pieces of text: the mean vector of their words, shape (pieces, dimensions), and how many words it is worth, shape (pieces,)."""

    mean: Floats
    worth: Floats


class Topics:
    """The sums of word vectors up to each sentence of a batch, from which those of any run of sentences follow."""

    def __init__(self, batch: Batch) -> None:
        t, known = batch.once(terms), space()
        row = known.row.take(known.lookup.slots(batch.words.hash.take(t.word) & _UPPER_HALF))
        at = np.flatnonzero(row < known.weight.size - 1)
        row, sentence = row.take(at), t.sentence.take(at)
        size = len(batch.sentences)
        self._sums = np.zeros((size + 1, known.between.size), np.int64)
        self._weights = np.zeros(size + 1, np.int64)
        if at.size:
            head = np.flatnonzero(np.append(True, sentence[1:] != sentence[:-1]))
            self._sums[sentence[head] + 1] = np.add.reduceat(known.vector.take(row, axis=0), head, axis=0, dtype=np.int32)
            self._weights[sentence[head] + 1] = np.add.reduceat(known.weight.take(row), head, dtype=np.int64)
        np.cumsum(self._sums, axis=0, out=self._sums)
        np.cumsum(self._weights, out=self._weights)

    def runs(self, first: Ints, end: Ints, but_first: Ints | None = None, but_end: Ints | None = None, *, sentence: bool = False) -> Pieces:
        """Return the runs of sentences [first, end), where asked without [but_first, but_end) inside them; single ones if `sentence`."""
        sums = self._sums.take(end, axis=0) - self._sums.take(first, axis=0)
        words = self._weights.take(end) - self._weights.take(first)
        if but_first is not None and but_end is not None:
            sums -= self._sums.take(but_end, axis=0) - self._sums.take(but_first, axis=0)
            words -= self._weights.take(but_end) - self._weights.take(but_first)
        return as_piece(sums, words, sentence=sentence)


def sums_of(hashes: Hashes, start: Ints, end: Ints) -> tuple[Ints, Ints]:
    """Return the sum of the vectors of each run [start, end) of word hashes, shape (runs, dimensions), and of their weights."""
    known = space()
    row = known.row.take(known.lookup.slots(hashes & _UPPER_HALF))
    sums, weights = (np.zeros((hashes.size + 1, *shape), np.int64) for shape in ((known.between.size,), ()))
    np.cumsum(known.vector.take(row, axis=0), axis=0, out=sums[1:])
    np.cumsum(known.weight.take(row), out=weights[1:])
    return sums[end] - sums[start], weights[end] - weights[start]


def as_piece(sums: Ints, weights: Ints, *, sentence: bool = False) -> Pieces:
    """Return pieces of their sums of vectors and weights; the words of a `sentence` are worth less than a text's."""
    n = weights / 255.0
    text = _SHARE * n
    worth = n / (1 + n / _SENTENCE) if sentence else text / (1 + text / _TEXT)
    return Pieces(sums * (space().unit / np.maximum(n, _NOTHING))[:, None], np.maximum(worth, _NOTHING))


def odds(piece: Pieces, rest: Pieces) -> Floats:
    """Return the logarithm of the odds of one topic against two for each pair of pieces; shape (pieces,)."""
    between = space().between
    known = rest.worth[:, None] * between
    noise = 1 / piece.worth[:, None]
    left = between / (1 + known) + noise  # what is not known of the piece's mean if it has the rest's topic
    free = between + noise  # and if it has its own
    away = piece.mean - known / (1 + known) * rest.mean
    ratio: Floats = piece.mean**2 / free - away**2 / left
    ratio += np.log(free / left)
    return np.asarray(ratio.sum(axis=1) / 2, np.float64)


def topics(batch: Batch) -> Topics:
    """Return the sums of a batch; for `batch.once`."""
    return Topics(batch)
