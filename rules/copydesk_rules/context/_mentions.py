"""Find mentions of events that speak of them as known ("such a launch", "the clashes came") where
nothing before mentions the event.
"""

from __future__ import annotations

import functools

import numpy as np
from msgspec import Struct

from copydesk.columns import characters as ch
from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import Ints, Mask
from copydesk.columns.hashing import hash_word
from copydesk.columns.lookup import Lookup, listed
from copydesk.language.lexicon import english_documents
from copydesk.language.names import gap_after
from copydesk_rules.context import WORDS
from copydesk_rules.context._references import event_nouns, mentioned_before

SENTENCES_BACK, WORDS_BEFORE = 2, 25


class Mentions(Struct, frozen=True):
    """Mentions of events: first and last word (rows of the word table), whether it is "such a",
    and whether the event is told as one that happened ("The clashes came", not "That attack is");
    every column of shape (mentions,).
    """

    first: Ints
    last: Ints
    near: Mask
    told: Mask

    def where(self, kept: Mask) -> Mentions:
        """Return those mentions for which `kept` is true; shape (mentions,)."""
        return Mentions(self.first[kept], self.last[kept], self.near[kept], self.told[kept])


def dangling_mentions(
    batch: Batch, sentences_back: int = SENTENCES_BACK, words_before: int = WORDS_BEFORE
) -> Mentions:
    """Return the mentions of events that nothing before them mentions.

    "Such a launch" must find its event in its own sentence or in the `sentences_back` before it;
    "the clashes" in all the text before. Skipped: other languages, quotations, and the first
    `words_before` words of a document.
    """
    found = _mentions(batch)
    sentence = batch.sentence_of_word[found.last]
    document = batch.document_of_word[found.last]
    begin = np.searchsorted(batch.words.start, batch.document_start[document])
    kept = (
        (sentence >= 0)
        & (sentence == batch.sentence_of_word[found.first])
        & batch.derive(english_documents)[document]
        & (found.last - begin >= words_before)
    )
    kept[kept] = ~_quoted(batch, found.first[kept], sentence[kept])
    found, sentence, begin = found.where(kept), sentence[kept], begin[kept]
    window = batch.sentence_words[0].take(np.maximum(sentence - sentences_back, 0))
    reach = np.where(found.near, np.maximum(window, begin), begin)
    return found.where(~mentioned_before(batch, found.last, event_nouns(batch, found.last), reach))


def _mentions(batch: Batch) -> Mentions:
    """Return every event noun after `such a`, and after `the` at the head of a sentence where it is
    the subject of a verb of events.
    """
    words = batch.words
    if len(words) < 3:
        rows, none = np.zeros(0, np.int64), np.zeros(0, np.bool_)
        return Mentions(rows, rows, none, none)
    articles, definite, verbs, occurrence = _markers()
    one = np.flatnonzero(words.hash[:-2] == np.uint64(hash_word("such")))
    near = one[articles.has(words.hash[one + 1])]
    far = batch.sentence_words[0]
    far = far[far + 2 < len(words)]
    far = far[definite.has(words.hash[far]) & verbs.has(words.hash[far + 2])]
    far = far[gap_after(batch, far + 1)]
    told = occurrence.has(words.hash[far + 2])
    told &= words.hash[far] == np.uint64(hash_word("the"))  # "This study found": itself
    found = Mentions(
        np.concatenate((near, far)),
        np.concatenate((near + 2, far + 1)),
        np.arange(near.size + far.size) < near.size,
        np.concatenate((np.zeros(near.size, np.bool_), told)),
    )
    return found.where(event_nouns(batch, found.last) > 0)


@functools.cache
def _markers() -> tuple[Lookup, Lookup, Lookup, Lookup]:
    definite = Lookup.of(("the", "that", "this", "those", "these"))
    verbs, occurrence = listed(WORDS / "event_verbs.txt"), listed(WORDS / "occurrence_verbs.txt")
    return Lookup.of(("a", "an")), definite, verbs, occurrence


def usual_mentions(batch: Batch) -> Mentions:
    """Return the dangling mentions of a batch by the usual reach; for `batch.derive`."""
    return dangling_mentions(batch)


def before_dangling(batch: Batch) -> Ints:
    """Return the sentences whose successor in the block says "such a …" of an event that nothing
    before mentions.
    """
    mentions = batch.derive(usual_mentions)
    after = batch.sentence_of_word[mentions.first[mentions.near]]
    after = after[after > 0]
    joined = batch.sentences.block_of[after] == batch.sentences.block_of[after - 1]
    return np.asarray(after[joined] - 1, np.int64)


def quotation_marks(batch: Batch) -> Ints:
    """Return the offsets of straight quotation marks and of “ ” ‘, ascending; for `batch.derive`."""
    # Three classes in a row, which few characters of a text have.
    marks = np.flatnonzero(batch.classes - np.uint8(ch.CLOSER) <= ch.QUOTE - ch.CLOSER)
    code = batch.codes.take(marks)
    quotes = (
        (batch.classes.take(marks) == ch.QUOTE)
        | (code == ord("“"))
        | (code == ord("”"))
        | (code == ord("‘"))
    )
    return np.asarray(marks[quotes], np.int64)


def _quoted(batch: Batch, rows: Ints, sentence: Ints) -> Mask:
    """Return which words have a quotation mark before them in their sentence."""
    if not rows.size:
        return np.zeros(0, np.bool_)
    marks = batch.derive(quotation_marks)
    marks = marks[batch.codes.take(marks) != ord("”")]
    between = np.searchsorted(marks, batch.words.start[rows]) - np.searchsorted(
        marks, batch.sentences.start[sentence]
    )
    return np.asarray(between > 0, np.bool_)
