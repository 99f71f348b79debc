"""Find capitalized words that may be surnames, and whether a document has named them before."""

from __future__ import annotations

import numpy as np

from copydesk.columns import characters as ch
from copydesk.columns.batch import Batch
from copydesk.columns.characters import fold
from copydesk.columns.dtypes import Hashes, Ints, Mask
from copydesk.columns.hashing import hash_vocabulary, hash_word, hash_words
from copydesk.columns.lookup import Lookup, listed
from copydesk.columns.ragged import Runs, distinct, row_at
from copydesk.language.lexicon import zipf
from copydesk.word_lists import LANGUAGES

_PLURAL = 2.0  # Zipf frequency from which `Prosecutors` without its s is a word, and so a plural
_LONGER = 4  # letters of a word below which an ending makes no plural
_QUOTED = np.isin(np.arange(32), (ch.QUOTE, ch.OPENER))  # by class: what a subject may follow
_PAUSE = np.isin(np.arange(32), (ch.COMMA, ch.QUOTE, ch.CLOSER))
_SPEECH_END = _PAUSE | (np.arange(32) == ch.APOSTROPHE)


def _listed(*names: str) -> Lookup:
    """Return the words of some English lists."""
    return listed(*(LANGUAGES / "en" / f"{name}.txt" for name in names))


def bare_hash(batch: Batch) -> Hashes:
    """Return each word's hash, of a capitalized word without its possessive ending.

    `Fallon's` counts as `Fallon`. Shape (words,); for `batch.derive`.
    """
    words, classes, codes = batch.words, batch.classes, batch.codes
    marks = np.flatnonzero(classes == ch.APOSTROPHE)
    marks = marks[(marks > 0) & (marks + 2 <= codes.size)]
    marks = marks[(codes.take(marks + 1, mode="clip") | 0x20) == ord("s")]
    row = row_at(words.start, marks)
    owned = (row >= 0) & (words.end.take(row, mode="clip") == marks + 2)
    owned &= words.start.take(row, mode="clip") < marks
    row = row[owned]
    row = row[words.capital.take(row)]
    if not row.size:
        return words.hash
    stem = Runs(words.start[row], words.length[row] - 2)
    packed = Runs.of_sizes(stem.size)
    hashes = words.hash.copy()
    hashes[row] = hash_words(fold(codes.take(stem.positions)), packed.start, packed.end)
    return hashes


def first_mentions(batch: Batch, rows: Ints) -> Mask:
    """Return which of some capitalized words are the first mention of their name in the document.

    `rows` of the word table; shape (rows,).
    """
    if not rows.size:
        return np.zeros(0, np.bool_)
    hashes = batch.derive(bare_hash)
    lookup = Lookup(hashes[rows])
    capitals = np.flatnonzero(batch.words.capital)
    number = lookup.rows(hashes.take(capitals))
    capitals, number = capitals[number >= 0], number[number >= 0]
    key = batch.document_of_word.take(capitals) * lookup.hashes.size + number
    _, first = np.unique(key, return_index=True)
    new = np.zeros(len(batch.words), np.bool_)
    new[capitals[first]] = True
    return new.take(rows)


def gap_after(batch: Batch, rows: Ints) -> Mask:
    """Return which words have exactly one space between them and the next; shape (rows,)."""
    words = batch.words
    following = words.start.take(rows + 1, mode="clip")
    spaced = batch.classes.take(words.end[rows], mode="clip") == ch.SPACE
    return np.asarray((following == words.end[rows] + 1) & spaced, np.bool_)


def stands_alone(batch: Batch, rows: Ints) -> Mask:
    """Return which words begin their sentence, or follow a mark or a joining word; shape (rows,).

    No first name, title or role goes before them.
    """
    words, classes = batch.words, batch.classes
    before = np.maximum(rows - 1, 0)
    first = (before == rows) | (batch.sentence_of_word[before] != batch.sentence_of_word[rows])
    gap = words.start[rows] - words.end[before]
    close = classes.take(np.maximum(words.start[rows] - 1, 0))
    space = close >= ch.SPACE
    joined = space & (gap == 1) & _listed("joining_words").has(words.hash[before])
    marked = space & (gap >= 2) & _PAUSE.take(classes.take(words.end[before], mode="clip"))
    return np.asarray(first | _QUOTED.take(close) | joined | marked, np.bool_)


