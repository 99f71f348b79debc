"""Gate for glued words: those that no list knows, once in their document, by columns."""

from __future__ import annotations

import functools

import numpy as np

from copydesk.columns import characters as ch
from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import AnyArray, Hashes, Ints, Mask
from copydesk.columns.hashing import hash_vocabulary
from copydesk.columns.lookup import Lookup
from copydesk.columns.ragged import recurring_in_document
from copydesk.language.lexicon import english_zipf, known, zipf
from copydesk.word_lists import entries, of_language
from copydesk_rules.garbled import TABLES, WORDS
from copydesk_rules.garbled._parts import hash_spans

_LONGEST = 1000  # letters of a word that is taken apart
_SENTENCE = 20  # letters of a word that may begin with any capital: longer than names are
_OPENING = (
    5  # letters of the longest function word that a word with a capital is asked to begin with
)
_LISTED = 3.6  # Zipf frequency below which a glued pair may stand in the lists
# By code, directly before a word: an address, a handle, code.
_CODE = np.isin(np.arange(0x80), [ord(mark) for mark in "#@/\\_.&=~$%:<>[]{}|^*+-"])
_CODE_AFTER = frozenset("@/\\_.=(&")


def unknown_words(batch: Batch, spoken: Mask, language: str, least: int) -> Ints:
    """Return the rows of the words that may be glued, in order.

    They have at least `least` letters, lie in prose of documents that `spoken` says are in the
    language, and neither English nor that language knows them. `spoken`: shape (documents,).
    """
    words = batch.words
    rows = np.flatnonzero(batch.derive(english_zipf) == 0)
    length = words.length.take(rows)
    rows = rows[(length >= least) & (length <= _LONGEST)]
    rows = rows[_well_formed(batch, rows, language)]
    hashes = words.hash.take(rows)
    if language == "en":
        rows = rows[~_whole(hashes)]
        rows = rows[~_known_owners(batch, rows)]
    else:
        rows = rows[zipf(hashes, language) == 0]
    return usable(batch, rows, spoken)


def listed_pairs(batch: Batch) -> Ints:
    """Return the rows of pairs of function words that English lists hold as one word, in order."""
    common = batch.derive(english_zipf)
    rows = np.flatnonzero((common > 0) & (common < _LISTED))
    rows = rows[_pairs()[0].has(batch.words.hash.take(rows))]
    small = batch.classes.take(batch.words.start.take(rows)) == ch.LOWER
    return np.asarray(rows[small], np.int64)


def parts_of_pair(hashed: int) -> tuple[str, str]:
    """Return the two words of a listed pair, by the hash of the pair."""
    return _pairs()[1][hashed]


@functools.cache
def _pairs() -> tuple[Lookup, dict[int, tuple[str, str]]]:
    pairs = [
        (first, second) for first, second in map(str.split, entries(WORDS / "glued_pairs.txt"))
    ]
    hashes = hash_vocabulary([first + second for first, second in pairs])
    return Lookup(hashes), dict(zip(hashes.tolist(), pairs, strict=True))


@functools.cache
def whole_words() -> AnyArray:
    """Return the upper halves of the hashes of rare English words that look glued.

    Built by `tools/build_whole_words.py`; ascending, uint32.
    """
    table: AnyArray = np.load(TABLES / "whole_words.npy", allow_pickle=False)
    return table


def _whole(hashes: Hashes) -> Mask:
    """Return which words are rare ones that look glued; same shape."""
    return np.asarray(np.isin((hashes >> np.uint64(32)).astype(np.uint32), whole_words()))


def _known_owners(batch: Batch, rows: Ints) -> Mask:
    """Return which words are a known one and `'s`: `countryman's`; same shape."""
    start, end = batch.words.start.take(rows), batch.words.end.take(rows)
    owned = batch.classes.take(end - 2, mode="clip") == ch.APOSTROPHE
    owned &= batch.codes.take(end - 1, mode="clip") == ord("s")
    at = np.flatnonzero(owned)
    if at.size:
        stem = hash_spans(batch, (start[at], end[at] - 2))
        owned[at] = known(stem) | _whole(stem)
    return np.asarray(owned, np.bool_)


@functools.cache
def function_words(language: str) -> tuple[Lookup, Lookup]:
    """Return the strong and the weak function words of a language."""
    strong, weak = (of_language(language, f"glued_{name}") for name in ("strong", "weak"))
    return Lookup.of(strong), Lookup.of(weak)


def _well_formed(batch: Batch, rows: Ints, language: str) -> Mask:
    """Return which words are in small letters, or begin a sentence with a function word."""
    start = batch.words.start.take(rows)
    first, second = batch.classes.take(start), batch.classes.take(start + 1, mode="clip")
    formed: Mask = (first == ch.LOWER) & (second == ch.LOWER)
    capital = np.flatnonzero(first == ch.UPPER)
    long = batch.words.length.take(rows[capital]) >= _SENTENCE
    capital = capital[long | _first_in_sentence(batch, rows[capital])]
    formed[capital] |= _opens(batch, rows[capital], language)
    return formed


def _first_in_sentence(batch: Batch, rows: Ints) -> Mask:
    """Return which words begin their sentence, or what is quoted in it.

    A capital elsewhere is a name's: Morgan Theriot. Words outside sentences begin none.
    """
    sentence, start = batch.sentence_of_word.take(rows), batch.words.start.take(rows)
    begins = np.zeros(rows.size, np.bool_)
    inside = np.flatnonzero(sentence >= 0)
    sentence, start = sentence[inside], start[inside]
    before = batch.classes.take(np.maximum(start - 1, 0))
    quoted = (before == ch.QUOTE) | (before == ch.OPENER) | (before == ch.APOSTROPHE)
    begins[inside] = quoted | (batch.sentences.start.take(sentence) == start)
    return begins


def _opens(batch: Batch, rows: Ints, language: str) -> Mask:
    """Return which words begin with the letters of a function word."""
    size = np.arange(1, _OPENING + 1)
    start = np.repeat(batch.words.start.take(rows), _OPENING)
    hashes = hash_spans(batch, (start, start + np.tile(size, rows.size)))
    known = np.logical_or(*(listed.has(hashes) for listed in function_words(language)))
    return np.asarray(known.reshape(-1, _OPENING).any(axis=1), np.bool_)


def usable(batch: Batch, rows: Ints, spoken: Mask) -> Ints:
    """Return which words lie in prose of documents in the language, and stand there once.

    A word that is written so twice is a name. Those beside marks of addresses and code are left
    out. `spoken`: which documents are in the language; shape (documents,).
    """
    words, text = batch.words, batch.text
    document, block = batch.document_of_word.take(rows), batch.block_of_word.take(rows)
    rows = rows[spoken.take(document) & (block >= 0)]
    rows = rows[batch.blocks.prose.take(batch.block_of_word.take(rows))]
    before = batch.codes.take(words.start.take(rows) - 1, mode="clip")
    rows = rows[~_CODE.take(np.minimum(before, 0x7F))]
    once = np.ones(rows.size, np.bool_)
    once[recurring_in_document(batch.document_of_word.take(rows), words.hash.take(rows))] = False
    rows = rows[once]
    tails = [text[end : end + 2] for end in words.end.take(rows).tolist()]
    clear = [not (t[:1] in _CODE_AFTER and (t[1:].isalnum() or t[:1] in "@_(")) for t in tails]
    return rows[np.array(clear, np.bool_)]
