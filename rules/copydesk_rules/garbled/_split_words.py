"""Find words that a space broke in two: `rur al`, `wri tten`."""

from __future__ import annotations

import numpy as np

from copydesk.columns import characters as ch
from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import Ints
from copydesk.columns.ragged import distinct
from copydesk.language.lexicon import english_zipf
from copydesk.language.technical import is_technical
from copydesk_rules.garbled._frequency import zipf_in_documents
from copydesk_rules.garbled._parts import hash_spans

_NO_WORD = 2.4  # Zipf below which a part is none
_WHOLE = 3.4  # Zipf of the whole: what is no word seldom makes a common one with its neighbor
_LETTERS = 5  # of the whole
_WORD = 5.0  # Zipf of a single letter that is a word: `a voiding`, but `a ttend`


def split_words(batch: Batch) -> list[int]:
    """Return the words (rows of the word table) that are one common word with the next, behind a
    single space, while one of the two is no word in the language of the document.

    In small letters, in prose of a clear language that is not about code.
    """
    rows = _beside_odd_words(batch)
    words = batch.words
    spans = [(words.start.take(side), words.end.take(side)) for side in (rows, rows + 1)]
    document = batch.document_of_word.take(rows)
    whole = zipf_in_documents(batch, hash_spans(batch, *spans), document)
    rows, document = rows[whole >= _WHOLE], document[whole >= _WHOLE]
    left, right = (
        zipf_in_documents(batch, words.hash.take(side), document) for side in (rows, rows + 1)
    )
    apart = (words.length.take(rows) == 1) & (left >= _WORD) & (right > 0)
    rows = rows[(np.minimum(left, right) < _NO_WORD) & ~apart]
    return [row for row in rows.tolist() if _stands_in_prose(batch, row)]


def _beside_odd_words(batch: Batch) -> Ints:
    """Return the words that a single space parts from the next, where one of the two is no word;
    both begin with a small letter.
    """
    words, classes = batch.words, batch.classes
    odd = np.flatnonzero(batch.derive(english_zipf) < _NO_WORD)
    odd = odd[classes.take(words.start.take(odd)) == ch.LOWER]
    document = batch.document_of_word.take(odd)
    odd = odd[zipf_in_documents(batch, words.hash.take(odd), document) < _NO_WORD]
    rows = distinct(np.concatenate((odd - 1, odd)))
    rows = rows[(rows >= 0) & (rows + 1 < len(words))]
    start, end, following = words.start.take(rows), words.end.take(rows), words.start.take(rows + 1)
    kept = (following - end == 1) & (classes.take(end, mode="clip") == ch.SPACE)
    kept &= (classes.take(start) == ch.LOWER) & (classes.take(following) == ch.LOWER)
    kept &= words.length.take(rows) + words.length.take(rows + 1) >= _LETTERS
    return np.asarray(rows[kept], np.int64)


def _stands_in_prose(batch: Batch, row: int) -> bool:
    """Tell whether a word and the next are of small letters, in one sentence, and not about code."""
    words, sentence = batch.words, batch.sentence_of_word
    parts = batch.slice(int(words.start[row]), int(words.end[row + 1])).split(" ")
    if not all(part.isalpha() and part.islower() for part in parts):
        return False
    technical = batch.derive(is_technical)[int(batch.document_of_word[row])]
    return sentence[row] >= 0 and sentence[row] == sentence[row + 1] and not technical
