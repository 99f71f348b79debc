"""Cut prose into stretches long enough to be judged for garbling,
and pick those that deserve a closer look.
"""

from __future__ import annotations

import numpy as np

from copydesk.columns import characters as ch
from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import Floats, Ints, Mask
from copydesk.language.lexicon import LANGUAGES, TERM, english_zipf, language_of_documents, zipf
from copydesk.language.technical import manuals

_FEW_WORDS = 7  # garbled text breaks into such pieces, as full stops turn up inside sentences
_FRAGMENT = (
    4.4  # Zipf frequency below which two or three small letters are likelier a piece of a word
)
_WHOLE = 10  # odd words are counted in tenths, so that no rounding decides
_UNCOMMON, _RARE = 5, 2.7  # what a word counts that long lists hold down to `tbe` and `wbo`
_CAPITAL = 3  # what an unknown capital word counts: most are names
_TERM = 4  # letters of a name or term that a document may make its own
_SPREAD = np.uint64(0x9E3779B97F4A7C15)  # keeps the same word apart in two documents
_CASED = np.isin(np.arange(32), (ch.LOWER, ch.UPPER))  # by class
_BEYOND = 0x590  # scripts from here on have no lexicon


def stretches(batch: Batch) -> tuple[Ints, Ints]:
    """Return first word and end of each stretch, rows of the word table, in order.

    A sentence, or several short ones of a block.
    """
    first, last = batch.sentence_words
    if not first.size:
        return first, last
    block = batch.sentences.block_of
    short = last - first < _FEW_WORDS
    head = np.append(True, (block[1:] != block[:-1]) | ~(short[1:] | short[:-1]))
    return first[head], last[np.append(head[1:], True)]


def hints(batch: Batch) -> Ints:
    """Return the row of each document's language in LANGUAGES, -1 where none is clear.

    Shape (documents,); for `batch.derive`.
    """
    rows = {language: number for number, language in enumerate(LANGUAGES)} | {"": -1}
    return np.array([rows[language] for language in batch.derive(language_of_documents)], np.int64)


def own_words(batch: Batch) -> Mask:
    """Return which words a document has made its own, its names and terms.

    Shape (words,), for `batch.derive`.

    Words that no list of its language or of English holds and that stand in several of its
    sentences; and, in documents about code, short words, which are commands, options and units.
    """
    words, own = batch.words, np.zeros(len(batch.words), np.bool_)
    rows = np.flatnonzero(batch.derive(english_zipf) == 0)
    rows = rows[(words.length.take(rows) >= _TERM) & (batch.derive(_document_zipf).take(rows) == 0)]
    sentence = np.searchsorted(batch.sentences.start, words.start.take(rows), side="right")
    word = words.hash.take(rows) + batch.document_of_word.take(rows).astype(np.uint64) * _SPREAD
    order = np.lexsort((sentence, word))
    word, sentence = word[order], sentence[order]
    head = np.append(True, word[1:] != word[:-1])[: word.size]
    again = np.append(False, sentence[1:] != sentence[:-1])[: word.size] & ~head
    group = np.cumsum(head) - 1
    own[rows[order[np.bincount(group, again)[group] > 0]]] = True
    software = batch.derive(manuals)
    if software.any():
        own |= software.take(batch.document_of_word) & (words.length < _TERM)
    return own


def suspicious(batch: Batch, first: Ints, last: Ints, min_share: float, min_odd: float) -> Mask:
    """Return which stretches have so many odd words, and such a share of them.

    Unknown ones, pieces, spaced letters, flipped case.

    One pass over the columns; most stretches of clean text end here.
    """
    if not first.size:
        return np.zeros(0, np.bool_)
    odd = _odd_words(batch)
    sums = np.zeros(odd.size + 1, np.int64)
    np.cumsum(odd, out=sums[1:])
    total = sums.take(last) - sums.take(first)
    capitals = batch.capitals
    flips = capitals[batch.classes.take(capitals - 1, mode="clip") == ch.LOWER]
    begin = batch.words.start.take(first)
    stretch = np.searchsorted(begin, flips, side="right") - 1
    inside = (stretch >= 0) & (flips < batch.words.end.take(last.take(stretch, mode="clip") - 1))
    flipped = np.bincount(stretch[inside], minlength=first.size)
    total += np.where(flipped >= 2, _WHOLE * flipped, 0)
    odd_words = total / _WHOLE
    return np.asarray((odd_words >= min_share * (last - first)) & (odd_words >= min_odd), np.bool_)


def spelled_out(batch: Batch, single: Ints, start: Ints, end: Ints) -> Ints:
    """Return which single letters stand beside another, apart by a space.

    `w o r d`, not `a` among words, nor `N.Y.`.

    `single`: rows of single letters among the words `start` to `end`, ascending; returned are some
    of them, in no order.
    """
    pair = single[:-1][single[1:] - single[:-1] == 1]
    pair = pair[(start[pair + 1] - end[pair] == 1) & (batch.classes.take(end[pair]) == ch.SPACE)]
    pair = pair[batch.classes.take(end[pair + 1], mode="clip") != ch.TERMINAL]  # `a U.S. ship`
    return np.concatenate((pair, pair + 1))


def _document_zipf(batch: Batch) -> Floats:
    """Return the Zipf frequency of every word in the language of its document,
    0 where that is not clear; for `batch.derive`.
    """
    common, hint = batch.derive(english_zipf), batch.derive(hints)
    languages = set(hint.tolist()) - {0}
    if languages:
        common = common.copy()
        for number in sorted(languages):
            rows = np.flatnonzero(hint.take(batch.document_of_word) == number)
            common[rows] = zipf(batch.words.hash[rows], LANGUAGES[number]) if number >= 0 else 0.0
    return common


def _odd_words(batch: Batch) -> Ints:
    """Return how odd each word is, in tenths of a word."""
    words = batch.words
    common = batch.derive(_document_zipf)
    single = np.flatnonzero(words.length == 1)
    near = np.zeros(
        single.size + 1, np.bool_
    )  # whether a single letter and the one before it are neighbours
    near[1:-1] = single[1:] - single[:-1] == 1
    single = single[near[1:] | near[:-1]]
    beside = spelled_out(
        batch,
        single[_CASED.take(batch.classes.take(words.start.take(single)))],
        words.start,
        words.end,
    )
    rows = np.flatnonzero(common < _FRAGMENT)
    length = words.length.take(rows)
    rows = rows[(length > 1) & ((length <= 3) | (common.take(rows) < _RARE))]
    length, common, kind = (
        words.length.take(rows),
        common.take(rows),
        batch.classes.take(words.start.take(rows)),
    )
    uncommon = np.where(
        (common == 0) | (length <= 3), _WHOLE, np.where(common == TERM, 0, _UNCOMMON)
    )
    odd = np.zeros(len(words), np.int64)
    odd[rows] = np.where(
        kind == ch.LOWER, uncommon, np.where((kind == ch.UPPER) & (common == 0), _CAPITAL, 0)
    )
    odd[batch.derive(own_words) & (words.capital | (words.length < _TERM))] = (
        0  # of others a scanner may have misread a letter on every page
    )
    odd[beside] = _WHOLE
    rows = np.concatenate((rows, beside))
    odd[rows[batch.codes.take(words.start.take(rows)) >= _BEYOND]] = 0
    return odd
