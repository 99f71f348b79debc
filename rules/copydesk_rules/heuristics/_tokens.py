"""Tokens as the published corpus filters count them.

Words, and marks of punctuation as tokens of their own.

DataTrove, whose filters most pipelines run, counts spaCy's tokens. These come near without a
tokenizer: a run of word characters is a word, with the marks that spaCy leaves inside (`3.5`,
`10:30`, `G-7`, `U.S.`); each half of a contraction is a word (`do`, `n't`); a run of one mark
(`...`, `--`, `”`) is a token. On news there are 0.3 % more tokens than spaCy's (2026-11).
"""

from __future__ import annotations

import functools

import numpy as np

from copydesk.columns import characters as ch
from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import Classes, Codes, Floats, Hashes, Ints, Mask
from copydesk.columns.hashing import hash_words
from copydesk.columns.ragged import recurring_in_document
from copydesk_rules.heuristics._lines import lengths, repeats, totals

_GRAM_BASE = np.uint64(0xD1B54A32D192ED03)
_IN_NUMBERS = (ord("."), ord(","), ord("/"), ord(":"), ord("-"))
_LETTERS = (ch.LOWER, ch.UPPER)


class Tokens:
    """The token table of a batch: `start`, `end` (offsets), `word` (whether it is one),
    `document_of`; every column of shape (tokens,).
    """

    def __init__(self, batch: Batch) -> None:
        self._batch = batch
        classes, codes = batch.classes, batch.codes
        word = ((classes >= ch.LOWER) & (classes <= ch.JOINER)) | (classes == ch.IGNORED)
        half = np.flatnonzero(classes == ch.APOSTROPHE)
        half = half[word.take(half - 1, mode="clip") & word.take(half + 1, mode="clip")]
        word[half] = True
        word[_joining(codes, classes)] = True
        ink = classes < ch.SPACE
        begins = ink.copy()
        begins[1:] &= (word[1:] != word[:-1]) | (~word[1:] & (codes[1:] != codes[:-1])) | ~ink[:-1]
        begins[half] = True
        ideographs = np.flatnonzero(classes == ch.IDEOGRAPH)
        begins[ideographs] = True  # each a word, as in the word table
        beside = ideographs[ideographs + 1 < begins.size] + 1
        begins[beside] |= word[beside] & (classes[beside] != ch.MARK)
        ends = np.zeros(begins.size + 1, np.bool_)
        ends[:-1] = begins | ~ink
        ends[-1] = True
        self.start = np.flatnonzero(begins)
        stops = np.flatnonzero(ends)
        self.end = (
            stops[np.searchsorted(stops, self.start, side="right")]
            if self.start.size
            else self.start
        )
        self.word: Mask = word.take(self.start)
        first = np.append(np.searchsorted(self.start, batch.document_start), self.start.size)
        self.document_of = np.repeat(np.arange(len(batch)), np.diff(first))

    def __len__(self) -> int:
        return int(self.start.size)

    @functools.cached_property
    def length(self) -> Ints:
        """Code points of each token."""
        return self.end - self.start

    @functools.cached_property
    def alphabetic(self) -> Mask:
        """Whether each token holds a letter."""
        letters = np.zeros(self._batch.classes.size + 1, np.int32)
        np.cumsum(
            (self._batch.classes >= ch.LOWER) & (self._batch.classes <= ch.IDEOGRAPH),
            out=letters[1:],
        )
        return np.asarray(letters.take(self.end) > letters.take(self.start), np.bool_)

    @functools.cached_property
    def hash(self) -> Hashes:
        """A hash of each token's code points: letter case counts."""
        return hash_words(self._batch.codes, self.start, self.end)

    @functools.cached_property
    def reach(self) -> Ints:
        """The code points in all tokens before each one, and in all of them.

        Shape (tokens + 1,).
        """
        return np.append(0, np.cumsum(self.length))

    def characters(self, first: Ints, size: int | Ints) -> Ints:
        """Return the code points of `size` tokens from each of `first`,
        without the spaces between them.
        """
        return np.asarray(self.reach[first + size] - self.reach[first], np.int64)

    def grams(self, size: int) -> tuple[Ints, Hashes]:
        """Return the first token and a hash of every run of `size` tokens of one document that
        stands there more than once, in order.
        """
        if size == 1:
            return np.arange(len(self)), self.hash
        if size not in self._grams:
            first, keys = self.grams(size - 1)
            next_key = np.append(self.hash, np.zeros(size, np.uint64))[first + size - 1]
            inside = first + size <= len(self)
            inside[inside] = (
                self.document_of[first[inside]] == self.document_of[first[inside] + size - 1]
            )
            first, keys = first[inside], (keys * _GRAM_BASE + next_key)[inside]
            kept = recurring_in_document(self.document_of[first], keys)
            self._grams[size] = first[kept], keys[kept]
        return self._grams[size]

    @functools.cached_property
    def _grams(self) -> dict[int, tuple[Ints, Hashes]]:
        return {}


