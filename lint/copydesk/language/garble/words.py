"""The words of suspected stretches of text, flat, with what tells garbled words from rare ones."""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np

from copydesk.columns import characters as ch
from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import AnyArray, Floats, Hashes, Ints, Mask
from copydesk.language.garble.edits import LEAST, edited_zipf
from copydesk.language.garble.marks import Shapes, word_shapes
from copydesk.language.garble.parts import hash_spans
from copydesk.language.garble.units import spelled_out
from copydesk.language.lexicon import LANGUAGES, count_by_language, english_zipf, languages_of_words, zipf
from copydesk.language.ngrams import surprise

HARD = 5.2  # bits a letter: of a language's own rarer words one in 100 is above, of random letters 97
UNSEEN = 11  # bits of one letter after two others: a triple never seen
FRAGMENT = 4.4  # words of two or three letters that are rarer are mostly abbreviations, or pieces
_OWN = 1.15  # the language of the document counts that much more than one that knows as many words
_KNOWN_JOIN = 3.2  # a word put together of two pieces must be this common
_RARE, _GAIN = 3.2, 2.5  # a slip leads from a word that is rarer to one that is so much more common (`tbe` is in every long list)


class StretchWords:
    """The words of all stretches, flat, and how they add up; every column of shape (words,), `head` and `size` of shape (stretches,).

    `hint`: the row of the language of the stretch's document, -1 where that is not clear. No stretch is empty.
    """

    def __init__(self, batch: Batch, first: Ints, last: Ints, hint: Ints) -> None:
        size = last - first
        self.batch, self.count, self.size = batch, int(first.size), size
        self.head = np.cumsum(size) - size
        self.stretch = np.repeat(np.arange(first.size), size)
        self.row = np.arange(int(size.sum())) - np.repeat(self.head - first, size)
        words = batch.words
        self.start, self.end, self.hash = words.start.take(self.row), words.end.take(self.row), words.hash.take(self.row)
        self.length = self.end - self.start
        self.kind = batch.classes.take(self.start)
        self.number, self.capital = self.kind == ch.DIGIT, self.kind == ch.UPPER
        self.letters = self.kind <= ch.LETTER
        self.plain = self.letters & (self.length > 1)
        self.single = self.letters & (self.length == 1)
        self.language = np.maximum(hint, 0)  # the row of the language that knows most words of each stretch; shape (stretches,)
        self._speak()
        if self._choose(hint):
            self._speak()
        self.unknown = self.plain & (self.common == 0)
        self.small = self.unknown & ~self.capital
        self.tried = self.plain & (self.common < np.where(self.capital, 0.1, _RARE)) & (self.length >= 3)  # whether one slip leads on

    def sum(self, columns: list[AnyArray]) -> Floats:
        """Add each column up by stretch; shape (columns, stretches)."""
        return np.add.reduceat(np.stack(columns, dtype=np.float64, casting="unsafe"), self.head, axis=1)

    def count_in_stretches(self, column: Mask) -> Ints:
        """Count the marked words of each stretch; shape (stretches,)."""
        return np.add.reduceat(column, self.head, dtype=np.int64)

    def in_stretches(self, rows: Ints) -> Mask:
        """Return which words are those of some stretches; shape (words,)."""
        wanted = np.zeros(self.count, np.bool_)
        wanted[rows] = True
        return np.asarray(wanted.take(self.stretch), np.bool_)

    def _speak(self) -> None:
        """Look the words up in the language of their stretch."""
        self.speech = self.language.take(self.stretch)
        self.common = zipf_in(self.hash, self.speech) if self.language.any() else self.batch.once(english_zipf).take(self.row)

    def _choose(self, hint: Ints) -> bool:
        """Find the language of the stretches where it need not be that of the document; return whether it is not."""
        known = self.count_in_stretches(self.plain & (self.common > 0))
        in_doubt = (hint < 0) | (known * _OWN <= self.count_in_stretches(self.plain))  # elsewhere no other language can know more
        rows = np.flatnonzero(in_doubt)
        if not rows.size:
            return False
        words = np.flatnonzero(self.plain & in_doubt.take(self.stretch))
        group = (np.cumsum(in_doubt) - 1).take(self.stretch.take(words))
        spoken = count_by_language(languages_of_words(self.hash.take(words)), group, rows.size)
        told = np.flatnonzero(hint[rows] >= 0)
        spoken[told, hint[rows[told]]] *= _OWN
        before, self.language[rows] = self.language[rows], spoken.argmax(axis=1)
        return bool((self.language[rows] != before).any())

    @functools.cached_property
    def quotable(self) -> Mask:
        """Which unknown small words may be no noise: `s'il`, or a longer word of another language, in a quotation."""
        quotable: Mask = self.small & self.shapes.elided
        rows = np.flatnonzero(self.small & (self.length > 3))
        quotable[rows[languages_of_words(self.hash.take(rows)) > 0]] = True
        return quotable

    @functools.cached_property
    def shapes(self) -> Shapes:
        """The shapes of the words."""
        return word_shapes(self.batch, self.start, self.end)

    @functools.cached_property
    def flipped(self) -> Mask:
        """Which words flip case inside: `clOset` is a word, `maxRetries` a name in code."""
        return self.shapes.flipped & (self.common > 0)

    @functools.cached_property
    def rejoined(self) -> tuple[Mask, Mask]:
        """Which words are one known word with the next, though one of them is none alone: apart by a space; by a hyphen or more."""
        return _rejoined(self)

    @functools.cached_property
    def noisy_by_form(self) -> Mask:
        """Which words are pieces, or hold what no word does: digits, marks, a flip of case; or are letters spelled out."""
        spaced, hyphened = self.rejoined
        noisy: Mask = spaced | hyphened | self.shapes.mixed | self.shapes.broken | self.flipped
        noisy[spelled_out(self.batch, np.flatnonzero(self.single), self.start, self.end)] = True
        return noisy

    def noisy(self, meant: Mask, strange: Mask) -> Mask:
        """Return which words look garbled by themselves, not merely unknown: a slip, impossible letters, a piece, a flip of case.

        `meant`, `strange`: from which words one slip leads to a common word, and which have letters that are odd side by side.
        """
        return np.asarray(self.noisy_by_form | self.small & ~self.quotable & (meant | strange) | meant & ~self.capital, np.bool_)


