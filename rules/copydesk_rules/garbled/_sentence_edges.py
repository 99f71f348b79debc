"""Find the edges of sentences inside others: a capital where none begins, a stop where none ends."""

from __future__ import annotations

import functools

import numpy as np

from copydesk.columns import characters as ch
from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import Ints, Mask
from copydesk.columns.lookup import Lookup
from copydesk.columns.ragged import row_at
from copydesk.language.lexicon import (
    LANGUAGES,
    TERM,
    common_words,
    english_zipf,
    language_of_documents,
)
from copydesk_rules.garbled._lists import words_of_language
from copydesk_rules.garbled._word_order import abbreviations, usually_small

_FUNCTION = 5.6  # Zipf frequency of words that hardly ever are a name
_CAPITALIZED = ("de",)  # languages whose nouns have capitals
_ALL = 3  # edges
_APART = 4  # words between two stops; nearer ones are abbreviations (`crim. con. against`)
_SHORT = 4  # letters of an abbreviation
_LEAST = 3  # letters of a word before a full stop that ends a sentence
_HALF = np.uint64(0xFFFFFFFF00000000)  # the lists of words hold half hashes


def interrupted(batch: Batch, first: Ints, end: Ints) -> tuple[Ints, Ints]:
    """Return how many edges of sentences each segment holds in its middle, and the word behind the
    first stop.

    A full stop between two small words, and a function word with a capital directly behind a small
    word: each alone is a slip, or a title, and counts 0. A second such stop, or a small letter at
    the beginning, is a third edge; where nouns have capitals, all three are needed. Segments are
    [first, end), rows of the word table, in order; shape (segments,), as are both answers; -1 where
    there is no such stop. Languages that are not clear are not judged.
    """
    after = _behind_stops(batch)
    segment = row_at(first, after)
    kept = segment >= 0
    after, segment = after[kept], segment[kept]
    kept = (after > first.take(segment)) & (after < end.take(segment))
    after, segment = after[kept], segment[kept]
    place = np.full(first.size, -1, np.int64)
    place[segment[::-1]] = after[::-1]  # the first of several is written last
    last = place.copy()
    last[segment] = after
    small = batch.classes.take(batch.words.start.take(first)) == ch.LOWER
    edges = np.where(place >= 0, 2 + ((last - place >= _APART) | small), 0)
    for row in np.flatnonzero(edges).tolist():
        if not _begins(batch, int(first[row]), int(end[row]), int(edges[row])):
            edges[row] = 0
    return edges, place


def _behind_stops(batch: Batch) -> Ints:
    """Return each word behind a full stop and a space, between small words, in order.

    No abbreviation or Roman numeral (`iii.`) before it, and neither `iPhone` nor an address (`pic.twitter.com`) behind it.
    """
    words, codes, classes = batch.words, batch.codes, batch.classes
    stops = np.flatnonzero(classes == ch.TERMINAL)
    stops = stops[(codes.take(stops) == ord(".")) & (stops > 2) & (stops + 2 < classes.size)]
    small = (classes.take(stops - 1) == ch.LOWER) & (classes.take(stops + 2) == ch.LOWER)
    stops = stops[small & (classes.take(stops + 1) == ch.SPACE)]
    after = np.searchsorted(words.start, stops)
    before = after - 1
    kept = words.length.take(before) >= _LEAST
    kept &= classes.take(words.start.take(before)) == ch.LOWER
    hashes = words.hash.take(before)
    after = after[kept & ~abbreviations().has(hashes) & ~_numerals().has(hashes)]
    end = words.end.take(after)
    address = np.isin(codes.take(end, mode="clip"), (ord("."), ord(":")))
    address &= classes.take(end + 1, mode="clip") < ch.SPACE
    branded = classes.take(words.start.take(after) + 1, mode="clip") == ch.UPPER
    return np.asarray(after[~address & ~branded], np.int64)


@functools.cache
def _numerals() -> Lookup:
    """Return the Roman numerals up to twenty."""
    ones = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")
    return Lookup.of([*ones, *(f"x{one}" for one in ones)])


@functools.cache
def _function_words(language: str) -> Lookup:
    return Lookup(common_words(language, _FUNCTION))


def _begins(batch: Batch, first: int, end: int, edges: int) -> bool:
    """Tell whether a function word with a capital stands directly behind a small word."""
    language = batch.derive(language_of_documents)[int(batch.document_of_word[first])]
    if language not in LANGUAGES or (language in _CAPITALIZED and edges < _ALL):
        return False
    words, classes = batch.words, batch.classes
    row = np.arange(first + 1, end)
    start, gap = words.start.take(row), words.end.take(row - 1)
    capital = (classes.take(start) == ch.UPPER) & (words.length.take(row) > 1)
    capital &= classes.take(start + 1, mode="clip") == ch.LOWER
    behind = (classes.take(words.start.take(row - 1)) == ch.LOWER) & (start - gap == 1)
    row = row[capital & behind & (classes.take(gap) >= ch.SPACE)]
    hashes = words.hash.take(row)
    begins = _function_words(language).has(hashes & _HALF)
    polite = words_of_language(language, "polite_pronouns")
    return bool((begins & ~polite.has(hashes) if polite else begins).any())


def small_names(batch: Batch, samples: list[tuple[int, int]]) -> Mask:
    """Return which runs of words hold a full stop before a small letter that is no slip.

    It belongs to an abbreviation, or a small name follows. Shape (samples,).
    """
    return np.array([_small_name(batch, *sample) for sample in samples], np.bool_)


def _small_name(batch: Batch, first: int, end: int) -> bool:
    words, classes, row = batch.words, batch.classes, np.arange(first, end - 1)
    stop, start = words.end.take(row), words.start.take(row + 1)
    kept = (batch.codes.take(stop) == ord(".")) & (start == stop + 2)
    kept &= (classes.take(stop + 1) == ch.SPACE) & (classes.take(start) == ch.LOWER)
    row = row[kept]
    hashes = words.hash.take(row)
    short = (words.length.take(row) <= _SHORT) & ~usually_small(hashes)
    named = batch.derive(english_zipf).take(row + 1) <= TERM
    return bool((short | named | abbreviations().has(hashes)).any())
