"""Measure how near two units are as wholes: by the Jaccard similarity of their shingles, or by the
containment of the smaller in the larger.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from msgspec import Struct

from copydesk.candidates import Candidates
from copydesk.columns.dtypes import Floats, Ints
from copydesk.rule import Links
from copydesk.similarity.clusters import link
from copydesk.similarity.overlap import same_numbers, shingle_overlap

SHINGLE, SHORT_SHINGLE = 3, 2  # words


class Nearness(Struct, frozen=True):
    """What two units need to match.

    A Jaccard `similarity` of their word triples, or a `containment`; where the shorter unit has
    fewer than `short` words, a `short_similarity` of their word pairs. Besides, `number_share` of
    the numbers of the side that has fewer. No unit contains one of fewer than `least_held` words.
    """

    similarity: float
    containment: float
    short: int
    short_similarity: float
    number_share: float
    least_held: int = 0

    def measure(self, pairs: Candidates) -> tuple[Floats, Ints, Ints]:
        """Return the value of each pair (0 where it does not match), 1 where that is a containment,
        and the words in a shingle; each of shape (pairs,).
        """
        shorter = np.minimum(pairs.size[pairs.first], pairs.size[pairs.second])
        size = np.where(shorter < self.short, SHORT_SHINGLE, SHINGLE)
        jaccard, contained = np.zeros(size.size), np.zeros(size.size)
        for words in (SHORT_SHINGLE, SHINGLE):
            rows = np.flatnonzero(size == words)
            shared = shingle_overlap(pairs.pairs(pairs.first[rows], pairs.second[rows]), words)
            jaccard[rows], contained[rows] = shared.jaccard, shared.containment
        alike = jaccard >= np.where(size == SHORT_SHINGLE, self.short_similarity, self.similarity)
        held = (contained >= self.containment) & (shorter >= self.least_held)
        value = np.where(alike, jaccard, np.where(held, contained, 0.0))
        near = value > 0
        value[near] *= same_numbers(pairs.where(near), self.number_share)
        return value, (held & ~alike).astype(np.int64), size

    def link(
        self,
        candidates: Candidates,
        choose: Callable[[Candidates, Floats], Floats] = lambda _, value: value,
    ) -> Links:
        """Return a link from each unit that nearly equals another to the first of its cluster.

        `choose` gets pairs and their values, shape (pairs,), and returns the values with 0 for
        those that do not match after all. The detail `measure` names what was measured.
        """
        links = link(candidates, lambda pairs: choose(pairs, self.measure(pairs)[0]), equal=False)
        _, held, size = self.measure(candidates.pairs(links.origin, links.copy))
        return replace(links, details={"measure": _named(held, size)})


def _named(held: Ints, size: Ints) -> Sequence[str]:
    names = {(0, n): f"Jaccard of {n}-word shingles" for n in (SHORT_SHINGLE, SHINGLE)}
    names |= {(1, n): f"containment of {n}-word shingles" for n in (SHORT_SHINGLE, SHINGLE)}
    return [names[pair] for pair in zip(held.tolist(), size.tolist(), strict=True)]
