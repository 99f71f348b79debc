"""Find a paragraph that stands again with a few words changed, or inside a longer one.

Corrected takes, rewrites and merged feeds leave two versions of a paragraph, and readers meet both. Candidates come from MinHash
signatures (128 `affine32` permutations of 3-word shingles, 32 bands of 4 rows: a pair of similarity 0.6 is met with probability
0.99) and each is verified exactly on its words: the Jaccard similarity of the shingles, or the share of the shorter paragraph that the
longer one holds. Paragraphs that differ in most of their numbers are formula text, no copies.

## Bad
    The ferry to Sandholm will run twice a day from May, the company said, because demand has doubled since the bridge closed.

    Islanders had asked for it.

    The ferry to Sandholm will run three times a day from May, the company said, because demand has doubled since the bridge closed.
## Good
    The ferry to Sandholm will run twice a day from May, the company said, because demand has doubled since the bridge closed.

    Islanders had asked for it since the winter storms, when the harbour froze and the post came by sledge.
## Misses
    Paragraphs of fewer than twelve words, and rewrites that keep less than six tenths of the three-word runs.
"""

from __future__ import annotations

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.rule import Candidates, Links, Sketch, corpus_rule
from copydesk.similarity.clusters import best_origin
from copydesk.similarity.overlap import same_numbers, shingle_overlap
from copydesk.similarity.sketches import minhash_sketch


def paragraph_signatures(batch: Batch, *, min_words: int = 12, shingle: int = 3) -> Sketch:
    """Sketch each block of prose by its words and the bands of its signature."""
    prose = batch.blocks.prose
    start, end = batch.blocks.start[prose], batch.blocks.end[prose]
    return minhash_sketch(batch, start, end, min_words=min_words, shingle=shingle, bands=32, rows=4)


@corpus_rule(
    "DUP202",
    "paragraph is {percent} % the same as {other} ({measure}){changed}",
    sketch=paragraph_signatures,
    unless=("DUP101", "DUP201", "CAP101"),
)
def near_duplicate_paragraph(
    candidates: Candidates, *, shingle: int = 3, similarity: float = 0.6, containment: float = 0.85, number_share: float = 0.5
) -> Links:
    """Link each paragraph to the most similar earlier one, verified; equal ones are left to duplicate-paragraph.

    `number_share`: the share of numbers that two copies must have in common; below it a pair is formula text (half of the Reuters
    paragraph pairs of Jaccard similarity 0.5 to 0.75 are).
    """
    shared = shingle_overlap(candidates, shingle)
    near = (shared.jaccard >= similarity) | (shared.containment >= containment)
    rows = np.flatnonzero(near & (shared.jaccard < 1) & same_numbers(candidates, number_share))
    by_jaccard = shared.jaccard[rows] >= similarity
    measured = np.where(by_jaccard, shared.jaccard[rows], shared.containment[rows])
    copy, origin = candidates.second[rows], candidates.first[rows]
    kept = best_origin(copy, origin, measured)
    measures = np.where(by_jaccard[kept], f"Jaccard of {shingle}-word shingles", f"containment of {shingle}-word shingles")
    return Links(copy[kept], origin[kept], measured[kept], 0.5 + measured[kept] / 2, {"measure": measures.tolist()})
