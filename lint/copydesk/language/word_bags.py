"""Recognise bags of words: text whose stop words, capitals and marks a program took out.

Sets for topic models are shipped so, stemmed as a rule. Words in them are cut off and repeated by
nature; no rule about words or sentences can say what is wrong.
"""

from __future__ import annotations

import numpy as np

from copydesk.columns import characters as ch
from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import Mask
from copydesk.language.lexicon import languages_of_function_words

_WORDS = 80  # fewer may be a list of key words
# Of the words of one: function words of any language, words with a capital, end marks, at most. Of
# 250 stemmed documents 0.96 are below all three. Of 568 of news, chats, answers on health and
# Polish novels none is below one: they have 0.32, 0.038 and 0.022 at least (2026-12).
_FUNCTION, _CAPITAL, _ENDED = 0.25, 0.005, 0.005


def word_bags(batch: Batch) -> Mask:
    """Return which documents are bags of words; shape (documents,). For `batch.derive`."""
    document, count = batch.document_of_word, len(batch)
    size = np.bincount(document, minlength=count)
    capital = np.bincount(document, batch.words.capital, minlength=count)
    bare = (size >= _WORDS) & (capital <= _CAPITAL * size)
    if not bare.any():
        return bare
    function = languages_of_function_words(batch.words.hash) != 0
    marks = batch.document_at(np.flatnonzero(batch.classes == ch.TERMINAL))
    bare &= np.bincount(document, function, minlength=count) <= _FUNCTION * size
    bare &= np.bincount(marks, minlength=count) <= _ENDED * size
    return np.asarray(bare, np.bool_)
