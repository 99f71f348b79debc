"""Measure what each sentence reads like, and how far it is from the rest of its document.

Two tables, hashed, so that they hold no text. `weights`: how much a word or a pair of neighboring
words speaks for each of eight genres; it knows the genres that it was trained on, and a genre that
it does not know still reads unlike the document around it. `news`: how often news has a word;
beside how often English has it, it shows what news never says, whatever the genre. A sentence is
judged beside its own document: no sentence of a manual is out of place because manuals are no news.
"""

from __future__ import annotations

import functools

import numpy as np
from msgspec import Struct

from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import AnyArray, Floats, Hashes, Ints
from copydesk.columns.hashing import hash_word
from copydesk.columns.ragged import Runs
from copydesk.language import models
from copydesk.language.lexicon import english_column, english_zipf, slots_of_words
from copydesk.language.lexicon.frequencies import frequency_list
from copydesk_rules.context._model import MODELS
from copydesk_rules.context._rank_in_document import Ranked
from copydesk_rules.context._word_fit import fit

FOLDER = MODELS / "genre"
BITS = 18  # each table has 2**BITS rows
TABLES = ("weights", "news", "scale")  # as the card names them
GENRES = ("news", "academic", "fiction", "informal", "law", "medicine", "politics", "technical")

_SHIFT = np.uint64(64 - BITS)
_SECOND = np.uint64(0x9E3779B97F4A7C15)  # so that "bank river" is not "river bank"
_NUMBER = np.uint64(hash_word("0"))  # all numbers are one word
_LEAST, _MOST = -4.0, 2.0  # bounds of what one word says
_PARTS = 256  # what one word says is rounded to such parts, so that sums are exact
_BILLION = 9.0  # a Zipf frequency is a logarithm of uses in as many words
_BIAS = 128  # makes bytes positive, so that four of them are added up as one number
LONGEST = 128  # words of a sentence that are read: the sum of their bytes fits into 16 bits

_BESIDE = ("", "_over_median", "_spreads", "_rank", "_over_others", "_mean", "_around")
FEATURES = (
    # How much the sentence reads like the others of its document; the same less the median of the
    # document, and in spreads; sentences of the document that read less alike; how far it is below
    # the lowest other; the mean of the document, and of the sentences before and after.
    *(f"alike{name}" for name in _BESIDE),
    *(f"usual{name}" for name in _BESIDE),  # the same of how usual its words are in news
    *(f"reads_{name}" for name in GENRES),  # what the sentence reads like
    *(f"others_{name}" for name in GENRES),  # what the others of its document read like
)


class Weights(Struct, frozen=True):
    """The shipped tables.

    `packed`, shape (genres / 4, 2**BITS): bytes, made positive, four genres to a number; what one
    `step` of them is worth, and the `intercept`, shape (genres,). `news`, shape (2**BITS,): the
    natural logarithm of the share of a word among the words of news. `scale`, shape (genres,
    genres): makes differences within articles of news independent and of variance 1.
    """

    packed: Hashes
    step: float
    intercept: Floats
    news: Floats
    scale: Floats


@functools.cache
def shipped() -> Weights:
    """Return the shipped tables."""
    models.check(FOLDER, TABLES)
    weights, news, scale = (np.load(FOLDER / f"{name}.npy", allow_pickle=False) for name in TABLES)
    step, rarest, unit = (models.threshold(FOLDER, name) for name in ("step", "rarest", "unit"))
    intercept = np.array(models.card(FOLDER)["thresholds"]["intercept"], np.float64)
    packed = np.ascontiguousarray((weights.astype(np.int16) + _BIAS).view(np.uint64).T)
    return Weights(packed, step, intercept, rarest + unit * news.astype(np.float64), scale)


def row_of(hashes: Hashes) -> Ints:
    """Return the rows of a table for some hashes; same shape."""
    return (hashes >> _SHIFT).view(np.int64)


def slots(batch: Batch) -> tuple[Ints, Ints]:
    """Return the row of `weights` of each word and pair of words in sentences, and the sentence of
    each; both of shape (words and pairs,).
    """
    hashes, sentence = one_number(batch), batch.sentence_of_word
    paired = np.flatnonzero((sentence[1:] == sentence[:-1]) & (sentence[1:] >= 0))
    pairs = hashes.take(paired) * _SECOND ^ hashes.take(paired + 1)
    inside = np.flatnonzero(sentence >= 0)
    owner = np.concatenate((sentence.take(inside), sentence.take(paired)))
    return row_of(np.concatenate((hashes.take(inside), pairs))), owner


def genre(batch: Batch) -> Floats:
    """Return how much each sentence reads like each genre, shape (sentences, genres); for
    `batch.derive`.

    Log-odds of its words and pairs, over the root of their number.
    """
    table, hashes, (first, end) = shipped(), one_number(batch), batch.sentence_words
    pairs = hashes[:-1] * _SECOND
    pairs ^= hashes[1:]
    words, twos = row_of(hashes), row_of(pairs)
    end = np.minimum(end, first + LONGEST)
    last = np.maximum(end - 1, first)
    sums = np.empty((first.size, len(table.packed)), np.uint64)
    for column, four in enumerate(table.packed):
        sums[:, column] = between(four.take(words), first, end)
        sums[:, column] += between(four.take(twos), first, last)
    count = (end - first + last - first)[:, None]
    total = sums.view(np.uint16).astype(np.float64) - _BIAS * count
    return np.asarray(total * table.step / np.sqrt(np.maximum(count, 1)) + table.intercept)