def speakers(batch: Batch) -> Ints:
    """Return the rows of lone capitalized words that say something, ascending.

    `Fallon told`, `said Fallon.`, `according to Fallon.`.
    """
    words, classes = batch.words, batch.classes
    if len(words) < 3:
        return np.zeros(0, np.int64)
    verbs = np.flatnonzero(_listed("speech_verbs").has(words.hash))
    rows: Ints = distinct(np.concatenate((_before(batch, verbs), _behind(batch, verbs))))
    rows = rows[words.capital[rows] & (words.length[rows] > 2)]
    rows = rows[classes.take(words.end[rows] - 1) == ch.LOWER]
    return rows[_one_capital(batch, rows)]


def _before(batch: Batch, verbs: Ints) -> Ints:
    """Return the rows of lone capitalized words directly before a verb of speech."""
    rows = verbs[verbs > 0] - 1
    rows = rows[batch.words.capital.take(rows)]
    rows = rows[gap_after(batch, rows)]
    return rows[stands_alone(batch, rows)]


def _behind(batch: Batch, verbs: Ints) -> Ints:
    """Return the rows of words that end a sentence after `said` behind a quotation, or after
    `according to`.
    """
    words, classes = batch.words, batch.classes
    inverted = _listed("speech_verbs_inverted").has(words.hash[verbs])
    said = verbs[inverted & (verbs + 1 < len(words))]
    mark = classes.take(np.maximum(words.start[said] - 2, 0))
    said = said[_SPEECH_END.take(mark)]
    cited = np.flatnonzero(words.hash[:-2] == hash_word("according")) + 1
    cited = cited[words.hash[cited] == hash_word("to")]
    rows = np.concatenate((said, cited))
    rows = rows[gap_after(batch, rows)] + 1
    end = words.end[rows]
    mark, space = (classes.take(at, mode="clip") for at in (end, end + 1))
    whole: Ints = rows[(mark == ch.TERMINAL) & (space >= ch.APOSTROPHE)]  # not Townhall.com
    return whole


def uppercase(batch: Batch, rows: Ints) -> Ints:
    """Return how many upper-case letters each of some words holds, shape (rows,)."""
    letters = Runs(batch.words.start.take(rows), batch.words.length.take(rows))
    capital = batch.classes.take(letters.positions) == ch.UPPER
    return np.bincount(letters.owner[capital], minlength=rows.size)


def _one_capital(batch: Batch, rows: Ints) -> Mask:
    """Return which words have capitals as a surname has: `Fallon`, `McLeod`, `O'Neill`.

    Not `MasterCard` or `NATO`. Shape (rows,).
    """
    spelt = batch.codes.take(batch.words.start[rows, None] + np.arange(3), mode="clip")
    first, second, third = spelt.T
    scottish = (second == ord("c")) | (second == ord("a")) & (third == ord("c"))
    scottish &= first == ord("M")
    particle = scottish | (second == ord("'")) | (second == ord("’"))
    capitals = uppercase(batch, rows)
    return np.asarray((capitals == 1) | ((capitals == 2) & particle), np.bool_)


def little_known(batch: Batch, rows: Ints, commonest: float) -> Mask:
    """Return which words may be the surname of a person whom a text must introduce; shape (rows,).

    They have at most the Zipf frequency `commonest`, and are neither bodies, places, the famous nor
    plurals of a word.
    """
    hashes = batch.derive(bare_hash).take(rows)
    rare = zipf(hashes) <= commonest
    rare &= ~_listed("famous_names", "bodies", "places").has(hashes)
    start, end = batch.words.start.take(rows), batch.words.end.take(rows)
    left = np.flatnonzero(rare).tolist()  # a handful a batch
    rare[left] = ~_are_groups([batch.slice(int(start[row]), int(end[row])).lower() for row in left])
    return rare


def _are_groups(words: list[str]) -> Mask:
    """Return which words name many: `prosecutors`, `Iranians`, `congressmen`; shape (words,)."""
    many = ("men", "women", "people", "folk")
    names = ("carmen", "yemen")
    found = np.array([word.endswith(many) and word not in names for word in words], np.bool_)
    endings = (("ies", "y"), ("es", ""), ("s", ""))
    stems = [
        (row, word[: -len(end)] + stem)
        for row, word in enumerate(words)
        for end, stem in endings
        if word.endswith(end) and len(word) > _LONGER
    ]
    if stems:
        row = np.array([row for row, _ in stems])
        found[row[zipf(hash_vocabulary([stem for _, stem in stems])) >= _PLURAL]] = True
    return found
