"""Look at one candidate for a seam: its words, what is around them, its document."""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

import numpy as np
from msgspec import Struct

from copydesk.columns import characters as ch
from copydesk.columns.batch import Batch
from copydesk.language.lexicon import language_of_documents
from copydesk.language.technical import is_technical
from copydesk_rules.garbled._code_signs import CodeSigns
from copydesk_rules.garbled._lists import family_hashes, language_hashes
from copydesk_rules.garbled._word_order import usually_small

# Zipf, from the limits: how much rarer the word before may be if it is long (from _LONG_WORD
# letters) or has an end mark behind it, and how much commoner the word after must be if it is no
# starter.
_LONG_WORD, _RARER_LONG, _RARER_ENDED, _COMMONER = 6, 0.7, 0.5, 0.5
_EVERYDAY = 5.3  # Zipf frequency of a starter that may follow a name
_NAMES = 5  # words before the one at the seam: with it, a name of three words twice
_CODE = frozenset("/\\@#_=<>{}[]|~^*&%$+`")  # in a token: an address, a handle, code
_LONG = 60  # characters on either side of a seam: a longer token is no text


class Limits(Struct, frozen=True):
    """How common (Zipf) the words before and after a seam must be."""

    left: float
    right: float


class Side(NamedTuple):
    """The word on one side of a seam."""

    start: int
    end: int
    hash: int
    zipf: float

    @property
    def size(self) -> int:
        """Its letters."""
        return self.end - self.start