def _joining(codes: Codes, classes: Classes) -> Ints:
    """Return the marks that stand inside a word.

    Between digits, in abbreviations, and the last full stop of those.
    """
    at = np.flatnonzero(np.isin(codes, _IN_NUMBERS))
    left, right = classes.take(at - 1, mode="clip"), classes.take(at + 1, mode="clip")
    digits = (left == ch.DIGIT).astype(np.int64) + (right == ch.DIGIT)
    letters = np.isin(left, _LETTERS).astype(np.int64) + np.isin(right, _LETTERS)
    stop, hyphen = codes[at] == ord("."), codes[at] == ord("-")
    inside = np.where(hyphen, np.isin(left, _LETTERS) & (right == ch.DIGIT), digits == 2)
    inside |= stop & (letters == 2) & ~((left == ch.LOWER) & (right == ch.UPPER))
    # the last stop of `U.S.` and `a.m.`, and that of an initial
    second = classes.take(at - 2, mode="clip")
    dotted = (codes.take(at - 2, mode="clip") == ord(".")) & np.isin(
        classes.take(at - 3, mode="clip"), _LETTERS
    )
    inside |= (
        stop
        & np.isin(left, _LETTERS)
        & (dotted | ((left == ch.UPPER) & ((second >= ch.SPACE) | (at == 1))))
    )
    return np.asarray(at[inside & (at > 0)], np.int64)


def tokens_of(batch: Batch) -> Tokens:
    """Return the token table; for `batch.derive`."""
    return Tokens(batch)


def token_counts(batch: Batch) -> tuple[Floats, Floats]:
    """Return the words, and all tokens, of each document; for `batch.derive`."""
    tokens = batch.derive(tokens_of)
    return totals(batch, tokens.document_of[tokens.word]), totals(batch, tokens.document_of)


def most_frequent(batch: Batch, size: int) -> tuple[Floats, Ints, Ints, Ints]:
    """Return for each document what share of its characters its most frequent run of `size`
    tokens makes up.

    The others are how often it stands, and its first two places (first tokens); 0 where no run
    stands twice. Of equally frequent runs the first counts. Spaces between tokens count as
    characters of the run.
    """
    tokens = batch.derive(tokens_of)
    share = np.zeros(len(batch))
    times, first, second = (np.zeros(len(batch), np.int64) for _ in range(3))
    rows, keys = tokens.grams(size)
    again, origin = repeats(tokens.document_of[rows], keys)
    if not again.size:
        return share, times, first, second
    origins, begin, count = np.unique(origin, return_index=True, return_counts=True)
    document = tokens.document_of[rows[origins]]
    best = np.lexsort((origins, -count, document))
    best = best[np.append(True, np.diff(document[best]) != 0)]
    at = document[best]
    first[at], second[at], times[at] = (
        rows[origins[best]],
        rows[again[begin[best]]],
        count[best] + 1,
    )
    share[at] = (
        times[at] * (tokens.characters(first[at], size) + size - 1) / batch.derive(lengths)[at]
    )
    return share, times, first, second


def repeated(batch: Batch, size: int, limit: float) -> tuple[Floats, Ints, Ints]:
    """Return for each document what share of its characters lies in runs of `size` tokens that
    stood there before.

    The others are the first such run and the run it repeats (first tokens). Runs that overlap the
    one counted last are passed over, as in DataTrove. Documents that stay below `limit` even with
    overlaps are given what overlaps make up.
    """
    tokens = batch.derive(tokens_of)
    share = np.zeros(len(batch))
    first, origin = (np.zeros(len(batch), np.int64) for _ in range(2))
    rows, keys = tokens.grams(size)
    again, earlier = repeats(tokens.document_of[rows], keys)
    if not again.size:
        return share, first, origin
    hit = rows[again]
    documents, begin, count = np.unique(
        tokens.document_of[hit], return_index=True, return_counts=True
    )
    first[documents], origin[documents] = hit[begin], rows[earlier[begin]]
    reach = _reach(tokens, hit, begin + count - 1, size)
    share = totals(batch, tokens.document_of[hit], reach) / batch.derive(lengths)
    for number in np.flatnonzero(share[documents] > limit).tolist():
        taken = _apart(hit[begin[number] : begin[number] + count[number]], size)
        share[documents[number]] = float(tokens.characters(taken, size).sum())
        share[documents[number]] /= batch.derive(lengths)[documents[number]]
    return share, first, origin


def _reach(tokens: Tokens, runs: Ints, last: Ints, size: int) -> Ints:
    """Return the code points of each run of `size` tokens up to the next one, where they overlap.

    `last`: the rows of the last run of each document.
    """
    fresh = np.minimum(np.diff(runs, append=runs[-1] + size), size)
    fresh[last] = size
    return tokens.characters(runs, fresh)


def _apart(runs: Ints, size: int) -> Ints:
    """Return the runs of `size` tokens that do not overlap the one counted last."""
    apart, free = list[int](), 0
    for token in runs.tolist():
        if token >= free:
            apart.append(token)
            free = token + size
    return np.array(apart, np.int64)
