"""Find a paragraph in which the site asks for money, a subscription or loyalty.

Remove it, by hand or with `copydesk fix`; it comes between the title and the first sentence, or
after the last. Fund-raising and subscription appeals are well-formed prose: every filter on
punctuation, length or function words keeps them, and C4's line rule keeps all four paragraphs of
one and drops parts of the article around it.

A block scores two points for each thing asked (`your donation helps`, `subscribe today`), one for
each thing pleaded with (`quality journalism`, `cancel anytime`), one for speaking of `us` to `you`;
`said` costs two, and a block with quotation marks is none. The phrases are what such paragraphs
share across publishers in English, German, French, Spanish, Italian, Dutch and Portuguese; the
finding's evidence lists those it met.

## Bad
    The reservoir fell to its lowest level since records began, the water company said on Monday.

    Your support helps us to send reporters where the story is, and we are grateful for every contribution.

    Farmers in the valley have been told to irrigate at night only until the rains come back.
## Good
    The reservoir fell to its lowest level since records began, the water company said on Monday.

    The museum says a donation of two million will keep its reading room open until the end of the decade.

    Farmers in the valley have been told to irrigate at night only until the rains come back.
## Measured
Of 30 findings read in 40 MB of news 28 were right (2026-11). The figures for scraped pages count it
with site-widget.
In blogs, reviews and manuals, where authors speak of themselves to readers, its confidence is
lower by two fifths: of four findings read there none was right.
## Misses
A lone appeal that pleads without any of the phrases; an appeal of a charity or a party
inside an article that quotes it.
"""

from __future__ import annotations

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.columns.document_kinds import DocumentKind
from copydesk.fixes import FixColumns
from copydesk.language.kinds import kinds_of
from copydesk.rule import Hits, Score, document_rule
from copydesk_rules.page._appeals import appeals, pleas
from copydesk_rules.page._blocks import quoted, unbroken

_LEAST, _EACH, _MOST = 0.8, 0.05, 0.97  # confidence at the least points; for each more; at most
_ELSEWHERE = 0.6  # of that where authors speak of themselves to readers: blogs, reviews, manuals
_WITH_APPEALS = frozenset((DocumentKind.ARTICLE, DocumentKind.PAGE, DocumentKind.UNCLEAR))


@document_rule(
    "BOI102",
    "appeal of the site: {what}",
    yields_to=("BOI101",),
    role="boilerplate",
    unit="paragraph",
)
def appeal(batch: Batch, *, points: Score = 3.0, beside: Score = 2.0) -> Hits:
    """Mark each run of blocks that plead.

    `points` for a lone block, `beside` within two blocks of one that does. A block or two
    between them belongs to the appeal if it speaks of `us` or to `you` as well.
    """
    first, last = unbroken(batch, appeals(batch, points, beside))
    if not first.size:
        return Hits.none()
    found = batch.derive(pleas)
    runs = [
        [found[row] for row in range(begin, end + 1) if row in found]
        for begin, end in zip(first.tolist(), last.tolist(), strict=True)
    ]
    best = np.array([max(verdict.score for verdict in run) for run in runs])
    start, end = batch.blocks.start[first], batch.blocks.end[last]
    home = batch.derive(kinds_of).among(_WITH_APPEALS)[batch.blocks.document_of[first]]
    sure = np.minimum(_LEAST + _EACH * (best - points), _MOST)
    return Hits.at(
        start,
        end,
        confidence=np.where(home, sure, _ELSEWHERE * sure),
        fix=FixColumns.removing(start, end),
        what=quoted(batch, first, last),
        clues=[
            list(dict.fromkeys(name for verdict in run for name in verdict.clues)) for run in runs
        ],
    )
