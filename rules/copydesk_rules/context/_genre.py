"""Measure how much each sentence reads like news, and how far it is from the rest of its document.

Two tables, hashed, so that they hold no text. `weights`: how much more usual a word or a pair of
neighboring words is in news than in other genres (manuals, leaflets, reviews, novels, laws, chats
…); it knows the genres that it was trained on. `news`: how often news has a word; beside how often
English has it, it shows what news never says, whatever the genre. A sentence is judged beside its
own document: a manual is no news from first to last, and none of its sentences is out of place.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import AnyArray, Floats, Hashes, Ints
from copydesk.columns.hashing import hash_word
from copydesk.columns.ragged import Runs
from copydesk.language import models
from copydesk.language.lexicon import english_zipf
from copydesk_rules.context._model import MODELS
from copydesk_rules.context._rank_in_document import rank_in_document
from copydesk_rules.context._word_fit import fit

FOLDER = MODELS / "genre"
BITS = 18  # each table has 2**BITS bytes
TABLES = ("weights", "news")  # as the card names them

_SHIFT = np.uint64(64 - BITS)
_SECOND = np.uint64(0x9E3779B97F4A7C15)  # so that "bank river" is not "river bank"
_NUMBER = np.uint64(hash_word("0"))  # all numbers are one word
_LEAST, _MOST = -4.0, 2.0  # bounds of what one word says
_PARTS = 256  # what one word says is rounded to such parts, so that sums are exact
_BILLION = 9.0  # a Zipf frequency is a logarithm of uses in as many words

_BESIDE = ("", "_over_median", "_spreads", "_rank", "_over_others", "_mean", "_around")
FEATURES = (
    # How much the sentence reads like news; the same less the median of its document, and in
    # spreads; sentences of the document that read less like it; how far it is below the lowest
    # other; the mean of the document, and of the sentences before and after.
    *(f"genre{name}" for name in _BESIDE),
    *(f"usual{name}" for name in _BESIDE),  # the same of how usual its words are in news
)


@dataclass(frozen=True, slots=True)
class Weights:
    """The shipped tables, each of shape (2**BITS,): `pairs`, what one `step` of them is worth, the
    `intercept`, and `news`, the natural logarithm of the share of a word among the words of news.
    """

    pairs: AnyArray
    step: float
    intercept: float
    news: Floats


@functools.cache
def shipped() -> Weights:
    """Return the shipped tables."""
    models.check(FOLDER, TABLES)
    pairs, news = (np.load(FOLDER / f"{name}.npy", allow_pickle=False) for name in TABLES)
    step, intercept, rarest, unit = (
        models.threshold(FOLDER, name) for name in ("step", "intercept", "rarest", "unit")
    )
    return Weights(pairs, step, intercept, rarest + unit * news.astype(np.float64))


def row_of(hashes: Hashes) -> Ints:
    """Return the rows of a table for some hashes; same shape."""
    return np.asarray(hashes >> _SHIFT, np.int64)


def slots(batch: Batch) -> tuple[Ints, Ints]:
    """Return the row of `weights` of each word and pair of words in sentences, and the sentence of
    each; both of shape (words and pairs,).
    """
    hashes, sentence = _hashes(batch), batch.sentence_of_word
    paired = np.flatnonzero((sentence[1:] == sentence[:-1]) & (sentence[1:] >= 0))
    pairs = hashes.take(paired) * _SECOND ^ hashes.take(paired + 1)
    inside = np.flatnonzero(sentence >= 0)
    owner = np.concatenate((sentence.take(inside), sentence.take(paired)))
    return row_of(np.concatenate((hashes.take(inside), pairs))), owner


def genre(batch: Batch) -> Floats:
    """Return how much each sentence reads like news, shape (sentences,); for `batch.derive`.

    Log-odds of its words and pairs, over the root of their number.
    """
    table, hashes, (first, end) = shipped(), _hashes(batch), batch.sentence_words
    pairs = hashes[:-1] * _SECOND
    pairs ^= hashes[1:]
    last = np.maximum(end - 1, first)
    total = _between(table.pairs.take(row_of(hashes)), first, end)
    total += _between(table.pairs.take(row_of(pairs)), first, last)
    count = np.maximum(end - first + last - first, 1)
    return np.asarray(total * table.step / np.sqrt(count) + table.intercept, np.float64)


def usual(batch: Batch) -> Floats:
    """Return how usual in news the words of each sentence are that English knows.

    Shape (sentences,); for `batch.derive`. Logarithms of how much more often news has them than
    English does, added up, over the root of their number.
    """
    zipf, (first, end) = batch.derive(english_zipf), batch.sentence_words
    known = zipf > 0
    ratio = shipped().news.take(row_of(batch.words.hash))
    ratio -= (zipf - _BILLION) * np.log(10)
    np.clip(ratio, _LEAST, _MOST, out=ratio)
    ratio *= known
    total = _between(np.rint(ratio * _PARTS).astype(np.int32), first, end) / _PARTS
    return np.asarray(total / np.sqrt(np.maximum(_between(known, first, end), 1)), np.float64)


def _hashes(batch: Batch) -> Hashes:
    """Return the hash of each word, the same for all numbers."""
    return np.where(batch.words.number, _NUMBER, batch.words.hash)


def _between(column: AnyArray, first: Ints, end: Ints) -> Ints:
    """Return the sums of a column of whole numbers over the runs of rows [first, end)."""
    sums = np.zeros(column.size + 1, np.int64)
    np.cumsum(column, out=sums[1:])
    return np.asarray(sums.take(end) - sums.take(first), np.int64)


def over_median(batch: Batch) -> Floats:
    """Return how much more each sentence reads like news than its document's median does.

    Shape (sentences,); for `batch.derive`.
    """
    f, value = batch.derive(fit), batch.derive(genre)
    return value - medians(value, f.document, len(batch)).take(f.document)


def features(batch: Batch, rows: Ints) -> dict[str, AnyArray]:
    """Return the columns of FEATURES for some sentences, each of shape (rows,)."""
    f = batch.derive(fit)
    return {
        **beside("genre", batch.derive(genre), rows, f.document, (f.first, f.end)),
        **beside("usual", batch.derive(usual), rows, f.document, (f.first, f.end)),
    }


def beside(
    name: str, value: Floats, rows: Ints, document: Ints, of: tuple[Ints, Ints]
) -> dict[str, AnyArray]:
    """Return the columns of FEATURES of one `value`, each of shape (rows,).

    `value`, `document`: of each sentence or paragraph; those of document d are [of[0][d], of[1][d]).
    """
    mine = document.take(rows)
    first, end = (edge.take(mine) for edge in of)
    ranks, own = rank_in_document(-value, rows, first, end), value.take(rows)
    over = own - medians(value, document, of[0].size).take(mine)
    before, after = np.maximum(rows - 1, first), np.minimum(rows + 1, end - 1)
    around = (value.take(before) + value.take(after)) / 2
    columns = (
        own,
        over,
        over / (ranks.spread + 0.5),
        ranks.rank,
        -ranks.over_others,
        -ranks.mean,
        around,
    )
    return {name + suffix: column for suffix, column in zip(_BESIDE, columns, strict=True)}


def medians(value: Floats, document: Ints, documents: int) -> Floats:
    """Return the median of each document's values, 0 where it has none; shape (documents,).

    `document`: of each value, ascending.
    """
    order, runs = np.lexsort((value, document)), Runs.of_equal(document)
    out = np.zeros(documents)
    out[document.take(runs.start)] = value.take(order.take(runs.start + runs.size // 2))
    return out
