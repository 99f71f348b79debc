"""One word cut into parts, with all that the clues of `_glued_clues` ask of it."""

from __future__ import annotations

import functools

import numpy as np
from msgspec import Struct

from copydesk.columns.hashing import hash_vocabulary
from copydesk.word_lists import entries, of_language
from copydesk_rules.garbled import WORDS
from copydesk_rules.garbled._word_pairs import usual

# Zipf frequencies of the rarest ordinary part, where ever less else speaks for the cut.
_SEEN, _COMMON, _FAMILIAR = 3.8, 4.4, 4.9
# How likely two ordinary words were glued, see `Cut.pair_score`: in English, in others, in those
# that add one ending to another, and in those that make compounds at will.
_PERSONS = ("man", "men", "woman", "women")  # end words of any first part: `shopwoman`
_PAIR, _PAIR_ELSEWHERE, _PAIR_AGGLUTINATED, _PAIR_COMPOUNDING = 4.5, 4.3, 5.8, 7.5
_OFTEN_BESIDE = 1.3  # more where both often stand side by side; by hand
# The same of two of which the last ends other words, and behind one in -ing: `clearinghouse`.
_PAIR_LIKE_ONE_WORD, _PAIR_GERUND = 7.0, 9.0
_COMPOUNDING, _AGGLUTINATING = frozenset(("de", "nl", "sv")), frozenset(("tr",))
_INFLECTED = ("e", "en", "er", "es", "em")  # ends of words that begin no compound of those
_LETTERS = 4  # of an ordinary part: shorter ones are parts of anything
_CHEMICAL = frozenset(("one", "ate", "in", "an", "as", "is", "on", "am", "us", "ion"))
_ADVERBS_FIRST = frozenset(("here", "there", "where"))
SENTENCE = 15  # letters of a word from which four parts are no accident: `anathemas`


@functools.cache
def listed(name: str) -> frozenset[str]:
    """Return the English words of `words/glued_NAME.txt`."""
    return frozenset(entries(WORDS / f"glued_{name}.txt"))


@functools.cache
def _compound(language: str, edge: str) -> frozenset[str]:
    return frozenset(of_language(language, f"compound_{edge}"))


@functools.lru_cache(maxsize=1024)  # several clues ask
def _often_beside(first: str, last: str) -> bool:
    left, right = hash_vocabulary((first, last))
    return bool(usual(np.array([left]), np.array([right]))[0])


