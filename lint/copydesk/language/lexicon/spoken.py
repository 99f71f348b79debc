"""Tell what language a document or a block is in, by the most frequent words of each."""

from __future__ import annotations

import functools
from collections.abc import Sequence

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import AnyArray, Floats, Ints, Mask
from copydesk.language.lexicon.frequencies import LANGUAGES
from copydesk.language.lexicon.joined import members, stop_words
from copydesk.language.lexicon.numbers import WordNumbers
from copydesk.language.profiles import profile

# English news has 0.35 to 0.5 stop words, lists and tables fall below 0.2; this much of what a
# language has in running text.
_CLEAR = 0.42
_FEW_WORDS = 20  # of prose; with fewer, a document is judged by its tables and code, too


def language_of_documents(batch: Batch) -> list[str]:
    """Return the language of each document, "" where none is clear; for `batch.derive`.

    The language whose most frequent words make up the largest share of the document, if that share
    is at least _CLEAR of what the language has in running text.
    Code does not count: a Turkish page with JavaScript in it is Turkish.
    """
    document = batch.document_of_word
    size = np.bincount(document, minlength=len(batch))
    if not batch.blocks.prose.all():
        prose = np.append(batch.blocks.prose, False).take(batch.block_of_word)
        written = np.bincount(document[prose], minlength=len(batch))
        mostly = written >= _FEW_WORDS
        document = np.where(prose | ~mostly.take(document), document, -1)
        size = np.where(mostly, written, size)
    return _spoken(batch, document, size)


def language_of_blocks(batch: Batch, rows: Ints) -> list[str]:
    """Return the language of some blocks, "" where none is clear.

    For findings in a document that mixes languages.
    """
    if not rows.size:
        return []
    blocks, number = np.unique(rows, return_inverse=True)
    owner = np.full(len(batch.blocks) + 1, -1, np.int64)
    owner[blocks] = np.arange(blocks.size)
    first, end = batch.block_words
    languages = _spoken(batch, owner.take(batch.block_of_word), (end - first)[blocks])
    return [languages[row] for row in number.tolist()]


def in_other_language(batch: Batch, rows: Ints, languages: Sequence[str]) -> Mask:
    """Return which words are in blocks that are clearly in another language than the given one.

    `rows` of the word table, and the language expected of each.
    """
    here = language_of_blocks(batch, batch.block_of_word.take(rows))
    pairs = zip(here, languages, strict=True)
    return np.array([own not in ("", language) for own, language in pairs], np.bool_)


def english_documents(batch: Batch) -> Mask:
    """Return which documents are in English; shape (documents,); for `batch.derive`."""
    languages = batch.derive(language_of_documents)
    return np.array([language == "en" for language in languages], np.bool_)


@functools.cache
def _sets_of_languages() -> tuple[WordNumbers, Floats]:
    """Return for each stop word the number of the set of languages that have it, and the sets.

    Number 0 is the empty set. The sets, shape (sets, languages), are 0 or 1, in floats: integers
    have no fast product.
    """
    lookup, bits = stop_words()
    sets, number = np.unique(bits, return_inverse=True)
    return WordNumbers(lookup, lookup.laid_out(number[:-1], int(number[-1]))), members(sets)


@functools.cache
def _least_shares() -> Floats:
    """Return the share of stop words from which a text is clearly in each language."""
    return np.array([_CLEAR * profile(language).stop_words for language in LANGUAGES])


def sets_of_words(batch: Batch) -> AnyArray:
    """Return the number of the set of languages whose stop word each word is, 0 for none.

    For `batch.derive`.
    """
    return _sets_of_languages()[0].of(batch)


def _spoken(batch: Batch, group: Ints, size: Ints) -> list[str]:
    """Return the language of each group of words, "" where none is clear.

    `group` of each word, -1 for none; `size` of each group.
    """
    spoken, sets = batch.derive(sets_of_words), _sets_of_languages()[1]
    stop = np.flatnonzero((spoken > 0) & (group >= 0))  # half of all words
    pair = group.take(stop) * len(sets) + spoken.take(stop)
    counts = np.bincount(pair, minlength=size.size * len(sets)).reshape(size.size, len(sets))
    by_language = counts.astype(np.float64) @ sets
    best = by_language.argmax(axis=1)
    least = _least_shares().take(best)
    clear = by_language.max(axis=1, initial=0) >= least * np.maximum(size, 1)
    pairs = zip(best.tolist(), clear.tolist(), strict=True)
    return [LANGUAGES[number] if sure else "" for number, sure in pairs]
