"""Find a speaker named by a bare surname that the document has not introduced.

Introduce the speaker, or check whether the sentence belongs here: news introduces each speaker once
by first name, title or role, and by surname afterwards (AP Stylebook, "names"). A surname that
speaks without an introduction comes from another story, or lost its introduction in the rewriting.

One lone name may be known to every reader, so it is shown only if the document has another spelling
of it, or other damage beside it; another speaker or event without an introduction makes it likelier.

The name must be rare: world leaders, capitals, agencies and firms speak under one word (lists in
`copydesk.language.names`), and so do plurals. Of the real names seen so in 6,600 news articles,
most of those above Zipf frequency 3.4 were known to every reader.

## Bad
    The council voted on Monday to close the old swimming pool, and the mayor Ann Pereira promised to build a new one near the station.

    Parents who had come to the meeting were angry, and some of them left the hall before the end of the debate in protest.

    "We were not asked about the pool," Wenholt told the local radio after the vote on Monday.

    The old pool loses water through its floor, and Karlsund said that it cannot be repaired.
## Good
    The council voted on Monday to close the old swimming pool, and the mayor Ann Pereira promised to build a new one near the station.

    Parents who had come to the meeting were angry, and some of them left the hall before the end of the debate in protest.

    "We did ask about the pool," Pereira told the local radio after the vote on Monday.

    The old pool loses water through its floor, and Pereira said that it cannot be repaired.
## Measured
In 6,614 news articles 14 are shown (2026-12), each a name introduced in another spelling, which the
message names ("spelled Giuliani elsewhere"), one of them of two people with similar names. 22 lone
names are below the limit of 0.5: readers knew about one in four of them. In reviews and scans none of
four lone names beside another was right. Sources after "according to" are mostly organizations, and
below it too. Names in quotations, in headlines, after "[Jerrold]", and of peoples are not looked
at.
## Misses
Surnames that are common words (Baker), frequent names (Johnson), hyphenated names, names that
occurred before in another role, names in texts that are not news articles.
"""

from __future__ import annotations

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.rule import Count, Hits, Zipf, document_rule
from copydesk_rules.context._damage import gaps
from copydesk_rules.context._speakers import (
    ALONE,
    COMMONEST,
    MIN_BLOCK_WORDS,
    WORDS_BEFORE,
    lone_speakers,
    spelled,
    verdict,
)

_TOGETHER = 0.6  # where other names or events lack their introduction too


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
    together = (sure >= ALONE) & (batch.derive(gaps)[batch.document_of_word[rows]] > 1)
    sure = np.where(together, np.maximum(sure, _TOGETHER), sure)
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
