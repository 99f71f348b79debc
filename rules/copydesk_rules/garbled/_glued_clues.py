"""Weigh how a word was cut into parts: which clues say that it was glued together of them.

A weight of 1.2 and more needs no company; words that weigh less count in a block with others.
"""

from __future__ import annotations

from copydesk.language.evidence import Clue, Verdict, strongest
from copydesk_rules.garbled._glued_view import SENTENCE, Cut, listed

_COMMON_ELSEWHERE = 4.3  # Zipf of an ordinary part beside a function word of another language
_FREQUENT = 5.5  # the same behind a function word that begins words
_AFTER_I = 4.5  # the same after a capital I
_PHRASE = 20  # letters of a word that is no name, whatever its first letter

_DOUBTS: tuple[Clue[Cut], ...] = (
    Clue("capital inside a part", 0.0, lambda cut: cut.capital_inside),
    Clue("short parts, as of a drug's name", 0.0, lambda cut: cut.chemical),
    Clue("adverb made of two words", 0.0, lambda cut: cut.adverb),
    Clue(
        "one slip away from a common word",
        0.0,
        lambda cut: cut.slip and len(cut.parts) == 2 and not cut.single_letter and cut.last != "is",
    ),
    Clue("several single letters", 0.0, lambda cut: [*map(len, cut.parts)].count(1) > 1),
)
ENGLISH: tuple[Clue[Cut], ...] = (
    *_DOUBTS,
    Clue(
        "function word that words are not made of",  # `thatthe`, `whathepays`
        2.0,
        lambda cut: any(cut.strong) and cut.clear and not cut.many_parts,
    ),
    Clue("many function words", 1.5, lambda cut: cut.many_parts),
    Clue(
        "function word before a word",  # `ofthings`
        1.5,
        lambda cut: (
            cut.weak_and_ordinary
            and cut.telling_first
            and (cut.first not in listed("prefixes") or cut.rarest >= _FREQUENT)
        ),
    ),
    Clue(
        "function word that begins words, before a word",  # `inhouses`, but `inclosed` too
        0.6,
        lambda cut: cut.weak_and_ordinary and cut.telling_first,
    ),
    Clue(
        "function word after a word",  # `thingsof`
        1.5,
        lambda cut: cut.weak_and_ordinary and cut.telling_last and not cut.clipped,
    ),
    Clue(
        "article before a word",  # `ahouse`
        1.2,
        lambda cut: cut.weak_and_ordinary and cut.weak[0] and cut.article_first and not cut.clipped,
    ),
    Clue(
        "function word among words",  # `partofthings`
        1.5,
        lambda cut: (
            cut.sound
            and not any(cut.strong)
            and not cut.single_letter
            and len(cut.parts) > 2
            and not listed("telling").isdisjoint(cut.parts)
        ),
    ),
    Clue("two common words", 1.3, lambda cut: cut.plain_pair and cut.glued_pair),
    Clue(
        "common words",
        0.5,
        lambda cut: any(cut.strong) or cut.sound_pair,
    ),
)
# Names are made of anything, so a capital asks for sound words behind it, none with a capital.
CAPITAL: tuple[Clue[Cut], ...] = (
    *_DOUBTS,
    Clue(
        "rare, short or capital parts",
        0.0,
        lambda cut: not cut.sound or any(part[0].isupper() for part in cut.parts[1:]),
    ),
    Clue(
        "function word that no name begins with",  # `Thathouse`
        1.5,
        lambda cut: (
            cut.strong[0]
            and len(cut.first) > 2
            and bool(cut.ordinary)
            and cut.first.lower() not in listed("names")
        ),
    ),
    Clue("function word inside", 1.2, lambda cut: len(cut.parts) > 2 and any(cut.strong[1:])),
    Clue("I before a word", 1.2, lambda cut: cut.first == "I" and cut.rarest >= _AFTER_I),
    Clue("function word", 0.5, lambda cut: any(cut.strong) or any(cut.weak)),
    Clue("common words", 0.25, lambda cut: True),
)
# Lists of 40,000 forms do not know all inflections: `pardonnerait` is no `par donner ait`.
OTHER_LANGUAGE: tuple[Clue[Cut], ...] = (
    *_DOUBTS,
    Clue("begins or ends as words do", 0.0, lambda cut: cut.inflected),
    Clue(
        "function word beside a common word",  # `dansmaison`
        1.5,
        lambda cut: (
            len(cut.parts) == 2
            and any(cut.strong)
            and cut.rarest >= _COMMON_ELSEWHERE
            and cut.first.islower()
        ),
    ),
    Clue("two common words", 1.3, lambda cut: cut.plain_pair and cut.glued_pair),
    Clue(
        "function words among words",
        1.3,
        lambda cut: (
            sum(cut.strong) + sum(cut.weak) > 1
            and any(cut.strong)
            and len(cut.parts) > 2
            and sum(map(len, cut.parts)) >= SENTENCE
            and not cut.single_letter
        ),
    ),
)


def weigh(cut: Cut, language: str) -> Verdict:
    """Return how much speaks for a cut of a word of this language, and which clues."""
    if language != "en":
        return strongest(OTHER_LANGUAGE, cut)
    name = cut.first[0].isupper() and sum(map(len, cut.parts)) < _PHRASE
    return strongest(CAPITAL if name else ENGLISH, cut)
