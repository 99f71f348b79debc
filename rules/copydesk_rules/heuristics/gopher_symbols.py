"""Find a document that Gopher's filter drops for its hash signs or its ellipses.

MassiveText drops a document with more than one `#`, or more than one `...` or `…`, for ten words
(Rae et al. 2021, arXiv 2112.11446, section A.1.1): lists of hashtags, tables of contents, teasers
that are cut off.

## Bad
    #travel #island #ferry #summer and many more pictures are in the album of the week.
## Good
    The ferry to the island leaves at seven... or so they say. See platform #2 for the return, which is at noon on most days of the week.
## Misses
    Other symbols: pipes, asterisks, arrows.
"""

from __future__ import annotations

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.rule import Hits, document_rule
from copydesk_rules.heuristics._lines import document_at, dropped, lines_of, percent, totals
from copydesk_rules.heuristics._tokens import token_counts


@document_rule(
    "HEU103",
    "would be dropped by Gopher: {symbols} for {observed:g} % of words, at most {limit:g} % are kept",
    opt_in=True,
    within="any",
)
def gopher_symbols(batch: Batch, *, max_ratio: float = 0.1) -> Hits:
    """Mark the lines of a document that hold its hash signs or ellipses where there are too many.

    `max_ratio`: hash signs, or ellipses, for each token; Gopher, section A.1.1.
    """
    codes, tokens = batch.codes, np.maximum(batch.derive(token_counts)[1], 1)
    hashes = np.flatnonzero(codes == ord("#"))
    dot = np.flatnonzero(codes == ord("."))
    fresh = np.append(True, np.diff(dot) > 1)[: dot.size]
    place = (
        np.arange(dot.size) - np.maximum.accumulate(np.where(fresh, np.arange(dot.size), 0))
        if dot.size
        else dot
    )
    ellipses = np.sort(
        np.concatenate((dot[place % 3 == 2], np.flatnonzero(codes == ord("…"))))
    )  # every third dot of a run ends one
    table = batch.derive(lines_of)
    ratio = np.zeros(len(batch))
    name = np.full(len(batch), "hash signs", "<U12")
    held = np.zeros(len(table), np.bool_)
    for symbol, at in (("ellipses", ellipses), ("hash signs", hashes)):
        some = totals(batch, document_at(batch, at)) / tokens
        over = some > max_ratio
        ratio[over], name[over] = some[over], symbol
        row = np.searchsorted(table.start, at, side="right") - 1
        held[row[over[table.document_of[row]]]] = True
    return dropped(
        batch, ratio > 0, held, symbols=name, observed=percent(ratio), limit=percent(max_ratio)
    )
