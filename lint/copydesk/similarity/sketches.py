"""Sketch the units of a batch for the join: by their content alone, or by the bands of a MinHash signature too."""

from __future__ import annotations

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import Hashes, Ints
from copydesk.columns.hashing import hash_runs
from copydesk.rule import Sketch
from copydesk.similarity.shingles import shingles
from copydesk.similarity.signatures import band_keys, signatures


def exact_sketch(batch: Batch, start: Ints, end: Ints, *, min_words: int) -> Sketch:
    """Sketch the spans of at least `min_words` words, so that equal ones meet."""
    first, last = batch.words_between(start, end)
    long = last - first >= min_words
    start, end, first, last = start[long], end[long], first[long], last[long]
    none = np.zeros(0, np.int64)
    return Sketch(start, end, first, last, hash_runs(batch.words.hash, first, last), none, none.astype(np.uint64))


def minhash_sketch(batch: Batch, start: Ints, end: Ints, *, min_words: int, shingle: int, bands: int, rows: int) -> Sketch:
    """Sketch the spans of at least `min_words` words, so that those alike in their word shingles meet with high probability.

    Two spans of Jaccard similarity s meet with probability 1 - (1 - s**rows)**bands (Leskovec, Rajaraman and Ullman 2020, 3.4).
    """
    exact = exact_sketch(batch, start, end, min_words=min_words)
    column, begin, stop = shingles(batch.words.hash, exact.first_word, exact.end_word, shingle)
    keys: Hashes = band_keys(signatures(column, begin, stop, bands * rows), rows)
    unit = np.repeat(np.arange(keys.shape[0]), keys.shape[1])
    return Sketch(exact.start, exact.end, exact.first_word, exact.end_word, exact.content, unit, keys.ravel())
