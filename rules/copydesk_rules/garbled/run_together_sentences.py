"""Find two sentences without a space between them: the seam where a scraper joined two elements.

Text taken out of HTML loses the break between two elements, and the last word of one is glued to
the first word of the next: `visit againSign up`, `he said.The mayor`. The glued word is in no
index, and no sentence splitter finds the seam. A seam is a small letter, an end mark, a bracket or
a quotation mark directly before a capital. Product names and code look the same, so the words on
both sides must be known words that end and begin sentences, or a name repeated just before (`Jane
Roe Jane RoeMore`), and the whole no known one. Lists of other languages than English are short:
there one side may be unknown, if the other is a common word, between small words. Of 70 findings
read in news 68 were right; of the labelled seams of the development set 0.86 (sentences joined) and
0.98 (widgets glued into a sentence) are found, by all rules together (2026-11).

## Bad
    You can change this in your settingsPlease read our terms before you sign up.
## Good
    The new iPhone app from LinkedIn runs on macOS, says JavaScript author J.D. McAllister (e.g.The Verge or Yahoo!News readers).
## Misses
    Seams between a name and an ordinary noun (`KrakowTickets`), where a brand could be meant, and those without a capital.
    In documents about code, seams that only their letters tell: `originalColumn`.
"""

from __future__ import annotations

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.language.technical import manuals
from copydesk.rule import Hits, document_rule
from copydesk_rules.garbled._seams import find_seams

_NAME = 0.75  # up to this confidence a seam is one of its letters alone, as names in code have them


@document_rule("GAR102", "no space between {left} and {right}: sentences run together")
def run_together_sentences(
    batch: Batch, *, left_zipf: float = 3.0, right_zipf: float = 2.7, min_confidence: float = 0.7
) -> Hits:
    """Mark the words on both sides of each seam.

    `left_zipf`, `right_zipf`: how common (Zipf scale) the word before and the word after must be in
    the document's language where the seam is not proved otherwise. `min_confidence`: seams judged
    less sure than this are not reported.
    """
    seams = find_seams(batch, left_zipf, right_zipf)
    kept = np.flatnonzero((seams.confidence >= min_confidence) & _in_prose(batch, seams.start))
    document = np.searchsorted(batch.document_start, seams.start[kept], side="right") - 1
    kept = kept[~batch.derive(manuals).take(document) | (seams.confidence[kept] > _NAME)]
    start, end, at = seams.start[kept], seams.end[kept], seams.at[kept]
    left = [batch.slice(a, b) for a, b in zip(start.tolist(), at.tolist(), strict=True)]
    right = [batch.slice(a, b) for a, b in zip(at.tolist(), end.tolist(), strict=True)]
    return Hits.at(start, end, confidence=seams.confidence[kept], left=left, right=right)


def _in_prose(batch: Batch, start: np.ndarray) -> np.ndarray:
    row = np.searchsorted(batch.blocks.start, start, side="right") - 1
    return (row >= 0) & batch.blocks.prose.take(row)
