"""Find a paragraph that occurs again, in this file or in another.

Delete the later copy. A paragraph pasted twice is the most common damage of merged takes and
careless scraping, and the hardest to see when the copies are far apart.

Case, white space and punctuation make no difference. Every later copy is marked and names the
first. Short paragraphs say the same thing by chance, so fewer than ten words do not count. Equality
is exact, so there is nothing to measure.

## Bad
    The council will vote on the new tram line in March, and work could begin a year later.

    Opponents say that the costs were never published.

    The council will vote on the new tram line in March, and work could begin a year later.
## Good
    The council will vote on the new tram line in March, and work could begin a year later.

    Opponents say that the costs were never published.
## Misses
Paragraphs of fewer than ten words.
"""

from __future__ import annotations

import numpy as np

from copydesk.candidates import Candidates
from copydesk.columns.batch import Batch
from copydesk.rule import Links, Sketch, corpus_rule
from copydesk.similarity.clusters import repeats_inside
from copydesk.similarity.overlap import equal_words
from copydesk.similarity.sketches import exact_sketch


def paragraphs(batch: Batch, *, min_words: int = 10) -> Sketch:
    """Return a sketch of the blocks of prose of at least `min_words` words."""
    prose = batch.blocks.prose
    return exact_sketch(
        batch, batch.blocks.start[prose], batch.blocks.end[prose], min_words=min_words
    )


@corpus_rule(
    "DUP201",
    "duplicate of the paragraph at {other}",
    sketch=paragraphs,
    yields_to=("DUP101", "DUP102", "BOI", "CAP101"),
    keep_nested=True,
    role="copy",
    unit="paragraph",
)
def duplicate_paragraph(candidates: Candidates) -> Links:
    """Link later copies of a paragraph to the first; exact, so every confidence is 1."""
    candidates = candidates.where(candidates.equal)
    same = np.flatnonzero(equal_words(candidates))
    sure = np.ones(same.size)
    copy, origin = candidates.second[same], candidates.first[same]
    return Links(
        copy, origin, sure, sure, removable=repeats_inside(candidates.document, copy, origin)
    )
