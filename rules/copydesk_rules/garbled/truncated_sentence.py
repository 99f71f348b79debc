"""Find a block of text that breaks off inside a word or a phrase, or begins inside one.

Fetch the rest of the text, or delete the broken sentence. A scraper's limit on characters, a column
cut at the wrong place, a teaser taken for the article: `the decision to come after the tariff thr`.
The rest is missing, and the piece of a word is in no index.

Headlines and captions have no end mark either, so more must speak for a cut. In English a block ends
on what is the beginning of common words and hardly a word itself (`thr`, `militar`), or on a word
that must go on (`the`, `of`, `whose`); or begins, in small letters, with what is only the end of
words and has an end mark; or holds several words that are cut off. In every language with a word
list a long block counts that ends, without a mark, on a word that no list knows, where the other
long blocks of its text end in marks; or on any word, where it is the only paragraph without a mark and reads as a
sentence, not as a label, a headline or a caption. There only the mark may be missing. Pieces are those of the 11,000 most frequent English words
(wordfreq 3.1). A line that goes on in the next one is none, nor is one before a list or code.

## Bad
    The council decided on Monday that the old bridge over the river must be closed for the whol
## Good
    What the harbour is known for
    The things that she was used to, and the town that he came from, were gone. He saw none of it, whatever it was.
## Measured
Of 34 findings of the first build that a reader had judged right 32 are found, of 26 wrong ones, most
at the end of hard-wrapped lines, 1 (26 kinds of text, 2026-12). Of 47 paragraphs of 15 kinds that
were cut inside a word 26 are found, of 40 findings of the only sentence without an end mark 36 were
right when read (2026-12).
## Misses
Sentences that end after a whole word, or after a piece that is a common word (`car`), in short texts.
"""

from __future__ import annotations

from copydesk.columns.batch import Batch
from copydesk.rule import Count, Hits, Share, document_rule
from copydesk_rules.garbled._truncation import (
    BEFORE_FIRST,
    MANY_WORDS,
    Truncated,
    find_truncated,
)
from copydesk_rules.garbled._truncation_view import Limits

_SHOWN = 4  # words that are marked, and that the message shows


@document_rule(
    "GAR108",
    "breaks off {where}: {words}",
    yields_to=("GAR101", "GAR105", "GAR106", "GAR107", "LAN101", "LEF", "BOI", "CAP"),
)
def truncated_sentence(
    batch: Batch,
    *,
    min_words: Count = 4,
    min_running_words: Count = 8,
    min_pieces: Count = 2,
    piece_share: Share = 0.08,
) -> Hits:
    """Mark the words at which each block breaks off, or the block where it does so several times.

    `min_words`: shorter blocks are not judged; `min_running_words`: those that end on a word that
    must go on have so many. `min_pieces`, `piece_share`: so many words of a block, and such a share
    of them, must be cut off where neither its head nor its tail is.
    """
    limits = Limits(min_words, min_running_words, min_pieces, piece_share)
    found = find_truncated(batch, limits)
    if not found:
        return Hits.none()
    marked = [_marked(block) for block in found]
    return Hits.at(
        [int(batch.words.start[first]) for first, _ in marked],
        [int(batch.words.end[end - 1]) for _, end in marked],
        confidence=[block.confidence for block in found],
        where=[block.where for block in found],
        words=[_text(batch, first, min(end, first + _SHOWN)) for first, end in marked],
        clues=[block.clues for block in found],
    )


def _marked(block: Truncated) -> tuple[int, int]:
    """Return the words to mark, rows of the word table: the last, all, or the first."""
    if block.where == MANY_WORDS:
        return block.first, block.end
    if block.where == BEFORE_FIRST:
        return block.first, min(block.end, block.first + _SHOWN)
    return max(block.first, block.end - _SHOWN), block.end


def _text(batch: Batch, first: int, end: int) -> str:
    text = batch.slice(int(batch.words.start[first]), int(batch.words.end[end - 1]))
    return " ".join(text.split())
