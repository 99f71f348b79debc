"""Judge a candidate by a table of clues: each a named predicate with a weight and words for it.

A detector narrows millions of words to few candidates with column operations, then asks each
candidate, in plain Python, which clues hold.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, NamedTuple, TypeVar

from msgspec import Struct

C = TypeVar("C")


class Clue(Struct, Generic[C], frozen=True):
    """One reason to believe, or to doubt, that a candidate is a fault.

    `weight`: for `strongest` a confidence in 0..1, and 0 rules the candidate out; for `summed` what
    it adds to the score. `words` say it in a message; the name goes into the evidence.
    """

    name: str
    weight: float
    holds: Callable[[C], bool]
    words: str = ""


class Verdict(NamedTuple):
    """A candidate's confidence or score, and the names and words of the clues that hold."""

    score: float
    clues: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


_NONE = Verdict(0.0)


def strongest(clues: Sequence[Clue[C]], candidate: C) -> Verdict:
    """Return the largest weight of the clues that hold, 0 where none does or one rules it out.

    The strongest clue is named first.
    """
    found = [clue for clue in clues if clue.weight > 0 and clue.holds(candidate)]
    # Most candidates have none, so that what would rule them out need not be asked.
    if not found or any(clue.weight <= 0 and clue.holds(candidate) for clue in clues):
        return _NONE
    if len(found) > 1:
        found.sort(key=lambda clue: -clue.weight)
    return _verdict(found[0].weight, found)


def summed(clues: Sequence[Clue[C]], candidate: C, start: float = 0.0) -> Verdict:
    """Return `start` and the weights of the clues that hold, added up."""
    found = [clue for clue in clues if clue.holds(candidate)]
    return _verdict(start + sum(clue.weight for clue in found), found)


def _verdict(score: float, found: Sequence[Clue[C]]) -> Verdict:
    if len(found) == 1:
        clue = found[0]
        return Verdict(score, (clue.name,), (clue.words,) if clue.words else ())
    words = tuple([clue.words for clue in found if clue.words])
    return Verdict(score, tuple([clue.name for clue in found]), words)
