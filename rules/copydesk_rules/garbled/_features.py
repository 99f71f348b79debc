"""Measure how garbled a stretch of text looks.

The features that the model of `garble.model` weighs.

Everything is counted over the words of one stretch (a sentence, or a few short ones), in the
language that knows most of them.
"""

from __future__ import annotations

import functools

import numpy as np

from copydesk.columns import characters as ch
from copydesk.columns.dtypes import Floats, Ints, Mask
from copydesk.columns.lookup import Lookup
from copydesk.language.lexicon import LANGUAGES, languages_of_words
from copydesk_rules.garbled._marks import count_marks
from copydesk_rules.garbled._ngrams import alien_letters
from copydesk_rules.garbled._parts import hash_spans
from copydesk_rules.garbled._suspects import HARD, UNSEEN, Look
from copydesk_rules.garbled._words import FRAGMENT, StretchWords, zipf_in

_STOP = 5.7  # Zipf frequency of function words
_ODD = (
    6.5  # bits a letter: of a language's own rarer words none is above, of random letters 85 in 100
)
_IMPOSSIBLE = 14  # bits of one letter after two others: a pair never seen
_COMPOUNDING = np.isin(np.array(LANGUAGES), ("de", "nl", "sv", "da", "nb", "fi", "hu"))


@functools.cache
def _one_letter_words() -> Lookup:
    return Lookup.of("a i o y e u à é ó и в к с о у я а і й з w z v s k å ö ο η τ ή".split())


def measure(words: StretchWords, look: Look, rows: Ints) -> Floats:
    """Return the features of some stretches, shape (rows, features).

    `look` must have been at all of their words.
    """
    batch, common, plain, length, capital = (
        words.batch,
        words.common,
        words.plain,
        words.length,
        words.capital,
    )
    known, unknown, small, shapes, single = (
        plain & (common > 0),
        words.unknown,
        words.small,
        words.shapes,
        words.single,
    )
    mean, worst, meant, (rejoined, rejoined_hyphen) = (
        look.mean,
        look.worst,
        look.meant,
        words.rejoined,
    )
    near = words.in_stretches(rows)
    spoken = np.zeros(near.size, np.bool_)
    at = np.flatnonzero(near & plain)
    spoken[at] = languages_of_words(words.hash.take(at)) > 0
    hyphened = (batch.classes.take(np.maximum(words.start - 1, 0)) == ch.DASH) | (
        batch.classes.take(words.end, mode="clip") == ch.DASH
    )
    sums = words.sum(
        [
            known,
            spoken,
            common >= _STOP,
            small,
            unknown & capital & ~shapes.shouted,
            plain & (length <= 3) & (common < FRAGMENT) & ~capital,
            single & ~_one_letter_words().has(words.hash),
            unknown & (mean >= _ODD),
            plain & (worst >= UNSEEN),
            plain & (worst >= _IMPOSSIBLE),
            unknown & (worst >= _IMPOSSIBLE - 1) & (mean >= HARD),
            meant & ~capital,
            meant & (length >= 6),
            rejoined,
            rejoined_hyphen,
            _split(words, near & small & (length >= 6)),
            shapes.mixed,
            shapes.broken,
            words.flipped,
            capital & plain,
            shapes.shouted & plain,
            unknown & hyphened,
            unknown & (mean >= HARD),
            known & ~capital & (common < 3.3),
            small & (length <= 4),
            unknown,
            known,
            plain,
            small,
            meant,
            *(np.where(mask, mean, 0.0) for mask in (unknown, known, plain, small)),
            words.letters,
            length,
            words.number & (length == 1),
            words.number,
        ]
    )[:, rows]
    by_word, counts, surprises, (letters, characters, lone, numbers) = np.split(sums, (25, 30, 34))
    size = words.size.take(rows).astype(np.float64)
    others = [
        counts[4] / np.maximum(counts[0], 1.0),
        _longest_run(words)[rows] / size,
        lone / size,
        numbers / size,
        np.log1p(size),
        characters / size / 5,
        (words.language[rows] == 0).astype(np.float64),
        _alien(words, near)[rows] / characters * 10,
    ]
    head = words.head.take(rows)
    marks = count_marks(
        batch, words.start.take(head), words.end.take(head + words.size.take(rows) - 1), size
    )
    return np.concatenate(
        (by_word / np.maximum(letters, 1.0), surprises / np.maximum(counts[:4], 1.0), others, marks)
    ).T


def _split(words: StretchWords, suspects: Mask) -> Mask:
    """Return which suspects are two common words run together.

    Compounding languages do that by themselves.
    """
    marked = np.zeros(suspects.size, np.bool_)
    rows = np.flatnonzero(suspects & ~_COMPOUNDING.take(words.speech) & (words.length <= 24))
    if rows.size:
        cuts = words.length[rows] - 3
        word = np.repeat(rows, cuts)
        start, end = words.start.take(word), words.end.take(word)
        middle = start + 2 + np.arange(word.size) - np.repeat(np.cumsum(cuts) - cuts, cuts)
        speech = words.speech.take(word)
        halves = hash_spans(
            words.batch, (np.concatenate((start, middle)), np.concatenate((middle, end)))
        )
        both = zipf_in(halves, np.tile(speech, 2)).reshape(2, -1).min(axis=0)
        marked[word[both >= np.where(np.minimum(middle - start, end - middle) <= 3, 5.3, 4.0)]] = (
            True
        )
    return marked


def _longest_run(words: StretchWords) -> Floats:
    """Return the length of each stretch's longest run of single letters, from three letters on."""
    longest = np.zeros(words.count, np.float64)
    single, stretch = words.single, words.stretch
    if single.any():
        edge = np.flatnonzero(
            np.append(True, (single[1:] != single[:-1]) | (stretch[1:] != stretch[:-1]))
        )
        size = np.diff(np.append(edge, single.size))
        runs = single[edge] & (size >= 3)
        np.maximum.at(longest, stretch[edge[runs]], size[runs])
    return longest


def _alien(words: StretchWords, near: Mask) -> Floats:
    """Count letters, of the words that are near,
    that are not in the alphabet of their stretch's language; shape (stretches,).
    """
    length = words.length[near]
    at = np.arange(int(length.sum())) - np.repeat(
        np.cumsum(length) - length - words.start[near], length
    )
    alien = alien_letters(words.batch.codes.take(at), np.repeat(words.speech[near], length)) & (
        words.batch.classes.take(at) <= ch.LETTER
    )
    return np.bincount(np.repeat(words.stretch[near], length)[alien], minlength=words.count).astype(
        np.float64
    )
