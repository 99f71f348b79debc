"""Find the mentions of events that speak of them as known ("such a launch",
"the clashes came") and that nothing before them tells of.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np

from copydesk.columns import characters as ch
from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import Hashes, Ints, Mask
from copydesk.columns.hashing import hash_vocabulary
from copydesk.columns.lookup import Lookup
from copydesk.language.lexicon import english_documents
from copydesk.language.names import gap_after
from copydesk_rules.context._references import event_nouns, told_before

# What an event does when it is the subject and nothing more is said of it: "The clashes came as",
# not "The clashes of 1968 were".
_DOES = (
    "came comes come follows followed occurred happened took takes began erupted broke started ended lasted left killed injured wounded "
    "drew sparked triggered prompted marked was were is are has have had would could will raised caused continued forced shocked said "
    "says found finds showed shows shown concluded alleges alleged seeks sought asks asked argues argued passed failed includes included "
    "requires required allows allowed calls called focused focuses also will can may might should did does"
).split()


@functools.cache
def _markers() -> tuple[Hashes, Lookup, Lookup, Lookup]:
    return (
        hash_vocabulary(("such",)),
        Lookup.of(("a", "an")),
        Lookup.of("the that this those these".split()),
        Lookup.of(_DOES),
    )


@dataclass(frozen=True, slots=True)
class Mentions:
    """Mentions of events that nothing before them tells of.

    First and last word (rows of the word table), and whether it is "such a".
    """

    first: Ints
    last: Ints
    near: Mask


SENTENCES_BACK, WORDS_BEFORE = 2, 25


def dangling_mentions(
    batch: Batch, sentences_back: int = SENTENCES_BACK, words_before: int = WORDS_BEFORE
) -> Mentions:
    """Return each event noun after `such a`, or after `the` at the head of a sentence,
    of whose family no word stands before it.

    "Such a launch" must find its event in its own sentence or in the `sentences_back` before it;
    "the clashes" in all that stands before. Passed over: other languages, quotations, and what
    stands within the first `words_before` words of its document.
    """
    words = batch.words
    if len(words) < 3:
        return Mentions(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.bool_))
    such, articles, definite, does = _markers()
    one = np.flatnonzero(words.hash[:-2] == such[0])
    near = one[articles.has(words.hash[one + 1])]
    far = batch.sentence_words[0]
    far = far[far + 2 < len(words)]
    far = far[definite.has(words.hash[far]) & does.has(words.hash[far + 2])]
    far = far[gap_after(batch, far + 1)]
    first = np.concatenate((near, far))
    rows = np.concatenate((near + 2, far + 1))
    is_near = np.arange(rows.size) < near.size
    families, sentence, document = (
        event_nouns(batch, rows),
        batch.sentence_of_word[rows],
        batch.document_of_word[rows],
    )
    kept = (
        (families > 0)
        & (sentence >= 0)
        & (sentence == batch.sentence_of_word[first])
        & batch.derive(english_documents)[document]
    )
    begin = np.searchsorted(words.start, batch.document_start[document])
    kept &= rows - begin >= words_before
    kept[kept] = ~_quoted(batch, first[kept], sentence[kept])
    first, rows, is_near, families, sentence, begin = (
        column[kept] for column in (first, rows, is_near, families, sentence, begin)
    )
    window = batch.sentence_words[0].take(np.maximum(sentence - sentences_back, 0))
    reach = np.where(is_near, np.maximum(window, begin), begin)
    lost = ~told_before(batch, rows, families, reach)
    return Mentions(first[lost], rows[lost], is_near[lost])


def usual_mentions(batch: Batch) -> Mentions:
    """Return the dangling mentions of a batch by the usual reach; for `batch.derive`."""
    return dangling_mentions(batch)


def before_dangling(batch: Batch) -> Ints:
    """Return the sentences whose successor in the block says "such a ..." of something that is
    not told before it.
    """
    mentions = batch.derive(usual_mentions)
    after = batch.sentence_of_word[mentions.first[mentions.near]]
    after = after[after > 0]
    joined = batch.sentences.block_of[after] == batch.sentences.block_of[after - 1]
    return np.asarray(after[joined] - 1, np.int64)


def quotation_marks(batch: Batch) -> Ints:
    """Return the offsets of straight quotation marks and of “ ” ‘, ascending; for `batch.derive`."""
    marks = np.flatnonzero(
        batch.classes - np.uint8(ch.CLOSER) <= ch.QUOTE - ch.CLOSER
    )  # three classes in a row, few of a text
    code = batch.codes.take(marks)
    quotes = (
        (batch.classes.take(marks) == ch.QUOTE)
        | (code == ord("“"))
        | (code == ord("”"))
        | (code == ord("‘"))
    )
    return np.asarray(marks[quotes], np.int64)


def _quoted(batch: Batch, rows: Ints, sentence: Ints) -> Mask:
    """Return which words stand in a sentence with a quotation mark before them."""
    if not rows.size:
        return np.zeros(0, np.bool_)
    marks = batch.derive(quotation_marks)
    marks = marks[batch.codes.take(marks) != ord("”")]
    between = np.searchsorted(marks, batch.words.start[rows]) - np.searchsorted(
        marks, batch.sentences.start[sentence]
    )
    return np.asarray(between > 0, np.bool_)
