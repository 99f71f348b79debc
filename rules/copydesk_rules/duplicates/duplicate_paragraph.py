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
from copydesk.rule import Links, corpus_rule
from copydesk.similarity.clusters import repeats_inside
from copydesk.similarity.overlap import equal_words
from copydesk_rules.duplicates._confidence import of_equal_paragraphs
from copydesk_rules.duplicates._differences import unit_bits
from copydesk_rules.duplicates._units import equal_paragraphs


@corpus_rule(
    "DUP201",
    "duplicate of the paragraph at {other}",
    sketch=equal_paragraphs,
    yields_to=("DUP101", "DUP102", "BOI", "CAP101"),
    keep_nested=True,
    role="copy",
    unit="paragraph",
)
def duplicate_paragraph(candidates: Candidates) -> Links:
    """Link later copies of a paragraph to the first; the confidence rises with its bits."""
    candidates = candidates.where(candidates.equal)
    same = np.flatnonzero(equal_words(candidates))
    copy, origin = candidates.second[same], candidates.first[same]
    sure = of_equal_paragraphs(unit_bits(candidates, copy))
    return Links(
        copy,
        origin,
        np.ones(same.size),
        sure,
        removable=repeats_inside(candidates.document, copy, origin),
    )
