"""Find a speaker named by a bare surname that the document has not introduced.

Introduce the speaker, or check whether the sentence belongs here: news introduces each speaker once
by first name, title or role, and by surname afterwards (AP Stylebook, "names"). A surname that
speaks without an introduction comes from another story, or lost its introduction in the rewriting.

The name must be rare: world leaders, capitals, agencies and firms speak under one word (lists in
`copydesk.language.names`), and so do plurals. Of the real names seen so in 6,600 news articles,
most of those above Zipf frequency 3.4 were known to every reader.

## Bad
    The council voted on Monday to close the old swimming pool, and the mayor Ann Pereira promised to build a new one near the station.

    Parents who had come to the meeting were angry, and some of them left the hall before the end of the debate in protest.

    "We were not asked about the pool," Wenholt told the local radio after the vote on Monday.
## Good
    The council voted on Monday to close the old swimming pool, and the mayor Ann Pereira promised to build a new one near the station.

    Parents who had come to the meeting were angry, and some of them left the hall before the end of the debate in protest.

    "We did ask about the pool," Pereira told the local radio after the vote on Monday.
## Measured
Of 30 findings read in 40 MB of news about 24 were right (2026-11).
## Misses
Surnames that are common words (Baker), frequent names (Johnson), hyphenated names, names that
occurred before in another role.
"""

from __future__ import annotations

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.language.lexicon import english_documents
from copydesk.language.names import first_mentions, little_known, speakers
from copydesk.rule import Hits, document_rule


@document_rule(
    "CTX104",
    "{name} speaks here but has not been introduced",
    yields_to=("BOI101", "BOI102", "CAP101", "CAP102"),
)
def unintroduced_name(
    batch: Batch, *, commonest: float = 3.4, words_before: int = 40, min_block_words: int = 8
) -> Hits:
    """Mark each rare capitalized word that speaks alone at its first mention in the document.

    `commonest`: Zipf frequency above which a name is taken for known by itself. `words_before`:
    words that it needs before it, so that an excerpt is not blamed. `min_block_words`: headlines
    and captions name people as they like.
    """
    rows = speakers(batch)
    rows = rows[
        batch.derive(english_documents)[batch.document_of_word[rows]]
        & (batch.block_of_word[rows] >= 0)
    ]
    if not rows.size:
        return Hits.none()
    block, document = batch.block_of_word[rows], batch.document_of_word[rows]
    begin, end = batch.block_words
    first_word = np.searchsorted(batch.words.start, batch.document_start[document])
    running = (
        batch.blocks.prose[block]
        & (end[block] - begin[block] >= min_block_words)
        & (rows - first_word >= words_before)
    )
    rows = rows[running]
    rows = rows[little_known(batch, rows, commonest)]
    rows = rows[first_mentions(batch, rows)]
    start, end = batch.words.start[rows], batch.words.end[rows]
    names = [batch.slice(a, b) for a, b in zip(start.tolist(), end.tolist(), strict=True)]
    return Hits.at(start, end, confidence=0.7, name=names)
