"""Judge whole paragraphs: how their words and their topic fit the other paragraphs of the document."""

from __future__ import annotations

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import Floats, Ints, Mask
from copydesk.language.closeness import sentence_odds
from copydesk.language.coherence import fit
from copydesk.language.mentions import quotation_marks
from copydesk.language.terms import FAR, terms
from copydesk.language.topics import odds, topics

SUSPECT = (8, -0.1)  # content words, and surprise a word: of a paragraph that is looked at

FEATURES = (
    "content", "words", "sentences", "surprise", "surprise_word", "seen", "near", "titled", "names", "new_names", "new_numbers", "quoted",
    "place", "surprise_rank", "surprise_over_others", "surprise_score", "topic", "topic_rank", "topic_over_others", "topic_score",
    "topic_mean", "topic_spread", "topic_title", "topic_before", "topic_after", "seam", "worth", "worst_sentence", "best_sentence",
    "worst_topic", "best_topic", "before", "after", "document_blocks", "document_words", "document_surprise", "document_seen",
)  # fmt: skip


class Paragraphs:
    """The blocks of a batch that hold sentences, one row a block: `block`, `document`, sentences [`first`, `end`)."""

    def __init__(self, batch: Batch) -> None:
        owner, f = batch.sentences.block_of, batch.once(fit)
        self.first: Ints = np.flatnonzero(np.append(True, owner[1:] != owner[:-1])[: owner.size])
        self.end: Ints = np.append(self.first[1:], owner.size)
        self.block: Ints = owner.take(self.first)
        self.document: Ints = batch.blocks.document_of.take(self.block)
        self.content, self.seen, self.surprise = (self.summed(column) for column in (f.content, f.seen, f.surprise))
        every = np.arange(len(batch) + 1)
        edge = np.searchsorted(self.document, every)
        self.start, self.stop = edge[:-1], edge[1:]  # rows of each document

    def summed(self, column: Floats) -> Floats:
        """Return the sum of a column of sentences over each paragraph."""
        return np.add.reduceat(column, self.first) if self.first.size else np.zeros(0)


def paragraphs(batch: Batch) -> Paragraphs:
    """Return the paragraphs of a batch; for `batch.once`."""
    return Paragraphs(batch)


def suspects(batch: Batch, content: int, surprise: float) -> Ints:
    """Return the paragraphs (rows of Paragraphs) of at least `content` content words that surprise by at least `surprise` a word."""
    p = batch.once(paragraphs)
    return np.flatnonzero((p.content >= content) & (p.surprise >= surprise * p.content))


def paragraph_odds(batch: Batch) -> Floats:
    """Return the odds of each paragraph to share the topic of the others of its document; for `batch.once`."""
    p, t = batch.once(paragraphs), batch.once(topics)
    first, end = _documents(p, p.document)
    return odds(t.runs(p.first, p.end), t.runs(first, end, p.first, p.end))


def _documents(p: Paragraphs, document: Ints) -> tuple[Ints, Ints]:
    """Return the first sentence and the end of documents that hold sentences."""
    return p.first.take(p.start.take(document)), p.end.take(p.stop.take(document) - 1)


def features(batch: Batch, rows: Ints) -> Floats:
    """Return what the model judges some paragraphs by: one row a paragraph, one column a name of FEATURES."""
    columns = {**_of_words(batch, rows), **_of_topics(batch, rows), **_of_document(batch, rows)}
    return np.column_stack([np.asarray(columns[name], np.float64) for name in FEATURES])


