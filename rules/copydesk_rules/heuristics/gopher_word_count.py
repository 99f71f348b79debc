"""Find a document that Gopher's filter drops for its number of words.

MassiveText keeps documents of 50 to 100,000 words (Rae et al. 2021, arXiv 2112.11446, section A.1.1
"quality filtering"); FineWeb, RefinedWeb and Dolma took the rule over. A short document may still
be a good one: a brief, a poem, a caption.

## Bad
    The ferry leaves at seven in the morning and comes back at noon.
## Good
    The ferry to the island leaves at seven in the morning and comes back at noon.
    Fishermen use the quiet hours before that to mend their nets and to talk about the weather.
    In winter there is one crossing a day, and the people of the village have learned to plan for that.
    The school, the shop and the post office all close for an hour when the boat is late.
## Misses
    Words are counted as the filter's tokens are, halves of contractions apart; by white space a document has a few fewer.
"""

from __future__ import annotations

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.rule import Hits, document_rule
from copydesk_rules.heuristics._lines import dropped
from copydesk_rules.heuristics._tokens import token_counts


@document_rule(
    "HEU101",
    "would be dropped by Gopher: word count {observed:,}, {min_words:,} to {max_words:,} are kept",
    opt_in=True,
    within="any",
)
def gopher_word_count(batch: Batch, *, min_words: int = 50, max_words: int = 100_000) -> Hits:
    """Mark the first line of a document with too few or too many words.

    `min_words`, `max_words`: the words that a document may have; Gopher, section A.1.1.
    """
    words = batch.derive(token_counts)[0].astype(np.int64)
    return dropped(
        batch,
        (words < min_words) | (words > max_words),
        observed=words,
        min_words=min_words,
        max_words=max_words,
    )
