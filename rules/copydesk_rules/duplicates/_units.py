"""The sentences and paragraphs that can be copies: prose, and too improbable to recur by chance."""

from __future__ import annotations

import re
from typing import NamedTuple

import numpy as np

from copydesk.columns import characters as ch
from copydesk.columns.batch import Batch
from copydesk.columns.blocks import BlockKind
from copydesk.columns.dtypes import Ints, Mask
from copydesk.columns.ragged import distinct
from copydesk.language.section_numbers import numbered_headings
from copydesk.language.surprisal import bits_between, block_bits
from copydesk.rule import Amount, Count, Size, Sketch
from copydesk.similarity.sketches import (
    exact_sketch,
    paragraph_sketch,
    sentence_signatures,
    sentence_sketch,
    signatures_of,
)

# Share of letters among the characters of a unit, spaces between words left out. Prose has 0.9 and
# more; code, tables of figures, addresses and rows of chat logs with their time stamps less.
_LETTERS = 0.6
_ADDRESS = re.compile(r"https?://\S+")
_EQUAL_TABLE = 400.0  # bits from which a table in plain text that is equal throughout is a copy


def sentences(batch: Batch, *, min_words: Count = 8, min_bits: Amount = 60.0) -> Sketch:
    """Return a sketch of the sentences that can be copies: no headings, code or figures.

    What follows a colon and begins with a capital is a sentence by itself: who takes a sentence over
    often introduces it so. `min_words`, `min_bits`: what a sentence needs not to recur by chance:
    words, and bits of surprisal.
    """
    table = batch.sentences
    sentence, cut = _colons(batch, min_words)
    whole = np.ones(len(table), np.bool_)
    whole[sentence] = False
    kept = np.flatnonzero(whole)
    (first, last), parts = batch.sentence_words, _parts(batch, sentence, cut)
    of = np.concatenate((kept, parts.sentence))
    first, last = (
        np.concatenate(c) for c in ((first[kept], parts.first), (last[kept], parts.last))
    )
    start = np.concatenate((table.start[kept], batch.words.start.take(parts.first)))
    end = np.concatenate((table.end[kept], parts.end))
    worth = _worth(batch, first, last, min_words, min_bits) & _wordy(batch, start, end, first, last)
    worth &= ~_headings(batch).take(table.block_of.take(of))
    order = np.flatnonzero(worth)
    order = order[np.argsort(start[order], kind="stable")]
    number = np.append(kept, len(table) + np.arange(parts.first.size))[order]
    signed = batch.derive(sentence_signatures)
    if parts.first.size:
        signed = np.concatenate((signed, signatures_of(batch, parts.first, parts.last)))
    return sentence_sketch(
        batch, start[order], end[order], first[order], last[order], signed[number]
    )


class _Parts(NamedTuple):
    """Sentences cut at colons: the sentence, first word and end of each part, and where it ends."""

    sentence: Ints
    first: Ints
    last: Ints
    end: Ints


def _parts(batch: Batch, sentence: Ints, cut: Ints) -> _Parts:
    """Return the parts of sentences; `cut`: the first word after a colon in each `sentence`."""
    used = distinct(sentence)
    first, last = (column[used] for column in batch.sentence_words)
    bound = np.sort(np.concatenate((first, cut)))
    of = used[np.searchsorted(first, bound, side="right") - 1]
    stop = np.append(bound, 0)[1:]
    final = np.append(of[1:] != of[:-1], True)[: of.size]
    stop[final] = last
    end = batch.words.end.take(stop - 1)
    end[final] = batch.sentences.end[used]
    return _Parts(of, bound, stop, end)


def _colons(batch: Batch, min_words: int) -> tuple[Ints, Ints]:
    """Return the sentences with a colon before at least `min_words` words that begin with a
    capital, and the first of those words; a row a colon.
    """
    at = np.flatnonzero(batch.codes == ord(":"))
    at = at[at + 1 < batch.codes.size]
    if not at.size or not len(batch.sentences):
        return at[:0], at[:0]
    at = at[batch.classes.take(at + 1) == ch.SPACE]
    word = np.searchsorted(batch.words.start, at)
    word = distinct(word[word < len(batch.words)])
    word = word[batch.words.capital.take(word)]
    sentence = batch.sentence_of_word.take(word)
    first, last = batch.sentence_words
    inside = (
        (sentence >= 0) & (word > first.take(sentence)) & (last.take(sentence) - word >= min_words)
    )
    return sentence[inside], word[inside]


