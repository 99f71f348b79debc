"""Gate for seams: capitals where a sentence may run into the next, by columns.

Most capitals inside a token belong to initials (`J.D.`), which a few column operations drop.
"""

from __future__ import annotations

import numpy as np
from msgspec import Struct

from copydesk.columns import characters as ch
from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import Floats, Hashes, Ints, Mask
from copydesk.columns.ragged import recurring_in_document, row_at
from copydesk_rules.garbled._frequency import zipf_in_documents
from copydesk_rules.garbled._lists import family_words, words_of_all_languages
from copydesk_rules.garbled._parts import hash_spans

_GLUED = np.isin(np.arange(32), (ch.LOWER, ch.DIGIT))  # by class, directly before the capital
_CLOSING = np.isin(np.arange(32), (ch.CLOSER, ch.QUOTE, ch.APOSTROPHE))
_BEFORE = _GLUED | np.isin(np.arange(32), (ch.TERMINAL, ch.CLOSER, ch.QUOTE, ch.OPENER))
_OPENS_OR_CLOSES = ord("“")  # opens in English, closes in German: without a space wrong in both
_MARKS = 3  # end marks and closing marks between two sentences, at most
_LEAST = 2  # letters of the word before: initials have one
_NAME = 3  # words of a name that comes twice before a seam, at most


class Forms(Struct, frozen=True):
    """Places with the form of a seam, by column; shape (places,).

    `at`: offset of the capital. `left`, `right`: the words before and after, rows of the word table
    (the same row where the seam lies inside a word). `marked`: a mark is between the two.
    `bare`: that is a straight quotation mark or a bracket without an end mark, which may open, or
    belong to a formula. `recurring`: the word before is at another such place of its document.
    """

    at: Ints
    left: Ints
    right: Ints
    marked: Mask
    bare: Mask
    recurring: Mask

    def take(self, rows: Ints) -> Forms:
        """Return some of the places."""
        offsets = (self.at[rows], self.left[rows], self.right[rows])
        return Forms(*offsets, self.marked[rows], self.bare[rows], self.recurring[rows])


class Sides(Struct, frozen=True):
    """The word on one side of each seam: its span, its hash and how common it is.

    The frequency (Zipf) is that in English or in the language of the document, whichever is
    greater; shape (places,).
    """

    start: Ints
    end: Ints
    hash: Hashes
    zipf: Floats


def find_candidates(batch: Batch) -> tuple[Forms, Sides, Sides]:
    """Return the places that deserve a closer look, in order, with the words on both sides."""
    forms = _usable(batch, _forms(batch))
    words, at, both = batch.words, forms.at, np.concatenate
    start, end = words.start.take(forms.left), words.end.take(forms.right)
    left_end = np.where(forms.marked, words.end.take(forms.left), at)
    right_end = _without_possessive(batch, at, end)
    left, right = np.split(hash_spans(batch, (both((start, at)), both((left_end, right_end)))), 2)
    rows = np.flatnonzero(_promising(batch, forms, left, right))
    forms, left, right = forms.take(rows), left[rows], right[rows]
    common = np.split(_zipf(batch, both((left, right)), np.tile(forms.at, 2)), 2)
    return (
        forms,
        Sides(start[rows], left_end[rows], left, common[0]),
        Sides(forms.at, end[rows], right, common[1]),
    )


def _usable(batch: Batch, forms: Forms) -> Forms:
    """Return the places in prose behind a word of some letters, or a number.

    Inside a word, the whole must be unknown, or begin with a digit.
    """
    words, marked = batch.words, forms.marked
    start, number = words.start.take(forms.left), words.number.take(forms.left)
    size = np.where(marked, words.end.take(forms.left), forms.at) - start
    block = batch.block_at(start)
    rows = np.flatnonzero((number | (size >= _LEAST)) & (block >= 0))
    dotted = batch.codes.take(start[rows] - 1, mode="clip") == ord(".")  # `e.g.`, a domain, code
    rows = rows[batch.blocks.prose.take(block[rows]) & ~(dotted & (start[rows] > 0))]
    forms, number = forms.take(rows), number[rows]
    unknown = _zipf(batch, words.hash.take(forms.left), forms.at) == 0
    return forms.take(np.flatnonzero(forms.marked | number | unknown))


def _promising(batch: Batch, forms: Forms, left: Hashes, right: Hashes) -> Mask:
    """Return which places may be seams by their words.

    Without a mark, what has a capital or a digit before the seam, and what recurs in its document,
    is usually a name. It is kept only if the word after begins sentences or is a title, or if the
    word before repeats one of the last words.
    """
    words = batch.words
    small = ~words.capital.take(forms.left) & ~words.number.take(forms.left) & ~forms.recurring
    keep = forms.marked | small
    keep |= words_of_all_languages("seam_starters").has(right)
    keep |= family_words("seam_titles").has(right)
    for back in range(1, _NAME + 1):
        keep |= words.hash.take(np.maximum(forms.left - back, 0)) == left
    return keep


