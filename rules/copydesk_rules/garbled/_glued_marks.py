"""Find a comma or a semicolon without a space behind it, between two small words.

`the charges,including those`.
"""

from __future__ import annotations

import numpy as np

from copydesk.columns import characters as ch
from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import Floats, Ints, Mask
from copydesk.language.lexicon import LANGUAGES, language_of_documents, zipf

_LETTERS = 3  # of each word: shorter ones stand in formulas and code
_ENDS = np.isin(
    np.arange(32), (ch.SPACE, ch.NEWLINE, ch.QUOTE, ch.CLOSER, ch.TERMINAL, ch.COMMA)
)  # by class


def find_glued_marks(batch: Batch, least: float) -> tuple[Ints, Ints]:
    """Return the word before and the word behind each such mark, rows of the word table, in order.

    Both must be of Zipf frequency `least` or more in the language of the document; `red,green,blue`
    is a list, and `a.b,c` is code.
    """
    words, classes = batch.words, batch.classes
    at = np.flatnonzero(classes == ch.COMMA)
    at = at[(at > 0) & (at + 1 < classes.size)]
    at = at[(classes.take(at - 1) == ch.LOWER) & (classes.take(at + 1) == ch.LOWER)]
    at = at[np.isin(batch.codes.take(at), (ord(","), ord(";")))]
    left, right = np.searchsorted(words.end, at), np.searchsorted(words.start, at)
    long = (words.length.take(left) >= _LETTERS) & (words.length.take(right) >= _LETTERS)
    small = (classes.take(words.start.take(left)) == ch.LOWER) & long
    before, behind = words.start.take(left) - 1, words.end.take(right)
    clear = (before < 0) | (classes.take(np.maximum(before, 0)) >= ch.SPACE)
    clear &= (behind >= classes.size) | _ENDS.take(classes.take(behind, mode="clip"))
    listing = (classes.take(behind, mode="clip") == ch.COMMA) | (
        classes.take(behind, mode="clip") == ch.TERMINAL
    )
    clear &= ~(listing & (classes.take(behind + 1, mode="clip") <= ch.JOINER))
    kept = np.flatnonzero(small & clear & _in_prose(batch, at))
    left, right = left[kept], right[kept]
    if not left.size:
        return left, right
    common = np.minimum(_zipf(batch, left), _zipf(batch, right))
    return left[common >= least], right[common >= least]


def _in_prose(batch: Batch, at: Ints) -> Mask:
    block = np.searchsorted(batch.blocks.start, at, side="right") - 1
    return np.asarray(
        (block >= 0) & (at < batch.blocks.end.take(block)) & batch.blocks.prose.take(block),
        np.bool_,
    )


def _zipf(batch: Batch, rows: Ints) -> Floats:
    """Return the Zipf frequency of words in the language of their document,
    0 where that is not clear.
    """
    languages = batch.derive(language_of_documents)
    document = np.searchsorted(batch.document_start, batch.words.start.take(rows), side="right") - 1
    spoken = np.array(
        [LANGUAGES.index(language) if language else -1 for language in languages], np.int64
    ).take(document)
    common = np.zeros(rows.size)
    for number in sorted({*spoken.tolist()} - {-1}):
        some = np.flatnonzero(spoken == number)
        common[some] = zipf(batch.words.hash.take(rows[some]), LANGUAGES[number])
    return common
