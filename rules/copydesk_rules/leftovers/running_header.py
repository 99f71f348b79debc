"""Find the header or footer of a page that a scan or a PDF left in the text on each page.

Delete the lines. A running header repeats the title of a book, a report or a chapter at the same
place of every page; in a text without pages it cuts paragraphs and sentences.

They are learned within the document: a line that recurs, but for its numbers, at least three times,
and is next to a page number each time, counts up by itself (`Harbour Report 12`), or comes where a
sentence is cut. A refrain, a heading or a speaker's name recurs too, but not so.

## Bad
    The ferry between the quay and the islands will stop in the autumn because too few people

    Report of the Harbour Office 7

    use it outside the summer. Those who work in town during the week fear that they will

    Report of the Harbour Office 8

    have to rent rooms on the mainland. The office has offered to keep the Friday boat for now

    Report of the Harbour Office 9

    and to look at the figures again. It says that every empty trip costs as much as a full one.
## Good
    Report of the Harbour Office

    The ferry will stop in the autumn.

    Report of the School

    The roof is to be mended.
## Measured
On 26 kinds of real text and 40 MB of news (2026-12) nothing wrong is left that was read; none of the kinds
has running headers.
## Misses
Headers of one or two pages, and those that a scanner read in a new way on each page.
"""

from __future__ import annotations

from copydesk.columns.batch import Batch
from copydesk.rule import Hits, Size, document_rule
from copydesk_rules.leftovers._hits import hits_at
from copydesk_rules.leftovers._running_heads import find_heads


@document_rule("LEF110", "running header, {form}: {text}", yields_to=("BOI101", "BOI201"))
def running_header(batch: Batch, *, min_pages: Size = 3) -> Hits:
    """Mark each line that recurs at the same place of the pages.

    `min_pages`: on fewer pages it is no header.
    """
    return hits_at(batch, find_heads(batch, min_pages))
