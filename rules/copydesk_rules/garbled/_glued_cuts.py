"""Cut unknown words into the likeliest common words: Viterbi over the words' frequencies."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterator

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import Floats, Ints, Mask
from copydesk.columns.ragged import Runs
from copydesk.language.lexicon import LANGUAGES, zipf
from copydesk_rules.garbled._edits import LEAST, MISTYPED, slips
from copydesk_rules.garbled._glued_candidates import function_words
from copydesk_rules.garbled._glued_view import Cut
from copydesk_rules.garbled._parts import hash_spans

_LONGEST = 14  # letters of a part
_AT_ONCE = 1024  # words that are taken apart at a time: their tables are some megabytes
_LONG, _LONG_AT_ONCE = 60, 32  # letters of a word that is taken apart with few others, and how many
_BILLION = 9  # Zipf frequencies count the occurrences in a billion words
_PAIR = 2  # parts of a word that may be a slip of another
_TYPED, _LONGEST_TYPED = 6, 16  # letters of a word that may be a slip of another
_NONE, _RARE = -1e6, -1e5  # value of a part that is no word; a sum below holds one
# Zipf frequency of an ordinary part of three letters, and of more; lists of other languages than
# English are short. A long part may be rarer: fewer others look like it.
_LEAST_OF_THREE, _LEAST_ENGLISH, _LEAST_ELSEWHERE = 4.6, 3.4, 3.8
_RUN, _THREE_IN_RUN = 30, 4.0  # letters of a run of many words, where three letters may be rarer
_LONGER = ((6, 3.0), (8, 2.6))  # letters of those in English, and how common they must be


def likeliest_cuts(batch: Batch, rows: Ints, language: str) -> list[Cut]:
    """Return the likeliest cut of each word (row of the word table) into common words.

    Only of those that have one; a part is a function word, or common for its size.
    """
    found: list[Cut] = []
    for some in _portions(batch, rows):
        start, length = batch.words.start.take(some), batch.words.length.take(some)
        back = _last_parts(_values(batch, start, length, language), length)
        word, begin, end = _parts(start, length, back)
        found += _described(batch, some[word], begin, end, language)
    return found


def _portions(batch: Batch, rows: Ints) -> Iterator[Ints]:
    """Yield the words some at a time; long ones, whose tables are larger, apart."""
    long = batch.words.length.take(rows) > _LONG
    for some, step in ((rows[~long], _AT_ONCE), (rows[long], _LONG_AT_ONCE)):
        for at in range(0, some.size, step):
            yield some[at : at + step]


def _parts(start: Ints, length: Ints, back: Ints) -> tuple[Ints, Ints, Ints]:
    """Return the number of the word, and the start and end offset, of each part; shape (parts,)."""
    parts: list[tuple[int, int, int]] = []
    for word in np.flatnonzero(back.any(axis=1)).tolist():
        edges, first = _edges(back[word].tolist(), int(length[word])), int(start[word])
        parts += [(word, first + a, first + b) for a, b in itertools.pairwise(edges)]
    word_of, begin, end = np.array(parts, np.int64).reshape(-1, 3).T
    return word_of, begin, end


def _last_parts(values: Floats, length: Ints) -> Ints:
    """Return the letters of the last part of the best cut of each beginning of each word.

    `values`: of each part, shape (words, starts, sizes). Shape (words, letters + 1); all 0 for a
    word that has no cut into words.
    """
    every, longest = np.arange(length.size), values.shape[1]
    sums = np.full((length.size, longest + 1), 10 * _NONE)
    back = np.zeros((length.size, longest + 1), np.int64)
    sums[:, 0] = 0
    for end in range(1, longest + 1):
        size = np.arange(1, min(_LONGEST, end) + 1)
        sum_with = sums[:, end - size] + values[:, end - size, size - 1]
        best = sum_with.argmax(axis=1)
        sums[:, end], back[:, end] = sum_with[every, best], best + 1
    whole = (sums[every, length] <= _RARE) | (back[every, length] == length)
    back[whole] = 0
    return back


def _edges(back: list[int], length: int) -> list[int]:
    """Return where the parts of a word begin and end, from 0 to its length."""
    edges = [length]
    while edges[-1]:
        edges.append(edges[-1] - back[edges[-1]])
    return edges[::-1]


def _values(batch: Batch, start: Ints, length: Ints, language: str) -> Floats:
    """Return the log frequency of each part of each word, _NONE where it is too rare for its size.

    Shape (words, starts, sizes).
    """
    longest = int(length.max())
    ends = np.arange(longest)[:, None] + np.arange(1, _LONGEST + 1)
    row, first, index = np.nonzero(ends <= length[:, None, None])
    begin = start[row] + first
    hashes = hash_spans(batch, (begin, begin + index + 1))
    common = zipf(hashes, language)
    known = np.logical_or(*(listed.has(hashes) for listed in function_words(language)))
    known |= common >= _least_by_size(language).take(index)
    known |= (index == 2) & (length >= _RUN).take(row) & (common >= _THREE_IN_RUN)
    values = np.full((start.size, longest, _LONGEST), _NONE)
    values[row, first, index] = np.where(known, common - _BILLION, _NONE)
    return values


@functools.cache
def _least_by_size(language: str) -> Floats:
    """Return how common an ordinary part must be, by its letters less one; shape (_LONGEST,)."""
    least = np.full(_LONGEST, _LEAST_ENGLISH if language == "en" else _LEAST_ELSEWHERE)
    if language == "en":
        for letters, rarer in _LONGER:
            least[letters - 1 :] = rarer
    least[:3] = np.inf, np.inf, _LEAST_OF_THREE  # one or two letters are function words, or none
    return least


def _described(batch: Batch, word: Ints, start: Ints, end: Ints, language: str) -> list[Cut]:
    """Return the cuts whose parts these are, with what is known of each part."""
    hashes = hash_spans(batch, (start, end))
    strong, weak = (listed.has(hashes) for listed in function_words(language))
    strong &= end - start > 1
    common = zipf(hashes, language)
    parts = [batch.slice(a, b) for a, b in zip(start.tolist(), end.tolist(), strict=True)]
    runs = Runs.of_equal(word)
    pair = runs.size == _PAIR
    slip = np.zeros(pair.size, np.bool_)
    slip[pair] = _slips(batch, word[runs.start[pair]], language)
    return [
        Cut(
            int(word[a]),
            language,
            tuple(parts[a:b]),
            tuple(strong[a:b].tolist()),
            tuple(weak[a:b].tolist()),
            tuple(common[a:b].tolist()),
            bool(slip[number]),
        )
        for number, (a, b) in enumerate(zip(runs.start.tolist(), runs.end.tolist(), strict=True))
    ]


def _slips(batch: Batch, rows: Ints, language: str) -> Mask:
    """Return which words (rows of the word table) are one slip away from a common word."""
    length = batch.words.length.take(rows)
    near = (length >= _TYPED) & (length <= _LONGEST_TYPED)
    some = np.flatnonzero(near)
    start, end = batch.words.start.take(rows[some]), batch.words.end.take(rows[some])
    found = slips(batch, start, end, np.full(some.size, LANGUAGES.index(language)))
    near[some] = found[MISTYPED].max(axis=0, initial=0.0) >= LEAST
    return near
