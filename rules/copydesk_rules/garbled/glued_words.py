"""Find words glued together: `thatthe`, `whathepays`, `Ihappen`,
whole runs of words without their spaces.

Text that was taken out of a page or a PDF loses spaces, and what is left stands in no index and no
dictionary. A word that no frequency list knows is taken apart into the likeliest common words; it
counts when a function word is among them that names, compounds and endings are not made of (`that`,
`his`, `of`), as `dealmaker`, `outraised` and `amorally` are words too. Two plain words
(`basicrights`) count in company only: where a block has other glued words. A word that a document
writes so twice is taken for a name. English, French, Spanish, Italian, Portuguese, Polish and
Turkish are read; German, Dutch, Swedish and Czech, where words are long by nature, in company only.
In all languages with a word list two words with a comma and no space between them count too.

Measured in 2026-11: 0.63 of the glued sentences of the development set (0.68 with the other rules),
0.15 % of its clean sentences; of 30 random findings in 40 MB of news (one in 83 articles) 28 were
right.

## Bad
    She told the council thatthe bridge would beclosed for a month, as whathepays for it is notenough.
## Good
    The dealmaker outraised him by a million, said @thebigidea on Monday: see www.whathepays.com. TheBlaze said that he lives amorally.
## Misses
    Two ordinary words, where nothing else in the block is glued, and parts that are names (`toldAbdullah`).
"""

from __future__ import annotations

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.rule import Hits, document_rule
from copydesk_rules.garbled._glued import find_glued
from copydesk_rules.garbled._glued_marks import find_glued_marks

_AT_COMMA = 0.85  # confidence


@document_rule("GAR103", "words glued together: {words} should read {repair}")
def glued_words(
    batch: Batch,
    *,
    min_letters: int = 5,
    min_weight: float = 1.2,
    min_company: float = 1.3,
    min_accompanied: float = 1.0,
    min_zipf: float = 3.5,
) -> Hits:
    """Mark each glued word, and two words with a comma and no space between them.

    `min_letters`: shorter words are not taken apart. `min_weight`: how much must speak for a cut
    that stands alone in its block; `min_company`: and for all cuts of a block together, where one
    weighs `min_accompanied`. `min_zipf`: how common the words at a comma must be. All are set by
    hand on news and the clean sentences of the development set, 2026-11.
    """
    left, right = find_glued_marks(batch, min_zipf)
    at = zip(batch.words.start[left].tolist(), batch.words.end[right].tolist(), strict=True)
    spans = [
        (a, b, _AT_COMMA, batch.slice(a, b).replace(",", ", ").replace(";", "; ")) for a, b in at
    ]
    spans += _words(batch, min_letters, min_weight, min_company, min_accompanied)
    if not spans:
        return Hits.none()
    start, end, sure, repair = zip(*sorted(spans), strict=True)
    glued = [batch.slice(a, b) for a, b in zip(start, end, strict=True)]
    return Hits.at(start, end, confidence=sure, words=glued, repair=repair)


def _words(
    batch: Batch, min_letters: int, min_weight: float, min_company: float, min_accompanied: float
) -> list[tuple[int, int, float, str]]:
    """Return start, end, confidence and repair of each glued word."""
    found = find_glued(batch, min_letters)
    if not found:
        return []
    rows, weight = np.array([word.row for word in found]), np.array([word.weight for word in found])
    block = np.searchsorted(batch.blocks.start, batch.words.start[rows], side="right")
    total = np.bincount(block, weight)[block] * (
        np.bincount(block, weight >= min_accompanied)[block] > 0
    )
    kept = np.flatnonzero((weight >= min_weight) | (total >= min_company))
    sure = np.where((weight[kept] >= 2) | (total[kept] >= 3), 0.93, 0.8)
    start, end = batch.words.start[rows[kept]].tolist(), batch.words.end[rows[kept]].tolist()
    return [
        (a, b, s, " ".join(found[row].parts))
        for a, b, s, row in zip(start, end, sure.tolist(), kept.tolist(), strict=True)
    ]
