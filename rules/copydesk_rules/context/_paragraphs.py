"""Judge whole paragraphs: how their words and their topic fit the other paragraphs of the
document.
"""

from __future__ import annotations

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import Floats, Ints, Mask
from copydesk.columns.ragged import expand
from copydesk_rules.context._coherence import fit
from copydesk_rules.context._mentions import quotation_marks
from copydesk_rules.context._rank_in_document import standing
from copydesk_rules.context._run_words import RunWords
from copydesk_rules.context._topic_fit import sentence_odds
from copydesk_rules.context._topics import odds, topics

SUSPECT = (8, -0.1)  # content words, and surprise a word: of a paragraph that is looked at

FEATURES = (
    "content",
    "words",
    "sentences",
    "surprise",
    "surprise_word",
    "seen",
    "near",
    "titled",
    "names",
    "new_names",
    "new_numbers",
    "quoted",
    "place",
    "surprise_rank",
    "surprise_over_others",
    "surprise_score",
    "topic",
    "topic_rank",
    "topic_over_others",
    "topic_score",
    "topic_mean",
    "topic_spread",
    "topic_before",
    "topic_after",
    "worth",
    "worst_sentence",
    "best_sentence",
    "worst_topic",
    "best_topic",
    "before",
    "after",
    "document_blocks",
    "document_words",
    "document_surprise",
    "document_seen",
)


class Paragraphs:
    """The blocks of a batch that hold sentences, one row a block.

    `block`, `document`, sentences [`first`, `end`).
    """

    def __init__(self, batch: Batch) -> None:
        owner, f = batch.sentences.block_of, batch.derive(fit)
        self.first: Ints = np.flatnonzero(np.append(True, owner[1:] != owner[:-1])[: owner.size])
        self.end: Ints = np.append(self.first[1:], owner.size)
        self.block: Ints = owner.take(self.first)
        self.document: Ints = batch.blocks.document_of.take(self.block)
        self.content, self.seen, self.surprise = (
            self.summed(column) for column in (f.content, f.seen, f.surprise)
        )
        every = np.arange(len(batch) + 1)
        edge = np.searchsorted(self.document, every)
        self.start, self.stop = edge[:-1], edge[1:]  # rows of each document

    def summed(self, column: Floats) -> Floats:
        """Return the sum of a column of sentences over each paragraph."""
        return np.add.reduceat(column, self.first) if self.first.size else np.zeros(0)


def paragraphs(batch: Batch) -> Paragraphs:
    """Return the paragraphs of a batch; for `batch.derive`."""
    return Paragraphs(batch)


def suspects(batch: Batch, content: int, surprise: float) -> Ints:
    """Return the paragraphs (rows of Paragraphs) of at least `content` content words that
    surprise by at least `surprise` a word.
    """
    p = batch.derive(paragraphs)
    return np.flatnonzero((p.content >= content) & (p.surprise >= surprise * p.content))


def paragraph_odds(batch: Batch) -> Floats:
    """Return the odds of each paragraph to share the topic of the others of its document.

    For `batch.derive`.
    """
    t = batch.derive(topics)
    return odds(t.blocks.pieces(), t.others(np.arange(t.document_of.size)).pieces())


def features(batch: Batch, rows: Ints) -> Floats:
    """Return what the model judges some paragraphs by.

    One row a paragraph, one column a name of FEATURES.
    """
    columns = {**_of_words(batch, rows), **_of_topics(batch, rows), **_of_document(batch, rows)}
    return np.column_stack([np.asarray(columns[name], np.float64) for name in FEATURES])


def _of_words(batch: Batch, rows: Ints) -> dict[str, Floats | Ints | Mask]:
    p, f = batch.derive(paragraphs), batch.derive(fit)
    first, end = p.first.take(rows), p.end.take(rows)
    words, last = RunWords(batch, first, end), end - 1
    marks = batch.derive(quotation_marks)
    at = expand(first, end - first)[1]
    each, head = (
        f.surprise.take(at) / np.maximum(f.content.take(at), 1),
        np.cumsum(end - first) - (end - first),
    )
    return {
        "content": p.content.take(rows),
        "words": batch.sentence_words[1].take(last) - batch.sentence_words[0].take(first),
        "sentences": last - first + 1,
        "surprise": p.surprise.take(rows),
        "surprise_word": p.surprise.take(rows) / np.maximum(p.content.take(rows), 1),
        "near": words.share(words.elsewhere & (words.nearest <= 6)),
        "quoted": np.searchsorted(marks, batch.sentences.end.take(last))
        - np.searchsorted(marks, batch.sentences.start.take(first)),
        "worst_sentence": np.maximum.reduceat(each, head),
        "best_sentence": np.minimum.reduceat(each, head),
        **words.features(),
    }


def _of_topics(batch: Batch, rows: Ints) -> dict[str, Floats | Ints | Mask]:
    p, t, every = batch.derive(paragraphs), batch.derive(topics), batch.derive(sentence_odds)
    document = p.document.take(rows)
    own = t.blocks.take(rows).pieces()
    opening, stop = p.start.take(document), p.stop.take(document)
    before = t.blocks.between(np.maximum(rows - 1, opening), rows).pieces()
    after = t.blocks.between(rows + 1, np.minimum(rows + 2, stop)).pieces()
    size = p.end.take(rows) - p.first.take(rows)
    at, head = expand(p.first.take(rows), size)[1], np.cumsum(size) - size
    return {
        "topic_before": odds(own, before),
        "topic_after": odds(own, after),
        "worth": own.worth,
        "worst_topic": np.minimum.reduceat(every.take(at), head),
        "best_topic": np.maximum.reduceat(every.take(at), head),
    }


def _of_document(batch: Batch, rows: Ints) -> dict[str, Floats | Ints | Mask]:
    p, topic = batch.derive(paragraphs), batch.derive(paragraph_odds)
    document = p.document.take(rows)
    first, end = p.start.take(document), p.stop.take(document)
    content, seen = (
        np.bincount(p.document, weights=column, minlength=len(batch)).take(document)
        for column in (p.content, p.seen)
    )

    def neighbour(step: int) -> Floats:
        other = np.clip(rows + step, first, end - 1)
        return np.where(other != rows, topic.take(other), 0.0)

    columns: dict[str, Floats | Ints | Mask] = {
        "place": (rows - first) / np.maximum(end - first - 1, 1),
        "before": neighbour(-1),
        "after": neighbour(1),
        "document_blocks": end - first,
        "document_words": content,
        "document_seen": seen / np.maximum(content, 1),
    }
    for name, column in (("surprise", p.surprise), ("topic", -topic)):
        stands, value = standing(column, rows, first, end), column.take(rows)
        columns |= {
            name: value,
            f"{name}_rank": stands.rank,
            f"{name}_over_others": stands.over_others,
            f"{name}_score": (value - stands.mean) / (stands.spread + 1),
        }
        if name == "topic":
            columns |= {"topic_mean": stands.mean, "topic_spread": stands.spread}
        else:
            columns |= {"document_surprise": stands.mean}
    return columns