class Cut(Struct, frozen=True):
    """A word of the word table, cut into its likeliest parts.

    For each part: whether it is a strong or a weak function word of the language, and its Zipf
    frequency. `slip`: a common word is one slip away, `withold`.
    """

    row: int
    language: str
    parts: tuple[str, ...]
    strong: tuple[bool, ...]
    weak: tuple[bool, ...]
    zipf: tuple[float, ...]
    slip: bool

    @property
    def first(self) -> str:
        """The first part."""
        return self.parts[0]

    @property
    def last(self) -> str:
        """The last part."""
        return self.parts[-1]

    @property
    def ordinary(self) -> list[int]:
        """The parts that are no function words."""
        return [
            part for part in range(len(self.parts)) if not self.strong[part] and not self.weak[part]
        ]

    @property
    def rarest(self) -> float:
        """The frequency of the rarest ordinary part, 9 where there is none."""
        return min((self.zipf[part] for part in self.ordinary), default=9.0)

    @property
    def sound(self) -> bool:
        """All ordinary parts are familiar words of some letters."""
        familiar = self.rarest >= (_SEEN if any(self.strong) else _COMMON)
        return familiar and all(len(self.parts[part]) >= _LETTERS for part in self.ordinary)

    @property
    def like_one_word(self) -> bool:
        """It begins or ends as words of the language do: `over`, `ness`; `contre`, `aient`."""
        return self.first.lower() in _compound(
            self.language, "starts"
        ) or self.last.lower() in _compound(self.language, "ends")

    @property
    def inflected(self) -> bool:
        """A function word in it is a prefix or an ending, or stands before an ending: `pardonner`,
        `penseront`, `dansaient`.
        """
        if len(self.parts) == 2 and all(self.strong):
            return False
        first = self.strong[0] and self.first.lower() in _compound(self.language, "starts")
        ending = self.strong[-1] or (self.strong[0] and len(self.parts) == 2)
        return first or (ending and self.last in _compound(self.language, "ends"))

    @property
    def plain_pair(self) -> bool:
        """Two ordinary words of some letters in small letters: `signalsderived`."""
        return (
            len(self.parts) == 2
            and not any(self.strong)
            and min(map(len, self.parts)) >= _LETTERS
            and self.first.islower()
            and self.last.islower()
            and (not self.like_one_word or self.unlike_compounds)
        )

    @property
    def unlike_compounds(self) -> bool:
        """Two words that often stand side by side, of which the last ends compounds of others:
        `rightthing`, but `clearinghouse`.
        """
        if self.first in _compound(self.language, "starts") or not self.often_beside:
            return False
        gerund = self.first.endswith("ing")
        return self.pair_score >= (_PAIR_GERUND if gerund else _PAIR_LIKE_ONE_WORD)

    @property
    def pair_score(self) -> float:
        """The log odds that two ordinary words were glued, not coined together.

        Fitted on pairs glued by hand and on the unknown words of 14 kinds of English text, kinds
        left out; most unknown words at the top are glued themselves.
        """
        letters = min(len(self.first) + len(self.last), 16)
        score = 1.5 * min(self.zipf) + 0.9 * max(self.zipf) + 0.55 * letters - 12.7
        if self.language != "en":
            return score
        if self.first.endswith(("ed", "ing", "ly")):
            score += 1.9
        if self.often_beside:
            score += _OFTEN_BESIDE
        return score - 0.9 * self.last.endswith(("ed", "ing")) + 0.4 * self.first.endswith("s")

    @property
    def often_beside(self) -> bool:
        """Its two parts often stand side by side in English news: `right thing`."""
        return _often_beside(self.first, self.last)

    @property
    def glued_pair(self) -> bool:
        """Two ordinary words that the language does not make one word of."""
        if self.language in _COMPOUNDING:
            return self.pair_score >= _PAIR_COMPOUNDING and self.first.endswith(_INFLECTED)
        if self.language in _AGGLUTINATING:
            return self.pair_score >= _PAIR_AGGLUTINATED
        return self.pair_score >= (_PAIR if self.language == "en" else _PAIR_ELSEWHERE)

    @property
    def sound_pair(self) -> bool:
        """Its parts are sound, and make no compound; in company that is enough."""
        coined = self.like_one_word and (self.pair_score < _PAIR or self.last in _PERSONS)
        return self.sound and not self.clipped and not coined

    @property
    def single_letter(self) -> bool:
        """A part is a single letter."""
        return any(len(part) == 1 for part in self.parts)

    @property
    def capital_inside(self) -> bool:
        """A part has a capital that it does not begin with, or two behind the first begin with one."""
        inner = any(part[1:] != part[1:].lower() and not part.isupper() for part in self.parts)
        return inner or sum(part[0].isupper() for part in self.parts[1:]) > 1

    @property
    def many_parts(self) -> bool:
        """Four parts and more, several of them function words."""
        if len(self.parts) <= 3 or sum(self.strong) + sum(self.weak) < 2:
            return False
        return any(self.strong) and (
            not self.single_letter or sum(map(len, self.parts)) >= SENTENCE
        )

    @property
    def clear(self) -> bool:
        """A strong function word and one other, or more where the ordinary parts are sound."""
        if self.single_letter and not (self.sound and self.ordinary and "a" in self.parts):
            return False
        if len(self.parts) == 2:
            return True
        return self.sound and (bool(self.ordinary) or sum(self.strong) > 1)

    @property
    def weak_and_ordinary(self) -> bool:
        """Two parts, a weak function word and an ordinary word of some letters."""
        return (
            len(self.parts) == 2
            and sum(self.weak) == 1
            and not any(self.strong)
            and len(self.parts[self.ordinary[0]]) >= _LETTERS
        )

    @property
    def telling_first(self) -> bool:
        """A weak function word that makes no other word with the ordinary one behind it."""
        least = _FAMILIAR if self.first in listed("prefixes") else _SEEN
        return self.weak[0] and self.first in listed("telling") and self.rarest >= least

    @property
    def telling_last(self) -> bool:
        """A weak function word that makes no other word with the ordinary one before it."""
        least = _FAMILIAR if self.last in listed("endings") else _SEEN
        clubby = self.last == "by" and self.first.endswith("b")
        telling = self.weak[1] and self.last in listed("telling") and not clubby
        return telling and self.rarest >= least

    @property
    def article_first(self) -> bool:
        """The article that goes before the familiar word behind it."""
        article = "an" if self.last[0] in "aeiou" else "a"
        return self.first == article and self.rarest >= _FAMILIAR and len(self.last) > _LETTERS

    @property
    def chemical(self) -> bool:
        """Several short parts, one of them no function word: `betamethasone`, `beta met has one`."""
        short = len(self.parts) > 3 and sum(map(len, self.parts)) < SENTENCE
        return short and bool(self.ordinary) and self.last in _CHEMICAL

    @property
    def adverb(self) -> bool:
        """Two words that make an adverb or a noun: `herefrom`, `followthrough`."""
        if len(self.parts) != 2:
            return False
        function = self.weak[1] or self.strong[1]
        adverb = self.first.lower() in _ADVERBS_FIRST and function
        return adverb or (self.last == "through" and self.first in listed("before_through"))

    @property
    def clipped(self) -> bool:
        """A word of dialect that lost its last letter, or has a letter before it: `doorin`,
        `agoing`.
        """
        if len(self.parts) != 2:
            return False
        return self.last == "in" or (self.first == "a" and self.last.endswith("ing"))
