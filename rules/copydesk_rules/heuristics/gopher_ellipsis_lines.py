"""Find a document that Gopher's filter drops for the share of its lines that end in an ellipsis.

MassiveText drops a document of whose lines more than 30 % end in `...` or `…` (Rae et al. 2021,
arXiv 2112.11446, section A.1.1): pages of teasers, each cut off. Blank lines count as lines, as in
DataTrove's filter.

## Bad
    Ministers are to meet again on Thursday to talk about the budget...
    A storm has closed the harbour for the second day in a row…
    The museum shows letters that nobody has read for a century.
## Good
    Ministers are to meet again on Thursday to talk about the budget.
    A storm has closed the harbour for the second day in a row.
    The museum shows letters that nobody has read for a century...
    It opens on Friday.
## Misses
    Teasers that end in `[…]`, `more` or an arrow.
"""

from __future__ import annotations

from copydesk.columns.batch import Batch
from copydesk.rule import Hits, document_rule
from copydesk_rules.heuristics._lines import all_lines, dropped, lines_of, percent, totals


@document_rule(
    "HEU105",
    "would be dropped by Gopher: {observed:g} % of lines end in an ellipsis, at most {limit:g} % are kept",
    opt_in=True,
    within="any",
)
def gopher_ellipsis_lines(batch: Batch, *, max_share: float = 0.3) -> Hits:
    """Mark the lines that end in an ellipsis where they are too many.

    `max_share`: of all lines; Gopher, section A.1.1.
    """
    table = batch.derive(lines_of)
    cut = table.ends_with_ellipsis()
    share = totals(batch, table.document_of[cut]) / batch.derive(all_lines)
    return dropped(batch, share > max_share, cut, observed=percent(share), limit=percent(max_share))
