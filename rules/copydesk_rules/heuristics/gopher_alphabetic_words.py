"""Find a document that Gopher's filter drops because too few of its words hold a letter.

MassiveText keeps a document of whose words at least 80 % hold an alphabetic character (Rae et al.
2021, arXiv 2112.11446, section A.1.1). DataTrove counts marks of punctuation as words too, as this
rule does, so prose with many figures and quotation marks falls below. A finding less than one
percentage point from the limit is `info`: by DataTrove's own tokens 22 of 30 such documents pass,
and 6 of 106 others (news and web pages, 2026-11).

## Bad
    Results, 12 May: 3-1, 2-2, 0-4, 1-1 (after extra time), 5-2; attendance 12,400, 9,800, 15,020, 8,750 and 11,300.
## Good
    The ferry to the island leaves at seven in the morning and comes back at noon.
## Misses
    Words of letters that are none.
"""

from __future__ import annotations

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.rule import Hits, document_rule
from copydesk_rules.heuristics._lines import dropped, percent, totals
from copydesk_rules.heuristics._tokens import tokens_of

# nearer to the limit seven in ten of the marked documents pass by the filter's own count (pages and
# news, 2026-11)
_MARGIN = 0.01


@document_rule(
    "HEU106",
    "would be dropped by Gopher: {observed:g} % of words hold a letter, at least {limit:g} % are wanted",
    opt_in=True,
    within="any",
)
def gopher_alphabetic_words(
    batch: Batch, *, min_share: float = 0.8, count_marks: bool = True
) -> Hits:
    """Mark the first line of a document of whose words too few hold a letter.

    `min_share`: of all words; Gopher, section A.1.1. `count_marks`: whether a mark of punctuation
    counts as a word, as in DataTrove.
    """
    tokens = batch.derive(tokens_of)
    counted = np.ones(len(tokens), np.bool_) if count_marks else tokens.word
    words = totals(batch, tokens.document_of[counted])
    share = totals(batch, tokens.document_of[tokens.alphabetic]) / np.maximum(words, 1)
    drop = (words > 0) & (share < min_share)
    sure = np.where(min_share - share > _MARGIN, 0.95, 0.4)
    return dropped(
        batch, drop, sure=sure, observed=np.round(100 * share, 2), limit=percent(min_share)
    )