def equal_paragraphs(batch: Batch, *, min_words: Count = 10, min_bits: Amount = 60.0) -> Sketch:
    """Return a sketch of the paragraphs that can be exact copies.

    `min_words`, `min_bits`: what a paragraph needs not to recur by chance: words, and bits of
    surprisal.
    """
    kept = np.flatnonzero(_paragraphs(batch, min_words, min_bits, least=_EQUAL_TABLE))
    return exact_sketch(
        batch, batch.blocks.start[kept], batch.blocks.end[kept], min_words=min_words
    )


def similar_paragraphs(
    batch: Batch, *, min_words: Count = 12, min_bits: Amount = 60.0, passage: Size = 25
) -> Sketch:
    """Return a sketch of the paragraphs that can be near-copies.

    `min_words`, `min_bits`: what a paragraph needs not to recur by chance: words, and bits of
    surprisal. `passage`: words of the shortest shared run by which two meet.
    """
    return paragraph_sketch(batch, _paragraphs(batch, min_words, min_bits), passage)


def _paragraphs(batch: Batch, min_words: int, min_bits: float, least: float = np.inf) -> Mask:
    """Return which blocks are prose of enough words and bits; `least`: bits from which tables of
    figures count too.
    """
    blocks = batch.blocks
    kept = _worth(batch, *batch.block_words, min_words, min_bits)
    kept &= blocks.prose & ~_headings(batch)
    long = batch.derive(block_bits) >= least
    return np.asarray(kept & (long | batch.derive(_wordy_blocks)), np.bool_)


def _headings(batch: Batch) -> Mask:
    """Return which blocks are headings, by their format or by the number of a section."""
    marked = batch.blocks.kind == BlockKind.HEADING
    return np.asarray(marked | batch.derive(numbered_headings), np.bool_)


def _worth(batch: Batch, first: Ints, end: Ints, min_words: int, min_bits: float) -> Mask:
    kept = _outside_addresses(batch, first, end) >= min_words
    kept &= bits_between(batch, first, end) >= min_bits
    return np.asarray(kept, np.bool_)


def _outside_addresses(batch: Batch, first: Ints, end: Ints) -> Ints:
    """Return how many words of each run are not part of a web address."""
    before = batch.derive(_words_in_addresses)
    inside = before.take(end) - before.take(first) if before.size else 0
    return np.asarray(end - first - inside, np.int64)


def _words_in_addresses(batch: Batch) -> Ints:
    """Return how many words before each are part of a web address; empty where there is none.

    Shape (words + 1,); for `batch.derive`. An address goes on to the next white space.
    """
    spans = [found.span() for found in _ADDRESS.finditer(batch.text)]
    if not spans:
        return np.zeros(0, np.int64)
    first, end = batch.words_between(*np.array(spans).T)
    step = np.zeros(len(batch.words) + 1, np.int64)
    np.add.at(step, first, 1)
    np.add.at(step, end, -1)
    return np.append(0, np.cumsum(step[:-1]))


def _wordy_blocks(batch: Batch) -> Mask:
    """Return which blocks consist of words; for `batch.derive`."""
    return _wordy(batch, batch.blocks.start, batch.blocks.end, *batch.block_words)


def _letters_before(batch: Batch) -> Ints:
    """Return how many letters the words before each have; shape (words + 1,); for `batch.derive`."""
    return np.append(0, np.cumsum(batch.words.length * ~batch.words.number))


def _wordy(batch: Batch, start: Ints, end: Ints, first: Ints, last: Ints) -> Mask:
    """Return which spans, and the words [first, last) in them, are words rather than figures and
    marks.
    """
    before = batch.derive(_letters_before)
    letters = before.take(last) - before.take(first)
    characters = end - start - np.maximum(last - first - 1, 0)
    return np.asarray(letters >= _LETTERS * characters, np.bool_)
