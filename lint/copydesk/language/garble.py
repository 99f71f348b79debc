"""Measure how garbled a stretch of text looks: the features that the model of `garble_model` weighs.

Everything is counted over the words of one stretch (a sentence, or a few short ones), in the language that knows most of them.
"""

from __future__ import annotations

import functools

import numpy as np

from copydesk.columns import characters as ch
from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import AnyArray, Floats, Hashes, Ints, Mask
from copydesk.columns.lookup import Lookup
from copydesk.language.garble_edits import edited_zipf
from copydesk.language.garble_marks import count_marks, word_shapes
from copydesk.language.garble_parts import hash_spans
from copydesk.language.garble_units import spelled_out
from copydesk.language.lexicon import LANGUAGES, count_by_language, languages_of_words, zipf
from copydesk.language.ngrams import alien_letters, surprise

_OWN = 1.15  # the language of the document counts that much more than one that knows as many words
_STOP = 5.7  # Zipf frequency of function words
_FRAGMENT = 4.4  # words of two or three letters that are rarer are mostly abbreviations, or pieces
_KNOWN_JOIN = 3.2  # a word put together of two pieces must be this common
_SLIP, _RARE, _GAIN = 3.5, 3.2, 2.5  # and a word that one slip leads to: from one that is rarer, by so much (`tbe` is in every long list)
_HARD, _ODD = 5.2, 6.5  # bits a letter: of a language's own rarer words 1 and 0 in 100 are above, of random letters 97 and 85
_UNSEEN, _IMPOSSIBLE = 11, 14  # bits of one letter after two others: a triple never seen, a pair never seen
_COMPOUNDING = tuple(LANGUAGES.index(language) for language in ("de", "nl", "sv", "da", "nb", "fi", "hu"))


@functools.cache
def _one_letter_words() -> Lookup:
    return Lookup.of("a i o y e u à é ó и в к с о у я а і й з w z v s k å ö ο η τ ή".split())


class _Words:
    """The words of all stretches, flat, and how they add up; every column of shape (words,)."""

    def __init__(self, batch: Batch, first: Ints, last: Ints) -> None:
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

    def sum(self, columns: list[AnyArray]) -> Floats:
        """Add each column up by stretch; shape (columns, stretches)."""
        return np.add.reduceat(np.stack(columns).astype(np.float64), self.head, axis=1)


def measure(batch: Batch, first: Ints, last: Ints, hint: Ints) -> tuple[Floats, Ints, Mask]:
    """Return the features of each stretch of words [first, last), shape (stretches, features), its language's row, and the noisy words.

    `hint`: the row of the language of the stretch's document, -1 where that is not clear. No stretch is empty. Noisy is a word, of all
    those of all stretches in their order, that is no mere unknown one: a slip, impossible letters, a piece, a flip of case, a stray letter.
    """
    words = _Words(batch, first, last)
    bits = languages_of_words(words.hash)
    language = _language(words, bits, hint)
    speech = language.take(words.stretch)
    common = _zipf(words.hash, speech)
    plain, length, capital = words.plain, words.length, words.capital
    known, unknown = plain & (common > 0), plain & (common == 0)
    small = unknown & ~capital
    bits_a_letter, worst = _surprise(words, speech)
    slips = np.zeros(common.size)
    tried = np.flatnonzero(plain & (common < np.where(capital, 0.1, _RARE)) & (length >= 3))
    slips[tried] = edited_zipf(batch, words.start[tried], words.end[tried], speech[tried])
    meant = (slips >= _SLIP) & (slips >= common + _GAIN)
    rejoined, rejoined_hyphen = _rejoined(words, speech, common)
    shapes = word_shapes(batch, words.start, words.end)
    flipped = shapes.flipped & (common > 0)  # `clOset` is a word, `maxRetries` a name in code
    single = (length == 1) & words.letters
    hyphened = (batch.classes.take(np.maximum(words.start - 1, 0)) == ch.DASH) | (batch.classes.take(words.end, mode="clip") == ch.DASH)
    by_word = words.sum([
        known, plain & (bits > 0), common >= _STOP, small, unknown & capital & ~shapes.shouted,
        plain & (length <= 3) & (common < _FRAGMENT) & ~capital, single & ~_one_letter_words().has(words.hash),
        unknown & (bits_a_letter >= _ODD), plain & (worst >= _UNSEEN), plain & (worst >= _IMPOSSIBLE),
        unknown & (worst >= _IMPOSSIBLE - 1) & (bits_a_letter >= _HARD), meant & ~capital, meant & (length >= 6), rejoined, rejoined_hyphen,
        _split(words, speech, small & (length >= 6)), shapes.mixed, shapes.broken, flipped, capital & plain, shapes.shouted & plain,
        unknown & hyphened, unknown & (bits_a_letter >= _HARD), known & ~capital & (common < 3.3), small & (length <= 4),
    ]) / np.maximum(words.sum([words.letters]), 1.0)  # fmt: skip
    strange = (bits_a_letter >= _HARD) | (worst >= _UNSEEN)
    here = small & ~shapes.elided & ((bits == 0) | (length <= 3))  # `s'il`, and a longer word of another language, are quotations
    noisy = here & (meant | strange) | (meant & ~capital) | rejoined | rejoined_hyphen | shapes.mixed | shapes.broken | flipped
    noisy |= spelled_out(batch, single, words.start, words.end)
    counts = words.sum([unknown, known, plain, small, meant])
    surprises = words.sum([np.where(mask, bits_a_letter, 0.0) for mask in (unknown, known, plain, small)]) / np.maximum(counts[:4], 1.0)
    size = words.size.astype(np.float64)
    characters, lone, numbers = words.sum([length, words.number & (length == 1), words.number])
    begin, finish = batch.words.start.take(first), batch.words.end.take(last - 1)
    others = [
        counts[4] / np.maximum(counts[0], 1.0), _longest_run(single, words) / size, lone / size, numbers / size, np.log1p(size),
        characters / size / 5, (language == 0).astype(np.float64), _alien(words, speech) / characters * 10,
    ]  # fmt: skip
    return np.concatenate((by_word, surprises, others, count_marks(batch, begin, finish, size))).T, language, noisy


