"""Measure by word vectors how much better one topic explains two segments of text than two do.

A topic is a point in a space of few dimensions, and a segment's words lie around it. Both spreads
are known (`tools/build_vectors.py`), so that the logarithm of the odds follows in closed form, for
segments of any length (probabilistic discriminant analysis: Prince & Elder 2007). Sums of bytes are
whole numbers, so a segment has the same sum in every batch.
"""

from __future__ import annotations

import functools

import numpy as np
from msgspec import Struct

from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import AnyArray, Floats, Hashes, Ints
from copydesk.columns.ragged import Runs
from copydesk.language.lexicon import english_column, slots_of_words
from copydesk.language.terms import terms
from copydesk_rules.context import TABLES

_HALF = np.uint64(32)
# The words of a sentence speak of one thing, so they are worth less than as many words of a text:
# a sentence of n words of full weight is worth n / (1 + n / 6), a text as much as its sentences, up
# to 60. More or less ranks fewer foreign sentences first.
_SENTENCE, _SHARE, _TEXT = 6.0, 0.43, 60.0
_NOTHING = 1e-3  # what segments without a known word are worth

_RUN = 256  # words summed at a time: the sum of as many biased bytes fits into 16 bits
_RUNS = 256  # such runs, of ten words mostly, whose vectors are held at a time
_BIAS = 128


class Space(Struct, frozen=True):
    """The vectors of known words.

    `row`: of each slot of `english_slots` the row of `packed` and `weight`, or -1. `packed`, shape
    (words, dimensions / 4): the bytes of the vectors, made positive, four to a number. `weight`,
    shape (words,). `unit`: what one step of a byte is worth. `between`, shape (dimensions,): the
    variance of topics, where that of a word around its topic is 1.
    """

    row: AnyArray
    packed: Hashes
    weight: AnyArray
    unit: float
    between: AnyArray


@functools.cache
def space() -> Space:
    """Return the shipped vectors."""
    with np.load(TABLES / "vectors.npz", allow_pickle=False) as table:
        hashes, vector, weight = (
            table["hash"].astype(np.uint64) << _HALF,
            table["vector"],
            table["weight"],
        )
        unit, between = float(table["unit"]), table["between"]
    row = english_column(hashes, np.arange(hashes.size, dtype=np.int16), -1)
    packed = (vector.astype(np.int16) + _BIAS).view(np.uint64)
    return Space(row, packed, weight.astype(np.int64), unit, between)


class Segments(Struct, frozen=True):
    """Segments of text: the mean vector of their words, shape (segments, dimensions), and how many
    independent words it is worth, shape (segments,).
    """

    mean: AnyArray
    worth: Floats


def sums_of(slots: Ints, owner: Ints, owners: int) -> tuple[AnyArray, Ints]:
    """Return the sum of the vectors of each owner's words, shape (owners, dimensions), and the sum
    of their weights, shape (owners,).

    `slots`: of the words in the English list; `owner`: of each word, ascending; both of shape
    (words,).
    """
    known = space()
    row = known.row.take(slots)
    at = np.flatnonzero(row >= 0)
    row, owner = row.take(at), owner.take(at)
    sums, weights = np.zeros((owners, known.between.size), np.int32), np.zeros(owners, np.int64)
    if not at.size:
        return sums, weights
    by_owner = Runs.of_equal(owner)
    weights[owner.take(by_owner.start)] = np.add.reduceat(known.weight.take(row), by_owner.start)
    runs = by_owner
    if int(runs.size.max()) > _RUN:
        runs = Runs.of_heads(by_owner.ranks % _RUN == 0)
    part = _summed(known.packed, row, runs.start).view(np.uint16).astype(np.int32)
    part -= (_BIAS * runs.size).astype(np.int32)[:, None]
    mine = owner.take(runs.start)
    if runs is by_owner:
        sums[mine] = part
    else:
        np.add.at(sums, mine, part)
    return sums, weights


def _summed(packed: Hashes, row: Ints, head: Ints) -> Hashes:
    """Return the sums of the packed vectors of the runs of words that begin at `head`; shape (runs,
    dimensions / 4). Some runs at a time, so that they stay in cache.
    """
    edge = np.append(head, row.size)
    sums = np.empty((head.size, packed.shape[1]), np.uint64)
    for first in range(0, head.size, _RUNS):
        last = min(first + _RUNS, head.size)
        some = packed.take(row[edge[first] : edge[last]], axis=0)
        np.add.reduceat(some, head[first:last] - edge[first], axis=0, out=sums[first:last])
    return sums


