"""Find a sentence that is too long to read in one breath.

Our readers read on the bus: split a sentence of more than forty words.

## Bad
    The mayor, who had been asked twice by the board of the harbour and once by the ferry company to give a date, said on Monday that the new quay would be open to ships before the end of the year if the weather holds.
## Good
    The mayor said on Monday that the new quay would be open to ships before the end of the year.
## Misses

Lists written as one sentence, and sentences that end without a mark.
"""

from __future__ import annotations

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.rule import Hits, document_rule


@document_rule("HOUSE101", "sentence of {words} words", severity="info")
def long_sentence(batch: Batch, *, max_words: int = 40) -> Hits:
    """Mark each sentence of more than `max_words` words. Source: house style, section 2."""
    first, end = batch.sentence_words
    words = end - first
    long = np.flatnonzero(words > max_words)
    return Hits.at(
        batch.sentences.start[long],
        batch.sentences.end[long],
        confidence=1.0,
        words=words[long].tolist(),
    )
