"""Find a document that C4's filter drops because it holds the printers' filler text.

C4 drops a page with the phrase "lorem ipsum" (Raffel et al. 2020, arXiv 1910.10683, section 2.2).
As in its code, only lines that the earlier checks keep are looked at: those that end in an end mark
and have three words and more.

## Bad
    Under every picture it says lorem ipsum dolor sit amet.
## Good
    Under every picture it says what can be seen in it.
## Misses
    Filler text that begins elsewhere: `dolor sit amet`.
"""

from __future__ import annotations

import functools

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.language.phrases import Phrases
from copydesk.rule import Hits, document_rule
from copydesk_rules.heuristics._clean_crawl import SHORT, UNENDED, lines_at, verdicts
from copydesk_rules.heuristics._lines import dropped, lines_of, totals


@functools.cache
def _filler() -> Phrases:
    return Phrases(("lorem ipsum",))


@document_rule(
    "HEU305",
    "would be dropped by C4: lines with “lorem ipsum”: {observed}, none is allowed",
    opt_in=True,
    within="any",
)
def c4_lorem_ipsum(batch: Batch, *, min_words: int = 3, marks: str = '.?!"') -> Hits:
    """Mark the lines with the phrase, among those that the earlier checks keep.

    `min_words`, `marks`: what keeps a line so far, as for HEU302 and HEU301.
    """
    table = batch.derive(lines_of)
    held = np.zeros(len(table), np.bool_)
    held[lines_at(batch, _filler().find(batch)[1])] = True
    held &= ~np.isin(verdicts(batch, marks, min_words), (UNENDED, SHORT))
    lines = totals(batch, table.document_of[held]).astype(np.int64)
    return dropped(batch, lines > 0, held, observed=lines)
