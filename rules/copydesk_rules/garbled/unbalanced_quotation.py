"""Find a quotation mark that is never closed, or closes nothing.

Where a mark is missing the reader cannot tell who says what, and a program that looks for
quotations takes the reporter's words for the speaker's. Marks are paired block by block. A
quotation of several paragraphs has an opening mark at each and a closing one at the last only; it
is balanced, also where something stands between two of them, and a block that is cut off before its
end mark has lost more than a mark. Two apostrophes count as one mark, a mark behind a number may
mean inches. Straight marks tell their direction by what stands beside them. Blocks with marks of
other countries, or with both straight and curly ones, are left alone.

A document of one or two blocks may be a piece of a longer text and is not judged.

Measured in 2026-11: of 30 random findings in 40 MB of news (one in 28 articles) 28 were right.

## Bad
    The mayor called it “a great day for the town, and went home early to tell his wife and his children about it.

    She had heard of it before he came.

    They sat on the bridge until the sun went down.
## Good
    “It was a great day,” she said. “I went home.

    “And then I came back.” He was 6'2" tall.

    ''Well,'' he said, "that's 'fine'."
## Misses
    Two faults in one block that make up for each other, marks that enclose the wrong words, single quotation marks, and quotations
    that are opened and closed in different blocks.
"""

from __future__ import annotations

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.rule import Hits, document_rule
from copydesk_rules.garbled._quotation import find_unpaired

_SHOWN = 4  # words beside the mark that the message shows


@document_rule("GAR109", "quotation mark {fault}: {words}", yields_to=("GAR101",))
def unbalanced_quotation(batch: Batch, *, min_blocks: int = 3) -> Hits:
    """Mark each unpaired quotation mark with the words that it stands at.

    `min_blocks`: documents with fewer blocks of prose are not judged: single sentences out of a
    quotation are unbalanced by nature.
    """
    found = find_unpaired(batch, min_blocks)
    if not found:
        return Hits.none()
    at = np.array([mark.at for mark in found], np.int64)
    opens = np.array([mark.opens for mark in found], np.bool_)
    words = batch.words
    behind = np.minimum(np.searchsorted(words.start, at) + _SHOWN, len(words)) - 1
    ahead = np.maximum(np.searchsorted(words.end, at, side="right") - _SHOWN, 0)
    block = np.searchsorted(batch.blocks.start, at, side="right") - 1
    start = np.where(opens, at, np.maximum(words.start.take(ahead), batch.blocks.start.take(block)))
    end = np.where(opens, np.minimum(words.end.take(behind), batch.blocks.end.take(block)), at + 1)
    shown = [
        " ".join(batch.slice(a, b).split())
        for a, b in zip(start.tolist(), end.tolist(), strict=True)
    ]
    fault = ["never closed" if opening else "that closes nothing" for opening in opens.tolist()]
    return Hits.at(start, end, confidence=0.9, fault=fault, words=shown)
