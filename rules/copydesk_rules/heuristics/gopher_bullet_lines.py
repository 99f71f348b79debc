"""Find a document that Gopher's filter drops for the share of its lines that begin with a bullet.

MassiveText drops a document of whose lines more than 90 % begin with a bullet point (Rae et al.
2021, arXiv 2112.11446, section A.1.1): menus, link lists, indexes. Blank lines count as lines, as
in DataTrove's filter, so a list with a blank line between its points passes.

## Bad
    - tickets
    - timetables
    • opening hours
    - lost property
## Good
    The office sells:
    - tickets
    - timetables
## Misses
    Stars, numbers and other bullets; the list marks of Markdown files, which are markup here.
"""

from __future__ import annotations

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.rule import Hits, document_rule
from copydesk_rules.heuristics._lines import all_lines, dropped, lines_of, percent, totals


@document_rule(
    "HEU104",
    "would be dropped by Gopher: {observed:g} % of lines begin with a bullet, at most {limit:g} % are kept",
    opt_in=True,
    within="any",
)
def gopher_bullet_lines(batch: Batch, *, max_share: float = 0.9, bullets: str = "•-") -> Hits:
    """Mark the lines that begin with a bullet where they are too many.

    `max_share`: of all lines; Gopher, section A.1.1. `bullets`: the characters that DataTrove takes
    for one.
    """
    table = batch.derive(lines_of)
    bullet = np.isin(batch.codes.take(table.start), [ord(mark) for mark in bullets])
    share = totals(batch, table.document_of[bullet]) / batch.derive(all_lines)
    return dropped(
        batch, share > max_share, bullet, observed=percent(share), limit=percent(max_share)
    )
