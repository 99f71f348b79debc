"""Cut prose into stretches long enough to be judged for garbling, and pick those that deserve a closer look."""

from __future__ import annotations

import numpy as np

from copydesk.columns import characters as ch
from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import Floats, Ints, Mask
from copydesk.language.lexicon import LANGUAGES, english_zipf, language_of_documents, zipf

_FEW_WORDS = 7  # garbled text breaks into such pieces, as full stops turn up inside sentences
_FRAGMENT = 4.4  # Zipf frequency below which two or three small letters are likelier a piece of a word
_UNCOMMON, _RARE = 0.5, 2.7  # what a word counts that long lists hold down to `tbe` and `wbo`
_CAPITAL = 0.3  # what an unknown capital word counts: most are names
_BEYOND = 0x590  # scripts from here on have no lexicon


def stretches(batch: Batch) -> tuple[Ints, Ints]:
    """Return first word and end of each stretch, rows of the word table, in order: a sentence, or several short ones of a block."""
    first, last = batch.sentence_words
    if not first.size:
        return first, last
    block = batch.sentences.block_of
    short = last - first < _FEW_WORDS
    head = np.append(True, (block[1:] != block[:-1]) | ~(short[1:] | short[:-1]))
    return first[head], last[np.append(head[1:], True)]


def hints(batch: Batch) -> Ints:
    """Return the row of each document's language in LANGUAGES, -1 where none is clear; shape (documents,)."""
    rows = {language: number for number, language in enumerate(LANGUAGES)} | {"": -1}
    return np.array([rows[language] for language in batch.once(language_of_documents)], np.int64)


def suspicious(batch: Batch, first: Ints, last: Ints, min_share: float, min_odd: float) -> Mask:
    """Return which stretches have so many odd words, and such a share of them: unknown ones, pieces, spaced letters, flipped case.

    One pass over the columns; most stretches of clean text end here.
    """
    words = batch.words
    odd = _odd_words(batch)
    sums = np.zeros(odd.size + 1)
    np.cumsum(odd, out=sums[1:])
    total = sums.take(last) - sums.take(first)
    classes = batch.classes
    flips = np.flatnonzero((classes[1:] == ch.UPPER) & (classes[:-1] == ch.LOWER))
    at = words.start
    begin, finish = at.take(first), words.end.take(np.maximum(last - 1, 0))
    flipped = np.searchsorted(flips, finish) - np.searchsorted(flips, begin)
    total += np.where(flipped >= 2, flipped, 0)
    return np.asarray((total >= min_share * (last - first)) & (total >= min_odd), np.bool_)


def spelled_out(batch: Batch, single: Mask, start: Ints, end: Ints) -> Mask:
    """Return which single letters stand beside another, apart by a space: `w o r d`, not `a` among words, nor `N.Y.`; shape (words,)."""
    found = np.zeros(single.size, np.bool_)
    pair = np.flatnonzero(single[1:] & single[:-1])
    pair = pair[(start[pair + 1] - end[pair] == 1) & (batch.classes.take(end[pair]) == ch.SPACE)]
    pair = pair[batch.classes.take(end[pair + 1], mode="clip") != ch.TERMINAL]  # `a U.S. ship`
    found[pair] = found[pair + 1] = True
    return found


def _odd_words(batch: Batch) -> Floats:
    words = batch.words
    common = batch.once(english_zipf)
    hint = hints(batch)
    languages = set(hint.tolist()) - {0}
    if languages:
        common = common.copy()
        document = np.searchsorted(batch.document_start, words.start, side="right") - 1
        for number in sorted(languages):
            rows = np.flatnonzero(hint.take(document) == number)
            common[rows] = zipf(words.hash[rows], LANGUAGES[number]) if number >= 0 else 0.0
    length, start = words.length, words.start
    kind = batch.classes.take(start)
    small, capital = kind == ch.LOWER, kind == ch.UPPER
    single = (length == 1) & (small | capital)
    beside = spelled_out(batch, single, start, words.end)
    odd = np.where(small & ~single & ((common == 0) | (length <= 3) & (common < _FRAGMENT)), 1.0, 0.0)
    odd += _UNCOMMON * (small & (common > 0) & (common < _RARE) & (length > 3))
    odd += _CAPITAL * (capital & (common == 0) & ~single)
    odd += beside
    odd[batch.codes.take(start) >= _BEYOND] = 0.0
    return odd