def _of_words(batch: Batch, rows: Ints) -> dict[str, Floats | Ints | Mask]:
    p, t, f = batch.once(paragraphs), batch.once(terms), batch.once(fit)
    begin, stop = np.searchsorted(t.sentence, p.first.take(rows)), np.searchsorted(t.sentence, p.end.take(rows))
    size = stop - begin
    at = np.arange(int(size.sum())) + np.repeat(begin - (np.cumsum(size) - size), size)
    line = np.repeat(np.arange(rows.size), size)
    weight = np.clip(7.0 - t.zipf.take(at), 0.5, 5.0)
    total = np.maximum(np.bincount(line, weights=weight, minlength=rows.size), 0.5)

    def share(mask: Mask) -> Floats:
        return np.bincount(line, weights=weight * mask, minlength=rows.size) / total

    def count(mask: Mask) -> Ints:
        return np.bincount(line[mask], minlength=rows.size)

    word, sentence = t.word.take(at), t.sentence.take(at)
    name = batch.words.capital.take(word) & (word != batch.sentence_words[0].take(sentence))
    elsewhere = t.elsewhere.take(at)
    gap = t.company(at)[1]
    near = elsewhere & (gap < FAR) & (gap <= 6)
    marks = batch.once(quotation_marks)
    first, last = p.first.take(rows), p.end.take(rows) - 1
    words = batch.sentence_words[1].take(last) - batch.sentence_words[0].take(first)
    each = f.surprise / np.maximum(f.content, 1)
    return {
        "content": p.content.take(rows),
        "words": words,
        "sentences": last - first + 1,
        "surprise": p.surprise.take(rows),
        "surprise_word": p.surprise.take(rows) / np.maximum(p.content.take(rows), 1),
        "seen": share(elsewhere),
        "near": share(near),
        "titled": share(t.titled(at) & elsewhere),
        "names": count(name),
        "new_names": count(name & ~elsewhere),
        "new_numbers": count(t.number.take(at) & ~elsewhere),
        "quoted": np.searchsorted(marks, batch.sentences.end.take(last)) - np.searchsorted(marks, batch.sentences.start.take(first)),
        "worst_sentence": np.maximum.reduceat(each, p.first).take(rows),
        "best_sentence": np.minimum.reduceat(each, p.first).take(rows),
    }


def _of_topics(batch: Batch, rows: Ints) -> dict[str, Floats | Ints | Mask]:
    p, t, every = batch.once(paragraphs), batch.once(topics), batch.once(sentence_odds)
    document = p.document.take(rows)
    own = t.runs(p.first.take(rows), p.end.take(rows))
    opening, stop = p.start.take(document), p.stop.take(document)
    before = t.runs(p.first.take(np.maximum(rows - 1, opening)), p.first.take(rows))
    after = t.runs(p.end.take(rows), p.end.take(np.minimum(rows + 1, stop - 1)))
    return {
        "topic_title": odds(own, t.runs(p.first.take(opening), p.end.take(opening))),
        "topic_before": odds(own, before),
        "topic_after": odds(own, after),
        "seam": odds(before, after),
        "worth": own.worth,
        "worst_topic": np.minimum.reduceat(every, p.first).take(rows),
        "best_topic": np.maximum.reduceat(every, p.first).take(rows),
    }


def _of_document(batch: Batch, rows: Ints) -> dict[str, Floats | Ints | Mask]:
    p, topic = batch.once(paragraphs), batch.once(paragraph_odds)
    document = p.document.take(rows)
    blocks = p.stop - p.start

    def neighbour(step: int) -> Floats:
        other = np.clip(rows + step, 0, p.document.size - 1)
        return np.where((p.document.take(other) == document) & (other != rows), topic.take(other), 0.0)

    columns: dict[str, Floats | Ints | Mask] = {
        "place": (rows - p.start.take(document)) / np.maximum(blocks.take(document) - 1, 1),
        "before": neighbour(-1),
        "after": neighbour(1),
        "document_blocks": blocks.take(document),
        "document_words": np.bincount(p.document, weights=p.content, minlength=len(batch)).take(document),
        "document_seen": (
            np.bincount(p.document, weights=p.seen, minlength=len(batch))
            / np.maximum(np.bincount(p.document, weights=p.content, minlength=len(batch)), 1)
        ).take(document),
    }
    for name, column in (("surprise", p.surprise), ("topic", -topic)):
        mean = np.bincount(p.document, weights=column, minlength=len(batch)) / np.maximum(blocks, 1)
        spread = np.sqrt(np.bincount(p.document, weights=(column - mean[p.document]) ** 2, minlength=len(batch)) / np.maximum(blocks, 1))
        order = np.lexsort((-column, p.document))
        rank = np.empty(column.size, np.int64)
        rank[order] = np.arange(column.size) - p.start.take(p.document.take(order))
        opening = p.start.take(document)
        best = column.take(order.take(opening))
        second = column.take(order.take(np.minimum(opening + 1, p.stop.take(document) - 1)))
        value = column.take(rows)
        columns |= {
            name: value,
            f"{name}_rank": rank.take(rows),
            f"{name}_over_others": value - np.where(rank.take(rows) == 0, second, best),
            f"{name}_score": (value - mean.take(document)) / (spread.take(document) + 1),
        }
        if name == "topic":
            columns |= {"topic_mean": mean.take(document), "topic_spread": spread.take(document)}
        else:
            columns |= {"document_surprise": mean.take(document)}
    return columns
