"""Find an event that is spoken of as known and was never mentioned.

Restore what the sentence refers to, or delete the sentence: "such a launch" points at the sentence
or two before it, "the clashes came as" and "that ruling was" at anything mentioned earlier. Where
nothing before mentions the event in any of the words that news has for it, the sentence comes from
another story, or the sentences before it were removed.

The kinds of event, and the many words that keep the rule silent, are in the family's `words/events`.

## Bad
    New library opens in Orme

    The mayor opened the new library on Monday and thanked the readers who had collected money for it over three years of hard work, the council said.

    "We have waited long for this day," said Ann Pereira, the librarian, who told reporters on Monday that the readers had never given up.

    The clashes came as the council prepared its budget for the coming year, which leaves little for culture.
## Good
    Two groups of football supporters fought outside the new library on Monday, an hour before the mayor opened it to its first readers.

    "We have waited long for this day," said Ann Pereira, the librarian, who told reporters on Monday that the readers had never given up.

    The clashes came as the council prepared its budget for the coming year, which leaves little for culture.
## Measured
An event told as one that happened ("The clashes came as") is shown; one that only sums up ("such a
merger", "That attack has put") is below the limit of 0.5 unless the document has another mention or
speaker without an introduction. In 6,614 news articles nothing is shown, and the five mentions
below the limit are metaphors, polls and attacks in a campaign (2026-12): the rule earns its place
where passages were cut out or put in.
## Misses
General nouns ("the decision", "such a move"), which may sum up any clause. Events that an unrelated
word of the same kind hides. Mentions inside quotations, whose speaker may answer a question that is
not quoted.
"""

from __future__ import annotations

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.rule import Count, Hits, document_rule
from copydesk_rules.context._damage import gaps
from copydesk_rules.context._mentions import (
    SENTENCES_BACK,
    WORDS_BEFORE,
    dangling_mentions,
    usual_mentions,
)

_TOLD = 0.65  # "The clashes came as": an event that happened is told somewhere
_ALONE = 0.2  # "such a merger", "That attack is": sums up a metaphor or an argument as often as not
_TOGETHER = 0.7  # in a document where other events or names lack their introduction too


@document_rule(
    "CTX103",
    "{mention} refers to nothing before it",
    kinds=("article", "page"),
    yields_to=("BOI101", "BOI102", "CAP101", "CAP102", "LEF"),
)
def dangling_reference(
    batch: Batch, *, sentences_back: Count = SENTENCES_BACK, words_before: Count = WORDS_BEFORE
) -> Hits:
    """Mark each event noun after `such a`, or after `the` at the head of a sentence, whose event no
    word before it mentions.

    `sentences_back`: how far "such a" points. `words_before`: words that a mention needs before it
    to dangle.
    """
    usual = (sentences_back, words_before) == (SENTENCES_BACK, WORDS_BEFORE)
    found = (
        batch.derive(usual_mentions)
        if usual
        else dangling_mentions(batch, sentences_back, words_before)
    )
    start, end = batch.words.start[found.first], batch.words.end[found.last]
    mentions = [f"“{batch.slice(a, b)}”" for a, b in zip(start.tolist(), end.tolist(), strict=True)]
    sure = np.where(found.told, _TOLD, _ALONE)
    together = batch.derive(gaps)[batch.document_of_word[found.last]] > 1
    return Hits.at(start, end, confidence=np.where(together, _TOGETHER, sure), mention=mentions)
