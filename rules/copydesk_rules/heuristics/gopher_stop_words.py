"""Find a document that Gopher's filter drops because it holds hardly any English function words.

MassiveText keeps documents with at least two of `the`, `be`, `to`, `of`, `and`, `that`, `have` and
`with` (Rae et al. 2021, arXiv 2112.11446, section A.1.1): text without them is a list, a table,
code, or no English. The rule is silent where a document is clearly in another language: the filter
would drop it, and says no more than that.

## Bad
    Ferry timetable: Monday seven, nine, noon. Sunday closed. Tickets, maps, coffee.
## Good
    The ferry to the island leaves at seven.
## Misses
    Lists that hold two of the words by chance.
"""

from __future__ import annotations

import functools

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.columns.lookup import Lookup
from copydesk.rule import Hits, document_rule
from copydesk_rules.heuristics._lines import dropped, read_as_english, totals


@functools.cache
def _listed(words: tuple[str, ...]) -> Lookup:
    return Lookup.of(words)


@document_rule(
    "HEU107",
    "would be dropped by Gopher: {observed} of {listed} stop words, at least {limit} are wanted",
    opt_in=True,
    within="any",
)
def gopher_stop_words(
    batch: Batch,
    *,
    min_different: int = 2,
    stop_words: tuple[str, ...] = ("the", "be", "to", "of", "and", "that", "have", "with"),
) -> Hits:
    """Mark the first line of a document that holds too few of the stop words.

    `min_different`: how many of `stop_words` a document must hold; Gopher, section A.1.1. Letter
    case makes no difference.
    """
    row = _listed(stop_words).rows(batch.words.hash)
    at = np.flatnonzero(row >= 0)
    pairs = np.unique(batch.document_of_word[at] * len(stop_words) + row[at])
    found = totals(batch, pairs // len(stop_words)).astype(np.int64)
    drop = (found < min_different) & batch.derive(read_as_english)
    return dropped(batch, drop, observed=found, listed=len(stop_words), limit=min_different)
