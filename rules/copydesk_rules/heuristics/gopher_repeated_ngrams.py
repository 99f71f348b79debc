"""Find a document that Gopher's filter drops for runs of five to ten words that stand in it again.

MassiveText drops a document of whose characters more than 15 % lie in runs of five words that stood
there before, 14 % in runs of six, and so on to 10 % in runs of ten (Rae et al. 2021, arXiv
2112.11446, table A1). Boilerplate within a page, lyrics, templates, minutes and law texts have such
runs; CAP101, DUP202 and DUP204 show each of them.

## Bad
    The member for the northern harbour asked who had paid for the new cranes, and the minister said that it was too early to tell.
    The member for the northern harbour asked who had sold the old cranes. There was laughter, and nobody answered.
## Good
    The ferry to the island leaves at seven in the morning and comes back at noon.
    Fishermen use the quiet hours before that to mend their nets and to talk about the weather.
## Misses
    Copies with a word changed in every five.
"""

from __future__ import annotations

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.rule import Hits, document_rule
from copydesk_rules.heuristics._lines import percent
from copydesk_rules.heuristics._tokens import repeated, tokens_of


@document_rule(
    "HEU204",
    "would be dropped by Gopher: {observed:g} % of characters are in runs of {size} words that stood before, at most {limit:g} % are kept",
    opt_in=True,
    within="any",
)
def gopher_repeated_ngrams(
    batch: Batch,
    *,
    max_five: float = 0.15,
    max_six: float = 0.14,
    max_seven: float = 0.13,
    max_eight: float = 0.12,
    max_nine: float = 0.11,
    max_ten: float = 0.10,
) -> Hits:
    """Mark the first repeated run of the length that exceeds its limit most,
    and the run it repeats.

    `max_five`, `max_six`, `max_seven`, `max_eight`, `max_nine`, `max_ten`: the share of characters
    that may lie in repeated runs of so many words; Gopher, table A1.
    """
    tokens = batch.derive(tokens_of)
    worst, limit, share = np.ones(len(batch)), np.zeros(len(batch)), np.zeros(len(batch))
    size, first, origin = (np.zeros(len(batch), np.int64) for _ in range(3))
    for n, most in enumerate((max_five, max_six, max_seven, max_eight, max_nine, max_ten), 5):
        observed, here, there = repeated(batch, n, most)
        over = observed > np.maximum(most * worst, most)
        worst[over], share[over], limit[over] = (
            observed[over] / max(most, 1e-9),
            observed[over],
            most,
        )
        size[over], first[over], origin[over] = n, here[over], there[over]
    held = np.flatnonzero(size)
    if not held.size:
        return Hits.none()
    last = size[held] - 1
    start, end = tokens.start[first[held]], tokens.end[first[held] + last]
    other = tokens.start[origin[held]], tokens.end[origin[held] + last]
    return Hits.at(
        start,
        end,
        confidence=0.95,
        other=other,
        observed=percent(share[held]).tolist(),
        size=size[held].tolist(),
        limit=percent(limit[held]).tolist(),
    )
