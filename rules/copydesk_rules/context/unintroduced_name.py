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
In 6,614 news articles 41 are shown. Of these 20 are an introduced name misspelled, which the message
says ("spelled Giuliani elsewhere"), and 36 are right in all; wrong are an organization, a poet and
names that every reader knew (2026-12). Sources after "according to" are mostly organizations, and
below the limit. Names in quotations, in headlines, after "[Jerrold]", and of peoples are not looked
at.
## Misses
Surnames that are common words (Baker), frequent names (Johnson), hyphenated names, names that
occurred before in another role, names in texts that are not news articles.
"""

from __future__ import annotations

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.rule import Count, Hits, Zipf, document_rule
from copydesk_rules.context._speakers import (
    COMMONEST,
    MIN_BLOCK_WORDS,
    WORDS_BEFORE,
    lone_speakers,
    spelled,
    verdict,
)


@document_rule(
    "CTX104",
    "{name} speaks here but has not been introduced{spelled}",
    kinds=("article", "page"),
    yields_to=("BOI101", "BOI102", "CAP101", "CAP102"),
)
def unintroduced_name(
    batch: Batch,
    *,
    commonest: Zipf = COMMONEST,
    words_before: Count = WORDS_BEFORE,
    min_block_words: Count = MIN_BLOCK_WORDS,
) -> Hits:
    """Mark each rare capitalized word that speaks alone at its first mention in the document.

    `commonest`: Zipf frequency above which a name is taken for known by itself. `words_before`:
    words that it needs before it, so that an excerpt is not blamed. `min_block_words`: headlines
    and captions name people as they like.
    """
    rows = lone_speakers(batch, commonest, words_before, min_block_words)
    verdicts = [verdict(batch, row) for row in rows.tolist()]
    sure = np.array([found.score for found in verdicts])
    rows, verdicts = rows[sure > 0], [found for found in verdicts if found.score > 0]
    start, end = batch.words.start[rows], batch.words.end[rows]
    return Hits.at(
        start,
        end,
        confidence=sure[sure > 0],
        name=[batch.slice(a, b) for a, b in zip(start.tolist(), end.tolist(), strict=True)],
        clue=[found.clues[0] for found in verdicts],
        spelled=[spelled(batch, row) for row in rows.tolist()],
    )
