"""Find a document that C4's filter drops because a curly bracket stands in it.

C4 drops a page with `{`, since it stands in code and hardly ever in text (Raffel et al. 2020, arXiv
1910.10683, section 2.2). As in its code, only lines that the earlier checks keep are looked at:
those that end in an end mark and have three words and more.

## Bad
    The template says {name} where the name of the guest should stand.
## Good
    The template says (name) where the name of the guest should stand.
    if (ready) { start() }
## Misses
    Code without curly brackets.
"""

from __future__ import annotations

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.rule import Hits, document_rule
from copydesk_rules.heuristics._clean_crawl import KEPT, lines_at, verdicts
from copydesk_rules.heuristics._lines import dropped, lines_of, totals


@document_rule(
    "HEU304",
    "would be dropped by C4: lines with a curly bracket: {observed}, none is allowed",
    opt_in=True,
    within="any",
)
def c4_curly_bracket(batch: Batch, *, min_words: int = 3, marks: str = '.?!"') -> Hits:
    """Mark the lines with a curly bracket, among those that the earlier checks keep.

    `min_words`, `marks`: what keeps a line so far, as for HEU302 and HEU301.
    """
    table = batch.derive(lines_of)
    held = np.zeros(len(table), np.bool_)
    held[lines_at(batch, np.flatnonzero(batch.codes == ord("{")))] = True
    held &= verdicts(batch, marks, min_words) == KEPT
    lines = totals(batch, table.document_of[held]).astype(np.int64)
    return dropped(batch, lines > 0, held, observed=lines)
