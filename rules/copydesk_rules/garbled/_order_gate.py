"""Pick the segments whose order of words deserves a closer look: two of 100 in clean news."""

from __future__ import annotations

import numpy as np

from copydesk.columns import characters as ch
from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import Ints, Mask
from copydesk.columns.opaque import OPAQUE
from copydesk.columns.ragged import Runs
from copydesk_rules.garbled._segments import segment_of_words
from copydesk_rules.garbled._word_order import CLASSES, EIGHTH, tables, usually_small

_WINDOW = 7  # words
# Bits by which a window may fit worse than by chance where another sentence may begin inside.
_INNER = -4.0


def poorly_ordered(batch: Batch, segments: Runs, max_fit: float) -> Mask:
    """Return which segments deserve a closer look; shape (segments,).

    Those with seven words in a row that fit together by `max_fit` bits at most, or by -4 where a
    word that is usually small has a capital behind a small word; and those with a full stop before
    a small letter. Segments are runs of rows of the word table, in order, none of them empty.
    """
    limit = np.full(len(segments), max_fit)
    head = np.zeros(len(batch.words), np.bool_)
    head[segments.start] = True
    inner = _inner_capitals(batch)
    limit[segment_of_words(segments, inner[~head.take(inner)])] = max(max_fit, _INNER)
    out = _worst_windows(batch, segments) <= limit / EIGHTH
    out[segment_of_words(segments, _behind_inner_stops(batch))] = True
    return np.asarray(out, np.bool_)


def _worst_windows(batch: Batch, segments: Runs) -> Ints:
    """Return the lowest fit of _WINDOW words in a row of each segment, in eighths of a bit.

    One pass over all words of the batch; pairs that no single space parts count 0.
    """
    shipped, words = tables(), batch.words
    kinds = shipped.plain.of(batch)
    sums = np.zeros(len(words) + _WINDOW, np.int32)
    fits = shipped.known_after.take(kinds[:-1].astype(np.intp) * CLASSES + kinds[1:])
    fits *= words.start[1:] - words.end[:-1] == 1
    np.cumsum(fits, dtype=np.int32, out=sums[1 : len(words)])
    sums[len(words) :] = sums[len(words) - 1]
    stop = np.maximum(segments.end - _WINDOW, segments.start + 1)  # windows lie in their segment
    bounds = np.stack((segments.start, stop), axis=1).ravel()
    every = np.append(sums[_WINDOW:] - sums[:-_WINDOW], 0)
    return np.asarray(np.minimum.reduceat(every, bounds)[::2], np.int64)


def _inner_capitals(batch: Batch) -> Ints:
    """Return the words, rows of the word table, that are usually small and have a capital here,
    a space behind a small word.
    """
    words = batch.words
    rows = np.flatnonzero(words.capital[1:] & ~words.capital[:-1] & (words.length[1:] > 1)) + 1
    rows = rows[words.start.take(rows) - words.end.take(rows - 1) == 1]
    rows = rows[batch.classes.take(words.start.take(rows - 1)) == ch.LOWER]
    return np.asarray(rows[usually_small(words.hash.take(rows))], np.int64)


def _behind_inner_stops(batch: Batch) -> Ints:
    """Return the small words, rows of the word table, behind an end mark that follows another."""
    classes = batch.classes
    stops = np.flatnonzero(classes == ch.TERMINAL)
    stops = stops[(stops > 0) & (stops + 2 < classes.size)]
    inner = (
        (classes.take(stops + 1) == ch.SPACE)
        & (classes.take(stops + 2) == ch.LOWER)
        & (classes.take(stops - 1) == ch.LOWER)
    )
    return np.asarray(np.searchsorted(batch.words.start, stops[inner]), np.int64)


def whole_sentences(batch: Batch, segments: Runs) -> Mask:
    """Return which segments hold no handle or tag (`@someone`, `#this`), code or address.

    Text with a tag has an order of its own, and is no sentence.
    """
    starts = batch.words.start
    marks = np.flatnonzero((batch.codes == ord("@")) | (batch.codes == ord("#")))
    odd = np.searchsorted(starts, marks)
    if any(text.layout for text in batch.texts):
        odd = np.concatenate((odd, np.flatnonzero(batch.codes.take(starts) >= OPAQUE)))
    plain = np.ones(len(segments), np.bool_)
    plain[segment_of_words(segments, odd)] = False
    return plain
