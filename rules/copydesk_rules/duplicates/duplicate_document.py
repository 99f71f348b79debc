"""Find a document whose text occurs again in another document.

Keep one of the two: `copydesk dedupe` does that for a whole corpus. A copy of an article counts
twice in every statistic, leaks from training into test sets, and pushes other answers out of a
retrieval result.

Texts are compared after folding: letter case, white space, punctuation, Unicode forms and soft
hyphens make no difference, words do. The copy that comes later in the order of paths is marked.
Equality is exact, so there is nothing to measure.

## Bad
    --- harbour-copy.txt ---
    The harbour of Kelling was closed on Monday after a crane fell into the main channel.
    Divers found no one hurt.
    --- harbour.txt ---
    The harbour of Kelling was closed on Monday after a crane fell into the main channel.
    Divers found no one hurt.
## Good
    --- bridge.txt ---
    The bridge at Orme reopened on Friday, two weeks after a barge struck its second pier.
    --- harbour.txt ---
    The harbour of Kelling was closed on Monday after a crane fell into the main channel.
## Misses
Copies with a word more or less: those are near-duplicates (DUP102).
"""

from __future__ import annotations

import numpy as np

from copydesk.candidates import Candidates
from copydesk.columns.batch import Batch
from copydesk.rule import Count, Links, Sketch, corpus_rule
from copydesk.similarity.overlap import equal_words
from copydesk.similarity.sketches import exact_sketch


def whole_documents(batch: Batch, *, min_words: Count = 10) -> Sketch:
    """Return a sketch of the documents of at least `min_words` words."""
    return exact_sketch(batch, batch.document_start, batch.document_end, min_words=min_words)


@corpus_rule(
    "DUP101",
    "duplicate of the document at {other}",
    sketch=whole_documents,
    role="copy",
    unit="document",
)
def duplicate_document(candidates: Candidates) -> Links:
    """Link each document to the first one with the same words; exact, so confidence is 1."""
    candidates = candidates.where(candidates.equal)
    same = np.flatnonzero(equal_words(candidates))
    sure = np.ones(same.size)
    return Links(candidates.second[same], candidates.first[same], sure, sure)
