"""Find a sentence that stands again, equal or nearly, also inside a longer paragraph.

Spun and stitched articles repeat a sentence with a word exchanged (`USA` for `US`), or carry one sentence into a paragraph that says
other things around it. Paragraph similarity cannot see that: a sentence buried in a longer paragraph has a Jaccard similarity of 0.35
to 0.46 with it, but the sentences themselves have 0.8 and more. Candidates share a band of a MinHash signature of word pairs and are
verified on the order of their words: twice the common words in order over all words of both.

## Bad
    The province says it needs the dam to protect its farmland against what it sees as careless planning upstream.

    Engineers expect a decision by Friday. The province says it needs the dam to protect its farmland against what it sees as reckless planning upstream.
## Good
    The province says it needs the dam to protect its farmland against what it sees as careless planning upstream.

    Engineers expect a decision by Friday. Farmers upstream fear for their own fields, and have hired a lawyer.
## Misses
    Sentences of fewer than eight words: they repeat by chance.
"""

from __future__ import annotations

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.rule import Candidates, Links, Sketch, corpus_rule
from copydesk.similarity.clusters import best_origin
from copydesk.similarity.overlap import same_numbers, sequence_similarity, shingle_overlap
from copydesk.similarity.sketches import minhash_sketch


def sentence_signatures(batch: Batch, *, min_words: int = 8) -> Sketch:
    """Sketch each sentence by its words and the bands of a signature of its word pairs."""
    return minhash_sketch(batch, batch.sentences.start, batch.sentences.end, min_words=min_words, shingle=2, bands=16, rows=3)


@corpus_rule(
    "DUP203",
    "sentence is {percent} % the same as {other}{changed}",
    sketch=sentence_signatures,
    unless=("DUP101", "DUP201", "DUP202", "CAP101", "BOI101", "BOI102"),
)
def repeated_sentence(candidates: Candidates, *, pair_share: float = 0.5, similarity: float = 0.85, number_share: float = 0.5) -> Links:
    """Link each sentence to the most similar earlier one.

    `pair_share`: Jaccard similarity of word pairs below which a pair is not looked at further: one word exchanged inside a sentence of
    eight leaves 0.56. `similarity`: share of words in common order; 0.85 is one word in seven exchanged.
    """
    shared = shingle_overlap(candidates, 2)
    rows = np.flatnonzero((shared.jaccard >= pair_share) & same_numbers(candidates, number_share))
    ordered = np.ones(rows.size)
    inexact = shared.jaccard[rows] < 1
    ordered[inexact] = sequence_similarity(candidates, rows[inexact])
    rows, ordered = rows[ordered >= similarity], ordered[ordered >= similarity]
    copy, origin = candidates.second[rows], candidates.first[rows]
    kept = best_origin(copy, origin, ordered)
    return Links(copy[kept], origin[kept], ordered[kept], 0.5 + ordered[kept] / 2)
