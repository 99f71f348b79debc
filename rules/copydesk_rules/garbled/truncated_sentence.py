"""Find a block of English text that breaks off inside a word or a phrase, or begins inside one.

A scraper's limit on characters, a column cut at the wrong place, a teaser taken for the article:
`the decision to come after the tariff thr`. The rest is missing, and the piece of a word is in no
index. Headlines and captions have no end mark either, so a block must end on what is the beginning
of common words and hardly a word itself (`thr`, `militar`), or on a word that must go on (`the`,
`of`, `whose`); or begin, in small letters, with what is only the end of words and have an end mark;
or hold several words that are cut off. Pieces are those of the 11,000 most frequent English words
(wordfreq 3.1). A line that goes on in the next one is none.

Measured in 2026-11: of the truncated English sentences of the development set 0.45 are found, most
others being cut between two words or after a piece that is a word too; in 0.1 % of its clean
sentences (headlines and a table), and in four places of 6,600 articles, all right.

## Bad
    The council decided on Monday that the old bridge over the river must be closed for the whol
## Good
    What the harbour is known for
    The things that she was used to, and the town that he came from, were gone. He saw none of it, whatever it was.
## Misses
    Sentences that end after a whole word, pieces that are words themselves (`car`), and languages other than English.
"""

from __future__ import annotations

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.language.lexicon import language_of_blocks
from copydesk.rule import Hits, document_rule
from copydesk_rules.garbled._truncation import (
    begins_inside,
    breaks_off,
    english_blocks,
    pieces_inside,
)

_SHOWN = 4  # words that the message shows


@document_rule(
    "GAR108",
    "breaks off {where}: {words}",
    yields_to=("GAR101", "GAR105", "GAR106", "GAR107", "LAN101"),
)
def truncated_sentence(
    batch: Batch,
    *,
    min_words: int = 4,
    min_running_words: int = 8,
    min_pieces: int = 2,
    piece_share: float = 0.08,
) -> Hits:
    """Mark the words at which each block breaks off, or the block where it does so several times.

    `min_words`: shorter blocks are not judged; `min_running_words`: those that end on a word that
    must go on have so many. `min_pieces`, `piece_share`: so many words of a block, and such a share
    of them, must be cut off where neither its head nor its tail is.
    """
    blocks = english_blocks(batch, min_words)
    if not blocks.size:
        return Hits.none()
    first, last = (column.take(blocks) for column in batch.block_words)
    inside, onward = breaks_off(batch, blocks)
    onward &= last - first >= min_running_words
    begins, pieces = begins_inside(batch, blocks), pieces_inside(batch, blocks)
    riddled = (pieces >= min_pieces) & (pieces >= piece_share * (last - first))
    rows = np.flatnonzero(inside | onward | begins | riddled)
    rows = rows[np.isin(language_of_blocks(batch, blocks[rows]), ("en", ""))]
    if not rows.size:
        return Hits.none()
    first, last, inside, onward, riddled = (
        first[rows],
        last[rows],
        inside[rows],
        onward[rows],
        riddled[rows],
    )
    whole = riddled & ~inside & ~onward
    tail = inside | onward
    begin = np.where(tail, np.maximum(first, last - _SHOWN), first)
    end = np.where(tail | whole, last, np.minimum(last, first + _SHOWN))
    start, stop = batch.words.start.take(begin), batch.words.end.take(end - 1)
    where = np.where(
        whole,
        "in many words",
        np.where(
            inside, "inside a word", np.where(onward, "inside a phrase", "before its first word")
        ),
    )
    shown = [
        batch.slice(a, b)
        for a, b in zip(
            start.tolist(),
            batch.words.end.take(np.minimum(end, begin + _SHOWN) - 1).tolist(),
            strict=True,
        )
    ]
    words = [" ".join(text.split()) for text in shown]
    return Hits.at(
        start,
        stop,
        confidence=np.where(onward & ~inside, 0.75, 0.85),
        where=where.tolist(),
        words=words,
    )
