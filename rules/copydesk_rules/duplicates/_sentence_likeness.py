"""How alike two sentences are: the same words in order, or one held by the other."""

from __future__ import annotations

import numpy as np
from msgspec import Struct

from copydesk.candidates import Candidates
from copydesk.columns.dtypes import Floats
from copydesk.similarity.overlap import (
    equal_words,
    same_numbers,
    sequence_similarity,
    shingle_overlap,
)
from copydesk.similarity.passages import SHINGLE, longest_runs
from copydesk_rules.duplicates._confidence import without_templates


class SentenceLikeness(Struct, frozen=True):
    """Compares pairs of sentences; the thresholds are those of repeated-sentence."""

    pair_share: float
    similarity: float
    number_share: float
    held_words: int
    held_pairs: float
    held_share: float
    passage: int

    def __call__(self, pairs: Candidates) -> Floats:
        """Return how alike each pair is, 0 where it is not; shape (pairs,)."""
        one, other = pairs.size[pairs.first], pairs.size[pairs.second]
        shorter, both = np.minimum(one, other), one + other
        overlap = shingle_overlap(pairs, 2)
        # At best all words of the shorter one are in the longer, in order.
        alike = (2 * shorter >= self.similarity * both) & (overlap.jaccard >= self.pair_share)
        held = (shorter >= self.held_words) & (overlap.containment >= self.held_pairs)
        likely = alike | held
        likely[likely] = same_numbers(pairs.where(likely), self.number_share)
        value = np.zeros(likely.size)
        equal = pairs.equal & likely
        equal[equal] = equal_words(pairs.where(equal))
        value[equal] = 1.0
        measured = likely & ~equal
        value[measured] = sequence_similarity(pairs.where(measured))
        # Twice the common words over all words becomes their share of the shorter one.
        inside = np.where(held, value * both / (2 * shorter), 0.0)
        inside[inside < self.held_share] = 0.0
        some = (inside > 0) & (value < self.similarity)
        runs = longest_runs(pairs.where(some), SHINGLE)
        inside[some] *= runs.words < self.passage
        value = np.where(value >= self.similarity, value, inside)
        return without_templates(pairs, value)
