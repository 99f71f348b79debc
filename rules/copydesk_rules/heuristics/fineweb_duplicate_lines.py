"""Find a document that FineWeb's filter drops for the characters in lines that stand more than
once.

FineWeb drops a document of whose characters a tenth and more are in copies of an earlier line
(Penedo et al. 2024, arXiv 2406.17557, section 3.6). Its code, and DataTrove's default, is ten times
as strict: set `max-characters` to 0.01 for what a pipeline with that default drops. Blank lines are
no lines here.

## Bad
    Monday: closed
    Tuesday: nine to five
    Wednesday: nine to four
    Monday: closed
## Good
    The office is open from nine to five.
    Tickets are sold on board as well, by the crew.
    The office is closed on Sundays.
## Misses
    Lines that differ in a letter or a mark: DUP202 and CAP101 find those.
"""

from __future__ import annotations

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.rule import Hits, document_rule
from copydesk_rules.heuristics._lines import (
    dropped,
    lengths,
    line_ends,
    lines_of,
    percent,
    repeats,
    totals,
)


@document_rule(
    "HEU403",
    "would be dropped by FineWeb: {observed:g} % of characters are in copies of earlier lines, at most {limit:g} % are kept",
    opt_in=True,
    within="any",
)
def fineweb_duplicate_lines(batch: Batch, *, max_characters: float = 0.1) -> Hits:
    """Mark the copies of earlier lines where they are too many.

    `max_characters`: of the document's characters, line ends left out; section 3.6 (FineWeb's code
    has 0.01).
    """
    table = batch.derive(lines_of)
    copies, _ = repeats(table.document_of, table.hash)
    copied = np.zeros(len(table), np.bool_)
    copied[copies] = True
    characters = np.maximum(batch.derive(lengths) - batch.derive(line_ends), 1)
    share = totals(batch, table.document_of[copies], table.length[copies]) / characters
    return dropped(
        batch,
        share > max_characters,
        copied,
        observed=percent(share),
        limit=percent(max_characters),
    )
