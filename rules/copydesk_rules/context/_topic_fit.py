"""Measure how the topic of each sentence fits the rest of its document, its block and the sentences
around it.
"""

from __future__ import annotations

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import AnyArray, Floats, Ints
from copydesk_rules.context._rank_in_document import Ranked
from copydesk_rules.context._topics import odds, topics
from copydesk_rules.context._word_fit import fit

_AROUND = 3  # sentences before and after

FEATURES = (
    "topic",  # log-odds to share the topic of the document's other blocks
    "topic_sentence",  # of the whole document without the sentence
    "topic_block",  # of the rest of its block
    "topic_around",  # of three sentences before and three after
    "known",  # how many independent words of known meaning it has
    "block_topic",  # log-odds of its block to share the topic of the other blocks
    "topic_rank",  # sentences of the document that fit worse
    "topic_over_others",  # fit less that of the document's worst other sentence
    "topic_mean",  # mean fit of the document's sentences
    "topic_spread",  # standard deviation of the same
    "topic_score",  # fit less the mean, in spreads
)


def sentence_odds(batch: Batch) -> Floats:
    """Return the log-odds of each sentence to share the topic of its document's other blocks.

    Shape (sentences,); for `batch.derive`.
    """
    t = batch.derive(topics)
    others = t.others(np.arange(t.document_of.size)).segments()
    return odds(t.sentences.segments(sentence=True), others, t.block_of)


def _misfit(batch: Batch) -> Ranked:
    return Ranked.of(-batch.derive(sentence_odds), batch.derive(fit).document)


def features(batch: Batch, rows: Ints) -> dict[str, AnyArray]:
    """Return the columns of FEATURES for some sentences, each of shape (rows,)."""
    return {**_of_parts(batch, rows), **_of_ranks(batch, rows)}


def _of_parts(batch: Batch, rows: Ints) -> dict[str, AnyArray]:
    """Return how each sentence fits its document, its block and its neighbors without itself."""
    t, f = batch.derive(topics), batch.derive(fit)
    document, block = f.document.take(rows), t.block_of.take(rows)
    mine, blocks = t.sentences.take(rows), t.blocks.take(block)
    whole = t.documents.take(t.document_of.take(block))
    around = t.sentences.between(
        np.maximum(rows - _AROUND, f.first.take(document)),
        np.minimum(rows + 1 + _AROUND, f.end.take(document)),
    )
    own = mine.segments(sentence=True)
    return {
        "topic_sentence": odds(own, whole.without(mine).segments()),
        "topic_block": odds(own, blocks.without(mine).segments()),
        "topic_around": odds(own, around.without(mine).segments()),
        "known": own.worth,
        "block_topic": odds(blocks.segments(), whole.without(blocks).segments()),
    }


def _of_ranks(batch: Batch, rows: Ints) -> dict[str, AnyArray]:
    """Return how the topic fit of each sentence compares with that of its document's others."""
    topic = batch.derive(sentence_odds).take(rows)
    misfit = batch.derive(_misfit).of_rows(rows)
    return {
        "topic": topic,
        "topic_rank": misfit.rank,
        "topic_over_others": -misfit.over_others,
        "topic_mean": -misfit.mean,
        "topic_spread": misfit.spread,
        "topic_score": (topic + misfit.mean) / (misfit.spread + 1),
    }
