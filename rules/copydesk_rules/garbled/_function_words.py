"""Function words, by language, as they are found glued to their neighbours."""

from __future__ import annotations

import functools

from copydesk.columns.hashing import hash_vocabulary
from copydesk.columns.lookup import Lookup

# By language: function words that are no part of names, compounds or endings (`in`, `on`, `over`,
# `out`, `no`, `can` are parts of many),
# and others, which count where more speaks for them. Languages that write compounds in one word are
# left out.
STRONG: dict[str, str] = {
    "en": "the and that was were with from his her their they this these those have has had would could should not you who which but "
    "than them him its our your been when what where there about because into does did if it's doesn't don't didn't she other "
    "before between through will also",
    "fr": "les dans pour par sur avec qui est ont sont mais être pas cette leur nous vous elle",
    "es": "los las del que para una pero como sus más está han son muy entre cuando sobre porque",
    "it": "della delle degli che per una sono nel nella dal dalla alla questo anche più come",
    "pt": "dos das que para uma por não mais pelo pela está são foi como mas seu sua ele ela",
    "pl": "jest się przez oraz dla ale były było został tego",
    "tr": "için bir ile olarak daha çok olan kadar gibi sonra",
    "de": "und nicht sich auch wird sind einen oder dass haben wurde",
    "nl": "het een niet wordt werd deze maar ook zijn",
    "sv": "och att inte som är har skulle denna eller",
    "cs": "jako jsou také nebo které která který bylo",
}
WEAK: dict[str, str] = {
    "en": "of to is are it he we as at be or in on for by an a i do my no so up out over one all more just now then can may might "
    "must only after",
    "fr": "le la de du un et à au en ce se son sa il je",
    "es": "el la de y en un se lo su no es al con",
    "it": "il la di un e in si è non al ha con",
    "pt": "o a de do da um e em se no na os as é com",
    "pl": "w z i na do od po to za że nie",
    "tr": "ve bu da de ne",
    "de": "mit von für der die das den zu im in",
    "nl": "van de in met op te voor dat",
    "sv": "på för med av till från i en det den",
    "cs": "na v z s do ve o i a",
}
TELLING = frozenset(
    "after of to is it are he we at by for as on in".split()
)  # weak words with which one ordinary word makes no third
ENDINGS = frozenset("is by as he in".split())  # ... nor after it: `parentis`, `clubby`
NAMED = frozenset("And Her Did".split())  # names begin so too: `Andreadis`
PREFIXES = frozenset(
    "after in on for by as at".split()
)  # but not before it: `inlaying`, `forsworn`
# Pairs of function words that long frequency lists hold, as the web is full of them; none is a word
# or a name of its own.
_PAIRS = {
    first + second: (first, second)
    for first, seconds in {
        "of": "the this these his our their",
        "in": "the this his our their which",
        "to": "the this have his their be",
        "on": "the this his",
        "and": "the that",
        "for": "the this his",
        "at": "the",
        "is": "the not",
        "by": "the",
        "with": "the his",
        "from": "the",
        "as": "the",
        "that": "the he is",
        "it": "is was",
        "he": "was is",
        "she": "was is",
        "which": "is was",
        "there": "is",
        "have": "been",
        "has": "been",
    }.items()
    for second in seconds.split()
}


@functools.cache
def function_words(language: str) -> tuple[Lookup, Lookup]:
    """Return the strong and the weak function words of a language."""
    return Lookup.of(STRONG[language].split()), Lookup.of(WEAK[language].split())


@functools.cache
def listed_pairs() -> tuple[Lookup, dict[int, tuple[str, str]]]:
    """Return the hashes of glued pairs that English lists hold, and the two words of each hash."""
    hashes = hash_vocabulary(tuple(_PAIRS))
    return Lookup(hashes), dict(zip(hashes.tolist(), _PAIRS.values(), strict=True))
