"""Judge sentences and paragraphs by how their topic fits the rest of the document, the title and the sentences around them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import Floats, Ints
from copydesk.language import coherence
from copydesk.language.topics import Pieces, odds, topics

_AROUND = 3  # sentences before and after

OWN_FEATURES = (
    "topic", "topic_sentence", "topic_block", "topic_around", "known", "block_topic",
    "topic_rank", "topic_over_others", "topic_mean", "topic_spread", "topic_score",
)  # fmt: skip
FEATURES = coherence.FEATURES + OWN_FEATURES


@dataclass(frozen=True, slots=True)
class Spans:
    """For each sentence its document, and the sentences [first, end) of that; every column of shape (sentences,)."""

    document: Ints
    first: Ints
    end: Ints


def spans(batch: Batch) -> Spans:
    """Return where the documents of sentences begin and end; for `batch.once`."""
    document = batch.blocks.document_of.take(batch.sentences.block_of)
    edge = np.searchsorted(document, np.arange(len(batch) + 1))
    return Spans(document, edge.take(document), edge.take(document + 1))


def sentence_odds(batch: Batch) -> Floats:
    """Return the odds of each sentence to share the topic of its document's other blocks; shape (sentences,); for `batch.once`."""
    t = batch.once(topics)
    others = t.others(np.arange(t.document_of.size)).pieces()
    return odds(t.sentences.pieces(sentence=True), Pieces(others.mean.take(t.block_of, axis=0), others.worth.take(t.block_of)))


def usual_odds(batch: Batch) -> Floats:
    """Return the mean of its sentences' odds for each document; shape (documents,); for `batch.once`."""
    document, every = batch.once(spans).document, batch.once(sentence_odds)
    count = np.bincount(document, minlength=len(batch))
    return np.asarray(np.bincount(document, weights=every, minlength=len(batch)) / np.maximum(count, 1), np.float64)


def all_features(batch: Batch, rows: Ints) -> Floats:
    """Return what the model judges some sentences by, words and topics: one row a sentence, one column a name of FEATURES."""
    return np.hstack([coherence.features(batch, rows), features(batch, rows)])


def features(batch: Batch, rows: Ints) -> Floats:
    """Return what the topics tell of some sentences: one row a sentence, one column a name of OWN_FEATURES."""
    t, s, every = batch.once(topics), batch.once(spans), batch.once(sentence_odds)
    first, end = s.first.take(rows), s.end.take(rows)
    own_sums, block = t.sentences.take(rows), t.block_of.take(rows)
    own = own_sums.pieces(sentence=True)
    reach = t.sentences.between(np.maximum(rows - _AROUND, first), np.minimum(rows + 1 + _AROUND, end))
    blocks = t.blocks.take(block)
    whole = t.documents.take(t.document_of.take(block))
    document = s.document.take(rows)
    count = np.bincount(s.document, minlength=len(batch)).astype(np.float64)
    mean = batch.once(usual_odds)
    spread = np.sqrt(np.bincount(s.document, weights=(every - mean[s.document]) ** 2, minlength=len(batch)) / np.maximum(count, 1))
    order = np.lexsort((every, s.document))
    rank = np.empty(every.size, np.int64)
    rank[order] = np.arange(every.size) - s.first.take(order)
    least, second = every.take(order.take(first)), every.take(order.take(np.minimum(first + 1, end - 1)))
    topic = every.take(rows)
    columns = {
        "topic": topic,
        "topic_sentence": odds(own, whole.without(own_sums).pieces()),
        "topic_block": odds(own, blocks.without(own_sums).pieces()),
        "topic_around": odds(own, reach.without(own_sums).pieces()),
        "known": own.worth,
        "block_topic": odds(blocks.pieces(), whole.without(blocks).pieces()),
        "topic_rank": rank.take(rows),
        "topic_over_others": topic - np.where(rank.take(rows) == 0, second, least),
        "topic_mean": mean.take(document),
        "topic_spread": spread.take(document),
        "topic_score": (topic - mean.take(document)) / (spread.take(document) + 1),
    }
    return np.column_stack([np.asarray(columns[name], np.float64) for name in OWN_FEATURES])
