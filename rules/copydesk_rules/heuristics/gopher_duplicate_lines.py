"""Find a document that Gopher's filter drops for lines that stand more than once in it.

MassiveText drops a document of whose lines more than 30 %, or of whose characters more than 20 %,
are copies of an earlier line (Rae et al. 2021, arXiv 2112.11446, table A1). Blank lines are no
lines here: that they counted as copies was a fault of early filters.

## Bad
    Monday: closed
    Tuesday: nine to five
    Wednesday: nine to five
    Monday: closed
    Tuesday: nine to five
## Good
    Monday: closed
    Tuesday: nine to five
    Wednesday: nine to four
## Misses
    Lines that differ in a letter or a mark: DUP202 and CAP101 find those.
"""

from __future__ import annotations

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.rule import Hits, document_rule
from copydesk_rules.heuristics._lines import dropped, lengths, lines_of, percent, repeats, totals


@document_rule(
    "HEU201",
    "would be dropped by Gopher: {observed:g} % of {of} are in copies of earlier lines, at most {limit:g} % are kept",
    opt_in=True,
    within="any",
)
def gopher_duplicate_lines(
    batch: Batch, *, max_share: float = 0.3, max_characters: float = 0.2
) -> Hits:
    """Mark the copies of earlier lines where they are too many.

    `max_share`: of the document's lines; `max_characters`: of its characters; Gopher, table A1.
    """
    table = batch.derive(lines_of)
    copies, _ = repeats(table.document_of, table.hash)
    document = table.document_of[copies]
    lines = totals(batch, document) / np.maximum(totals(batch, table.document_of), 1)
    characters = totals(batch, document, table.length[copies]) / batch.derive(lengths)
    by_lines = lines > max_share
    copied = np.zeros(len(table), np.bool_)
    copied[copies] = True
    limit = percent(np.where(by_lines, max_share, max_characters))
    of = np.where(by_lines, "lines", "characters")
    observed = percent(np.where(by_lines, lines, characters))
    return dropped(
        batch,
        by_lines | (characters > max_characters),
        copied,
        observed=observed,
        limit=limit,
        of=of,
    )
