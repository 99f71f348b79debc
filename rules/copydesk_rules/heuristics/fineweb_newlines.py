"""Find a document that FineWeb's filter drops because it has too many line ends for its words.

FineWeb drops a document with more than 0.3 line ends a word (Penedo et al. 2024, arXiv 2406.17557,
section 3.6, and its code): lists of single words, tables that were taken apart. Blank lines count.
The threshold was found on English, so the rule is silent where a document is clearly in another
language (FineWeb-2 has one for each).

## Bad
    Oslo

    Bari

    Cork harbour
## Good
    The ferry leaves at seven in the morning.
    It comes back at noon.
## Misses
    Tables with many words a line.
"""

from __future__ import annotations

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.rule import Hits, document_rule
from copydesk_rules.heuristics._lines import dropped, line_ends, read_as_english
from copydesk_rules.heuristics._tokens import token_counts


@document_rule(
    "HEU404",
    "would be dropped by FineWeb: {observed:g} line ends a word, at most {limit:g} are kept",
    opt_in=True,
    within="any",
)
def fineweb_newlines(batch: Batch, *, max_ratio: float = 0.3) -> Hits:
    """Mark the first line of a document with too many line ends.

    `max_ratio`: line ends for each word, marks of punctuation counted as words; FineWeb's code.
    """
    words = batch.derive(token_counts)[1]
    ratio = batch.derive(line_ends) / np.maximum(words, 1)
    drop = (words > 0) & (ratio > max_ratio) & batch.derive(read_as_english)
    return dropped(batch, drop, observed=np.round(ratio, 3), limit=max_ratio)
