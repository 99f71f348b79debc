"""Find a caption, credit or headline that repeats one close by.

Remove the second copy; `copydesk fix` does where it is the same character by character. Pages carry
a caption twice, once for the picture and once for its gallery or its description, and a scraper
keeps both: `... urged` and below it `... urged (Reuters)`; a headline likewise, above the story and
in its link.

A line counts when it is the other one plus what sites add to captions: a credit, a `Photo:`,
gallery controls, an ellipsis. Equal lines count when they carry a credit, or consist of words, have
no end mark and are a few blocks apart. Scores, dates, addresses, code and numbered items recur by
nature and count for nothing; nor do equal lines of plays, laws, manuals and records. The message
says what repeats: a caption by its credit or its words for pictures, a headline by its place at the
head, its capitals or its verb, else a line.

## Bad
    Divers bring the ship's bell ashore at Sandholm harbour

    Divers bring the ship's bell ashore at Sandholm harbour (Reuters)
## Good
    Divers bring the ship's bell ashore at Sandholm harbour

    The team watched divers bring the ship's bell ashore at Sandholm harbour, and an old woman wept.
## Measured
With the rules of duplicates it finds 60 of 61 real and 81 of 83 planted pairs of the
development set. Of its findings in 26 kinds of text that people judged, those that it still shows
are right (6 of 6; 43 wrong ones are gone, most in kinds that have no captions; 2026-12).
## Misses
A caption reworded, or repeated inside a sentence: quoting is no mistake. Equal sentences with an
end mark are duplicate-paragraph's. A caption without a credit in a document of no clear kind is
told only below the default confidence.
"""

from __future__ import annotations

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.language.evidence import strongest
from copydesk.rule import Count, Hits, Size, document_rule
from copydesk_rules.page._blocks import block_sizes
from copydesk_rules.page._caption_fixes import without_repeats
from copydesk_rules.page._repeated_captions import (
    CLUES,
    LONG,
    Limits,
    caption_lines,
    caption_pairs,
)


@document_rule("CAP101", "{kind} repeats the one on {other}")
def repeated_caption(
    batch: Batch,
    *,
    min_words: Count = 3,
    max_words: Size = 60,
    plain_words: Count = 5,
    paragraph_words: Count = 20,
    plain_copies: Count = 3,
    window: Count = 4,
    reach: Count = 16,
) -> Hits:
    """Mark each block of `min_words` to `max_words` words that is an earlier one, or is it with a
    credit around it; the first copy stays.

    Equal lines without a credit have at least `plain_words` (shorter ones are labels) and fewer
    than `paragraph_words` (longer ones are duplicate-paragraph's), are at most `plain_copies` in
    the document (more are a running label) and `window` blocks apart (menus repeat further away).
    `reach`: how many blocks apart the copies of a short line may be.
    """
    limits = Limits(plain_words, paragraph_words, plain_copies, window)
    pairs = caption_pairs(batch, caption_lines(batch, min_words, max_words), limits)
    blocks, size = batch.blocks, block_sizes(batch)
    judged = [
        (pair, verdict)
        for pair in sorted(pairs)
        if pair.copy - pair.origin <= reach or size[pair.copy] >= LONG
        if (verdict := strongest(CLUES, pair)).score
    ]
    later = np.array([pair.copy for pair, _ in judged], np.int64)
    earlier = np.array([pair.origin for pair, _ in judged], np.int64)
    return Hits.at(
        blocks.start[later],
        blocks.end[later],
        confidence=[verdict.score for _, verdict in judged],
        other=(blocks.start[earlier], blocks.end[earlier]),
        fix=without_repeats(batch, later, earlier),
        kind=[pair.kind for pair, _ in judged],
        clues=[list(verdict.clues) for _, verdict in judged],
    )
