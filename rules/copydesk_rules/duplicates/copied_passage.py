"""Find a passage that occurs word for word in another paragraph with other text around it.

Delete the passage on one side (the fix, which is unsafe, deletes its whole sentences where both
sides are in one document), or quote it with its source: stitched articles lift two or three
lines out of an agency report and write a new beginning and a new end.

Neither the paragraphs nor the sentences need be alike, but a run of 25 words does not arise twice
by chance. Candidates meet by winnowed fingerprints of eight-word runs, which no shared run of 25
words escapes, and the run is then found exactly; the finding covers just the passage, on both
sides.

## Bad
    Officials had little to say. The inspectors found rust in all four of the cables that hold the western span and told the council that no lorry should cross it before they have been replaced with new ones, which may take years.

    Traders are worried by reports that inspectors found rust in all four of the cables that hold the western span and told the council that no lorry should cross it before they have been replaced with stronger steel, at whatever price.
## Good
    The inspectors found rust in all four of the cables that hold the western span.

    Traders are worried by reports of rust in all four of the cables that hold the western span.
## Measured
12 of 12 findings read in news were right (2026-11).
## Misses
Passages of fewer than 25 words, and those with a word changed every few words.
"""

from __future__ import annotations

import numpy as np

from copydesk.candidates import Candidates
from copydesk.columns.dtypes import Mask
from copydesk.columns.ragged import heads
from copydesk.rule import Links, Size, corpus_rule
from copydesk.similarity.overlap import shingle_overlap
from copydesk.similarity.passages import SHINGLE, longest_runs
from copydesk_rules.duplicates._confidence import REPEATING, of_equal_paragraphs
from copydesk_rules.duplicates._differences import unit_bits
from copydesk_rules.duplicates._units import similar_paragraphs


@corpus_rule(
    "DUP204",
    "{words} consecutive words also at {other}",
    sketch=similar_paragraphs,
    yields_to=("DUP101", "DUP102", "DUP201", "DUP202", "DUP203", "CAP101", "BOI101", "BOI102"),
    role="copy",
    unit="passage",
    fix="display",
    told_once_in=REPEATING,
)
def copied_passage(candidates: Candidates, *, passage: Size = 25) -> Links:
    """Link each paragraph to the one with which it shares the longest run of words; the confidence
    rises with the bits of the run.

    `passage`: words of the shortest run. The default is half of the 50 tokens from which copies are
    cut out of training text (Lee et al. 2022): a copy that is only shown may be shorter.
    """
    size = min(SHINGLE, passage)

    def sharing(pairs: Candidates) -> Mask:
        likely = ~pairs.equal
        shared = shingle_overlap(pairs.where(likely), size).shared
        likely[likely] = shared > passage - size
        return likely

    apart = candidates.filtered(sharing)
    origin_at, copy_at, length = longest_runs(apart, size)
    rows = np.flatnonzero(length >= passage)
    order = rows[np.lexsort((apart.first[rows], -length[rows], apart.second[rows]))]
    kept = order[heads(apart.second[order])]
    there, here, copy = origin_at[kept], copy_at[kept], apart.second[kept]
    # A passage has its share of the bits of its paragraph.
    bits = np.array(unit_bits(apart, copy)) * length[kept] / apart.size[copy]
    return Links(
        copy,
        apart.first[kept],
        np.ones(kept.size),
        of_equal_paragraphs(bits),
        {"words": length[kept].tolist()},
        copy_words=(here, here + length[kept]),
        origin_words=(there, there + length[kept]),
        removable=apart.document[copy] == apart.document[apart.first[kept]],
    )
