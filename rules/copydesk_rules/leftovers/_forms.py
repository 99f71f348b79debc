"""Find forms of leftovers: each a pattern that begins with a rare character, with words for it."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from copydesk.columns import characters as ch
from copydesk.columns.batch import Batch
from copydesk.columns.document_kinds import DocumentKind
from copydesk.columns.dtypes import Ints
from copydesk.language.kinds import kinds_of
from copydesk_rules.leftovers._mentions import Mentions, mentions
from copydesk_rules.leftovers._signs import signs

_PRICES = {"%", "$", "#"}
_PRICE_CODES = [ord(c) for c in sorted(_PRICES)]
_RUN = 4  # equal brackets that are no beginning of anything
_OPENERS = tuple(map(ord, "[({"))
_BRACKETED = [ord(c) for c in "+(T0123456789"]  # what forms have behind a round bracket


class Place(NamedTuple):
    """One leftover: offsets, what to call it, how sure it is, which form it has."""

    start: int
    end: int
    words: str
    confidence: float


class Candidate(NamedTuple):
    """A match of a form, and where it lies."""

    batch: Batch
    match: re.Match[str]
    block: int  # of prose
    mentions: Mentions

    @property
    def line(self) -> str:
        """The line that the match begins in."""
        return self.batch.text[self.line_start : self.line_end]

    @property
    def line_start(self) -> int:
        """Where its line begins."""
        _, start, _ = self.mentions.document(self.match.start())
        return max(self.batch.text.rfind("\n", start, self.match.start()) + 1, start)

    @property
    def line_end(self) -> int:
        """Where its line ends."""
        _, _, end = self.mentions.document(self.match.start())
        found = self.batch.text.find("\n", self.match.start(), end)
        return end if found < 0 else found

    @property
    def alone(self) -> bool:
        """Whether nothing but signs is beside it on its line."""
        before = self.batch.text[self.line_start : self.match.start()]
        after = self.batch.text[self.match.end() : self.line_end]
        return not any(map(str.isalnum, before + after))

    @property
    def has_layout(self) -> bool:
        """Whether its format declares blocks, as Markdown and HTML do."""
        number, _, _ = self.mentions.document(self.match.start())
        return self.batch.texts[number].layout is not None

    @property
    def in_manual(self) -> bool:
        """Whether its document is a manual by its form."""
        number, _, _ = self.mentions.document(self.match.start())
        return int(self.batch.derive(kinds_of).kind[number]) == DocumentKind.REFERENCE


@dataclass(frozen=True, slots=True)
class Form:
    """One form of leftover: the characters it begins with, its pattern as it is written, and what
    judges a match.

    `confidence`: a number, or a function of the candidate that returns one, 0 where it is none.
    `topic`: a list of words that make it an example where they are near; without one, all talk of
    code and templates near it does, and a document about code.
    """

    name: str
    first: str
    written: str
    confidence: float | Callable[[Candidate], float] = 0.9
    flags: int = 0
    topic: str = ""

    @property
    def pattern(self) -> re.Pattern[str]:
        """The pattern, compiled when a text first needs it."""
        return _compiled(self.written, self.flags)


@functools.cache
def _compiled(written: str, flags: int) -> re.Pattern[str]:
    return re.compile(written, flags)


def find_forms(batch: Batch, forms: Sequence[Form]) -> list[Place]:
    """Return the leftovers of these forms in the prose of a batch, in order.

    Of several at one place the first in the table counts; those that the text only speaks of do
    not.
    """
    found: list[Place] = []
    reached = -1
    for at, some in _candidates(batch, forms):
        if at < reached:
            continue
        for each in some:
            place = _judged(batch, each, at)
            if place:
                found.append(place)
                reached = place.end
                break
    return found


def _candidates(batch: Batch, forms: Sequence[Form]) -> Iterator[tuple[int, list[Form]]]:
    """Yield the offset of each character that forms begin with, and these forms."""
    table = batch.derive(signs)
    starting: dict[str, list[Form]] = {}
    for each in forms:
        for character in each.first:
            starting.setdefault(character, []).append(each)
    places: Ints = table.of("".join(starting))
    following = batch.classes.take(places + 1, mode="clip")
    likely = following < ch.SPACE
    code = batch.codes.take(places)
    likely |= code == ord("{")  # `{{ name }}` has its name behind a space
    if _PRICES & starting.keys():  # and `5 %`, `$5` are many
        likely &= (following != ch.DIGIT) | ~np.isin(code, _PRICE_CODES)
    if "(" in starting:  # and most brackets are round
        second = np.isin(batch.codes.take(places + 1, mode="clip"), _BRACKETED)
        likely &= second | (code != ord("("))
    # In a run of brackets, `[[[[`, every place would be tried.
    run = np.isin(code, _OPENERS)
    for step in range(1, _RUN):
        run &= batch.codes.take(places + step, mode="clip") == code
    likely &= ~run
    text, places = batch.text, places[likely]
    for at in places[batch.derive(mentions).in_prose(places)].tolist():
        yield at, starting[text[at]]


def _judged(batch: Batch, each: Form, at: int) -> Place | None:
    match = each.pattern.match(batch.text, at)
    if not match or not match.end() > match.start():
        return None
    about = batch.derive(mentions)
    block = about.prose_block(at)
    _, _, end = about.document(at)
    if block < 0 or match.end() > end:
        return None
    candidate = Candidate(batch, match, block, about)
    confidence = (
        each.confidence if isinstance(each.confidence, float) else each.confidence(candidate)
    )
    if not confidence or about.quoted(match.start(), match.end()):
        return None
    if each.topic:
        if about.speaks_of(each.topic, match.start(), match.end()):
            return None
    elif about.spoken_of(match.start(), match.end()):
        return None
    return Place(match.start(), match.end(), each.name, confidence)
