"""Find the mark of a text that was cut off: `… [+1893 chars]`, `(more)`, `Read more…`, a last `[…]`.

Fetch the rest of the text. Interfaces, feeds and readers cut what they pass on and say so by a mark at
the end; the rest of the article is missing.

A count of characters in brackets counts anywhere, because nobody else writes it. `[…]`, `(more)` and
links such as `Read more…` count at the end of a document that breaks off before them, or of a block
that does; in quotations and between sentences `[…]` is legal.

## Bad
    The operator of the cable said on Monday that the storm had damaged… [+1893 chars]
## Good
    “We came home late […] and nobody had lit the lamp,” she wrote in the second letter.
## Measured
On 26 kinds of real text and 40 MB of news (2026-12) it speaks of scraped pages alone: teasers that end in
`…weiterlesen`.
## Misses
Texts cut without a mark (GAR108 finds some), and marks in the middle of a line.
"""

from __future__ import annotations

from copydesk.columns.batch import Batch
from copydesk.rule import Hits, document_rule
from copydesk_rules.leftovers._cuts import find_cuts
from copydesk_rules.leftovers._hits import hits_at


@document_rule("LEF108", "{form}: {text}", yields_to=("BOI101",))
def truncation_mark(batch: Batch) -> Hits:
    """Mark each sign that the rest of a text is missing."""
    return hits_at(batch, find_cuts(batch), removable=False)
