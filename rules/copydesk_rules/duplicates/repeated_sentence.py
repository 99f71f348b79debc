"""Find a sentence that occurs again, equal or nearly, also inside a longer paragraph.

Delete one of the two. Spun and stitched articles repeat a sentence with a word exchanged (`USA` for
`US`), or carry one sentence into a paragraph that says other things around it.

Paragraph similarity cannot see that: a sentence buried in a longer paragraph has a Jaccard
similarity of 0.35 to 0.46 with it, but the sentences themselves have 0.8 and more. Candidates share
a band of a MinHash signature of word pairs and are verified on the order of their words: twice the
common words in order over all words of both.

## Bad
    The province says it needs the dam to protect its farmland against what it sees as careless planning upstream.

    Engineers expect a decision by Friday, although neither side has met the mediator since March. The province says it needs the dam to protect its farmland against what it sees as reckless planning upstream.
## Good
    The province says it needs the dam to protect its farmland against what it sees as careless planning upstream.

    Engineers expect a decision by Friday. Farmers upstream fear for their own fields, and have hired a lawyer.
## Measured
With near-duplicate-paragraph it finds all of 300 sentences that were planted in another paragraph,
and 289 of 300 with three words changed; 14 of 14 findings read in news were right (2026-11).
## Misses
Sentences of fewer than eight words: they repeat by chance.
"""

from __future__ import annotations

import numpy as np

from copydesk.candidates import Candidates
from copydesk.columns.dtypes import Floats
from copydesk.rule import Links, corpus_rule
from copydesk.similarity.clusters import link
from copydesk.similarity.overlap import (
    equal_words,
    same_numbers,
    sequence_similarity,
    shingle_overlap,
)
from copydesk.similarity.sketches import sentence_sketch


@corpus_rule(
    "DUP203",
    "repeats the sentence at {other} ({percent} %){changed}",
    sketch=sentence_sketch,
    yields_to=(
        "DUP101",
        "DUP102",
        "DUP201",
        "DUP202",
        "DUP204",
        "CAP101",
        "BOI",
        "CTX201",
    ),
    role="copy",
    unit="sentence",
)
def repeated_sentence(
    candidates: Candidates,
    *,
    pair_share: float = 0.5,
    similarity: float = 0.85,
    number_share: float = 0.5,
) -> Links:
    """Link each sentence to the representative of its cluster, the first of it.

    `pair_share`: Jaccard similarity of word pairs below which a pair is not aligned: one word exchanged inside a sentence of eight leaves 0.56. `similarity`: share of words in common
    order; 0.85 is one word in seven exchanged. `number_share`: the share of numbers that two copies
    must have in common.
    """

    def compare(pairs: Candidates) -> Floats:
        one, other = pairs.size[pairs.first], pairs.size[pairs.second]
        # At best all words of the shorter one are in the longer, in order.
        value = np.where(2 * np.minimum(one, other) >= similarity * (one + other), 1.0, 0.0)
        value[value > 0] *= shingle_overlap(pairs.where(value > 0), 2).jaccard >= pair_share
        value[value > 0] *= same_numbers(pairs.where(value > 0), number_share)
        equal = pairs.equal.copy()
        equal[equal] = equal_words(pairs.where(equal))
        measured = (value > 0) & ~equal
        value[measured] = sequence_similarity(pairs.where(measured))
        return np.where(value >= similarity, value, 0.0)

    return link(candidates, compare)
