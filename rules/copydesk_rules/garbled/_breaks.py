"""Find words split at a line break or by a space: `govern- ment`, `cou-rt`, `rur al`."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from msgspec import Struct

from copydesk.columns import characters as ch
from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import Ints, Mask
from copydesk.columns.ragged import among
from copydesk.language.evidence import Clue, strongest
from copydesk.language.lexicon import language_of_documents
from copydesk.language.technical import is_technical
from copydesk_rules.garbled._frequency import zipf_in_documents
from copydesk_rules.garbled._lists import family_hashes, words_of_language
from copydesk_rules.garbled._parts import hash_spans
from copydesk_rules.garbled._split_words import split_words

_HYPHENS = np.array([ord(c) for c in "-\u2010\u2011\u00ac"], np.uint32)
_NOT_SIGN = _HYPHENS[-1]  # old encodings print it for a soft hyphen; its class is no dash's
_LETTERS = 2  # of a part, at least
_LINKING = 6.0  # Zipf of a word after a hyphen left hanging: `pre- and post-war`, `half- or whole`
_PIECE = 3  # letters of a part that no list knows, beside another such part
_RARE, _GAIN = 2.8, 1.5  # Zipf of a part that is no word, and how much commoner the whole is
# Zipf of a common word, and of a whole that is rather written with a hyphen: `longterm` has 2.8,
# `parttime` 2.3, but `fireplace` 3.5.
_WORD, _HYPHENED = 4.0, 3.1
_SPLIT, _SPLIT_CLUES = 0.93, ("common word with a space inside, of which a part is no word",)


class Limits(Struct, frozen=True):
    """How common (Zipf) the whole must be with a space behind the hyphen, and without one."""

    spaced: float
    tight: float


class Halves(Struct, frozen=True):
    """Two words with a hyphen between them, whose whole is common enough.

    `row`: of the first in the word table; the second is the next. `first`: the hash of the first.
    `language`: of the document. `spaced`: a space follows the hyphen. `left`, `right`, `whole`: how
    common (Zipf) the two are in it, and both joined.
    """

    row: int
    first: int
    language: str
    spaced: bool
    left: float
    right: float
    whole: float

    @property
    def hanging(self) -> bool:
        """The hyphen may be left hanging, `pre- and`: both parts are words, the second a frequent
        one.
        """
        return self.right >= _LINKING and self.left >= _RARE

    @property
    def no_word(self) -> bool:
        """One part is rare, and far rarer than the whole: `troub-le`, not `up-turned`."""
        rarer = min(self.left, self.right)
        return rarer < _RARE and self.whole >= rarer + _GAIN

    @property
    def compound(self) -> bool:
        """Both parts are common words, and the whole is a rare one, which few people write without a
        hyphen: `long- term` is `long-term`, while `fire- place` is `fireplace`.
        """
        return self.spaced and min(self.left, self.right) >= _WORD and 0 < self.whole < _HYPHENED

    @property
    def pieces(self) -> bool:
        """No list knows one of the parts, nor, as it may be an inflected word, the whole:
        `ciem- nozieloną`.
        """
        return self.spaced and self.left == self.right == self.whole == 0

    @property
    def prefixed(self) -> bool:
        """The first part is a listed prefix: `co-operate`."""
        if self.first in family_hashes("hyphen_prefixes"):
            return True
        starts = words_of_language(self.language, "compound_starts")
        return starts is not None and bool(starts.has(np.array([self.first], np.uint64))[0])


# The gate is `_candidates`: it keeps wholes that are as common as the limits want, and pieces.
CLUES: tuple[Clue[Halves], ...] = (
    Clue("pieces with a hyphen and a space between them", 0.88, lambda h: h.pieces),
    Clue(
        "known word with a hyphen and a space inside, of which a part is no word",  # `requ- est`
        0.98,
        lambda h: h.spaced and h.whole > 0 and h.no_word and not h.hanging and not h.prefixed,
    ),
    Clue(
        "known word with a hyphen and a space inside",  # `govern- ment`
        0.93,
        lambda h: h.spaced and h.whole > 0 and not h.hanging,
    ),
    Clue(
        "common word with a part that is no word",  # `troub-le`
        0.85,
        lambda h: not h.spaced and h.no_word and not h.prefixed,
    ),
)


class Broken(NamedTuple):
    """A broken word: the row of its first part (the second is the next), confidence, clues.

    `hyphen`: what stays between its parts, "-" in a compound. `where` it is split. `proven`: a space follows the hyphen, and one part is no word, so that it can be read in no
    other way.
    """

    row: int
    confidence: float
    clues: tuple[str, ...]
    hyphen: str
    where: str
    proven: bool


def find_broken(batch: Batch, limits: Limits) -> list[Broken]:
    """Return the broken words of the prose of documents in a clear language, in order."""
    judged = ((halves, strongest(CLUES, halves)) for halves in _candidates(batch, limits))
    spaced = [
        Broken(row, _SPLIT, _SPLIT_CLUES, "", "by a space", False) for row in split_words(batch)
    ]
    return sorted(
        spaced
        + [
            Broken(
                halves.row,
                verdict.score,
                verdict.clues,
                "-" if halves.compound else "",
                "at a line break",
                halves.spaced and halves.no_word and halves.whole > 0 and not halves.prefixed,
            )
            for halves, verdict in judged
            if verdict.score > 0
        ]
    )


def _candidates(batch: Batch, limits: Limits) -> list[Halves]:
    """Return the hyphenated words whose whole is common enough."""
    rows, spaced = _hyphenated(batch)
    start, end, hashes = batch.words.start, batch.words.end, batch.words.hash
    left, right = (start.take(rows), end.take(rows)), (start.take(rows + 1), end.take(rows + 1))
    document = batch.document_of_word.take(rows)
    whole = zipf_in_documents(batch, hash_spans(batch, left, right), document)
    common = [zipf_in_documents(batch, hashes.take(side), document) for side in (rows, rows + 1)]
    length = batch.words.length
    pieces = spaced & (common[0] == 0) & (common[1] == 0) & (whole == 0)
    pieces &= np.minimum(length.take(rows), length.take(rows + 1)) >= _PIECE
    kept = pieces | (whole >= np.where(spaced, limits.spaced, limits.tight))
    languages = np.array(batch.derive(language_of_documents), object).take(document)
    columns = (rows, hashes.take(rows), languages, spaced, *common, whole)
    columns = tuple(column[kept].tolist() for column in columns)
    return [Halves(*facts) for facts in zip(*columns, strict=True)]


def _hyphenated(batch: Batch) -> tuple[Ints, Mask]:
    """Return the words with a hyphen and a second word behind them, and which have a space there.

    In prose of a clear language. What has three parts or more is a chain, or an address.
    """
    words, codes = batch.words, batch.codes
    left, right, spaced = _joined(batch)
    long = (words.length.take(left) >= _LETTERS) & (words.length.take(right) >= _LETTERS)
    chain = among(codes.take(words.start.take(left) - 1, mode="clip"), _HYPHENS)
    chain |= among(codes.take(words.end.take(right), mode="clip"), _HYPHENS)
    spoken = np.array(
        [language != "" for language in batch.derive(language_of_documents)], np.bool_
    )
    block, document = batch.block_of_word, batch.document_of_word.take(left)
    kept = long & ~chain & spoken.take(document)
    kept &= spaced | ~batch.derive(is_technical).take(document)  # names in code have hyphens
    # Of a text of few lines no width is known, so that each line is a block.
    line_end = batch.classes.take(words.start.take(right) - 1, mode="clip") == ch.NEWLINE
    kept &= (block.take(left) >= 0) & ((block.take(left) == block.take(right)) | line_end)
    kept &= batch.sentence_of_word.take(left) >= 0
    return left[kept], spaced[kept]


def _joined(batch: Batch) -> tuple[Ints, Ints, Mask]:
    """Return the words on both sides of each hyphen between small letters, and where it is spaced."""
    codes, classes, words = batch.codes, batch.classes, batch.words
    at = np.flatnonzero((classes == ch.DASH) | (codes == _NOT_SIGN))
    at = at[among(codes.take(at), _HYPHENS) & (at > 0) & (at + 2 < codes.size)]
    at = at[classes.take(at - 1) == ch.LOWER]
    spaced = classes.take(at + 1) >= ch.SPACE
    small = classes.take(at + 1 + spaced) == ch.LOWER
    at, spaced = at[small], spaced[small]
    right = np.searchsorted(words.start, at)
    kept = (right > 0) & (words.start.take(right, mode="clip") == at + 1 + spaced)
    kept &= words.end.take(right - 1, mode="clip") == at
    return right[kept] - 1, right[kept], spaced[kept]
