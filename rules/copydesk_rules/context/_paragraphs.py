"""Judge whole paragraphs: how their words and their topic fit the other paragraphs of the document.

One row of features a paragraph, for the forest of `out_of_context_paragraph`. To add a feature,
name it below, compute it in the function of its group, and train anew.
"""

from __future__ import annotations

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import AnyArray, Floats, Ints, Mask
from copydesk.columns.ragged import Runs
from copydesk_rules.context import _genre
from copydesk_rules.context import _same_text as same_text
from copydesk_rules.context._mentions import quotation_marks
from copydesk_rules.context._model import Model
from copydesk_rules.context._rank_in_document import Ranked
from copydesk_rules.context._run_words import RunWords
from copydesk_rules.context._topic_fit import sentence_odds
from copydesk_rules.context._topics import odds, topics
from copydesk_rules.context._word_fit import fit

FEATURES = (
    "content",  # content words, as in _sentences, and so on to new_numbers
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
    "quoted",  # quotation marks
    "place",  # in the document, 0 for its first paragraph, 1 for its last
    "surprise_rank",  # paragraphs of the document that surprise more
    "surprise_over_others",  # surprise less the greatest of the document's other paragraphs
    "surprise_score",  # surprise less the document's mean, in spreads
    "topic",  # misfit: minus the log-odds to share the topic of the other paragraphs
    "topic_rank",  # the same four of the misfit
    "topic_over_others",
    "topic_score",
    "topic_mean",
    "topic_spread",
    "topic_before",  # log-odds to share the topic of the paragraph before
    "topic_after",  # of the paragraph after
    "worth",  # how many independent words of known meaning it has
    "worst_sentence",  # surprise a word of its sentences: the greatest
    "best_sentence",  # and the least
    "worst_topic",  # topic fit of its sentences: the least
    "best_topic",  # and the greatest
    "before",  # topic fit of the paragraph before
    "after",  # topic fit of the paragraph after
    "document_blocks",  # paragraphs of the document
    "document_words",  # content words of the document
    "document_surprise",  # mean surprise of its paragraphs
    "document_seen",  # share of its content words that occur in another paragraph
    *_genre.FEATURES,  # of the mean of its sentences
    *same_text.FEATURES,  # the same
)

MODEL = Model("paragraph", FEATURES)


class Paragraphs:
    """The blocks of a batch that hold sentences, one row a block, in their order.

    Of each paragraph, shape (paragraphs,): its `block` and `document`, the run of its sentences
    [`first`, `end`), and the sums of `content`, `seen` and `surprise` over them; see Fit. Of each
    document, shape (documents,): its paragraphs are [`start`, `stop`).
    """

    def __init__(self, batch: Batch) -> None:
        f, runs = batch.derive(fit), Runs.of_equal(batch.sentences.block_of)
        self.first, self.end = runs.start, runs.end
        self.block: Ints = batch.sentences.block_of.take(runs.start)
        self.document: Ints = batch.blocks.document_of.take(self.block)
        self.content, self.seen, self.surprise = (
            runs.reduce(np.add, column) for column in (f.content, f.seen, f.surprise)
        )
        edge = np.searchsorted(self.document, np.arange(len(batch) + 1))
        self.start, self.stop = edge[:-1], edge[1:]


def paragraphs(batch: Batch) -> Paragraphs:
    """Return the paragraphs of a batch; for `batch.derive`."""
    return Paragraphs(batch)


def suspects(batch: Batch) -> Ints:
    """Return the paragraphs that the model judges, rows of Paragraphs, ascending.

    They have enough content words, and surprise by enough a word or read unlike the others.
    """
    p = batch.derive(paragraphs)
    least, surprise = MODEL.threshold("least_content"), MODEL.threshold("surprise_word")
    by_words = (p.content >= least) & (p.surprise >= surprise * p.content)
    unlike = (p.content >= MODEL.threshold("least_content_unlike")) & _unlike(batch)
    return np.flatnonzero(by_words | unlike)


def _unlike(batch: Batch) -> Mask:
    """Return which paragraphs read unlike the rest of their document, shape (paragraphs,)."""
    over = batch.derive(paragraph_readings).over
    return np.asarray(over <= MODEL.threshold("genre_at_most"), np.bool_)


def paragraph_readings(batch: Batch) -> _genre.Readings:
    """Return what the paragraphs of a batch read like; for `batch.derive`."""
    own = np.stack([_mean_of(batch, one) for one in batch.derive(_genre.genre).T], axis=1)
    return _genre.Readings.of(own, batch.derive(paragraphs).document, len(batch))


def paragraph_kinship(batch: Batch) -> same_text.Kinship:
    """Return how the paragraphs of a batch point; for `batch.derive`."""
    p, every = batch.derive(paragraphs), batch.derive(same_text.vectors)
    own = np.add.reduceat(every, p.first, axis=0) if p.first.size else every
    own = own / np.maximum(p.end - p.first, 1)[:, None]
    return same_text.Kinship.of(own, np.ones(len(own), np.bool_), p.document)


def _mean_of(batch: Batch, column: Floats) -> Floats:
    """Return the mean of a column over the sentences of each paragraph."""
    p, column = batch.derive(paragraphs), np.ascontiguousarray(column)
    return np.asarray(Runs.between(p.first, p.end).reduce(np.add, column) / (p.end - p.first))


