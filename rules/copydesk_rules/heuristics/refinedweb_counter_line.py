"""Find a line that RefinedWeb's filter drops as a counter, such as `3 likes`.

RefinedWeb takes out lines that count something on a page (Penedo et al. 2023, arXiv 2306.01116,
appendix G.2); what they may count is the list of its reimplementation in DataComp-LM: likes,
shares, comments, retweets, reposts, quotes, bookmarks, votes, downloads, views, followers. The
words are English; other languages' counters stay.

## Bad
    The crossing takes an hour, and more in winter.
    1,284 retweets
    The boat waits for nobody, as the villagers know.
## Good
    The crossing takes an hour, and more in winter.
    The video has 1,284 downloads by now.
## Misses
    One of a thing (`1 like`), and counters in other words, as in the filter: BOI101 knows more of them.
"""

from __future__ import annotations

from copydesk.columns.batch import Batch
from copydesk.rule import Hits, document_rule
from copydesk_rules.heuristics._lines import marked
from copydesk_rules.heuristics._refined import counters


@document_rule(
    "HEU503", "line would be dropped by RefinedWeb: a counter", opt_in=True, within="any"
)
def refinedweb_counter_line(batch: Batch) -> Hits:
    """Mark each line that is a number and what it counts."""
    return marked(batch, counters(batch))
