"""Find a line that RefinedWeb's filter drops because it holds nothing but digits.

RefinedWeb takes out lines that are only numbers (Penedo et al. 2023, arXiv 2306.01116, appendix
G.2): page numbers, counters, cells of tables.

## Bad
    The crossing takes an hour, and more in winter.
    1284
    The boat waits for nobody, as the villagers know.
## Good
    The crossing takes an hour, and more in winter.
    1,284 passengers were carried in May.
## Misses
    Numbers with a point, a comma, a sign or a unit, as in the filter.
"""

from __future__ import annotations

from copydesk.columns.batch import Batch
from copydesk.rule import Hits, document_rule
from copydesk_rules.heuristics._lines import marked
from copydesk_rules.heuristics._refined import numeric


@document_rule(
    "HEU502", "line would be dropped by RefinedWeb: nothing but digits", opt_in=True, within="any"
)
def refinedweb_numeric_line(batch: Batch) -> Hits:
    """Mark each line of digits only."""
    return marked(batch, numeric(batch))
