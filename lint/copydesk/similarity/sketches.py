"""Sketch the units of a batch for the join: sentences, paragraphs and documents, from one pass over
the text.

A signature is computed once, for each sentence, over its word pairs. The signature of a union of
sets is the smaller value at each place (Broder 1997), so a paragraph's is the minimum of its
sentences' and a document's the minimum of its paragraphs'. A signature of the whole cannot see one
unit inside a longer one: these meet by the contents of their sentences and paragraphs, and by
fingerprints of passages.
"""

from __future__ import annotations

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import Hashes, Ints, Mask, Signatures
from copydesk.columns.kernel import kernel
from copydesk.columns.ragged import Runs
from copydesk.rule import Count, Sketch
from copydesk.similarity.passages import fingerprints
from copydesk.similarity.signatures import band_keys, least_of, pair_signatures

PERMUTATIONS = 48
SHINGLE = 2  # words; a changed word costs two pairs, and would cost three triples

# Rows in a band; there are 16 bands. Two units of Jaccard similarity s meet with probability
# 1 - (1 - s**rows)**bands (Leskovec, Rajaraman and Ullman 2020, 3.4). Of the 1,591 pairs of
# sentences in 40 MB of news whose words agree in order by 0.85 and more, 16 x 3 meets 99.3 % of the
# sentences (21 x 3: 99.9 %, 12 x 3: 98.6 %, 16 x 4: 98.7 %). A similarity of 0.6 in word triples,
# from which paragraphs and documents match, is 0.71 in pairs: met with 0.999.
ROWS = 3
_LONG = 8  # words of a sentence that brings its paragraphs together: shorter ones repeat by chance


def exact_sketch(batch: Batch, start: Ints, end: Ints, *, min_words: int) -> Sketch:
    """Return a sketch of the spans of at least `min_words` words, by which equal ones meet."""
    first, last = batch.words_between(start, end)
    long = last - first >= min_words
    return _sketch(batch, start[long], end[long], first[long], last[long])


def sentence_sketch(
    batch: Batch, start: Ints, end: Ints, first: Ints, last: Ints, signed: Signatures
) -> Sketch:
    """Return a sketch of spans [start, end), which are the words [first, last), by their signatures.

    Spans with many word pairs in common meet with high probability.
    """
    return _sketch(batch, start, end, first, last, _banded(band_keys(signed, ROWS)))


def paragraph_sketch(batch: Batch, kept: Mask, passage: int) -> Sketch:
    """Return a sketch of the blocks of prose that are `kept`, shape (blocks,).

    Paragraphs meet that are alike, share a long sentence, or share a run of `passage` words.
    """
    first, last = batch.block_words
    number = np.cumsum(kept) - 1
    row, signed = batch.derive(paragraph_signatures)
    bands = _of_units(kept, number, row, signed)
    head, tail = batch.sentence_words
    keyed = np.flatnonzero((tail - head >= _LONG) & kept[batch.sentences.block_of])
    sentences = number[batch.sentences.block_of[keyed]], batch.hash_of(head[keyed], tail[keyed])
    passages = fingerprints(batch.words.hash, first[kept], last[kept], passage)
    return _sketch(
        batch,
        batch.blocks.start[kept],
        batch.blocks.end[kept],
        first[kept],
        last[kept],
        bands,
        sentences,
        passages,
    )


def document_sketch(batch: Batch, *, min_words: Count = 10) -> Sketch:
    """Return a sketch of the documents of at least `min_words` words.

    Documents meet that are alike or share a paragraph of as many words.
    """
    start, end = batch.document_start, batch.document_end
    first, last = batch.words_between(start, end)
    long = last - first >= min_words
    number = np.cumsum(long) - 1
    bands = _of_units(long, number, *batch.derive(document_signatures))
    head, tail = batch.block_words
    owner = batch.blocks.document_of
    keyed = np.flatnonzero((tail - head >= min_words) & batch.blocks.prose & long[owner])
    paragraphs = number[owner[keyed]], batch.block_hash[keyed]
    return _sketch(batch, start[long], end[long], first[long], last[long], bands, paragraphs)


def sentence_signatures(batch: Batch) -> Signatures:
    """Return the signature of each sentence; shape (sentences, PERMUTATIONS); for `batch.derive`."""
    return signatures_of(batch, *batch.sentence_words)


def signatures_of(batch: Batch, first: Ints, last: Ints) -> Signatures:
    """Return the signature of each run of words [first, last); shape (runs, PERMUTATIONS)."""
    return pair_signatures(batch.words.hash, first, last, PERMUTATIONS)


def paragraph_signatures(batch: Batch) -> tuple[Ints, Signatures]:
    """Return the blocks that hold sentences, and the signature of each; for `batch.derive`."""
    return _merged(batch.sentences.block_of, batch.derive(sentence_signatures))


def document_signatures(batch: Batch) -> tuple[Ints, Signatures]:
    """Return the documents that hold sentences, and the signature of each; for `batch.derive`."""
    row, signed = batch.derive(paragraph_signatures)
    return _merged(batch.blocks.document_of[row], signed)


def _merged(owner: Ints, signed: Signatures) -> tuple[Ints, Signatures]:
    """Return each owner of signed units, which are in the order of their owners, and the minimum
    over its units.
    """
    runs = Runs.of_equal(owner)
    head = runs.start
    if 4 * head.size < owner.size or kernel():
        return owner[head], least_of(signed, head)
    out = signed.take(head, axis=0)
    # Mostly two units, and `reduceat` takes its time for each owner.
    several = np.flatnonzero(runs.size > 1)
    out[several] = np.minimum(out.take(several, axis=0), signed.take(head[several] + 1, axis=0))
    several = several[runs.size[several] > 2]
    if several.size:
        edges = np.stack((head[several] + 2, runs.end[several]), axis=1).ravel()
        edges = edges[: edges.size - (edges[-1] == owner.size)]
        out[several] = np.minimum(
            out.take(several, axis=0), np.minimum.reduceat(signed, edges, axis=0)[::2]
        )
    return owner[head], out


def _of_units(wanted: Mask, number: Ints, row: Ints, signed: Signatures) -> tuple[Ints, Hashes]:
    """Return the numbers of the signed rows that are `wanted`, as units, and their band keys."""
    kept = wanted[row]
    unit, key = _banded(band_keys(signed[kept], ROWS))
    return number[row[kept]][unit], key


def _banded(keys: Hashes) -> tuple[Ints, Hashes]:
    return np.repeat(np.arange(keys.shape[0]), keys.shape[1]), keys.ravel()


def _sketch(
    batch: Batch, start: Ints, end: Ints, first: Ints, last: Ints, *keyed: tuple[Ints, Hashes]
) -> Sketch:
    content = batch.hash_of(first, last)
    unit = np.concatenate([unit for unit, _ in keyed]) if keyed else np.zeros(0, np.int64)
    key = np.concatenate([key for _, key in keyed]) if keyed else np.zeros(0, np.uint64)
    return Sketch(start, end, first, last, content, unit, key)
