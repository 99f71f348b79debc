"""Find a document that RefinedWeb's filter drops because too many of its words stand in lines
that it takes out.

RefinedWeb drops a document of which its line-wise corrections remove more than 5 % of the words
(Penedo et al. 2023, arXiv 2306.01116, appendix G.2): lines of capitals, of digits, counters, single
words. HEU501 to HEU504 mark those lines.

## Bad
    BUY YOUR TICKETS HERE
    The ferry to the island leaves at seven in the morning and comes back at noon.
    Fishermen use the quiet hours before that to mend their nets and to talk about the weather.
## Good
    The ferry to the island leaves at seven in the morning and comes back at noon.
    Fishermen use the quiet hours before that to mend their nets and to talk about the weather.
## Misses
    Words that the filter cuts out of short lines (`Sign-in`, `Read more...`, `items in cart`) do not count.
"""

from __future__ import annotations

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.rule import Hits, document_rule
from copydesk_rules.heuristics._lines import dropped, lines_of, percent, totals
from copydesk_rules.heuristics._refined import counters, mostly_uppercase, numeric, single_words


@document_rule(
    "HEU505",
    "would be dropped by RefinedWeb: {observed:g} % of words are in lines it takes out, at most {limit:g} % are kept",
    opt_in=True,
    within="any",
)
def refinedweb_removed_words(
    batch: Batch, *, max_share: float = 0.05, max_uppercase: float = 0.5
) -> Hits:
    """Mark the lines that are taken out where they hold too much of the document.

    `max_share`: of the document's words, by white space; appendix G.2. `max_uppercase`: as for
    HEU501.
    """
    table = batch.derive(lines_of)
    out = (
        mostly_uppercase(batch, max_uppercase)
        | numeric(batch)
        | counters(batch)
        | single_words(batch)
    )
    share = totals(batch, table.document_of[out], table.words[out]) / np.maximum(
        totals(batch, table.document_of, table.words), 1
    )
    return dropped(batch, share > max_share, out, observed=percent(share), limit=percent(max_share))
