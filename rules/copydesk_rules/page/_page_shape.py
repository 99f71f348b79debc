"""Measure each block of a scraped page by itself: length, words, marks, wording, spacing, and the
words it shares with the page's prose.

Columns of plain numbers, each with a name, for the models in `_page_model`. The ideas are old ones:
stop words and length (Pomikálek 2011, jusText), neighbours (Kohlschütter 2010, text density), one
best stretch of text (Pasternack and Roth 2009); new is the overlap of a short block's words with
the page's prose, which separates its own headline from those of other stories.
"""

from __future__ import annotations

import numpy as np
from msgspec import Struct

from copydesk.columns import characters as ch
from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import AnyArray, Floats, Ints, Mask
from copydesk.columns.ragged import Runs, equal_in_document, heads, recurring_in_document
from copydesk_rules.page._blocks import block_sizes, ends_sentence, summed
from copydesk_rules.page._word_lists import lookup
from copydesk_rules.page._wording import Wording

Columns = dict[str, AnyArray]  # feature by name, each of shape (blocks,)

_SIZES = (1, 2, 3, 5, 8, 12, 18, 26, 40, 70)  # words; where the classes of length begin
_NO_WORDS = 0.3  # overlap of a block without longer words
_PROSE_WORDS, _PROSE_STOPS, _PROSE_WIDGETS = 12, 0.25, 0.2
# Function words: their share in long sentences of the languages that the models know; below the
# second number a page is in another language, or one that inflects what others say with words.
_USUAL_STOPS, _FEW_STOPS, _LEAST_STOPS = 0.38, 0.25, 0.04
_LONG_WORDS = 20  # from which a block counts fully as long
_LONGER_LETTERS = 3  # words with more are compared
_OMISSION = 0x2026


class Shape(Struct, frozen=True):
    """What both passes know of each block; every column of shape (blocks,)."""

    document: Ints
    words: Ints
    ended: Mask
    prose: Mask  # a long sentence or more
    overlap: Floats  # share of its longer words that the prose of its page has as well
    repeated: Mask  # occurs twice on its page
    gap: Floats  # 1 if a blank line precedes it
    local: Columns


class Overlap(Struct, frozen=True):
    """The longer words of each block and those found in other blocks; columns of shape (blocks,)."""

    common: Ints
    total: Ints

    @property
    def share(self) -> Floats:
        """The share of the words that is found elsewhere."""
        return self.common / np.maximum(self.total, 1)

    @property
    def share_or_usual(self) -> Floats:
        """The share, and a usual one for blocks without longer words."""
        return np.where(self.total > 0, self.share, _NO_WORDS)


def shape(batch: Batch, found: Wording) -> Shape:
    """Measure every block of a batch that holds whole pages."""
    document, size = batch.blocks.document_of, block_sizes(batch)
    ended = batch.derive(ends_sentence)
    stops = _as_usual(_share(batch, _stop_words(batch)), document, ended & (size >= _PROSE_WORDS))
    prose = ended & (size >= _PROSE_WORDS) & (stops >= _PROSE_STOPS)
    prose &= found.widget < _PROSE_WIDGETS
    overlap = overlap_with(batch, prose)
    repeated = np.zeros(size.size, np.bool_)
    repeated[recurring_in_document(document, batch.block_hash)] = True
    gap = blank_before(batch)
    local = (
        _length_classes(size, ended)
        | _words(batch, size, stops)
        | _edges(batch, ended)
        | _marks(batch, ended)
        | {"repeated": repeated, "repeated, long": repeated & (size > 7)}
        | _listed(found, ended)
        | {"word length": _word_length(batch)}
        | _spacing(gap, document)
        | _overlapping(overlap, size, ended)
    )
    return Shape(document, size, ended, prose, overlap.share_or_usual, repeated, gap, local)


def overlap_with(batch: Batch, chosen: Mask) -> Overlap:
    """Count the longer words of each block that other blocks of its page have, of the chosen ones.

    `chosen`: shape (blocks,).
    """
    words = batch.words
    longer = (words.length > _LONGER_LETTERS) & ~_stop_words(batch) & ~words.number
    rows = np.flatnonzero(longer & (batch.block_of_word >= 0))
    block = batch.block_of_word[rows]
    order, head = equal_in_document(batch.blocks.document_of[block], words.hash[rows])
    block = block[order]  # equal words of a page together, in the order of the text
    word = Runs.of_heads(head)
    own = Runs.of_heads(head | heads(block))  # those of one block
    within = chosen[block]
    times = word.spread(word.reduce(np.add, within.astype(np.int64)))
    elsewhere = times - np.where(within, own.spread(own.size), 0) > 0
    total = np.bincount(block, minlength=chosen.size)
    common = np.bincount(block[elsewhere], minlength=chosen.size)
    return Overlap(common, total)


