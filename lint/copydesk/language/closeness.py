"""Judge sentences and paragraphs by how their topic fits the rest of the document, the title and the sentences around them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import Floats, Ints
from copydesk.language import coherence
from copydesk.language.topics import odds, topics

_AROUND = 3  # sentences before and after

OWN_FEATURES = (
    "topic", "topic_sentence", "topic_block", "topic_before", "topic_after", "topic_around", "topic_title", "seam", "known", "block_topic",
    "topic_rank", "topic_over_others", "topic_mean", "topic_spread", "topic_score", "topic_last", "topic_next",
)  # fmt: skip
FEATURES = coherence.FEATURES + OWN_FEATURES


@dataclass(frozen=True, slots=True)
class Spans:
    """For each sentence the sentences [first, end) of its block and of its document; every column of shape (sentences,)."""

    document: Ints
    block_first: Ints
    block_end: Ints
    first: Ints
    end: Ints


def spans(batch: Batch) -> Spans:
    """Return where the blocks and documents of sentences begin and end; for `batch.once`."""
    block = batch.sentences.block_of
    document = batch.blocks.document_of.take(block)
    columns = []
    for owner, owners in ((block, len(batch.blocks)), (document, len(batch))):
        every = np.arange(owners + 1)
        edge = np.searchsorted(owner, every)
        columns += [edge.take(owner), edge.take(owner + 1)]
    return Spans(document, *columns)


def sentence_odds(batch: Batch) -> Floats:
    """Return the odds of each sentence to share the topic of its document's other blocks; shape (sentences,); for `batch.once`."""
    t, s, rows = batch.once(topics), batch.once(spans), np.arange(len(batch.sentences))
    return odds(t.runs(rows, rows + 1, sentence=True), t.runs(s.first, s.end, s.block_first, s.block_end))


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
    first, end, block_first, block_end = (c.take(rows) for c in (s.first, s.end, s.block_first, s.block_end))
    own = t.runs(rows, rows + 1, sentence=True)
    before = t.runs(np.maximum(rows - _AROUND, first), rows)
    after = t.runs(rows + 1, np.minimum(rows + 1 + _AROUND, end))
    title_end = s.block_end.take(first)
    document = s.document.take(rows)
    count = np.bincount(s.document, minlength=len(batch)).astype(np.float64)
    mean = batch.once(usual_odds)
    spread = np.sqrt(np.bincount(s.document, weights=(every - mean[s.document]) ** 2, minlength=len(batch)) / np.maximum(count, 1))
    order = np.lexsort((every, s.document))
    rank = np.empty(rows.size and every.size, np.int64)
    rank[order] = np.arange(every.size) - s.first.take(order)
    least, second = every.take(order.take(first)), every.take(order.take(np.minimum(first + 1, end - 1)))
    topic = every.take(rows)
    columns = {
        "topic": topic,
        "topic_sentence": odds(own, t.runs(first, end, rows, rows + 1)),
        "topic_block": odds(own, t.runs(block_first, block_end, rows, rows + 1)),
        "topic_before": odds(own, before),
        "topic_after": odds(own, after),
        "topic_around": odds(own, t.runs(np.maximum(rows - _AROUND, first), np.minimum(rows + 1 + _AROUND, end), rows, rows + 1)),
        "topic_title": odds(own, t.runs(first, title_end)),
        "topic_last": odds(own, t.runs(np.maximum(rows - 1, first), rows)),
        "topic_next": odds(own, t.runs(rows + 1, np.minimum(rows + 2, end))),
        "seam": odds(before, after),
        "known": own.worth,
        "block_topic": odds(t.runs(block_first, block_end), t.runs(first, end, block_first, block_end)),
        "topic_rank": rank.take(rows),
        "topic_over_others": topic - np.where(rank.take(rows) == 0, second, least),
        "topic_mean": mean.take(document),
        "topic_spread": spread.take(document),
        "topic_score": (topic - mean.take(document)) / (spread.take(document) + 1),
    }
    return np.column_stack([np.asarray(columns[name], np.float64) for name in OWN_FEATURES])
