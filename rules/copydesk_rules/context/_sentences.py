"""Judge sentences: how their words and their topic fit the document, their paragraph and the
sentences around them.

Features are costly, so a sentence passes gates first: `suspects` keeps those whose words fit badly,
`fits_well` drops those whose topic fits, and the first trees of the forest drop the `hopeless`.

To add a feature, name it below, compute it in the function of its group, and train anew: a forest
whose card names other features is not loaded.
"""

from __future__ import annotations

import functools

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import AnyArray, Floats, Ints, Mask
from copydesk.columns.lookup import Lookup, listed
from copydesk.columns.ragged import expand
from copydesk_rules.context import WORDS, _genre
from copydesk_rules.context import _same_text as same_text
from copydesk_rules.context import _topic_fit as topic_fit
from copydesk_rules.context._mentions import quotation_marks
from copydesk_rules.context._model import Model
from copydesk_rules.context._rank_in_document import Ranked, RankInDocument
from copydesk_rules.context._run_words import RunWords
from copydesk_rules.context._topic_fit import sentence_odds
from copydesk_rules.context._word_fit import fit

FEATURES = (
    "content",  # content words: names, numbers and words that are not common
    "words",  # all words
    "surprise",  # how surprisingly few content words occur elsewhere; see _word_fit
    "surprise_word",  # the same for each content word
    "seen",  # weight of the words that occur in another paragraph, of all
    "near",  # weight of the words that occur again within three sentences
    "titled",  # weight of the words that the first block has too
    "mentions",  # in how many sentences a word occurs, on average
    "strongest",  # the same of the word that occurs in most
    "names",  # capitalized words inside the sentence
    "new_names",  # of these, those that occur nowhere else
    "new_numbers",  # numbers that occur nowhere else
    "quoted",  # has a quotation mark
    "pronoun",  # has a pronoun of the third person
    "opener",  # opens with a word that refers back
    "place",  # in the document, 0 for its first sentence, 1 for its last
    "first_in_block",
    "last_in_block",
    "block_sentences",  # of its paragraph
    "block_content",  # content words of its paragraph
    "block_surprise",  # surprise of its paragraph
    "rest_seen",  # share of seen words in the rest of its paragraph, -1 without one
    "over_others",  # surprise less the greatest of the document's other sentences
    "block_over_mean",  # surprise of its paragraph less what is usual in the document
    "rank",  # sentences of the document that surprise more
    "before",  # surprise a word of the sentence before
    "after",  # surprise a word of the sentence after
    "document_sentences",  # of its document
    "document_surprise",  # mean surprise of the document's sentences
    "document_spread",  # standard deviation of the same
    *topic_fit.FEATURES,
    *_genre.FEATURES,
    *same_text.FEATURES,
)

_MAY = 0.2  # how sure a sentence is foreign for its paragraph to be so as a whole

MODEL = Model("sentence", FEATURES)
OTHER_GENRE = Model("other_genre", FEATURES)  # knows strangers of other genres alone


def suspects(batch: Batch) -> Ints:
    """Return the sentences that the model judges, rows of the sentence table, ascending.

    They have enough content words and surprise by enough a word, or they read unlike the rest of
    their document: three in four sentences fit too well to be foreign.
    """
    f = batch.derive(fit)
    least, surprise = MODEL.threshold("least_content"), MODEL.threshold("surprise_word")
    by_words = (f.content >= least) & (f.surprise >= surprise * f.content)
    return np.flatnonzero(by_words | _unlike(batch))


def _unlike(batch: Batch) -> Mask:
    """Return which sentences read unlike the rest of their document, shape (sentences,)."""
    unlike = batch.derive(_genre.readings).over <= MODEL.threshold("genre_at_most")
    enough = batch.derive(fit).content >= MODEL.threshold("least_content_unlike")
    return np.asarray(unlike & enough, np.bool_)


def fits_well(batch: Batch, rows: Ints) -> Mask:
    """Return which sentences need no score, because their topic fits too well for their words and
    they read like the rest of their document.

    Of what the model takes for foreign, 99 % have a topic fit below this line over the surprise a
    word, and 30 % of the other suspects (development set, 2026-11).
    """
    f, at_most = batch.derive(fit), MODEL.threshold("topic_at_most")
    line = at_most + MODEL.threshold("topic_surprise") * f.surprise[rows] / f.content[rows]
    return np.asarray((batch.derive(sentence_odds)[rows] >= line) & ~_unlike(batch)[rows], np.bool_)


def sureness(values: Floats, hopeless: Floats, score_at_least: float) -> tuple[Floats, Floats]:
    """Return the scores of `MODEL` for rows of features, and how sure the sentences are foreign, by
    it or by both models together; each of shape (rows,).

    What is foreign by its topic alone may be a digression; a line of another genre is surer. Rows
    that the first trees of one model find hopeless are not asked of the other.
    """
    scores = MODEL.scores(values, hopeless)
    sure = np.where(scores >= score_at_least, MODEL.confidence(scores), 0.0)
    rows = np.flatnonzero(np.isfinite(scores))
    both = OTHER_GENRE.scores(values[rows], OTHER_GENRE.threshold("hopeless")) + scores[rows]
    known = np.where(both >= score_at_least, OTHER_GENRE.confidence(both), 0.0)
    sure[rows] = np.maximum(sure[rows], known)
    return scores, sure


