"""Find a document that Gopher's filter drops because one short run of words makes up much of it.

MassiveText drops a document of whose characters the most frequent run of two, three or four words
makes up more than 20, 18 or 16 % (Rae et al. 2021, arXiv 2112.11446, table A1): keyword spam, link
lists, generated pages. Marks of punctuation count as words, as in DataTrove.

## Bad
    Cheap flights to Oslo, cheap flights to Rome, cheap flights to Bari, cheap flights to Lima, cheap flights to Cork.
## Good
    The ferry to the island leaves at seven in the morning and comes back at noon.
    Fishermen use the quiet hours before that to mend their nets and to talk about the weather.
## Misses
    A run that stands once, which DataTrove counts too: in a document of a few words it is all of it.
"""

from __future__ import annotations

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.rule import Hits, document_rule
from copydesk_rules.heuristics._lines import percent
from copydesk_rules.heuristics._tokens import most_frequent, tokens_of


@document_rule(
    "HEU203",
    "would be dropped by Gopher: “{ngram}” {times} times is {observed:g} % of the document, at most {limit:g} % are kept",
    opt_in=True,
    within="any",
)
def gopher_frequent_ngram(
    batch: Batch, *, max_two: float = 0.20, max_three: float = 0.18, max_four: float = 0.16
) -> Hits:
    """Mark the first two places of the run that exceeds its limit most.

    `max_two`, `max_three`, `max_four`: the share of characters that the most frequent run of so
    many words may make up; Gopher, table A1.
    """
    tokens = batch.derive(tokens_of)
    worst = np.ones(len(batch))
    size, limit, share = np.zeros(len(batch), np.int64), np.zeros(len(batch)), np.zeros(len(batch))
    times, first, second = (np.zeros(len(batch), np.int64) for _ in range(3))
    for n, most in ((2, max_two), (3, max_three), (4, max_four)):
        observed, *rest = most_frequent(batch, n)
        over = observed > np.maximum(most * worst, most)
        worst[over], share[over], limit[over], size[over] = (
            observed[over] / max(most, 1e-9),
            observed[over],
            most,
            n,
        )
        for kept, new in zip((times, first, second), rest, strict=True):
            kept[over] = new[over]
    held = np.flatnonzero(size)
    if not held.size:
        return Hits.none()
    last = size[held] - 1
    start, end = tokens.start[first[held]], tokens.end[first[held] + last]
    other = tokens.start[second[held]], tokens.end[second[held] + last]
    shown = [
        " ".join(batch.slice(a, b).split())
        for a, b in zip(start.tolist(), end.tolist(), strict=True)
    ]
    return Hits.at(
        start,
        end,
        confidence=0.95,
        other=other,
        ngram=shown,
        times=times[held].tolist(),
        observed=percent(share[held]).tolist(),
        limit=percent(limit[held]).tolist(),
    )
