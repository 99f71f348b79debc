"""Sign texts for datasketch: MinHash signatures as `datasketch.LeanMinHash` objects.

They are bit-identical to what `datasketch.MinHash(scheme="affine32", seed=1)` computes from the low
32 bits of the hash of every run of two words, and are made many texts at a time.
`copydesk index export --to datasketch` writes the same signatures as JSON, without this extra.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import numpy as np

from copydesk.columns.batch import Batch, Text
from copydesk.columns.dtypes import Signatures
from copydesk.similarity.shingles import shingles
from copydesk.similarity.signatures import SEED, signatures
from copydesk.similarity.sketches import SHINGLE

if TYPE_CHECKING:
    from datasketch import LeanMinHash

SCHEME = "affine32"
_BATCH_CHARACTERS = 524_288  # as the engine reads: small enough for the cache
_EMPTY = np.iinfo(np.uint32).max  # what datasketch holds before the first update


def lean_minhashes(texts: Iterable[str], *, permutations: int = 128) -> Iterator[LeanMinHash]:
    """Yield the signature of each text, in order; that of a text without a word is empty.

    Case, white space and punctuation make no difference, as in DUP102. Raises ModuleNotFoundError
    where the extra is not installed.
    """
    try:
        from datasketch import LeanMinHash
    except ImportError:
        raise ModuleNotFoundError(
            "signatures as datasketch objects need an extra: pip install 'copydesk[datasketch]'",
            name="datasketch",
        ) from None
    for batch in _batches(texts):
        for values in signatures_of(batch, permutations):
            yield LeanMinHash(seed=SEED, hashvalues=values, scheme=SCHEME)


def signatures_of(batch: Batch, permutations: int) -> Signatures:
    """Return the signature of each document; shape (documents, permutations)."""
    first, last = batch.words_between(batch.document_start, batch.document_end)
    worded = last > first
    signed = np.full((len(batch), permutations), _EMPTY, np.uint32)
    if worded.any():
        rows = shingles(batch.words.hash, first[worded], last[worded], SHINGLE)
        signed[worded] = signatures(*rows, permutations)
    return signed


def _batches(texts: Iterable[str]) -> Iterator[Batch]:
    waiting, size = list[Text](), 0
    for text in texts:
        waiting.append(Text(text))
        size += len(text)
        if size >= _BATCH_CHARACTERS:
            yield Batch(waiting)
            waiting, size = [], 0
    if waiting:
        yield Batch(waiting)