def surest(batch: Batch, first: Ints, end: Ints) -> tuple[Floats, Floats]:
    """Return of runs of sentences [first, end) how sure the surest sentence is foreign, and what
    share of them may be; each of shape (runs,).
    """
    rows = suspects(batch)
    rows = rows[~fits_well(batch, rows)]
    sure = np.zeros(len(batch.sentences))
    owner, at = expand(first, end - first)
    asked = np.zeros(sure.size, np.bool_)
    asked[at] = True
    rows = rows[asked[rows]]
    if rows.size:
        hopeless = np.full(rows.size, MODEL.threshold("hopeless"))
        sure[rows] = sureness(features(batch, rows), hopeless, -np.inf)[1]
    most = np.zeros(first.size)
    np.maximum.at(most, owner, sure[at])
    many = np.bincount(owner[sure[at] >= _MAY], minlength=first.size)
    return most, many / np.maximum(end - first, 1)


def features(batch: Batch, rows: Ints) -> Floats:
    """Return what the model judges some sentences by.

    One row a sentence, one column a name of FEATURES.
    """
    ranks = batch.derive(_surprise).of_rows(rows)
    columns = {
        **_of_words(batch, rows),
        **_of_form(batch, rows),
        **_of_block(batch, rows, ranks),
        **_of_document(batch, rows, ranks),
        **topic_fit.features(batch, rows),
        **_genre.features(batch, rows),
        **same_text.features(batch, rows),
    }
    return np.column_stack([np.asarray(columns[name], np.float64) for name in FEATURES])


def _of_words(batch: Batch, rows: Ints) -> dict[str, AnyArray]:
    f, words = batch.derive(fit), RunWords(batch, rows, rows + 1)
    sentences = (f.end - f.first).take(f.document.take(rows))
    mentions = np.where(
        words.elsewhere, np.minimum(words.together - 1, 12) / np.sqrt(sentences.take(words.run)), 0
    )
    strongest = np.zeros(rows.size)
    np.maximum.at(strongest, words.run, mentions)
    content = np.maximum(f.content.take(rows), 1)
    return {
        "content": content,
        "surprise": f.surprise.take(rows),
        "surprise_word": f.surprise.take(rows) / content,
        "near": words.share(words.nearest <= 3),
        "mentions": np.bincount(words.run, weights=mentions, minlength=rows.size) / content,
        "strongest": strongest,
        **words.features(),
    }


@functools.cache
def _openers_and_pronouns() -> tuple[Lookup, Lookup]:
    return listed(WORDS / "openers.txt"), listed(WORDS / "pronouns.txt")


def _of_form(batch: Batch, rows: Ints) -> dict[str, AnyArray]:
    openers, pronouns = _openers_and_pronouns()
    first, end = batch.sentence_words[0].take(rows), batch.sentence_words[1].take(rows)
    start, stop = batch.sentences.start.take(rows), batch.sentences.end.take(rows)
    marks = batch.derive(quotation_marks)
    marks = marks[batch.codes.take(marks) != ord("‘")]
    owner, at = expand(first, end - first)
    said = np.bincount(owner[pronouns.has(batch.words.hash.take(at))], minlength=rows.size)
    return {
        "words": end - first,
        "quoted": np.searchsorted(marks, stop) > np.searchsorted(marks, start),
        "pronoun": said > 0,
        "opener": openers.has(batch.words.hash.take(first)),
    }


def _surprise(batch: Batch) -> Ranked:
    f = batch.derive(fit)
    return Ranked.of(f.surprise, f.document)


def _of_block(batch: Batch, rows: Ints, ranks: RankInDocument) -> dict[str, AnyArray]:
    """Return how the sentences of each one's block fit, and where in it the sentence is."""
    f, block_of = batch.derive(fit), batch.sentences.block_of
    block = block_of.take(rows)
    begin, stop = np.searchsorted(block_of, block), np.searchsorted(block_of, block, side="right")
    content, seen, surprise = (
        np.bincount(block_of, weights=column, minlength=len(batch.blocks)).take(block)
        for column in (f.content, f.seen, f.surprise)
    )
    rest = content - f.content.take(rows)
    rest_seen = (seen - f.seen.take(rows)) / np.maximum(rest, 1)
    return {
        "first_in_block": rows == begin,
        "last_in_block": rows == stop - 1,
        "block_sentences": stop - begin,
        "block_content": content,
        "block_surprise": surprise,
        "rest_seen": np.where(rest > 0, rest_seen, -1.0),
        "block_over_mean": surprise - ranks.mean * (stop - begin),
    }


def _of_document(batch: Batch, rows: Ints, ranks: RankInDocument) -> dict[str, AnyArray]:
    """Return how the sentences of each one's document fit, and where in it the sentence is."""
    f = batch.derive(fit)
    document = f.document.take(rows)
    first, end = f.first.take(document), f.end.take(document)

    def neighbor(step: int) -> Floats:
        other = np.clip(rows + step, first, end - 1)
        surprise = f.surprise.take(other) / np.maximum(f.content.take(other), 1)
        return np.where(other != rows, surprise, 0.0)

    return {
        "place": (rows - first) / np.maximum(end - first - 1, 1),
        "over_others": ranks.over_others,
        "rank": ranks.rank,
        "before": neighbor(-1),
        "after": neighbor(1),
        "document_sentences": end - first,
        "document_surprise": ranks.mean,
        "document_spread": ranks.spread,
    }
