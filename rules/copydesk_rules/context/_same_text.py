"""Measure how likely each sentence is of the same text as the others of its document.

A table of vectors, hashed, so that it holds no text. It was trained on nothing but which sentences
stand in one document: those of one text point the same way, whether they share a topic, a manner or
both. So it knows what goes together across genres that have no name.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import AnyArray, Floats, Hashes, Ints, Mask
from copydesk.language import models
from copydesk_rules.context._genre import LONGEST, beside, between, one_number, totals
from copydesk_rules.context._model import MODELS
from copydesk_rules.context._rank_in_document import Ranked
from copydesk_rules.context._word_fit import fit

FOLDER = MODELS / "same_text"
TABLES = ("vectors",)  # as the card names them
BITS, DIMENSIONS = 16, 16  # of the table: 2**BITS rows
SHORTEST = 6  # words: shorter sentences do not say what their document is like

_SHIFT = np.uint64(64 - BITS)
_BIAS = 128  # makes bytes positive, so that four of them are added up as one number
_NOTHING = 1e-9

FEATURES = (
    "kin",  # cosine of the sentence and the mean of the others of its document
    "kin_over_median",  # and so on as in _genre
    "kin_spreads",
    "kin_rank",
    "kin_over_others",
    "kin_mean",
    "kin_around",
    "kin_neighbors",  # product of the sentence with those before and after it
    "kin_own",  # length of its vector: how much its words say
    "kin_others",  # and of the mean of the others: how much they agree
)


@dataclass(frozen=True, slots=True)
class Vectors:
    """The shipped table: `packed`, shape (DIMENSIONS / 4, 2**BITS), bytes made positive, four to a
    number; and what one `step` of them is worth.
    """

    packed: Hashes
    step: float


@functools.cache
def shipped() -> Vectors:
    """Return the shipped table."""
    models.check(FOLDER, TABLES)
    vectors = np.load(FOLDER / "vectors.npy", allow_pickle=False)
    packed = np.ascontiguousarray((vectors.astype(np.int16) + _BIAS).view(np.uint64).T)
    return Vectors(packed, models.threshold(FOLDER, "step"))


def row_of(hashes: Hashes) -> Ints:
    """Return the rows of the table for some hashes; same shape."""
    return (hashes >> _SHIFT).view(np.int64)


def vectors(batch: Batch) -> Floats:
    """Return the vector of each sentence, shape (sentences, DIMENSIONS); for `batch.derive`.

    The sum of those of its words, over the root of their number.
    """
    table, (first, end) = shipped(), batch.sentence_words
    rows, end = row_of(one_number(batch)), np.minimum(end, first + LONGEST)
    sums = np.stack([between(four.take(rows), first, end) for four in table.packed], axis=1)
    count = (end - first)[:, None]
    total = sums.view(np.uint16).astype(np.float64) - _BIAS * count
    return np.asarray(total * table.step / np.sqrt(np.maximum(count, 1)))


@dataclass(frozen=True, slots=True)
class Kinship:
    """How each sentence or paragraph points the way of its document.

    `vectors`, shape (rows, DIMENSIONS). Of shape (rows,): `unlike`, minus the cosine of the row and
    the mean of the others of its document, ranked; `own`, `others`, the lengths of both.
    """

    vectors: Floats
    unlike: Ranked
    own: Floats
    others: Floats

    @staticmethod
    def of(vectors: Floats, counted: Mask, document: Ints) -> Kinship:
        """Return the kinship of sentences or paragraphs; `document`: of each, ascending.

        `counted`: which of them say what their document is like.
        """
        counts = np.column_stack((vectors, np.ones(len(vectors)))) * counted[:, None]
        rest = totals(counts, document) - counts
        mean = rest[:, :-1] / np.maximum(rest[:, -1:], 1)
        own, others = (np.sqrt(_product(one, one)) for one in (vectors, mean))
        cosine = _product(vectors, mean) / np.maximum(own * others, _NOTHING)
        unlike = Ranked.of(-np.round(cosine, 6), document)
        return Kinship(vectors, unlike, own.round(6), others.round(6))

    def features(self, rows: Ints, first: Ints, end: Ints) -> dict[str, AnyArray]:
        """Return the columns of FEATURES for some rows, each of shape (rows,).

        Those of the document of each are [first, end), shape (rows,).
        """
        before, after = np.maximum(rows - 1, first), np.minimum(rows + 1, end - 1)
        beside_it = self.vectors[before] * (before != rows)[:, None]
        beside_it += self.vectors[after] * (after != rows)[:, None]
        return {
            **beside("kin", self.unlike, rows, first, end),
            "kin_neighbors": np.round(_product(self.vectors[rows], beside_it), 6),
            "kin_own": self.own.take(rows),
            "kin_others": self.others.take(rows),
        }


def _product(one: Floats, other: Floats) -> Floats:
    return np.asarray(np.einsum("ij,ij->i", one, other), np.float64)


def kinship(batch: Batch) -> Kinship:
    """Return how the sentences of a batch point; for `batch.derive`."""
    counted = np.subtract(*batch.sentence_words[::-1]) >= SHORTEST
    return Kinship.of(batch.derive(vectors), counted, batch.derive(fit).document)


def features(batch: Batch, rows: Ints) -> dict[str, AnyArray]:
    """Return the columns of FEATURES for some sentences, each of shape (rows,)."""
    f = batch.derive(fit)
    document = f.document.take(rows)
    return batch.derive(kinship).features(rows, f.first.take(document), f.end.take(document))
