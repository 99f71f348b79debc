"""Align two runs of words: what was exchanged for what."""

from __future__ import annotations

from typing import NamedTuple


class Exchange(NamedTuple):
    """Words [start, end) of one text, where the other text has its words [other_start, other_end).

    One of the two runs may be empty.
    """

    start: int
    end: int
    other_start: int
    other_end: int

    def within(self, longest: int) -> bool:
        """Return whether both runs have one to `longest` words."""
        one, other = self.end - self.start, self.other_end - self.other_start
        return 0 < one <= longest and 0 < other <= longest


def exchanges(one: list[int], other: list[int]) -> list[Exchange]:
    """Return the fewest edits that turn one list of word hashes into another, in order.

    Edits without an equal word between them are one.
    """
    from rapidfuzz.distance import Levenshtein

    found: list[Exchange] = []
    for step in Levenshtein.opcodes(one, other):
        if step.tag == "equal":
            continue
        if found and found[-1].end == step.src_start and found[-1].other_end == step.dest_start:
            found[-1] = Exchange(
                found[-1].start, step.src_end, found[-1].other_start, step.dest_end
            )
        else:
            found.append(Exchange(step.src_start, step.src_end, step.dest_start, step.dest_end))
    return found
