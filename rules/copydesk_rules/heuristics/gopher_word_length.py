"""Find a document that Gopher's filter drops for the mean length of its words.

MassiveText keeps documents whose words are 3 to 10 characters long in the mean (Rae et al. 2021,
arXiv 2112.11446, section A.1.1). Lists of codes and addresses are longer, broken text and tables of
single letters shorter. The numbers are those of English, so the rule is silent where a document is
clearly in another language.

## Bad
    Telecommunications infrastructure decommissioning notwithstanding, intergovernmental responsibilities
    notwithstanding, counterproductive institutionalisation characterises multidimensional administrations.
## Good
    The ferry to the island leaves at seven in the morning and comes back at noon.
    Fishermen use the quiet hours before that to mend their nets and to talk about the weather.
## Misses
    A mean hides much: a page half of fragments and half of long codes passes.
"""

from __future__ import annotations

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.rule import Hits, document_rule
from copydesk_rules.heuristics._lines import dropped, read_as_english, totals
from copydesk_rules.heuristics._tokens import token_counts, tokens_of


@document_rule(
    "HEU102",
    "would be dropped by Gopher: words of {observed:g} characters in the mean, {min_mean:g} to {max_mean:g} are kept",
    opt_in=True,
    within="any",
)
def gopher_word_length(batch: Batch, *, min_mean: float = 3.0, max_mean: float = 10.0) -> Hits:
    """Mark the first line of a document whose words are too short or too long in the mean.

    `min_mean`, `max_mean`: characters; Gopher, section A.1.1.
    """
    tokens, words = batch.derive(tokens_of), batch.derive(token_counts)[0]
    mean = totals(batch, tokens.document_of[tokens.word], tokens.length[tokens.word]) / np.maximum(
        words, 1
    )
    drop = (words > 0) & ((mean < min_mean) | (mean > max_mean)) & batch.derive(read_as_english)
    return dropped(batch, drop, observed=np.round(mean, 2), min_mean=min_mean, max_mean=max_mean)