def _language(words: _Words, bits: Ints, hint: Ints) -> Ints:
    """Return the row of the language that knows most words of each stretch."""
    spoken = count_by_language(np.where(words.plain, bits, 0), words.stretch, words.count)
    told = np.flatnonzero(hint >= 0)
    spoken[told, hint[told]] *= _OWN
    return np.asarray(spoken.argmax(axis=1), np.int64)


def _zipf(hashes: Hashes, language: Ints) -> Floats:
    spoken = np.unique(language).tolist()
    if len(spoken) == 1:
        return zipf(hashes, LANGUAGES[spoken[0]])
    common = np.zeros(hashes.size)
    for number in spoken:
        rows = np.flatnonzero(language == number)
        common[rows] = zipf(hashes[rows], LANGUAGES[number])
    return common


def _surprise(words: _Words, language: Ints) -> tuple[Floats, Floats]:
    rows = np.flatnonzero(words.plain)
    mean, worst = np.zeros(words.start.size), np.zeros(words.start.size)
    mean[rows], worst[rows] = surprise(words.batch.codes, words.start[rows], words.end[rows], language[rows])
    return mean, worst


def _rejoined(words: _Words, language: Ints, common: Floats) -> tuple[Mask, Mask]:
    """Return which words are one known word with the next, though one of them is none alone: apart by a space; by a hyphen or more."""
    classes, start, end, length = words.batch.classes, words.start, words.end, words.length
    spaced, hyphened = np.zeros(start.size, np.bool_), np.zeros(start.size, np.bool_)
    gap = start[1:] - end[:-1]
    weak = (common == 0) | (length <= 3) & (common < _FRAGMENT + 0.4)
    pair = (words.stretch[1:] == words.stretch[:-1]) & (gap <= 3) & words.plain[1:] & (length[1:] + length[:-1] >= 4)
    rows = np.flatnonzero(pair & (weak[1:] | weak[:-1]) & (words.kind[1:] == ch.LOWER))
    between, until = classes.take(end[rows]), classes.take(start[rows + 1] - 1)
    rows = rows[((between == ch.SPACE) | (between == ch.DASH)) & ((until == ch.SPACE) | (until == ch.DASH))]
    if rows.size:
        whole = _zipf(hash_spans(words.batch, (start[rows], end[rows]), (start[rows + 1], end[rows + 1])), language[rows])
        rows = rows[whole >= np.maximum(_KNOWN_JOIN, np.minimum(common[rows], common[rows + 1]))]
        space = (gap[rows] == 1) & (classes.take(end[rows]) == ch.SPACE)
        spaced[rows[space]] = True
        hyphened[rows[~space]] = True
    return spaced, hyphened


def _split(words: _Words, language: Ints, suspects: Mask) -> Mask:
    """Return which suspects are two common words run together; compounding languages do that by themselves."""
    marked = np.zeros(suspects.size, np.bool_)
    compounding = np.isin(language, _COMPOUNDING)
    rows = np.flatnonzero(suspects & ~compounding & (words.length <= 24))
    if rows.size:
        cuts = words.length[rows] - 3
        word = np.repeat(rows, cuts)
        start, end = words.start.take(word), words.end.take(word)
        middle = start + 2 + np.arange(word.size) - np.repeat(np.cumsum(cuts) - cuts, cuts)
        speech = language.take(word)
        both = np.minimum(_zipf(hash_spans(words.batch, (start, middle)), speech), _zipf(hash_spans(words.batch, (middle, end)), speech))
        marked[word[both >= np.where(np.minimum(middle - start, end - middle) <= 3, 5.3, 4.0)]] = True
    return marked


def _longest_run(single: Mask, words: _Words) -> Floats:
    """Return the length of each stretch's longest run of single letters, from three letters on."""
    longest = np.zeros(words.count, np.float64)
    if single.any():
        stretch = words.stretch
        edge = np.flatnonzero(np.append(True, (single[1:] != single[:-1]) | (stretch[1:] != stretch[:-1])))
        size = np.diff(np.append(edge, single.size))
        runs = single[edge] & (size >= 3)
        np.maximum.at(longest, stretch[edge[runs]], size[runs])
    return longest


def _alien(words: _Words, language: Ints) -> Floats:
    """Count letters that are not in the alphabet of their stretch's language."""
    length = words.length
    at = np.arange(int(length.sum())) - np.repeat(np.cumsum(length) - length - words.start, length)
    alien = alien_letters(words.batch.codes.take(at), np.repeat(language, length)) & (words.batch.classes.take(at) <= ch.LETTER)
    return np.bincount(np.repeat(words.stretch, length)[alien], minlength=words.count).astype(np.float64)
