"""Find words glued together: `thatthe`, `whathepays`, `Ihappen`, whole runs of words without their spaces.

Text that was taken out of a page or a PDF loses spaces, and what is left stands in no index and no dictionary. A word that no frequency
list knows is taken apart into the likeliest common words; it counts when a function word is among them that names, compounds and endings
are not made of (`that`, `his`, `of`), as `dealmaker`, `outraised` and `amorally` are words too. Two plain words (`basicrights`) count in
company only: where a block has other glued words. A word that a document writes so twice is taken for a name. English, French, Spanish,
Italian, Portuguese, Polish and Turkish are read; languages that write compounds in one word are left to `run-together-sentences`.

## Bad
    She told the council thatthe bridge would beclosed for a month, as whathepays for it is notenough.
## Good
    The dealmaker outraised him, said @thebigidea, and TheBlaze quoted a nonwhite caucusgoer who lives amorally: see www.whathepays.com.
## Misses
    Two ordinary words, where nothing else in the block is glued, and parts that are names (`toldAbdullah`).
"""

from __future__ import annotations

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.language.glued import find_glued
from copydesk.rule import Hits, document_rule


@document_rule("GAR103", "words glued together: {words} should read {repair}")
def glued_words(
    batch: Batch, *, min_letters: int = 5, min_weight: float = 1.2, min_company: float = 2.0, min_accompanied: float = 0.5
) -> Hits:
    """Mark each glued word.

    `min_letters`: shorter words are not taken apart. `min_weight`: how much must speak for a cut that stands alone in its block;
    `min_accompanied`: and for one where all cuts of the block weigh `min_company` or more. Weights are set by hand (see
    `copydesk.language.glued`), on 40 MB of news and the clean sentences of the development set, 2026-11.
    """
    found = find_glued(batch, min_letters)
    if not found:
        return Hits.none()
    rows, weight = np.array([word.row for word in found]), np.array([word.weight for word in found])
    block = np.searchsorted(batch.blocks.start, batch.words.start[rows], side="right")
    total = np.bincount(block, weight)[block] * (np.bincount(block, weight >= min_weight)[block] > 0)
    kept = np.flatnonzero((weight >= min_weight) | (weight >= min_accompanied) & (total >= min_company))
    start, end = batch.words.start[rows[kept]], batch.words.end[rows[kept]]
    confidence = np.where((weight[kept] >= 2) | (total[kept] >= 3), 0.93, 0.8)
    glued = [batch.slice(a, b) for a, b in zip(start.tolist(), end.tolist(), strict=True)]
    return Hits.at(start, end, confidence=confidence, words=glued, repair=[" ".join(found[row].parts) for row in kept.tolist()])
