"""Find an article with the title of another one.

Readers search the archive by title. Two articles with one title are two versions of one story, or
one of them was filed under the other's title: merge them, or correct the title.

## Bad
    --- monday.txt ---
    Ferry back in service

    The boat left Sandholm at seven with forty passengers and the post of three weeks.
    --- friday.txt ---
    Ferry back in service!

    A new engine had come by rail, and two fitters worked on it through the night.
## Good
    --- monday.txt ---
    Ferry back in service

    The boat left Sandholm at seven with forty passengers and the post of three weeks.
    --- friday.txt ---
    Ferry has a new engine

    It had come by rail, and two fitters worked on it through the night.
## Misses

Titles that differ in a word.
"""

from __future__ import annotations

import numpy as np

from copydesk.candidates import Candidates
from copydesk.columns.batch import Batch
from copydesk.rule import Links, Sketch, corpus_rule
from copydesk.similarity.overlap import equal_words
from copydesk.similarity.sketches import exact_sketch


def titles(batch: Batch, *, min_words: int = 3) -> Sketch:
    """Sketch the first block of each document.

    Units with the same words match, in any file.
    """
    _, first = np.unique(batch.blocks.document_of, return_index=True)
    return exact_sketch(
        batch, batch.blocks.start[first], batch.blocks.end[first], min_words=min_words
    )


@corpus_rule("HOUSE201", "the same title as {other}", sketch=titles, yields_to=("DUP101", "DUP102"))
def repeated_title(candidates: Candidates) -> Links:
    """Link each later title to the first one with the same words.

    It compares the words, not only their hashes, so every confidence is 1.
    """
    candidates = candidates.where(candidates.equal)
    same = np.flatnonzero(equal_words(candidates))
    certain = np.ones(same.size)
    return Links(candidates.second[same], candidates.first[same], certain, certain)
