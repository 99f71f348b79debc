"""Judge sentences and paragraphs by how their topic fits the rest of the document,
the title and the sentences around them.
"""

from __future__ import annotations

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import Floats, Ints
from copydesk_rules.context import _coherence as coherence
from copydesk_rules.context._rank_in_document import standing
from copydesk_rules.context._topics import odds, topics

_AROUND = 3  # sentences before and after

OWN_FEATURES = (
    "topic",
    "topic_sentence",
    "topic_block",
    "topic_around",
    "known",
    "block_topic",
    "topic_rank",
    "topic_over_others",
    "topic_mean",
    "topic_spread",
    "topic_score",
)
FEATURES = coherence.FEATURES + OWN_FEATURES


def sentence_odds(batch: Batch) -> Floats:
    """Return the odds of each sentence to share the topic of its document's other blocks.

    Shape (sentences,); for `batch.derive`.
    """
    t = batch.derive(topics)
    others = t.others(np.arange(t.document_of.size)).pieces()
    return odds(t.sentences.pieces(sentence=True), others, t.block_of)


def all_features(batch: Batch, rows: Ints) -> Floats:
    """Return what the model judges some sentences by, words and topics.

    One row a sentence, one column a name of FEATURES.
    """
    return np.hstack([coherence.features(batch, rows), features(batch, rows)])


def features(batch: Batch, rows: Ints) -> Floats:
    """Return what the topics tell of some sentences.

    One row a sentence, one column a name of OWN_FEATURES.
    """
    t, f, every = batch.derive(topics), batch.derive(coherence.fit), batch.derive(sentence_odds)
    document = f.document.take(rows)
    first, end = f.first.take(document), f.end.take(document)
    own_sums, block = t.sentences.take(rows), t.block_of.take(rows)
    own = own_sums.pieces(sentence=True)
    reach = t.sentences.between(
        np.maximum(rows - _AROUND, first), np.minimum(rows + 1 + _AROUND, end)
    )
    blocks = t.blocks.take(block)
    whole = t.documents.take(t.document_of.take(block))
    misfit = standing(-every, rows, first, end)
    topic = every.take(rows)
    columns = {
        "topic": topic,
        "topic_sentence": odds(own, whole.without(own_sums).pieces()),
        "topic_block": odds(own, blocks.without(own_sums).pieces()),
        "topic_around": odds(own, reach.without(own_sums).pieces()),
        "known": own.worth,
        "block_topic": odds(blocks.pieces(), whole.without(blocks).pieces()),
        "topic_rank": misfit.rank,
        "topic_over_others": -misfit.over_others,
        "topic_mean": -misfit.mean,
        "topic_spread": misfit.spread,
        "topic_score": (topic + misfit.mean) / (misfit.spread + 1),
    }
    return np.column_stack([np.asarray(columns[name], np.float64) for name in OWN_FEATURES])