def _zipf(batch: Batch, hashes: Hashes, at: Ints) -> Floats:
    return zipf_in_documents(batch, hashes, batch.document_at(at), or_english=True)


def _without_possessive(batch: Batch, start: Ints, end: Ints) -> Ints:
    """Return where each word ends without its `'s`."""
    mark = batch.codes.take(np.maximum(end - 2, start))
    possessive = ((mark == ord("'")) | (mark == ord("’"))) & (end - start > 3)
    return np.where(possessive, end - 2, end)


def _forms(batch: Batch) -> Forms:
    """Return every place with the form of a seam, in order."""
    at = _capitals(batch)
    glued = _GLUED.take(batch.classes.take(at - 1))
    inner, bare = at - 1, np.zeros(at.size, np.bool_)
    marked = np.flatnonzero(~glued)
    inner[marked], ended, bare[marked] = _before_marks(batch, inner[marked])
    kept = glued.copy()
    kept[marked] = ended
    at, inner, glued, bare = at[kept], inner[kept], glued[kept], bare[kept]
    words = batch.words
    left, right = row_at(words.start, inner), np.searchsorted(words.end, at, side="right")
    touching = words.end.take(left, mode="clip") == inner + 1
    touching &= words.start.take(right, mode="clip") == at
    kept = np.where(glued, _one_capital(batch, at, left), touching)
    at, left, right, glued, bare = at[kept], left[kept], right[kept], glued[kept], bare[kept]
    recurring = np.zeros(at.size, np.bool_)
    recurring[recurring_in_document(batch.document_at(at), words.hash.take(left))] = True
    return Forms(at, left, right, ~glued, bare, recurring)


def _capitals(batch: Batch) -> Ints:
    """Return the capitals directly behind a letter, a digit or a mark that is no initial's."""
    classes, at = batch.classes, batch.capitals[batch.capitals > 1]
    at = at[_BEFORE.take(classes.take(at - 1))]
    initial = (classes.take(at - 1) == ch.TERMINAL) & (classes.take(at - 2) <= ch.JOINER)
    initial &= (classes.take(np.maximum(at - 3, 0)) > ch.JOINER) | (at == 2)
    at = at[~initial]
    before, after = classes.take(at - 1), classes.take(at + 1, mode="clip")
    fits = (after == ch.LOWER) | (after >= ch.APOSTROPHE)  # `.The`, `.I `, `.A `
    fits |= _GLUED.take(before) & (after == ch.UPPER)  # `RoeGOP`
    fits &= (before != ch.OPENER) | (batch.codes.take(at - 1) == _OPENS_OR_CLOSES)
    return np.asarray(at[fits], np.int64)


def _one_capital(batch: Batch, at: Ints, word: Ints) -> Mask:
    """Return where the capitals inside a word are one run that begins at `at`.

    `aBcDe` has no seam.
    """
    capitals, end = batch.capitals, batch.words.end.take(word, mode="clip")
    first = np.searchsorted(capitals, batch.words.start.take(word, mode="clip") + 1)
    inside = np.searchsorted(capitals, end) - first
    return np.asarray((inside == 1) | (inside == end - at), np.bool_)


def _before_marks(batch: Batch, last: Ints) -> tuple[Ints, Mask, Mask]:
    """Step back over end marks and closing quotation marks (`.”`).

    Return what is before them, where that is a word that they end, and where they are bare.
    `last`: the offset of the last mark, shape (places,).
    """
    inner, ended, closed = last, np.zeros(last.size, np.bool_), np.zeros(last.size, np.bool_)
    for _ in range(_MARKS):
        kind, code = batch.classes.take(inner), batch.codes.take(inner)
        closer = _CLOSING.take(kind) | (kind == ch.OPENER) & (code == _OPENS_OR_CLOSES)
        stop = ~ended & (kind == ch.TERMINAL) & (code != ord("…"))  # trailing off needs no space
        closed |= closer
        ended |= stop
        inner = np.maximum(inner - (closer | stop), 0)
    code = batch.codes.take(last)
    quoted = closed & ((code == ord("”")) | (code == ord("“")))
    bare = ~ended & ~quoted & ((code == ord(")")) | (code == ord('"')))
    return inner, (batch.classes.take(inner) <= ch.JOINER) & (ended | quoted | bare), bare
