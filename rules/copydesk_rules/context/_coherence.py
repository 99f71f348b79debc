"""Measure how well each sentence fits its document.

Which of its content words stand elsewhere, and how surely they should.

A content word of one's own document stands again in another paragraph about every second time,
whatever its frequency; a word of a foreign sentence stands there by chance only, the rarer the
less. `surprise` sums the logarithm of that odds over the words of a sentence.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import AnyArray, Floats, Ints
from copydesk.columns.lookup import Lookup
from copydesk.columns.ragged import expand
from copydesk.language.terms import Terms, terms
from copydesk_rules.context._mentions import quotation_marks
from copydesk_rules.context._rank_in_document import standing
from copydesk_rules.context._run_words import RunWords

# Share of content words that stand again in another paragraph: of the document's own words (first
# row), and of a foreign sentence's
# (second row), by half steps of Zipf frequency from 1.5 (unknown words) to 5.5. Smaller and larger
# documents are told apart by the
# model, which sees their size. Source: tools/train_context.py.
OWN = (0.41, 0.46, 0.40, 0.40, 0.44, 0.47, 0.54, 0.54, 0.61)
CHANCE = (0.07, 0.01, 0.02, 0.02, 0.04, 0.07, 0.14, 0.18, 0.31)

FEATURES = (
    "content",
    "words",
    "surprise",
    "surprise_word",
    "seen",
    "near",
    "titled",
    "mentions",
    "strongest",
    "names",
    "new_names",
    "new_numbers",
    "quoted",
    "pronoun",
    "opener",
    "place",
    "first_in_block",
    "last_in_block",
    "block_sentences",
    "block_content",
    "block_surprise",
    "rest_seen",
    "over_others",
    "block_over_mean",
    "rank",
    "before",
    "after",
    "document_sentences",
    "document_surprise",
    "document_spread",
)

SUSPECT = (
    4,
    -0.15,
    # content words and surprise a word from which a sentence is looked at: three in four fit too well
    # to be foreign
)

_PRONOUNS = "he she it they him her them his its their hers theirs".split()
_OPENERS = "he she it they this that these those there but and also however still so such his her their its then yet".split()


@dataclass(frozen=True, slots=True)
class Fit:
    """How each sentence fits: `content` words, those `seen` in another paragraph, `surprise`.

    And its `document`; shape (sentences,).

    The sentences of a document are [`first`, `end`), of shape (documents,).
    """

    content: Floats
    seen: Floats
    surprise: Floats
    document: Ints
    first: Ints
    end: Ints


@functools.cache
def _odds() -> Floats:
    """Return the surprise of words that do not stand elsewhere, by half step of Zipf frequency,
    then of those that do.
    """
    own, chance = np.array(OWN), np.array(CHANCE)
    return np.concatenate((np.log((1 - chance) / (1 - own)), np.log(chance / own)))


def level(t: Terms) -> Ints:
    """Return the half step of Zipf frequency of each term, a row of OWN."""
    return np.minimum(((t.zipf - 1.5) * 2).astype(np.int64), len(OWN) - 1)


def fit(batch: Batch) -> Fit:
    """Return how each sentence fits its document; for `batch.derive`."""
    t, size = batch.derive(terms), len(batch.sentences)
    surprise = _odds().take(level(t) + len(OWN) * t.elsewhere)
    document = batch.blocks.document_of.take(batch.sentences.block_of)
    edge = np.searchsorted(document, np.arange(len(batch) + 1))
    return Fit(
        np.bincount(t.sentence, minlength=size).astype(np.float64),
        np.bincount(t.sentence, weights=t.elsewhere, minlength=size).astype(np.float64),
        np.bincount(t.sentence, weights=surprise, minlength=size).astype(np.float64),
        document,
        edge[:-1],
        edge[1:],
    )


def suspects(batch: Batch, content: int, surprise: float) -> Ints:
    """Return the sentences of at least `content` content words that surprise by at least
    `surprise` a word.
    """
    f = batch.derive(fit)
    return np.flatnonzero((f.content >= content) & (f.surprise >= surprise * f.content))


@functools.cache
def _lookups() -> tuple[Lookup, Lookup]:
    return Lookup.of(_PRONOUNS), Lookup.of(_OPENERS)


def features(batch: Batch, rows: Ints) -> Floats:
    """Return what the model judges some sentences by.

    One row a sentence, one column a name of FEATURES.
    """
    columns = {**_of_words(batch, rows), **_of_form(batch, rows), **_of_surroundings(batch, rows)}
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


def _of_form(batch: Batch, rows: Ints) -> dict[str, AnyArray]:
    pronouns, openers = _lookups()
    first, end = batch.sentence_words[0].take(rows), batch.sentence_words[1].take(rows)
    marks = batch.derive(quotation_marks)
    marks = marks[batch.codes.take(marks) != ord("‘")]
    owner, at = expand(first, end - first)
    said = np.bincount(owner[pronouns.has(batch.words.hash.take(at))], minlength=rows.size)
    return {
        "words": end - first,
        "quoted": np.searchsorted(marks, batch.sentences.end.take(rows))
        > np.searchsorted(marks, batch.sentences.start.take(rows)),
        "pronoun": said > 0,
        "opener": openers.has(batch.words.hash.take(first)),
    }


def _of_surroundings(batch: Batch, rows: Ints) -> dict[str, AnyArray]:
    """Return how some sentences stand in their blocks and documents."""
    f, block_of = batch.derive(fit), batch.sentences.block_of
    document, block = f.document.take(rows), block_of.take(rows)
    first, end = f.first.take(document), f.end.take(document)
    stands = standing(f.surprise, rows, first, end)
    begin, stop = np.searchsorted(block_of, block), np.searchsorted(block_of, block, side="right")
    block_content, block_seen, block_surprise = (
        np.bincount(block_of, weights=column, minlength=len(batch.blocks)).take(block)
        for column in (f.content, f.seen, f.surprise)
    )
    rest = block_content - f.content.take(rows)

    def neighbour(step: int) -> Floats:
        other = np.clip(rows + step, first, end - 1)
        return np.where(
            other != rows, f.surprise.take(other) / np.maximum(f.content.take(other), 1), 0.0
        )

    return {
        "place": (rows - first) / np.maximum(end - first - 1, 1),
        "first_in_block": rows == begin,
        "last_in_block": rows == stop - 1,
        "block_sentences": stop - begin,
        "block_content": block_content,
        "block_surprise": block_surprise,
        "rest_seen": np.where(
            rest > 0, (block_seen - f.seen.take(rows)) / np.maximum(rest, 1), -1.0
        ),
        "over_others": stands.over_others,
        "block_over_mean": block_surprise - stands.mean * (stop - begin),
        "rank": stands.rank,
        "before": neighbour(-1),
        "after": neighbour(1),
        "document_sentences": end - first,
        "document_surprise": stands.mean,
        "document_spread": stands.spread,
    }


def strangers(batch: Batch, first: int, end: int, most: int) -> list[str]:
    """Return up to `most` words of sentences [first, end) that stand in no other paragraph.

    Names and numbers first, then the rarest.
    """
    t, words = batch.derive(terms), batch.words
    begin, stop = np.searchsorted(t.sentence, (first, end)).tolist()
    new = [at for at in range(begin, stop) if not t.elsewhere[at]]

    def rank(at: int) -> tuple[bool, float]:
        word = int(t.word[at])
        opening = word == int(batch.sentence_words[0][t.sentence[at]])
        return not (t.number[at] or (words.capital[word] and not opening)), float(t.zipf[at])

    found = [
        batch.slice(int(words.start[t.word[at]]), int(words.end[t.word[at]]))
        for at in sorted(new, key=rank)
    ]
    return list(dict.fromkeys(found))[:most]
