"""Measure how well the words of each sentence fit its document.

A content word of one's own document occurs again in another paragraph about every second time,
whatever its frequency; a word of a foreign sentence does so by chance only, the rarer the less.
The `surprise` of a sentence is the sum of the logarithms of these odds over its words.
"""

from __future__ import annotations

import functools

import numpy as np
from msgspec import Struct

from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import Floats, Ints
from copydesk.columns.ragged import expand
from copydesk.language.terms import Terms, terms

# Share of content words that occur again in another paragraph: of the document's own words, and of
# a foreign sentence's, by half steps of Zipf frequency from 1.5 (unknown words) to 5.5. Small and
# large documents differ; the model sees their size. Source: tools/train_context.py.
OWN = (0.41, 0.46, 0.40, 0.40, 0.44, 0.47, 0.54, 0.54, 0.61)
CHANCE = (0.07, 0.01, 0.02, 0.02, 0.04, 0.07, 0.14, 0.18, 0.31)


class Fit(Struct, frozen=True):
    """How the words of each sentence fit its document.

    Of each sentence, shape (sentences,): its `content` words, how many of them are `seen` in
    another paragraph, its `surprise`, and its `document`. Of each document, shape (documents,): its
    sentences are [`first`, `end`).
    """

    content: Floats
    seen: Floats
    surprise: Floats
    document: Ints
    first: Ints
    end: Ints


@functools.cache
def _log_odds() -> Floats:
    """Return the surprise of words that do not occur elsewhere, by half step of Zipf frequency,
    then of those that do.
    """
    own, chance = np.array(OWN), np.array(CHANCE)
    return np.concatenate((np.log((1 - chance) / (1 - own)), np.log(chance / own)))


def level(t: Terms) -> Ints:
    """Return the half step of Zipf frequency of each term, a row of OWN."""
    return np.minimum(((t.zipf - 1.5) * 2).astype(np.int64), len(OWN) - 1)


def fit(batch: Batch) -> Fit:
    """Return how each sentence fits its document; for `batch.derive`."""
    t, size = batch.derive(terms), len(batch.sentences)
    surprise = _log_odds().take(level(t) + len(OWN) * t.elsewhere)
    document = batch.blocks.document_of.take(batch.sentences.block_of)
    edge = np.searchsorted(document, np.arange(len(batch) + 1))
    return Fit(
        np.bincount(t.sentence, minlength=size).astype(np.float64),
        np.bincount(t.sentence, weights=t.elsewhere, minlength=size).astype(np.float64),
        np.bincount(t.sentence, weights=surprise, minlength=size).astype(np.float64),
        document,
        edge[:-1],
        edge[1:],
    )


def unseen_words(batch: Batch, first: Ints, end: Ints, most: int = 4) -> list[list[str]]:
    """Return up to `most` words of each run of sentences [first, end) that occur in no other
    paragraph.

    Names and numbers first, then the rarest.
    """
    t, words = batch.derive(terms), batch.words
    begin = np.searchsorted(t.sentence, first)
    run, at = expand(begin, np.searchsorted(t.sentence, end) - begin)
    new = ~t.elsewhere.take(at)
    run, at = run[new], at[new]
    word, opening = t.word.take(at), batch.sentence_words[0].take(t.sentence.take(at))
    named = t.number.take(at) | (words.capital.take(word) & (word != opening))
    ranked = np.lexsort((t.zipf.take(at), ~named, run))
    found: list[list[str]] = [[] for _ in range(first.size)]
    for number, row in zip(run[ranked].tolist(), word[ranked].tolist(), strict=True):
        mine = found[number]
        if len(mine) < most:
            text = batch.slice(int(words.start[row]), int(words.end[row]))
            if text not in mine:
                mine.append(text)
    return found