def _of_genre(batch: Batch, rows: Ints) -> dict[str, AnyArray]:
    p, common = batch.derive(paragraphs), _mean_of(batch, batch.derive(_genre.usual))
    document = p.document.take(rows)
    first, end = p.start.take(document), p.stop.take(document)
    return {
        **batch.derive(paragraph_readings).features(
            Ranked.of(-common, p.document), rows, first, end
        ),
        **batch.derive(paragraph_kinship).features(rows, first, end),
    }


def paragraph_odds(batch: Batch) -> Floats:
    """Return the log-odds of each paragraph to share the topic of the others of its document.

    Shape (paragraphs,); for `batch.derive`.
    """
    t = batch.derive(topics)
    return odds(t.blocks.segments(), t.others(np.arange(t.document_of.size)).segments())


def fits_well(batch: Batch, rows: Ints) -> Mask:
    """Return which paragraphs need no score, because their topic fits too well for their words
    and they read like the rest of their document.

    Of what the model takes for foreign, 99 % have a topic fit below this line over the surprise a
    word, and 37 % of the other suspects (development set, 2026-11).
    """
    p, at_most = batch.derive(paragraphs), MODEL.threshold("topic_at_most")
    line = at_most + MODEL.threshold("topic_surprise") * p.surprise[rows] / p.content[rows]
    fits = batch.derive(paragraph_odds)[rows] >= line
    return np.asarray(fits & ~_unlike(batch)[rows], np.bool_)


def features(batch: Batch, rows: Ints) -> Floats:
    """Return what the model judges some paragraphs by.

    One row a paragraph, one column a name of FEATURES.
    """
    columns = {
        **_of_words(batch, rows),
        **_of_topics(batch, rows),
        **_of_document(batch, rows),
        **_of_genre(batch, rows),
    }
    return np.column_stack([np.asarray(columns[name], np.float64) for name in FEATURES])


def _of_words(batch: Batch, rows: Ints) -> dict[str, AnyArray]:
    p, f = batch.derive(paragraphs), batch.derive(fit)
    first, end = p.first.take(rows), p.end.take(rows)
    words, sentences, last = RunWords(batch, first, end), Runs.between(first, end), end - 1
    marks = batch.derive(quotation_marks)
    each = f.surprise / np.maximum(f.content, 1)
    return {
        "content": p.content.take(rows),
        "words": batch.sentence_words[1].take(last) - batch.sentence_words[0].take(first),
        "sentences": last - first + 1,
        "surprise": p.surprise.take(rows),
        "surprise_word": p.surprise.take(rows) / np.maximum(p.content.take(rows), 1),
        "near": words.share(words.elsewhere & (words.nearest <= 6)),
        "quoted": np.searchsorted(marks, batch.sentences.end.take(last))
        - np.searchsorted(marks, batch.sentences.start.take(first)),
        "worst_sentence": sentences.reduce(np.maximum, each),
        "best_sentence": sentences.reduce(np.minimum, each),
        **words.features(),
    }


def _of_topics(batch: Batch, rows: Ints) -> dict[str, AnyArray]:
    p, t, every = batch.derive(paragraphs), batch.derive(topics), batch.derive(sentence_odds)
    document = p.document.take(rows)
    own = t.blocks.take(rows).segments()
    opening, stop = p.start.take(document), p.stop.take(document)
    before = t.blocks.between(np.maximum(rows - 1, opening), rows).segments()
    after = t.blocks.between(rows + 1, np.minimum(rows + 2, stop)).segments()
    sentences = Runs.between(p.first.take(rows), p.end.take(rows))
    return {
        "topic_before": odds(own, before),
        "topic_after": odds(own, after),
        "worth": own.worth,
        "worst_topic": sentences.reduce(np.minimum, every),
        "best_topic": sentences.reduce(np.maximum, every),
        **_ranked("topic", Ranked.of(-batch.derive(paragraph_odds), p.document), rows),
    }


def _of_document(batch: Batch, rows: Ints) -> dict[str, AnyArray]:
    p, topic = batch.derive(paragraphs), batch.derive(paragraph_odds)
    document = p.document.take(rows)
    first, end = p.start.take(document), p.stop.take(document)
    content, seen = (
        np.bincount(p.document, weights=column, minlength=len(batch)).take(document)
        for column in (p.content, p.seen)
    )

    def neighbor(step: int) -> Floats:
        other = np.clip(rows + step, first, end - 1)
        return np.where(other != rows, topic.take(other), 0.0)

    ranked = _ranked("surprise", Ranked.of(p.surprise, p.document), rows)
    return {
        "place": (rows - first) / np.maximum(end - first - 1, 1),
        "before": neighbor(-1),
        "after": neighbor(1),
        "document_blocks": end - first,
        "document_words": content,
        "document_seen": seen / np.maximum(content, 1),
        "document_surprise": ranked["surprise_mean"],
        **ranked,
    }


def _ranked(name: str, every: Ranked, rows: Ints) -> dict[str, AnyArray]:
    """Return how a value of each paragraph compares with the others of its document."""
    ranks, value = every.of_rows(rows), every.column.take(rows)
    return {
        name: value,
        f"{name}_rank": ranks.rank,
        f"{name}_over_others": ranks.over_others,
        f"{name}_score": (value - ranks.mean) / (ranks.spread + 1),
        f"{name}_mean": ranks.mean,
        f"{name}_spread": ranks.spread,
    }
