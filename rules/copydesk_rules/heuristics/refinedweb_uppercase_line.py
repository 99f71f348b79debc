"""Find a line that RefinedWeb's filter drops because it is mostly upper-case letters.

RefinedWeb takes out lines that are mainly made of capitals (Penedo et al. 2023, arXiv 2306.01116,
appendix G.2): buttons, banners, section heads. More than half of the characters is what its
reimplementation in DataComp-LM has. White space counts as characters.

## Bad
    BUY YOUR TICKETS HERE
## Good
    Buy your TICKETS here
## Misses
    Banners in small letters.
"""

from __future__ import annotations

from copydesk.columns import characters as ch
from copydesk.columns.batch import Batch
from copydesk.rule import Hits, document_rule
from copydesk_rules.heuristics._lines import lines_of, marked, percent
from copydesk_rules.heuristics._refined import mostly_uppercase


@document_rule(
    "HEU501",
    "line would be dropped by RefinedWeb: {observed:g} % upper-case letters, at most {limit:g} % are kept",
    opt_in=True,
    within="any",
)
def refinedweb_uppercase_line(batch: Batch, *, max_share: float = 0.5) -> Hits:
    """Mark each line of capitals.

    `max_share`: of the line's characters that may be upper-case letters; DataComp-LM's
    `refinedweb.yaml`.
    """
    table = batch.derive(lines_of)
    observed = percent(table.count(ch.UPPER) / table.length)
    return marked(
        batch, mostly_uppercase(batch, max_share), observed=observed, limit=percent(max_share)
    )
