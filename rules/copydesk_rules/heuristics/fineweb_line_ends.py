"""Find a document that FineWeb's filter drops because too few of its lines end in a mark of
punctuation.

FineWeb drops a document of whose lines fewer than 12 % end in terminal punctuation (Penedo et al.
2024, arXiv 2406.17557, section 3.6): lists, menus, tables. Blank lines are no lines here. The
threshold was found on English, so the rule is silent where a document is clearly in another
language (FineWeb-2 has one for each).

## Bad
    Tickets and timetables
    Opening hours of the office
    Lost property
## Good
    Tickets and timetables
    The ferry leaves at seven in the morning.
## Misses
    A page of headings with one sentence among eight of them.
"""

from __future__ import annotations

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.rule import Hits, document_rule
from copydesk_rules.heuristics._lines import dropped, lines_of, percent, read_as_english, totals


@document_rule(
    "HEU401",
    "would be dropped by FineWeb: {observed:g} % of lines end in a mark, at least {limit:g} % are wanted",
    opt_in=True,
    within="any",
)
def fineweb_line_ends(
    batch: Batch, *, min_share: float = 0.12, marks: str = ".?!。．？！｡।॥؟۔։።၊။៕⁇⁈⁉‼"
) -> Hits:
    """Mark the lines that end in none of the marks where hardly any line does.

    `min_share`: of the lines that are not blank; section 3.6. `marks`: terminal punctuation as
    Unicode has it, of scripts in wide use.
    """
    table = batch.derive(lines_of)
    open_ended = ~table.ends_with(marks)
    lines = totals(batch, table.document_of)
    share = 1 - totals(batch, table.document_of[open_ended]) / np.maximum(lines, 1)
    drop = (lines > 0) & (share < min_share) & batch.derive(read_as_english)
    return dropped(batch, drop, open_ended, observed=percent(share), limit=percent(min_share))
