"""Find a paragraph in which the site asks for money, a subscription or loyalty.

Fund-raising and subscription appeals are well-formed prose: every filter on punctuation, length or
function words keeps them, and C4's line rule keeps all four paragraphs of one and drops parts of
the article around it. They stand between the title and the first sentence, or after the last. A
block scores two points for each thing asked (`your donation helps`, `subscribe today`), one for
each thing pleaded with (`quality journalism`, `cancel anytime`), one for speaking of `us` to `you`;
`said` costs two, and a block with quotation marks is none. The phrases are what such paragraphs
share across publishers in English, German, French, Spanish, Italian, Dutch and Portuguese. Of 30
findings read in 40 MB of news 28 were right; the score of scraped pages counts it with site-widget
(both 2026-11).

## Bad
    The reservoir fell to its lowest level since records began, the water company said on Monday.

    Your support helps us to send reporters where the story is, and we are grateful for every contribution.

    Farmers in the valley have been told to irrigate at night only until the rains come back.
## Good
    The reservoir fell to its lowest level since records began, the water company said on Monday.

    The museum says a donation of two million will keep its reading room open until the end of the decade.

    Farmers in the valley have been told to irrigate at night only until the rains come back.
## Misses
    An appeal that stands alone and pleads without any of the phrases; an appeal of a charity or a party inside an article that quotes it.
"""

from __future__ import annotations

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.fixes import FixColumns
from copydesk.rule import Hits, document_rule
from copydesk_rules.page._boilerplate import quoted, runs
from copydesk_rules.page._boilerplate_appeals import appeal_scores, appeals

_CONFIDENCE = (0.8, 0.05, 0.97)  # at the least points; for each point more; at most


@document_rule(
    "BOI102",
    "appeal of the site: {what}",
    yields_to=("BOI101",),
    role="boilerplate",
    unit="paragraph",
)
def appeal(batch: Batch, *, points: float = 3.0, beside: float = 2.0) -> Hits:
    """Mark each run of blocks that plead.

    `points` where they stand alone, `beside` within two blocks of one that does.

    A block or two between them belongs to the appeal if it speaks of `us` or to `you` as well.
    """
    first, last = runs(batch, appeals(batch, points, beside))
    if not first.size:
        return Hits.none()
    scores = batch.derive(appeal_scores)
    best = np.array(
        [scores[a : b + 1].max() for a, b in zip(first.tolist(), last.tolist(), strict=True)]
    )
    base, step, most = _CONFIDENCE
    confidence = np.minimum(base + step * (best - points), most)
    start, end = batch.blocks.start[first], batch.blocks.end[last]
    return Hits.at(
        start,
        end,
        confidence=confidence,
        fix=FixColumns.removing(start, end),
        what=quoted(batch, first, last),
    )