class Seam(Struct, dict=True):
    """A place that has the form of a seam, and what its clues ask about it.

    `word`: row of the word before, or of the word that the seam lies in; `capital`, `number`: it
    begins with a capital, with a digit. `marked`, `bare`, `recurring`: as in `Forms`. The
    properties are the words of the clue tables; each can be asked of every candidate.
    """

    batch: Batch
    limits: Limits
    document: int
    word: int
    left: Side
    right: Side
    capital: bool
    number: bool
    marked: bool
    bare: bool
    recurring: bool

    def _kind(self, offset: int) -> int:
        classes = self.batch.classes
        return int(classes[offset]) if 0 <= offset < classes.size else ch.NEWLINE

    @cached_property
    def inside(self) -> bool:
        """Inside a word, `settingsPlease`, that is no name.

        A name begins with a listed prefix, or its document has it twice.
        """
        if self.marked or self.number or self.recurring:
            return False
        return self.left.hash not in family_hashes("seam_prefixes")

    @cached_property
    def small(self) -> bool:
        """Inside a word, behind a common word in small letters; a long one may be rarer."""
        least = self.limits.left - (_RARER_LONG if self.left.size >= _LONG_WORD else 0)
        return self.inside and not self.capital and self.left.zipf >= least

    @cached_property
    def titled(self) -> bool:
        """A title follows, with its full stop and a name: `Mr. Roe`."""
        if self.right.hash not in family_hashes("seam_titles"):
            return False
        end = self.right.end
        dot = self.batch.text[end : end + 1] == "."
        return dot and self._kind(end + 1) == ch.SPACE and self._kind(end + 2) == ch.UPPER

    @cached_property
    def starter(self) -> bool:
        """The word after is listed as one that begins sentences far oftener than names."""
        return self.titled or self.right.hash in language_hashes("seam_starters")

    @property
    def safe_starter(self) -> bool:
        """The word after begins sentences, and no name is made with it."""
        return self.titled or self.right.hash in language_hashes("seam_starters_safe")

    @property
    def lone_starter(self) -> bool:
        """An everyday starter that is no half of a brand: `LibertyCon`, `HackerOne`."""
        everyday = self.titled or self.right.zipf >= _EVERYDAY
        return self.starter and everyday and not self.half_of_brand

    @property
    def half_of_brand(self) -> bool:
        """The word after is the second half of brands."""
        return self.right.hash in family_hashes("seam_brand_halves")

    @cached_property
    def runs_on(self) -> bool:
        """A space and more text, or a comma, follows: a sentence goes on."""
        kind, ahead = self._kind(self.right.end), self._kind(self.right.end + 1)
        more = (kind == ch.SPACE and ahead <= ch.JOINER) or (kind == ch.COMMA and ahead == ch.SPACE)
        return more or self.titled

    @property
    def between_small(self) -> bool:
        """A space and a small letter are on both sides: the seam lies inside a sentence."""
        before, after = self.left.start, self.right.end
        return (
            self._kind(before - 1) == self._kind(after) == ch.SPACE
            and self._kind(before - 2) == self._kind(after + 1) == ch.LOWER
        )

    @cached_property
    def running(self) -> bool:
        """Inside a word in small letters, amid small words of a sentence."""
        return self.inside and not self.capital and self.runs_on and self.between_small

    @property
    def named(self) -> bool:
        """The word after is rare, as names are, or has three letters."""
        return self.right.size == 3 or (not self.common_right and self.right.size > 3)

    @property
    def common_right(self) -> bool:
        """The word after is commoner than the limit by a margin: it needs no other proof."""
        return self.right.zipf >= self.limits.right + _COMMONER

    @property
    def usually_small(self) -> bool:
        """The word before is nearly always written small, so that no name is made of it."""
        return bool(usually_small(np.array([self.left.hash], np.uint64))[0])

    @property
    def name_repeated(self) -> bool:
        """A name of one to three words comes twice before the seam: `Jane Roe Jane RoeMore`."""
        words, start = self.batch.words, self.batch.document_start[self.document]
        first = max(self.word - _NAMES, int(np.searchsorted(words.start, start)))
        name = [*words.hash[first : self.word].tolist(), self.left.hash]
        # `RubyGems` behind `Ruby` is another name, unless a word follows that begins sentences.
        sizes = (1, 2, 3) if self.starter else (2, 3)
        return any(
            len(name) >= 2 * size and name[-size:] == name[-2 * size : -size] for size in sizes
        )

    @cached_property
    def ended(self) -> bool:
        """After an end mark, `said.The`; no abbreviation, no domain or file type."""
        return (
            self.marked
            and self.left.size >= 2
            and self.left.hash not in family_hashes("seam_abbreviations")
            and self.right.hash not in family_hashes("seam_suffixes")
        )

    @cached_property
    def spoken(self) -> bool:
        """After an end mark behind a common word in small letters."""
        common = self.left.zipf >= self.limits.left - _RARER_ENDED
        return self.ended and common and not self.capital and not self.number

    @property
    def follows(self) -> bool:
        """The word after is common, or a sentence goes on behind it."""
        common = self.right.zipf >= self.limits.right or (self.runs_on and self.left.size >= 3)
        return common and (self.right.size >= 2 or self.starter)

    @property
    def dotted_name(self) -> bool:
        """A name in text about code: `typing.Never`, no word that begins sentences behind it."""
        signs = self.batch.derive(CodeSigns)
        return signs.in_document(self.document) and not (self.starter and self.runs_on)

    @property
    def short_list(self) -> bool:
        """The list of words of the document's language is short: it is another than English."""
        return self.batch.derive(language_of_documents)[self.document] not in ("", "en")

    @property
    def technical(self) -> bool:
        """The document writes about code, where `originalColumn` is a name."""
        return bool(self.batch.derive(is_technical)[self.document])

    @property
    def in_code(self) -> bool:
        """The token is an address, a handle or code, or too long for text."""
        text, start, end = self.batch.text, self.left.start, self.right.end
        before, after = text[max(start - _LONG, 0) : start], text[end : end + _LONG]
        head = before.rsplit(None, 1)[-1] if before and not before[-1].isspace() else ""
        tail = after.split(None, 1)[0] if after and not after[0].isspace() else ""
        token = head + text[start:end] + tail
        if tail[:1] == "(" or (tail[:1] == "." and tail[1:2].isalnum()):
            return True
        too_long = len(token) >= 2 * _LONG
        marked = any(mark in token for mark in ("www.", "...", "://"))
        return too_long or marked or not _CODE.isdisjoint(token)
