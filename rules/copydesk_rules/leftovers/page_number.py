"""Find page numbers that a scan or a PDF left between the lines of a text.

Delete them. A page's number comes between two pages of its text, often in the middle of a sentence,
and wherever the text goes it is a number that means nothing.

The numbers are learned within the document: lines that hold a number alone, and count up by one
from page to page. A form that only page numbers have (`- 12 -`, `Page 3 of 6`) needs two of them; bare
numbers need three that do not begin at one, or that cut sentences. Numbers of chapters, verses,
list items and cues are no page numbers: they begin at one, or stand too close.

## Bad
    The ferry between the quay and the outer islands will stop running in the autumn, the company said.

    - 12 -

    Islanders who work on the mainland fear that they will have to rent rooms in town from then on.

    - 13 -

    The council meets on Thursday, and will hear both sides before it decides on the money.
## Good
    Page 12 of the report says that the ferry is too expensive, and page 13 says why.
## Measured
On 26 kinds of real text and 40 MB of news (2026-12) nothing is shown but marks of pages in one regulation.
## Misses
A document with a single number, and numbers that share their line with other text.
"""

from __future__ import annotations

from copydesk.columns.batch import Batch
from copydesk.rule import Hits, document_rule
from copydesk_rules.leftovers._hits import hits_at
from copydesk_rules.leftovers._page_numbers import page_numbers


@document_rule("LEF109", "page number: {text}", fix="unsafe")
def page_number(batch: Batch) -> Hits:
    """Mark each line that is a page's number."""
    return hits_at(batch, batch.derive(page_numbers))