def as_segments(sums: AnyArray, weights: Ints, *, sentence: bool = False) -> Segments:
    """Return segments of the sums of their vectors and weights.

    The words of a `sentence` are worth less than a text's.
    """
    n = weights / 255.0
    text = _SHARE * n
    worth = n / (1 + n / _SENTENCE) if sentence else text / (1 + text / _TEXT)
    mean = sums.astype(np.float32)
    mean *= (space().unit / np.maximum(n, _NOTHING)).astype(np.float32)[:, None]
    return Segments(mean, np.maximum(worth, _NOTHING))


class Sums(Struct, frozen=True):
    """The sums of the vectors of some spans' words, shape (spans, dimensions), and of their weights,
    shape (spans,).
    """

    vectors: AnyArray
    weights: Ints

    def take(self, rows: Ints) -> Sums:
        """Return some of the spans."""
        return Sums(self.vectors.take(rows, axis=0), self.weights.take(rows))

    def without(self, parts: Sums) -> Sums:
        """Return each span without a part of it."""
        return Sums(self.vectors - parts.vectors, self.weights - parts.weights)

    def joined(self, head: Ints) -> Sums:
        """Return the sums of the spans from each of `head` to the next."""
        if not head.size:
            return self.take(head)
        return Sums(
            np.add.reduceat(self.vectors, head, axis=0, dtype=np.int32),
            np.add.reduceat(self.weights, head),
        )

    def between(self, first: Ints, end: Ints) -> Sums:
        """Return the sums of some short runs of spans [first, end), which may be empty."""
        filled = np.flatnonzero(end > first)
        out = Sums(
            np.zeros((first.size, self.vectors.shape[1]), np.int32), np.zeros(first.size, np.int64)
        )
        if filled.size:
            runs = Runs.between(first[filled], end[filled])
            found = self.take(runs.positions).joined(Runs.of_sizes(runs.size).start)
            out.vectors[filled], out.weights[filled] = found.vectors, found.weights
        return out

    def segments(self, *, sentence: bool = False) -> Segments:
        """Return the spans as segments; the words of a `sentence` are worth less than a text's."""
        return as_segments(self.vectors, self.weights, sentence=sentence)


class Topics:
    """The sums of word vectors of each sentence of a batch, of each block that holds sentences, and
    of each document that does.

    `block_of`, shape (sentences,): rows of `blocks`; `document_of`, shape (blocks,): rows of
    `documents`.
    """

    def __init__(self, batch: Batch) -> None:
        t, size = batch.derive(terms), len(batch.sentences)
        self.sentences = Sums(*sums_of(batch.derive(slots_of_words).take(t.word), t.sentence, size))
        blocks = Runs.of_equal(batch.sentences.block_of)
        self.blocks, self.block_of = self.sentences.joined(blocks.start), blocks.owner
        document = batch.blocks.document_of.take(batch.sentences.block_of[blocks.start])
        documents = Runs.of_equal(document)
        self.documents, self.document_of = self.blocks.joined(documents.start), documents.owner

    def others(self, blocks: Ints) -> Sums:
        """Return the documents of some blocks without these blocks."""
        return self.documents.take(self.document_of.take(blocks)).without(self.blocks.take(blocks))


def odds(segment: Segments, rest: Segments, of: Ints | None = None) -> Floats:
    """Return the log-odds of one topic against two for each segment and its rest.

    Shape (segments,). `of`: the row of `rest` for each segment, shape (segments,); without it,
    segments and rests are side by side.
    """
    between = space().between
    known = rest.worth.astype(np.float32)[:, None] * between + 1
    left = between / known  # what is not known of the rest's topic
    likely = rest.mean - rest.mean / known
    if of is not None:
        left, likely = left.take(of, axis=0), likely.take(of, axis=0)
    noise = (1 / segment.worth).astype(np.float32)[:, None]
    free = between + noise  # what is not known of the segment's mean if it has its own topic
    left += noise  # and if it has the rest's
    np.subtract(segment.mean, likely, out=likely)
    likely *= likely
    likely /= left
    ratio = segment.mean * segment.mean
    ratio /= free
    ratio -= likely
    free /= left
    return np.asarray((ratio.sum(axis=1) + np.log(free.prod(axis=1))) / 2, np.float64)


def topics(batch: Batch) -> Topics:
    """Return the sums of a batch; for `batch.derive`."""
    return Topics(batch)