def usual(batch: Batch) -> Floats:
    """Return how usual in news the words of each sentence are that English knows.

    Shape (sentences,); for `batch.derive`. Logarithms of how much more often news has them than
    English does, added up, over the root of their number.
    """
    (first, end), slots = batch.sentence_words, batch.derive(slots_of_words)
    known = between((batch.derive(english_zipf) > 0).astype(np.int64), first, end)
    total = between(_parts_of_slots().take(slots), first, end) / _PARTS
    return np.asarray(total / np.sqrt(np.maximum(known, 1)), np.float64)


@functools.cache
def _parts_of_slots() -> Ints:
    """Return how usual in news each word of the English list is, laid out for its slots."""
    hashes, tenths = frequency_list("en")
    english = (tenths / 10 - _BILLION) * np.log(10)
    ratio = np.clip(shipped().news.take(row_of(hashes)) - english, _LEAST, _MOST)
    parts = np.where(tenths > 0, np.rint(ratio * _PARTS), 0).astype(np.int64)
    return english_column(hashes, parts, 0)


def one_number(batch: Batch) -> Hashes:
    """Return the hash of each word, the same for all numbers."""
    return np.where(batch.words.number, _NUMBER, batch.words.hash)


def between(column: AnyArray, first: Ints, end: Ints) -> AnyArray:
    """Return the sums of a column of whole numbers over the runs of rows [first, end).

    Sums of packed bytes overflow, and their differences are exact all the same.
    """
    sums = np.zeros(column.size + 1, column.dtype)
    np.cumsum(column, out=sums[1:])
    return np.asarray(sums.take(end) - sums.take(first))


class Readings(Struct, frozen=True):
    """What each sentence or paragraph of a batch reads like, and the others of its document.

    `own`, `others`: shape (rows, genres); `alike`, shape (rows,): minus their distance, where 1 is
    usual in news in each direction; `over`: the same less the median of the document; `unlike`:
    distances ranked.
    """

    own: Floats
    others: Floats
    alike: Floats
    over: Floats
    unlike: Ranked

    @staticmethod
    def of(own: Floats, document: Ints, documents: int) -> Readings:
        """Return the readings of sentences or paragraphs; `document`: of each, ascending."""
        count = np.bincount(document, minlength=documents)
        rest = np.maximum(count - 1, 1).take(document)[:, None]
        others = (totals(own, document) - own) / rest
        apart = np.einsum("ij,jk->ik", own - others, shipped().scale)  # alike in every batch
        alike = -np.round(np.sqrt((apart**2).sum(axis=1)), 6)
        unlike = Ranked.of(-alike, document)
        return Readings(own, others, alike, alike + unlike.median.take(unlike.run), unlike)

    def kind(self, rows: Ints) -> Ints:
        """Return the genre that each row reads more like than the others do, a row of GENRES."""
        return np.asarray((self.own - self.others).take(rows, axis=0).argmax(axis=1), np.int64)

    def features(self, unusual: Ranked, rows: Ints, first: Ints, end: Ints) -> dict[str, AnyArray]:
        """Return the columns of FEATURES for some rows, each of shape (rows,).

        `unusual`: minus how usual the words of each sentence or paragraph are in news, ranked; those
        of the document of each row are [first, end), shape (rows,).
        """
        own, others = self.own.take(rows, axis=0), self.others.take(rows, axis=0)
        return {
            **beside("alike", self.unlike, rows, first, end),
            **beside("usual", unusual, rows, first, end),
            **{f"reads_{name}": own[:, at] for at, name in enumerate(GENRES)},
            **{f"others_{name}": others[:, at] for at, name in enumerate(GENRES)},
        }


def totals(columns: Floats, document: Ints) -> Floats:
    """Return of each row the sums of its document, same shape; `document`: of each, ascending."""
    runs = Runs.of_equal(document)
    if not len(runs):
        return columns
    return np.asarray(np.add.reduceat(columns, runs.start, axis=0).take(runs.owner, axis=0))


def readings(batch: Batch) -> Readings:
    """Return what the sentences of a batch read like; for `batch.derive`."""
    return Readings.of(batch.derive(genre), batch.derive(fit).document, len(batch))


def features(batch: Batch, rows: Ints) -> dict[str, AnyArray]:
    """Return the columns of FEATURES for some sentences, each of shape (rows,)."""
    f = batch.derive(fit)
    document = f.document.take(rows)
    first, end = f.first.take(document), f.end.take(document)
    return batch.derive(readings).features(batch.derive(_unusual), rows, first, end)


def _unusual(batch: Batch) -> Ranked:
    return Ranked.of(-batch.derive(usual), batch.derive(fit).document)


def beside(name: str, against: Ranked, rows: Ints, first: Ints, end: Ints) -> dict[str, AnyArray]:
    """Return the columns of FEATURES of one value, each of shape (rows,).

    `against`: minus the value of each sentence or paragraph, ranked; those of the document of each
    row are [first, end), shape (rows,).
    """
    ranks, own = against.of_rows(rows), -against.column.take(rows)
    over = own + ranks.median
    before, after = np.maximum(rows - 1, first), np.minimum(rows + 1, end - 1)
    around = -(against.column.take(before) + against.column.take(after)) / 2
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
