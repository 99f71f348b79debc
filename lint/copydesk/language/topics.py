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


_RUN = 256  # words summed at a time: as many biased bytes fit into 16 bits
_BIAS = 128
_LANES = 4  # sums of 16 bits that one addition of 64 bits makes


@dataclass(frozen=True, slots=True)
class Space:
    """Known words: `lookup` and, laid out for its slots, `row`, which is that of `packed` (words, dimensions / 4) and `weight` (words,).

    `packed` holds the bytes of the vectors, made positive, four to a number. `between`: the variance of topics in each dimension, where
    that of a word around its topic is 1. The last row is that of unknown words.
    """

    lookup: Lookup
    row: AnyArray
    packed: Hashes
    weight: AnyArray
    unit: float
    between: AnyArray


@functools.cache
def space() -> Space:
    """Return the shipped vectors."""
    with np.load(str(files("copydesk.language") / "tables" / "vectors.npz"), allow_pickle=False) as table:
        hashes, vector, weight = table["hash"].astype(np.uint64) << _HALF, table["vector"], table["weight"]
        unit, between = float(table["unit"]), table["between"]
    lookup = Lookup(hashes)
    row = lookup.laid_out(np.arange(hashes.size, dtype=np.int32), hashes.size)
    packed = (np.append(vector, vector[:1] * 0, axis=0).astype(np.int16) + _BIAS).view(np.uint64)
    return Space(lookup, row, packed, np.append(weight, np.uint8(0)), unit, between)


@dataclass(frozen=True, slots=True)
class Pieces:
    """Pieces of text: the mean vector of their words, shape (pieces, dimensions), and how many words it is worth, shape (pieces,)."""

    mean: AnyArray
    worth: Floats


def sums_of(hashes: Hashes, owner: Ints, owners: int) -> tuple[AnyArray, Ints]:
    """Return the sum of the vectors of each owner's words, shape (owners, dimensions), and of their weights, shape (owners,).

    `owner`: whose each word is, ascending; shape (words,).
    """
    known = space()
    row = known.row.take(known.lookup.slots(hashes & _UPPER_HALF))
    at = np.flatnonzero(row < known.weight.size - 1)
    row, owner = row.take(at), owner.take(at)
    sums, weights = np.zeros((owners, known.between.size), np.int32), np.zeros(owners, np.int64)
    if not at.size:
        return sums, weights
    fresh = np.append(True, owner[1:] != owner[:-1])
    head = np.flatnonzero(fresh)
    if np.diff(head, append=at.size).max() > _RUN:
        place = np.arange(at.size)
        head = np.flatnonzero(fresh | ((place - np.maximum.accumulate(np.where(fresh, place, 0))) % _RUN == 0))
    size = np.diff(head, append=at.size)
    run = np.add.reduceat(known.packed.take(row, axis=0), head, axis=0).view(np.uint16).astype(np.int32)
    run -= (_BIAS * size).astype(np.int32)[:, None]
    mine = owner.take(head)
    if head.size == int(fresh.sum()):
        sums[mine] = run
    else:
        np.add.at(sums, mine, run)
    return sums, np.bincount(owner, weights=known.weight.take(row), minlength=owners).astype(np.int64)


def as_piece(sums: AnyArray, weights: Ints, *, sentence: bool = False) -> Pieces:
    """Return pieces of their sums of vectors and weights; the words of a `sentence` are worth less than a text's."""
    n = weights / 255.0
    text = _SHARE * n
    worth = n / (1 + n / _SENTENCE) if sentence else text / (1 + text / _TEXT)
    mean = sums.astype(np.float32)
    mean *= (space().unit / np.maximum(n, _NOTHING)).astype(np.float32)[:, None]
    return Pieces(mean, np.maximum(worth, _NOTHING))


class Topics:
    """The sums of word vectors up to each sentence of a batch, from which those of any run of sentences follow."""

    def __init__(self, batch: Batch) -> None:
        t, size = batch.once(terms), len(batch.sentences)
        sums, weights = sums_of(batch.words.hash.take(t.word), t.sentence, size)
        # Sums may run over in a very large batch; their differences are right all the same.
        self._sums, self._weights = np.zeros((size + 1, sums.shape[1]), np.int32), np.zeros(size + 1, np.int64)
        np.cumsum(sums, axis=0, out=self._sums[1:])
        np.cumsum(weights, out=self._weights[1:])

    def runs(self, first: Ints, end: Ints, but_first: Ints | None = None, but_end: Ints | None = None, *, sentence: bool = False) -> Pieces:
        """Return the runs of sentences [first, end), where asked without [but_first, but_end) inside them; single ones if `sentence`."""
        sums = self._sums.take(end, axis=0)
        sums -= self._sums.take(first, axis=0)
        words = self._weights.take(end) - self._weights.take(first)
        if but_first is not None and but_end is not None:
            sums -= self._sums.take(but_end, axis=0)
            sums += self._sums.take(but_first, axis=0)
            words -= self._weights.take(but_end) - self._weights.take(but_first)
        return as_piece(sums, words, sentence=sentence)


def odds(piece: Pieces, rest: Pieces) -> Floats:
    """Return the logarithm of the odds of one topic against two for each pair of pieces; shape (pieces,)."""
    between = space().between
    gain = rest.worth.astype(np.float32)[:, None] * between
    gain /= 1 + gain  # how much of the rest's mean its topic has
    noise = (1 / piece.worth).astype(np.float32)[:, None]
    free = between + noise  # what is not known of the piece's mean if it has its own topic
    left = free - gain * between  # and if it has the rest's
    away = piece.mean - gain * rest.mean
    ratio = piece.mean**2 / free
    ratio -= away**2 / left
    free /= left
    return np.asarray((ratio.sum(axis=1) + np.log(free.prod(axis=1))) / 2, np.float64)


def topics(batch: Batch) -> Topics:
    """Return the sums of a batch; for `batch.once`."""
    return Topics(batch)
