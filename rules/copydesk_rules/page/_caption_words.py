"""Find the blocks that hold the words of captions and credits, in columns: those worth reading."""

from __future__ import annotations

import functools
from typing import NamedTuple

import numpy as np

from copydesk.columns import characters as ch
from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import Hashes, Ints, Mask
from copydesk.columns.hashing import hash_runs, hash_vocabulary
from copydesk.columns.lookup import Lookup
from copydesk.columns.ragged import equal_in_document, recurring_in_document, row_at
from copydesk_rules.page._blocks import ends_sentence
from copydesk_rules.page._word_lists import listed_in, lookup

# Words: a sign further inside is the story's own ("she posted a photo with him last week").
_NEAR_HEAD, _NEAR_TAIL = 3, 7
_ACTION_HEAD = 10  # words in which the action of a caption begins
_CORE = 3  # words that stay of a caption
_SIGN, _SIDE, _PHOTO, _WEEKDAY, _ACTION = 1, 2, 4, 8, 16  # kinds of words, a bit each
_CHAIN = np.uint64(0x9E3779B97F4A7C15)  # odd: several hashes as digits of one key


class Signed(NamedTuple):
    """Which of some blocks are to be read; both of shape (rows,)."""

    edge: Mask  # a credit's word near the head or the tail
    inside: Mask  # a picture's word


def signed(batch: Batch, rows: Ints) -> Signed:
    """Return which of these blocks hold words of captions. `rows`: ascending."""
    listed, kinds = _signs()
    at = np.flatnonzero(listed.has(batch.words.hash))
    kind = kinds[listed.rows(batch.words.hash[at])]
    first, end = (side[rows] for side in batch.block_words)
    picture = np.sort(
        np.concatenate(
            (
                _sides(batch, at[kind & _SIDE > 0]),
                _photos(batch, at[kind & _PHOTO > 0]),
                _years(batch, at[kind & _WEEKDAY > 0]),
            )
        )
    )
    acting = _any_between(at[kind & _ACTION > 0], first, np.minimum(first + _ACTION_HEAD, end))
    edge = _signed_at_edge(batch, rows, at[kind & _SIGN > 0])
    return Signed(edge, _any_between(picture, first, end) | acting)


def core(batch: Batch, first: Ints, end: Ints, *, steps: int = 8) -> tuple[Ints, Ints]:
    """Return spans of words [first, end) without the caption words before and the credit words
    after; at least three words stay.
    """
    hashes, first, end = batch.words.hash, first.copy(), end.copy()
    for listed, at_head in ((_before(), True), (_after(), False)):
        rows = np.arange(first.size)
        for _ in range(steps):
            rows = rows[end[rows] - first[rows] > _CORE]
            rows = rows[listed.has(hashes.take(first[rows] if at_head else end[rows] - 1))]
            if not rows.size:
                break
            first[rows] += at_head
            end[rows] -= not at_head
    return first, end


def bare(batch: Batch, rows: Ints) -> Mask:
    """Return which of these blocks are all credit words and agencies: "Image copyright Getty"."""
    either = lookup("before_captions", "after_captions", "agencies")
    hashes, (first, end) = batch.words.hash, (side[rows] for side in batch.block_words)
    found = np.zeros(rows.size, np.bool_)
    likely = np.flatnonzero(_before().has(hashes[first]))
    likely = likely[either.has(hashes[end[likely] - 1])]
    for at in likely.tolist():
        found[at] = bool(either.has(hashes[first[at] : end[at]]).all())
    return found


def copies(batch: Batch, rows: Ints) -> tuple[Ints, Mask]:
    """Return the blocks with the same words as another of their document, groups together, and
    which of them begin a group.
    """
    hashes, document = batch.words.hash, batch.blocks.document_of[rows]
    first, end = (side[rows] for side in batch.block_words)
    ends = hashes[first] * _CHAIN + hashes[end - 1]
    alike = recurring_in_document(document, ends * _CHAIN + (end - first).astype(np.uint64))
    key = hash_runs(hashes, first[alike], end[alike])
    order, fresh = equal_in_document(document[alike], key)
    return rows[alike[order]], fresh


def unmarked(batch: Batch, rows: Ints) -> Mask:
    """Return which blocks end without an end mark, before a closing quote or not, a comma or a dash."""
    last = batch.classes[batch.blocks.end[rows] - 1]
    ended = batch.derive(ends_sentence)[rows] | (last == ch.TERMINAL)
    return np.asarray(~ended & (last != ch.COMMA) & (last != ch.DASH))


def _before() -> Lookup:
    return lookup("before_captions", "agencies")


def _after() -> Lookup:
    return lookup("after_captions", "agencies")


@functools.cache
def _signs() -> tuple[Lookup, Ints]:
    """Return all words that make a block worth reading, and for each a bit set of its kinds."""
    kinds = {
        _SIGN: listed_in("caption_signs", "agencies"),
        _SIDE: listed_in("picture_sides"),
        _PHOTO: ("photo",),
        _WEEKDAY: listed_in("weekdays"),
        _ACTION: listed_in("caption_actions"),
    }
    listed = Lookup.of(dict.fromkeys(word for words in kinds.values() for word in words))
    bits = np.zeros(listed.hashes.size, np.int64)
    for kind, words in kinds.items():
        bits[listed.rows(hash_vocabulary(words))] |= kind
    return listed, bits


@functools.cache
def _around_photo() -> Hashes:
    return hash_vocabulary(("file", "provided", "released"))


def _signed_at_edge(batch: Batch, rows: Ints, sign: Ints) -> Mask:
    """Return which blocks have a sign among their first or last words, a `©` or a small letter at
    their head.
    """
    first, end = (side[rows] for side in batch.block_words)
    opening = batch.blocks.start[rows]
    edge = (batch.codes[opening] == ord("©")) | (batch.classes[opening] == ch.LOWER)
    block = row_at(first, sign)
    sign, block = sign[block >= 0], block[block >= 0]
    head, tail = sign - first[block], end[block] - sign
    edge[block[(tail > 0) & ((head < _NEAR_HEAD) | (tail <= _NEAR_TAIL))]] = True
    return np.asarray(edge, np.bool_)


def _any_between(at: Ints, first: Ints, end: Ints) -> Mask:
    """Return which spans of words [first, end) hold one of these. `at`: ascending."""
    return np.asarray(np.searchsorted(at, end) > np.searchsorted(at, first))


def _sides(batch: Batch, words: Ints) -> Ints:
    """Return those of these words that are opened by a bracket or follow a comma: "(left)"."""
    start, codes = batch.words.start[words], batch.codes
    words, start = words[start >= 2], start[start >= 2]
    beside = (codes[start - 1] == ord("(")) | (codes[start - 2] == ord(","))
    return np.asarray(words[beside], np.int64)


def _photos(batch: Batch, words: Ints) -> Ints:
    """Return those that are of "file photo", "photo provided" or "photo released"."""
    hashes, (file, provided, released) = batch.words.hash, _around_photo()
    before = hashes[np.maximum(words - 1, 0)]
    after = hashes[np.minimum(words + 1, len(batch.words) - 1)]
    of_photo = (before == file) | (after == provided) | (after == released)
    return np.asarray(words[of_photo], np.int64)


def _years(batch: Batch, weekdays: Ints) -> Ints:
    """Return the years of full dates that begin with these words: "Tuesday, March 3, 2020"."""
    words = batch.words
    years = weekdays[weekdays < len(words) - 3] + 3
    four_digits = words.number[years] & (words.length[years] == 4)
    return np.asarray(years[four_digits & words.number[years - 1]], np.int64)
