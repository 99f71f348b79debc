"""Find the lines of a table of contents whose dots lead to page numbers: `Foreword ........ 1`.

Delete the table. Its page numbers belong to a print that the text has left, and no sentence is in
it.

Two lines or more, one after another, must end in a row of dots and a page number, and the numbers must
not fall. Price lists and tables of figures have dots as well, but their numbers go up and down.

## Bad
    Foreword ........................ 1
    The first winter ................ 7
    Oil and flour ................... 23

    The ferry between the quay and the outer islands will stop running in the autumn.
## Good
    Apples ............ 12
    Pears ............. 3
    Plums ............. 8
## Measured
On 26 kinds of real text and 40 MB of news (2026-12) nothing is shown.
## Misses
Tables of contents without dots, and a single line of one.
"""

from __future__ import annotations

from copydesk.columns.batch import Batch
from copydesk.rule import Hits, Size, document_rule
from copydesk_rules.leftovers._contents import find_contents
from copydesk_rules.leftovers._hits import hits_at


@document_rule("LEF111", "{form}: {text}", yields_to=("GAR106",))
def contents_line(batch: Batch, *, min_lines: Size = 2) -> Hits:
    """Mark each run of lines that lead to pages.

    `min_lines`: fewer lines are no table.
    """
    return hits_at(batch, find_contents(batch, min_lines))
