"""Find footnote digits glued between two sentences: `after the war.2In the years`.

Delete the digits, or make a reference of them. They were small and raised; a converter kept their
value alone and lost the space after them, so that `war.2In` is one word to every search.

A word of small letters, an end mark, one to three digits and a capital letter must follow each other
with no space between, or with one before the capital where the document has such digits more than once,
counting up. Versions, sections and abbreviations (`No.2A`, `v.2B`) are none.

## Bad
    Most of the islanders left after the civil war.2In the years that followed the school was closed.
## Good
    Most of the islanders left after 1945. In the years that followed, No. 2 School was closed.
## Measured
On 26 kinds of real text and 40 MB of news (2026-12): 4 findings in one document, all right.
## Misses
Digits glued to a word in the middle of a sentence (`the chapel3 stood`), and at its very end.
"""

from __future__ import annotations

from copydesk.columns.batch import Batch
from copydesk.rule import Hits, document_rule
from copydesk_rules.leftovers._footnotes import find_footnotes
from copydesk_rules.leftovers._hits import hits_at


@document_rule("LEF112", "{form}: {text}")
def glued_footnote(batch: Batch) -> Hits:
    """Mark each word, its footnote's digits and the word after them."""
    return hits_at(batch, find_footnotes(batch), removable=False)