def _as_usual(stops: Floats, document: Ints, long: Mask) -> Floats:
    """Return the shares of function words as if each page were in a language that has many.

    Where the long sentences of a page have few, all shares of the page grow alike.
    """
    documents = int(document[-1]) + 1
    count = np.maximum(np.bincount(document, long, minlength=documents), 1)
    mean = np.bincount(document, stops * long, minlength=documents) / count
    some = (mean > 0) & (mean < _FEW_STOPS)
    factor = np.where(some, _USUAL_STOPS / np.maximum(mean, _LEAST_STOPS), 1.0)
    return np.asarray(np.minimum(stops * factor[document], 1.0))


def _stop_words(batch: Batch) -> Mask:
    return lookup("function_words").has(batch.words.hash)


def _share(batch: Batch, marked: Mask) -> Floats:
    """Return the share of each block's words that are marked."""
    first, end = batch.block_words
    return np.asarray(summed(marked, first, end) / np.maximum(end - first, 1), np.float64)


def _length_classes(size: Ints, ended: Mask) -> Columns:
    of_size = np.searchsorted(_SIZES, size, side="right")
    out: Columns = {}
    for number in range(len(_SIZES) + 1):
        out[f"size {number} ended"] = (of_size == number) & ended
        out[f"size {number} open"] = (of_size == number) & ~ended
    return out


def _words(batch: Batch, size: Ints, stops: Floats) -> Columns:
    words, long = batch.words, np.clip(size / _LONG_WORDS, 0, 1)
    capital = _share(batch, words.capital)
    shout = _share(batch, (words.uppercase == words.length) & (words.length > 1))
    return {
        "stop words": stops,
        "stop words, long": stops * long,
        "stop words, some": np.minimum(stops, 0.35),
        "capitals": capital * (size > 1),
        "capitals, long": capital * long,
        "numbers": _share(batch, words.number),
        "upper case": shout * (1 - long),
        "upper case, long": shout * long,
    }


def _edges(batch: Batch, ended: Mask) -> Columns:
    first = batch.codes.take(batch.blocks.start)
    head, tail = batch.classes.take(batch.blocks.start), batch.codes.take(batch.blocks.end - 1)
    quoted = (head == ch.QUOTE) | (head == ch.OPENER) | (head == ch.APOSTROPHE)
    quoted &= (first != ord("(")) & (first != ord("["))
    return {
        "colon": tail == ord(":"),
        "omission": tail == _OMISSION,
        "quote": quoted,
        "quote, ended": quoted & ended,
        "lower case": head == ch.LOWER,
        "symbol": head == ch.SYMBOL,
    }


def _marks(batch: Batch, ended: Mask) -> Columns:
    """Measure how many marks of each kind a block has for each of its words."""
    blocks, each = batch.blocks, np.maximum(block_sizes(batch), 1)
    symbol, comma, terminal = (
        (np.searchsorted(at, blocks.end) - np.searchsorted(at, blocks.start)) / each
        for at in (
            np.flatnonzero(batch.classes == kind) for kind in (ch.SYMBOL, ch.COMMA, ch.TERMINAL)
        )
    )
    return {
        "symbols": np.clip(symbol, 0, 0.5),
        "commas": np.clip(comma, 0, 0.3),
        "marks": np.clip(terminal, 0, 0.3),
        "sentences": np.clip(terminal * each, 0, 4) * ended,
    }


def _listed(found: Wording, ended: Mask) -> Columns:
    return {
        "widgets": found.widget,
        "labels": found.label,
        "phrases": np.clip(found.phrases, 0, 4),
        "opening": np.clip(found.opening, 0, 4),
        "certain opening": found.certain_opening,
        "opening, ended": (found.opening > 0) & ended,
    }


def _word_length(batch: Batch) -> Floats:
    """Return the characters a word of each block, less the usual six."""
    each = np.maximum(block_sizes(batch), 1)
    return np.asarray(np.clip((batch.blocks.end - batch.blocks.start) / each - 6, -3, 4))


def blank_before(batch: Batch) -> Floats:
    """Return 1 for the blocks that a blank line precedes, and for each page's first."""
    blocks, document = batch.blocks, batch.blocks.document_of
    breaks, out = batch.line_ends, np.ones(len(blocks))
    lines = np.searchsorted(breaks, blocks.start[1:]) - np.searchsorted(breaks, blocks.end[:-1])
    out[1:] = np.where(document[1:] != document[:-1], 1, np.clip(lines, 1, 2) - 1)
    return out


def _spacing(before: Floats, document: Ints) -> Columns:
    """Measure blank lines around each block, less their share on its page: only a page that mixes
    both says anything.
    """
    after = np.ones_like(before)
    after[:-1] = before[1:]
    count = np.maximum(np.bincount(document), 1)
    mean = (np.bincount(document, before) / count)[document]
    return {
        "blank before": before - mean,
        "blank after": after - mean,
        "blank around": before * after - mean**2,
    }


def _overlapping(overlap: Overlap, size: Ints, ended: Mask) -> Columns:
    share, few = overlap.share, (size > 3) & (size < _LONG_WORDS)
    return {
        "overlap": share,
        "overlap, few": share * few,
        "overlap, long": share * np.clip(size / _LONG_WORDS, 0, 1) * ended,
        "overlapping": np.clip(overlap.common, 0, 6),
        "no long words": overlap.total == 0,
    }
