"""Pick the suspicious words of suspected segments, and look at their letters closely."""

from __future__ import annotations

import numpy as np
from msgspec import Struct

from copydesk.columns import characters as ch
from copydesk.columns.dtypes import Floats, Ints, Mask
from copydesk.columns.lookup import listed
from copydesk.language.lexicon import languages_of_words
from copydesk_rules.garbled import WORDS
from copydesk_rules.garbled._edits import KINDS, LEAST, MISTYPED, slips
from copydesk_rules.garbled._ngrams import surprise
from copydesk_rules.garbled._segments import own_words
from copydesk_rules.garbled._words import FRAGMENT, SegmentWords

# Zipf frequency below which a word is looked at; nine in ten of the words that scanners garble into
# other words.
_RARE = 3.7
_LONE = 6.0  # the same of a single letter: all but `a`, `I`, `y`, `à`
# A slip leads from a word that is rarer to one that is so much more common.
_TRIED, _GAIN = 3.2, 2.5
_MOST = 100  # suspects of one segment that are looked at; a longer list of odd words is no sentence
_MEANT = 4.0  # Zipf frequency of a word that a slip leads to from one that a document repeats
_WEAK = 4.2  # Zipf frequency below which a word is no evidence for its own language
_LONG = 4  # letters
_SUFFIX = 4  # letters of the end of a file's name, `config.yaml`
# Zipf frequency below which a word that flips case is a name (`macOS`), not a common word garbled.
_BRAND = 4.0
# What a name in code, or an escape, begins with, by code point.
_NAMING = np.isin(np.arange(128), [ord(c) for c in "@#_\\\\"])


class Look(Struct, frozen=True):
    """What a closer look at the words of some segments shows.

    `rows`: the suspects, rows among the words. The other columns are of shape (words,), `slip` of
    shape (KINDS, words). `mean`, `worst`: the surprise of a word's letters, in bits; `slip`: what
    one slip leads to (see `slips`), for suspects only; `meant`: whether that is a much commoner
    word.
    """

    rows: Ints
    mean: Floats
    worst: Floats
    slip: Floats
    meant: Mask

    def take(self, kept: Mask) -> Look:
        """Return the look at some words only; `kept`: which, shape (words,)."""
        rows = np.cumsum(kept)[self.rows[kept[self.rows]]] - 1
        return Look(rows, self.mean[kept], self.worst[kept], self.slip[:, kept], self.meant[kept])


def look_closely(words: SegmentWords) -> Look:
    """Look at the letters of all words, and at the slips of suspects."""
    count, rows = words.start.size, suspects(words)
    mean, worst = np.zeros(count), np.zeros(count)
    plain = np.flatnonzero(words.plain)
    mean[plain], worst[plain] = surprise(
        words.batch.codes, words.start[plain], words.end[plain], words.speech[plain]
    )
    slip, meant = np.zeros((KINDS, count)), np.zeros(count, np.bool_)
    at = rows[words.plain[rows] & (words.length[rows] >= 3) & (words.common[rows] < _TRIED)]
    slip[:, at] = slips(words.batch, words.start[at], words.end[at], words.speech[at])
    common, best = words.common[at], slip[MISTYPED][:, at].max(axis=0, initial=0)
    meant[at] = ((common == 0) | ~words.capital[at]) & (best >= LEAST) & (best >= common + _GAIN)
    return Look(rows, mean, worst, slip, meant)


def suspects(words: SegmentWords) -> Ints:
    """Return the rows of the words that are rare or of an odd form.

    The first _MOST of a segment.
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
    segment = words.segment[rows]
    rank = np.arange(rows.size) - np.searchsorted(segment, segment)
    return rows[rank < _MOST]


def _excused(words: SegmentWords, rows: Ints) -> Mask:
    """Return which words are no text, or odd on purpose; shape (rows,).

    `@handle`, `someName`, `\\u2019`, `f*ck`, `sh-t`, `[T]he`, and `u` for `you`.
    """
    excused = _marked(words, rows)
    excused |= words.shapes.camel[rows] & (words.common[rows] < _BRAND)
    excused |= words.shapes.elided[rows] & words.small[rows]
    return np.asarray(excused | _chatty(words).take(rows), np.bool_)


def _marked(words: SegmentWords, rows: Ints) -> Mask:
    """Return which words are code, bleeped or edited, by what is beside them; shape (rows,)."""
    codes, classes = words.batch.codes, words.batch.classes
    start, end = words.start[rows], words.end[rows]
    before, after = codes.take(np.maximum(start - 1, 0)), codes.take(end, mode="clip")
    ahead, behind = classes.take(np.maximum(start - 2, 0)), classes.take(end + 1, mode="clip")
    marked = _NAMING.take(before, mode="clip") | (after == ord("@")) | (after == ord("_"))
    for code, beyond, bleeps in (
        (before, ahead, listed(WORDS / "bleeped_ends.txt")),
        (after, behind, listed(WORDS / "bleeped_starts.txt")),
    ):
        star = code == ord("*")
        marked |= ((code == ord("]")) | star) & (beyond <= ch.LETTER)  # `[T]he`, `f*ck`
        marked |= star & (beyond == ch.SYMBOL)
        marked |= (code == ord("-")) & bleeps.has(words.hash[rows])
    marked |= (before == ord(".")) & (ahead <= ch.LETTER) & (end - start <= _SUFFIX)
    return np.asarray(marked & (start > 0), np.bool_)


def _chatty(words: SegmentWords) -> Mask:
    """Return which words are `u` or `r`, short for `you` and `are`; shape (words,).

    Beside one more single letter at most.
    """
    single = np.concatenate((np.zeros(2, np.bool_), words.single, np.zeros(2, np.bool_)))
    spelled = single[1:-3] & single[3:-1] | single[:-4] & single[1:-3] | single[3:-1] & single[4:]
    letter = words.batch.codes.take(words.start) | 0x20
    chatty = (letter == ord("u")) | (letter == ord("r"))
    return np.asarray(words.single & ~spelled & chatty, np.bool_)


def _quoted(words: SegmentWords) -> Mask:
    """Return which words are in a row that another language knows and their own hardly does.

    A row of three, of which their own may know one, or of two long ones; shape (words,).
    """
    quoted = np.zeros(words.start.size, np.bool_)
    weak = words.letters & (words.common < _WEAK)
    three = (weak[:-2] & weak[2:]) | (weak[:-2] & weak[1:-1]) | (weak[1:-1] & weak[2:])
    long = np.minimum(words.length[:-1], words.length[1:]) >= _LONG
    for size, rare in ((3, three), (2, weak[:-1] & weak[1:] & long)):
        first = np.flatnonzero(rare)
        first = first[words.segment.take(first) == words.segment.take(first + size - 1)]
        row = first[:, None] + np.arange(size)
        bits = languages_of_words(words.hash.take(row.ravel())).reshape(row.shape)
        shared = np.bitwise_and.reduce(bits, axis=1) & ~(1 << words.speech.take(first))
        quoted[row[shared > 0].ravel()] = True
    return quoted


def _own(words: SegmentWords, rows: Ints) -> Mask:
    """Return which words are terms of their document; shape (rows,).

    Not where a slip leads to a common word, as where `s` is misread on every page.
    """
    own = words.batch.derive(own_words).take(words.row.take(rows))
    at = np.flatnonzero(own & words.small[rows])
    some = rows[at]
    found = slips(words.batch, words.start[some], words.end[some], words.speech[some])
    own[at[found.max(axis=0, initial=0) >= _MEANT]] = False
    return np.asarray(own, np.bool_)