@dataclass(frozen=True, slots=True)
class Look:
    """What a closer look at words told, nothing known of those not looked at; every column of shape (words,).

    `mean`, `worst`: the surprise of their letters, in bits; `meant`: whether one slip leads to a common word; `noisy`: see StretchWords.
    """

    mean: Floats
    worst: Floats
    meant: Mask
    noisy: Mask


def look_closely(words: StretchWords, least: int) -> Look:
    """Look at letters and slips, in stretches only that have `least` noisy words or more if all in doubt are."""
    mean, worst = np.zeros(words.start.size), np.zeros(words.start.size)
    meant = np.zeros(words.start.size, np.bool_)
    doubtful = (words.count_in_stretches(words.noisy(words.tried, words.small)) >= least).take(words.stretch)
    rows = np.flatnonzero(doubtful & words.plain)
    mean[rows], worst[rows] = surprise(words.batch.codes, words.start[rows], words.end[rows], words.speech[rows])
    rows = np.flatnonzero(doubtful & words.tried)
    slips = edited_zipf(words.batch, words.start[rows], words.end[rows], words.speech[rows])
    meant[rows] = (slips >= LEAST) & (slips >= words.common[rows] + _GAIN)
    return Look(mean, worst, meant, words.noisy(meant, (mean >= HARD) | (worst >= UNSEEN)))


def zipf_in(hashes: Hashes, language: Ints) -> Floats:
    """Return each word's Zipf frequency in its own language, a row of LANGUAGES; shape (words,)."""
    if not hashes.size or (language == language[0]).all():
        return zipf(hashes, LANGUAGES[language[0]]) if hashes.size else np.zeros(0)
    common = np.zeros(hashes.size)
    for number in np.unique(language).tolist():
        rows = np.flatnonzero(language == number)
        common[rows] = zipf(hashes[rows], LANGUAGES[number])
    return common


def _rejoined(words: StretchWords) -> tuple[Mask, Mask]:
    classes, start, end, length, common = words.batch.classes, words.start, words.end, words.length, words.common
    spaced, hyphened = np.zeros(start.size, np.bool_), np.zeros(start.size, np.bool_)
    gap = start[1:] - end[:-1]
    weak = (common == 0) | (length <= 3) & (common < FRAGMENT + 0.4)
    pair = (words.stretch[1:] == words.stretch[:-1]) & (gap <= 3) & words.plain[1:] & (length[1:] + length[:-1] >= 4)
    rows = np.flatnonzero(pair & (weak[1:] | weak[:-1]) & (words.kind[1:] == ch.LOWER))
    between, until = classes.take(end[rows]), classes.take(start[rows + 1] - 1)
    rows = rows[((between == ch.SPACE) | (between == ch.DASH)) & ((until == ch.SPACE) | (until == ch.DASH))]
    if rows.size:
        whole = zipf_in(hash_spans(words.batch, (start[rows], end[rows]), (start[rows + 1], end[rows + 1])), words.speech[rows])
        rows = rows[whole >= np.maximum(_KNOWN_JOIN, np.minimum(common[rows], common[rows + 1]))]
        space = (gap[rows] == 1) & (classes.take(end[rows]) == ch.SPACE)
        spaced[rows[space]] = True
        hyphened[rows[~space]] = True
    return spaced, hyphened
