"""Find sentences with another one inside.

A capital where none begins, and a full stop where none ends.
"""

from __future__ import annotations

import functools

import numpy as np

from copydesk.columns import characters as ch
from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import Ints, Mask
from copydesk.columns.lookup import Lookup
from copydesk.language.lexicon import (
    LANGUAGES,
    TERM,
    common_words,
    english_zipf,
    language_of_documents,
)
from copydesk_rules.garbled._word_order import abbreviations, usually_small

_FUNCTION = 5.6  # Zipf frequency of words that hardly ever are a name
_CAPITALISED = ("de",)  # nouns have capitals there
_SHORT = 4  # letters of an abbreviation


@functools.cache
def _words(language: str) -> Lookup:
    return Lookup(common_words(language, _FUNCTION))


def interrupted(batch: Batch, first: Ints, last: Ints) -> tuple[Mask, Ints]:
    """Return which stretches hold both such places,
    and the word (a row of the word table) behind the first such full stop.

    A full stop between two small words; and a function word with a capital directly behind a small
    word. Each alone is a slip, or a title. Stretches are [first, last), rows of the word table, in
    order; languages that are not clear, and German, are not judged.
    """
    words, classes = batch.words, batch.classes
    none = np.zeros(first.size, np.bool_)
    stops = np.flatnonzero(classes == ch.TERMINAL)
    stops = stops[(batch.codes.take(stops) == ord(".")) & (stops > 2) & (stops + 2 < classes.size)]
    stops = stops[
        (classes.take(stops + 1) == ch.SPACE)
        & (classes.take(stops + 2) == ch.LOWER)
        & (classes.take(stops - 1) == ch.LOWER)
    ]
    after = np.searchsorted(words.start, stops)
    stretch = np.searchsorted(first, after, side="right") - 1
    kept = (
        (stretch >= 0)
        & (after < last.take(stretch))
        & (after > first.take(stretch))
        & (words.length.take(after - 1) > 2)
    )
    kept &= ~abbreviations().has(words.hash.take(after - 1)) & (
        classes.take(words.start.take(after - 1)) == ch.LOWER
    )
    kept &= (
        classes.take(words.start.take(after, mode="clip") + 1, mode="clip") != ch.UPPER
    )  # `iPhone`
    end = words.end.take(after, mode="clip")
    address = (batch.codes.take(end, mode="clip") == ord(".")) | (
        batch.codes.take(end, mode="clip") == ord(":")
    )
    kept &= ~(address & (classes.take(end + 1, mode="clip") < ch.SPACE))  # `pic.twitter.com`
    after, stretch = after[kept], stretch[kept]
    place = np.full(first.size, -1, np.int64)
    place[stretch[::-1]] = after[::-1]
    for row in np.flatnonzero(place >= 0).tolist():
        none[row] = _begins(batch, int(first[row]), int(last[row]))
    return none, place


def _begins(batch: Batch, first: int, last: int) -> bool:
    """Tell whether a function word with a capital stands directly behind a small word."""
    words, classes = batch.words, batch.classes
    document = int(np.searchsorted(batch.document_start, words.start[first], side="right")) - 1
    language = batch.derive(language_of_documents)[document]
    if language not in LANGUAGES or language in _CAPITALISED:
        return False
    start, end = words.start[first:last], words.end[first:last]
    capital = (
        (classes.take(start) == ch.UPPER)
        & (classes.take(start + 1, mode="clip") == ch.LOWER)
        & (end - start > 1)
    )
    behind = np.zeros(start.size, np.bool_)
    behind[1:] = (
        (classes.take(start[:-1]) == ch.LOWER)
        & (start[1:] - end[:-1] == 1)
        & (classes.take(end[:-1]) >= ch.SPACE)
    )
    rows = np.flatnonzero(capital & behind)
    return bool(
        rows.size
        and _words(language).has(words.hash[first + rows] & np.uint64(0xFFFFFFFF00000000)).any()
    )


def small_names(batch: Batch, samples: list[tuple[int, int]]) -> Mask:
    """Return which runs of words hold a full stop before a small letter that is no slip.

    Of an abbreviation, or before a small name.
    """
    words, classes = batch.words, batch.classes
    found = np.zeros(len(samples), np.bool_)
    for number, (first, last) in enumerate(samples):
        stop = words.end[first : last - 1]
        at = first + np.flatnonzero(
            (batch.codes.take(stop) == ord(".")) & (classes.take(stop + 1, mode="clip") == ch.SPACE)
        )
        at = at[
            (words.start[at + 1] == words.end[at] + 2)
            & (classes.take(words.start[at + 1]) == ch.LOWER)
        ]
        short = abbreviations().has(words.hash.take(at)) | (
            words.length.take(at) <= _SHORT
        ) & ~usually_small(words.hash.take(at))
        found[number] = bool((short | (batch.derive(english_zipf).take(at + 1) <= TERM)).any())
    return found
