"""Describe each suspicious word of a stretch of text.

What the model of single words weighs to tell garbled ones from rare ones.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np

from copydesk.columns import characters as ch
from copydesk.columns.characters import fold
from copydesk.columns.dtypes import AnyArray, Classes, Codes, Floats, Ints, Mask
from copydesk.columns.lookup import Lookup
from copydesk.language.lexicon import LANGUAGES, languages_of_words, zipf
from copydesk_rules.garbled._edits import ACCENT, KINDS, LEAST, slips
from copydesk_rules.garbled._fits import fits
from copydesk_rules.garbled._ngrams import alien_letters, surprise
from copydesk_rules.garbled._units import own_words
from copydesk_rules.garbled._words import FRAGMENT, StretchWords

HARD = (
    5.2  # bits a letter: of a language's own rarer words one in 100 is above, of random letters 97
)
UNSEEN = 11  # bits of one letter after two others: a triple never seen
# Zipf frequency below which a word is looked at; nine in ten of the words that scanners garble into
# other words
_RARE = 3.7
_LONE = 6.0  # the same of a single letter: all but `a`, `I`, `y`, `à`
_TRIED, _GAIN = (
    3.2,
    2.5,
)  # a slip leads from a word that is rarer to one that is so much more common
_MOST = 100  # suspects of one stretch that are looked at; a longer list of odd words is no sentence
_MEANT = 4.0  # Zipf frequency of a word that a slip leads to from one that a document repeats
_WEAK = 4.2  # Zipf frequency below which a word is no evidence for its own language
_LONG = 4  # letters
_SUFFIX = 4  # letters of the end of a file's name, `config.yaml`
# Zipf frequency below which a word that flips case is a name (`macOS`), not a common word garbled
_BRAND = 4.0
_STOP = 5.7  # Zipf frequency of function words
_SPEECHES = 6  # languages that the model tells apart; the rest, of fewer examples, is one
_NAMING = np.isin(
    np.arange(128), [ord(c) for c in "@#_\\\\"]
)  # by code point: what a name in code, or an escape, begins with
_VOWELS = np.array([ord(c) for c in "aeiouyAEIOUY"], np.uint32)


def suspects(words: StretchWords) -> Ints:
    """Return the rows of the words that are rare or of an odd form,
    the first _MOST of a stretch.
    """
    shapes = words.shapes
    rare = words.plain & (words.common < np.where(words.length <= 3, FRAGMENT, _RARE))
    odd = (
        shapes.mixed
        | shapes.broken
        | shapes.flipped
        | words.number & (words.length == 1)
        | words.single & (words.common < _LONE)
    )
    rows = np.flatnonzero(rare | odd)
    rows = rows[~(_excused(words, rows) | _quoted(words).take(rows) | _own(words, rows))]
    stretch = words.stretch[rows]
    return np.asarray(
        rows[np.arange(rows.size) - np.searchsorted(stretch, stretch) < _MOST], np.int64
    )


def _excused(words: StretchWords, rows: Ints) -> Mask:
    """Return which words are no text, or odd on purpose.

    `@handle`, `someName`, `\\u2019`, `f*ck`, `sh-t`, and `[T]he`.
    """
    start, end, halves = words.start[rows], words.end[rows], words.hash[rows]
    before, after = (
        words.batch.codes.take(np.maximum(start - 1, 0)),
        words.batch.codes.take(end, mode="clip"),
    )
    beyond = (
        words.batch.classes.take(np.maximum(start - 2, 0)),
        words.batch.classes.take(end + 1, mode="clip"),
    )
    excused = _NAMING.take(before, mode="clip") | (after == ord("@")) | (after == ord("_"))
    for code, further, bleeps in zip((before, after), beyond, _bleeps(), strict=True):
        excused |= ((code == ord("]")) | (code == ord("*"))) & (further <= ch.LETTER) | (
            code == ord("-")
        ) & bleeps.has(halves)
        excused |= (code == ord("*")) & (further == ch.SYMBOL)
    excused |= (before == ord(".")) & (beyond[0] <= ch.LETTER) & (end - start <= _SUFFIX)
    excused &= start > 0
    excused |= (
        words.shapes.camel[rows] & (words.common[rows] < _BRAND)
        | words.shapes.elided[rows] & words.small[rows]
    )
    excused |= _chatty(words).take(rows)
    return np.asarray(excused, np.bool_)


def _chatty(words: StretchWords) -> Mask:
    """Return which words are `u` or `r` and stand for `you` and `are`.

    Beside one more single letter at most.
    """
    single = np.concatenate((np.zeros(2, np.bool_), words.single, np.zeros(2, np.bool_)))
    spelled = single[1:-3] & single[3:-1] | single[:-4] & single[1:-3] | single[3:-1] & single[4:]
    letter = words.batch.codes.take(words.start) | 0x20
    return np.asarray(
        words.single & ~spelled & ((letter == ord("u")) | (letter == ord("r"))), np.bool_
    )


def _quoted(words: StretchWords) -> Mask:
    """Return which words stand in a row that another language knows and their own hardly.

    Three, but for one, or two long ones.
    """
    quoted = np.zeros(words.start.size, np.bool_)
    weak = words.letters & (words.common < _WEAK)
    for size in (3, 2):
        if quoted.size < size:
            continue
        here, there = weak[: quoted.size - size + 1], weak[size - 1 :]
        if size == 3:
            near = np.flatnonzero(here & there | here & weak[1:-1] | weak[1:-1] & there)
        else:
            near = np.flatnonzero(
                here & there & (np.minimum(words.length[:-1], words.length[1:]) >= _LONG)
            )
        near = near[words.stretch.take(near) == words.stretch.take(near + size - 1)]
        row = near[:, None] + np.arange(size)
        bits = languages_of_words(words.hash.take(row.ravel())).reshape(row.shape)
        shared = np.bitwise_and.reduce(bits, axis=1) & ~(1 << words.speech.take(near))
        quoted[row[shared > 0].ravel()] = True
    return quoted


def _own(words: StretchWords, rows: Ints) -> Mask:
    """Return which words are terms of their document.

    Not where a slip leads to a common word, as where `s` is misread on every page.
    """
    own = words.batch.derive(own_words).take(words.row.take(rows))
    at = np.flatnonzero(own & words.small[rows])
    some = rows[at]
    best = slips(words.batch, words.start[some], words.end[some], words.speech[some]).max(
        axis=0, initial=0
    )
    own[at[best >= _MEANT]] = False
    return np.asarray(own, np.bool_)


@functools.cache
def _bleeps() -> tuple[Lookup, Lookup]:
    """Return what stands after the dash in words that are not to be printed,
    and what stands before it.
    """
    ends = "t ts ty tty ck cks cked cking ing tch tches ss sses ssy mn rn gger ggers".split()
    return Lookup.of(ends), Lookup.of("s sh f b a p d c n".split())


@dataclass(frozen=True, slots=True)
class Look:
    """What a closer look told.

    `rows`: the suspects; the others of shape (words,), `slip` of shape (KINDS, words).

    `mean`, `worst`: the surprise of a word's letters, in bits; `slip`: what one slip leads to (see
    `slips`), for suspects only; `meant`: whether that is a much commoner word.
    """

    rows: Ints
    mean: Floats
    worst: Floats
    slip: Floats
    meant: Mask


def look_closely(words: StretchWords) -> Look:
    """Look at the letters of all words and at the slips of suspects."""
    count, rows = words.start.size, suspects(words)
    mean, worst, slip, meant = (
        np.zeros(count),
        np.zeros(count),
        np.zeros((KINDS, count)),
        np.zeros(count, np.bool_),
    )
    plain = np.flatnonzero(words.plain)
    mean[plain], worst[plain] = surprise(
        words.batch.codes, words.start[plain], words.end[plain], words.speech[plain]
    )
    at = rows[words.plain[rows] & (words.length[rows] >= 3) & (words.common[rows] < _TRIED)]
    slip[:, at] = slips(words.batch, words.start[at], words.end[at], words.speech[at])
    common, best = words.common[at], slip[[0, 1, 2, 3, ACCENT]][:, at].max(axis=0, initial=0)
    meant[at] = ((common == 0) | ~words.capital[at]) & (best >= LEAST) & (best >= common + _GAIN)
    return Look(rows, mean, worst, slip, meant)


def narrowed(look: Look, kept: Mask) -> Look:
    """Return the look at some words only; `kept`: which, shape (words,)."""
    rows = np.cumsum(kept)[look.rows[kept[look.rows]]] - 1
    return Look(rows, look.mean[kept], look.worst[kept], look.slip[:, kept], look.meant[kept])


def describe(words: StretchWords, look: Look) -> Floats:
    """Return the features of the suspects, shape (suspects, features)."""
    fit = np.append(fits(words), 0.0)
    rows, batch, common, shapes = look.rows, words.batch, words.common, words.shapes
    start, end, speech, stretch = (
        words.start[rows],
        words.end[rows],
        words.speech[rows],
        words.stretch[rows],
    )
    english, _ = surprise(batch.codes, start, end, np.zeros(rows.size, np.int64))
    best = look.slip[:, rows].max(axis=0, initial=0)
    opens, closes = (
        words.head.take(stretch) == rows,
        (words.head + words.size - 1).take(stretch) == rows,
    )
    before, after = np.maximum(rows - 1, 0), np.minimum(rows + 1, common.size - 1)
    sums = words.sum(
        [
            words.plain & (common > 0),
            words.small,
            common >= _STOP,
            words.unknown & words.capital,
            words.plain,
        ]
    )
    plain = np.maximum(sums[4], 1)
    columns = (
        common[rows],
        zipf(words.hash[rows]),
        _count_bits(languages_of_words(words.hash[rows])),
        words.length[rows],
        words.capital[rows],
        shapes.shouted[rows],
        shapes.flipped[rows],
        shapes.mixed[rows],
        shapes.broken[rows],
        shapes.elided[rows],
        fold(batch.codes.take(end - 1)),
        words.number[rows],
        look.mean[rows],
        look.worst[rows],
        english,
        *look.slip[:, rows],
        best,
        best - common[rows],
        np.where(opens, -1, common[before]),
        np.where(closes, -1, common[after]),
        words.joined[rows],
        np.where(opens, 0, words.joined[before]),
        fit[rows],
        fit[rows + 1],
        *_surroundings(batch.codes, batch.classes, start, end),
        *_letters(batch.codes, batch.classes, start, end, speech),
        *(sums[:4] / plain).take(stretch, axis=1),
        np.log1p(sums[4]).take(stretch),
        np.minimum(speech, _SPEECHES),
        opens,
    )
    return np.stack([np.asarray(column, np.float64) for column in columns], axis=1)


def _surroundings(codes: Codes, classes: Classes, start: Ints, end: Ints) -> tuple[AnyArray, ...]:
    """Return the classes of the two characters before each word and after it,
    and the code points beside it that are no space.
    """
    last = classes.size - 1
    sides: list[AnyArray] = []
    for at, step in ((start - 1, -1), (end, 1)):
        outside = (at < 0) | (at > last)
        near = np.where(outside, ch.NEWLINE, classes.take(at, mode="clip"))
        beyond = at + step
        line = (
            (near == ch.NEWLINE) | (beyond < 0) | (beyond > last)
        )  # what lies beyond may be another document
        far = np.where(line, ch.NEWLINE, classes.take(beyond, mode="clip"))
        sides += [near, far, np.where(near >= ch.SPACE, 0, codes.take(at, mode="clip"))]
    return tuple(sides)


def _letters(
    codes: Codes, classes: Classes, start: Ints, end: Ints, speech: Ints
) -> tuple[Floats, ...]:
    """Return of each word the share of vowels, letters of no alphabet, doubled letters,
    capitals, digits, letters beyond ASCII.
    """
    length = end - start
    if not length.size:
        return (np.zeros(0),) * 6
    offset = np.cumsum(length) - length
    at = np.arange(int(length.sum())) - np.repeat(offset - start, length)
    code, kind = codes.take(at), classes.take(at)
    wide = code >= 0x80
    doubled = np.append(False, code[1:] == code[:-1])
    doubled[offset] = False
    alien = alien_letters(code, np.repeat(speech, length)) & (kind <= ch.LETTER)
    counted = np.stack(
        (np.isin(code, _VOWELS) | wide, alien, doubled, kind == ch.UPPER, kind == ch.DIGIT, wide)
    )
    totals = np.add.reduceat(counted.astype(np.float64), offset, axis=1)
    totals[0] /= length
    return tuple(totals)


def _count_bits(bits: Ints) -> Ints:
    return np.asarray((bits[:, None] >> np.arange(len(LANGUAGES)) & 1).sum(axis=1), np.int64)
