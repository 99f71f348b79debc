"""Find an event that is spoken of as known ("such a launch",
"the clashes came as") and has not been told.

A definite mention points back: at the sentence or two before it ("such a launch"), or at anything
told earlier ("the clashes came as"; "that ruling was"). Where nothing before it tells of the event
in any of the words that news has for it, the sentence has lost what it refers to: it comes from
another story, or its neighbours have been taken out. The kinds of event and the many words that
silence the rule stand in `copydesk_rules.context._references`, each group with its reason. It is
rare, 5 findings in 6,614 news articles, of which none or one was right (2026-11): it earns its
place where passages were cut out or put in.

## Bad
    The mayor opened the new library on Monday and thanked the readers who had collected money for it over three years of hard work.

    The clashes came as the council prepared its budget for the coming year, which leaves little for culture.
## Good
    Two groups of football supporters fought outside the new library on Monday, an hour before the mayor opened it to its first readers.

    The clashes came as the council prepared its budget for the coming year, which leaves little for culture.
## Misses
    General nouns ("the decision", "such a move"), which may sum up any clause. Events that an unrelated word of the same family
    hides. Mentions inside quotations, whose speaker may answer a question that is not quoted.
"""

from __future__ import annotations

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.rule import Hits, document_rule
from copydesk_rules.context._mentions import (
    SENTENCES_BACK,
    WORDS_BEFORE,
    dangling_mentions,
    usual_mentions,
)


@document_rule(
    "CTX103",
    "{mention} refers to nothing before it",
    yields_to=("BOI101", "BOI102", "CAP101", "CAP102"),
)
def dangling_reference(
    batch: Batch, *, sentences_back: int = SENTENCES_BACK, words_before: int = WORDS_BEFORE
) -> Hits:
    """Mark each event noun after `such a`, or after `the` at the head of a sentence,
    of whose family no word stands before it.

    `sentences_back`: how far "such a" points. `words_before`: how much must stand before a mention
    for it to dangle.
    """
    usual = (sentences_back, words_before) == (SENTENCES_BACK, WORDS_BEFORE)
    found = (
        batch.derive(usual_mentions)
        if usual
        else dangling_mentions(batch, sentences_back, words_before)
    )
    start, end = batch.words.start[found.first], batch.words.end[found.last]
    mentions = [f"“{batch.slice(a, b)}”" for a, b in zip(start.tolist(), end.tolist(), strict=True)]
    return Hits.at(start, end, confidence=np.where(found.near, 0.6, 0.7), mention=mentions)
