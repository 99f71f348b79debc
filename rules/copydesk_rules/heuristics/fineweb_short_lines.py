"""Find a document that FineWeb's filter drops because most of its lines are short.

FineWeb drops a document of whose lines 67 % and more have at most 30 characters (Penedo et al.
2024, arXiv 2406.17557, section 3.6): lists, menus, tables; poems too. Blank lines are no lines
here. The threshold was found on English, so the rule is silent where a document is clearly in
another language (FineWeb-2 does without it).

## Bad
    The ferry leaves at seven.
    It comes back at noon.
    Bring a coat.
## Good
    The ferry leaves at seven in the morning, and comes back at noon.
    Bring a coat.
## Misses
    Lists of long points.
"""

from __future__ import annotations

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.rule import Hits, document_rule
from copydesk_rules.heuristics._lines import dropped, lines_of, percent, read_as_english, totals


@document_rule(
    "HEU402",
    "would be dropped by FineWeb: {observed:g} % of lines have {length} characters or fewer, at most {limit:g} % are kept",
    opt_in=True,
    within="any",
)
def fineweb_short_lines(batch: Batch, *, max_share: float = 0.67, short: int = 30) -> Hits:
    """Mark the short lines where they are too many.

    `max_share`: of the lines that are not blank; `short`: characters; section 3.6 and FineWeb's
    code.
    """
    table = batch.derive(lines_of)
    brief = table.length <= short
    share = totals(batch, table.document_of[brief]) / np.maximum(
        totals(batch, table.document_of), 1
    )
    drop = (share > max_share) & batch.derive(read_as_english)
    return dropped(
        batch, drop, brief, observed=percent(share), length=short, limit=percent(max_share)
    )
