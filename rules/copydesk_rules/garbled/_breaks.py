"""Find English words that a line end broke and nobody put together again.

`govern- ment`, `cou-rt`.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np

from copydesk.columns import characters as ch
from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import Hashes, Ints, Mask
from copydesk.columns.lookup import Lookup
from copydesk.language.lexicon import english_documents, english_zipf, zipf
from copydesk.language.technical import manuals
from copydesk_rules.garbled._parts import hash_spans

_HYPHENS = np.array([ord(c) for c in "-\u2010\u2011\u00ac"], np.uint32)
_LEAST = 2  # letters of a part
# Zipf frequency of a word that may follow a hyphen left hanging: `pre- and post-war`, `half- or
# whole-time`
_SENSE = 4.6
# What goes before a hyphen inside a word that may be written as one: `co-operate`, `to-morrow`.
_PREFIXES = (
    "co re un non pre anti ex de bi tri mid sub multi semi inter over under self up out on off in pro mis neo post micro mini teen to"
).split()
_RARE, _GAIN = (
    2.8,
    1.5,
)  # Zipf frequency of a part that is no word of its own, and how much commoner the whole must be


@functools.cache
def _prefixes() -> Lookup:
    return Lookup.of(_PREFIXES)


@dataclass(frozen=True, slots=True)
class Broken:
    """Broken words by column: `row` of the first part (the second is the next),
    and whether a space follows the hyphen.
    """

    row: Ints
    spaced: Mask


def broken_words(batch: Batch, spaced_zipf: float, tight_zipf: float) -> Broken:
    """Return the words in two parts with a hyphen between them whose whole is at least so
    common, in prose in English.
    """
    rows, spaced = _hyphenated(batch)
    words = batch.words
    if not rows.size:
        return Broken(rows, spaced)
    start, end = words.start, words.end
    whole: Hashes = hash_spans(
        batch, (start.take(rows), end.take(rows)), (start.take(rows + 1), end.take(rows + 1))
    )
    common, parts = zipf(whole), batch.derive(english_zipf)
    left, right = parts.take(rows), parts.take(rows + 1)
    odd = np.minimum(left, right)
    split = ~spaced & (common >= tight_zipf) & (odd < _RARE) & (common >= odd + _GAIN)
    split &= ~_prefixes().has(words.hash.take(rows))
    hanging = spaced & (common >= spaced_zipf) & ((right < _SENSE) | (left < _RARE))
    kept = np.flatnonzero(split | hanging)
    return Broken(rows[kept], spaced[kept])


def _hyphenated(batch: Batch) -> tuple[Ints, Mask]:
    """Return the words with a hyphen behind them and a small word behind that,
    after one space or none; and which have the space.
    """
    codes, classes, words = batch.codes, batch.classes, batch.words
    at = np.flatnonzero((classes == ch.DASH) | (codes == _HYPHENS[-1]))
    at = at[np.isin(codes.take(at), _HYPHENS) & (at > 0) & (at + 2 < codes.size)]
    at = at[classes.take(at - 1) == ch.LOWER]
    blank = classes.take(at + 1) >= ch.SPACE
    kept = classes.take(at + 1 + blank) == ch.LOWER
    at, blank = at[kept], blank[kept]
    right = np.searchsorted(words.start, at)
    kept = (right > 0) & (words.start.take(right, mode="clip") == at + 1 + blank)
    at, blank, right = at[kept], blank[kept], right[kept]
    left = right - 1
    block = batch.block_of_word
    kept = (
        (words.end.take(left) == at)
        & (block.take(left) == block.take(right))
        & (block.take(left) >= 0)
    )
    kept &= (words.length.take(left) >= _LEAST) & (words.length.take(right) >= _LEAST)
    # A word of three parts and more is a chain, or an address.
    kept &= ~np.isin(codes.take(words.start.take(left) - 1, mode="clip"), _HYPHENS)
    kept &= ~np.isin(codes.take(words.end.take(right), mode="clip"), _HYPHENS)
    document = batch.document_of_word.take(left)
    kept &= (batch.derive(english_documents) & ~batch.derive(manuals)).take(document) & (
        batch.sentence_of_word.take(left) >= 0
    )
    return left[kept], blank[kept]
