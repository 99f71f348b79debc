"""Find the pairs of lines of which the later one is the earlier with what sites add to captions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from copydesk.columns import characters as ch
from copydesk.columns.batch import Batch
from copydesk.columns.blocks import BlockKind
from copydesk.columns.dtypes import Ints, Mask
from copydesk.columns.ragged import Runs, equal_in_document, recurring_in_document
from copydesk.language.evidence import Clue
from copydesk_rules.page._blocks import block_sizes, ends_sentence, follows
from copydesk_rules.page._caption_words import bare, copies, core, unmarked
from copydesk_rules.page._credits import added, cut_short
from copydesk_rules.page._page_documents import manuals
from copydesk_rules.page._repeated_forms import (
    CAPTION,
    HEADLINE,
    LINE,
    headlined,
    in_words,
    pictured,
)

_PARAGRAPH_WORDS = 12
LEAST = 3  # words that two lines have in common
LONG = 10  # words: no label or credit is as long
_LAGS = 3  # earlier lines of the same first or last three words to try
_MIX = np.uint64(0x9E3779B97F4A7C15)


class Pair(NamedTuple):
    """A line and the earlier one that it repeats, as rows of the block table."""

    copy: int
    origin: int
    equal: bool  # word by word; else one has a credit more
    kind: str = CAPTION  # what to call it
    credited: bool = False  # it has a credit
    worded: bool = True  # it consists of words
    plain: bool = False  # an equal line that is no caption by its length, end mark or distance
    short: bool = False  # it is as short as labels are

    @property
    def formless(self) -> bool:
        """It has a caption's form in nothing."""
        return not self.credited and (self.plain or not self.worded)

    @property
    def adds_a_credit(self) -> bool:
        """One has a credit more, and they have more words in common than most labels."""
        return not self.equal and self.credited and not self.short


CLUES: tuple[Clue[Pair], ...] = (
    Clue("not like a caption", 0, lambda pair: pair.formless),
    Clue("adds nothing but a credit", 0.95, lambda pair: pair.adds_a_credit),
    Clue("adds what may be a credit", 0.6, lambda pair: not pair.equal),
    Clue("repeats a credit", 0.97, lambda pair: pair.equal and pair.credited),
    Clue("equal headlines", 0.7, lambda pair: pair.equal and pair.kind == HEADLINE),
    Clue("equal lines close by", 0.6, lambda pair: pair.equal),
)


class Limits(NamedTuple):
    """Which equal lines without a credit are captions; see `repeated_caption`."""

    plain_words: int
    paragraph_words: int
    plain_copies: int
    window: int


def caption_lines(batch: Batch, min_words: int, max_words: int) -> Ints:
    """Return the blocks that may be captions by their length: no items of a list, no signatures of
    posts, no credits without a name, and no lines of manuals, which repeat code.
    """
    size, blocks = block_sizes(batch), batch.blocks
    fits = (size >= max(min_words, LEAST)) & (size <= max_words) & blocks.prose
    fits &= ~batch.derive(manuals)[blocks.document_of]
    rows = np.flatnonzero(fits & (blocks.kind != BlockKind.LIST))
    opening, sign = batch.classes[blocks.start[rows]], batch.codes[blocks.start[rows]]
    item = (opening == ch.DASH) | ((opening == ch.SYMBOL) & (sign != ord("©")))
    rows = rows[~item]
    return np.asarray(rows[~bare(batch, rows)], np.int64)


def caption_pairs(batch: Batch, rows: Ints, limits: Limits) -> list[Pair]:
    """Return the lines that repeat an earlier one, each once. `rows`: see `caption_lines`."""
    equal = _equal_pairs(batch, rows, limits)
    once = np.ones(len(batch.blocks), np.bool_)
    once[[pair.copy for pair in equal]] = False
    return equal + _contained_pairs(batch, rows[once[rows]])


def _equal_pairs(batch: Batch, rows: Ints, limits: Limits) -> list[Pair]:
    """Return the lines that repeat an earlier one word by word, each with the first copy.

    `rows`: ascending rows of the block table.
    """
    ordered, fresh = copies(batch, rows)
    groups = Runs.of_heads(fresh)
    size = block_sizes(batch)[ordered]
    label = (groups.spread(groups.size) > limits.plain_copies) & (size < LONG)
    label |= size < limits.plain_words
    close = np.diff(ordered, prepend=-1) <= limits.window
    caption = ~label & (size < limits.paragraph_words) & close & unmarked(batch, ordered)
    later, origin = ordered[~fresh], groups.spread(ordered[groups.start])[~fresh]
    columns = (later.tolist(), origin.tolist(), caption[~fresh].tolist())
    return [
        Pair(copy, first, True, *_form(batch, copy, first, equal=True), plain=not marked)
        for copy, first, marked in zip(*columns, strict=True)
    ]


def _form(batch: Batch, copy: int, origin: int, *, equal: bool) -> tuple[str, bool, bool]:
    """Return what to call a line that repeats, whether it or its origin has a credit, and whether
    the shorter of them consists of words.
    """
    blocks = batch.blocks
    row = min(copy, origin, key=lambda row: int(blocks.end[row] - blocks.start[row]))
    text = batch.block_text(row)
    if pictured(batch.block_text(copy)) or pictured(batch.block_text(origin)):
        return CAPTION, True, True
    heads = equal and not batch.derive(_led)[origin]
    headline = not batch.derive(ends_sentence)[row] and (heads or headlined(text))
    other = LINE if equal else CAPTION
    return HEADLINE if headline else other, False, in_words(text)


def _led(batch: Batch) -> Mask:
    """Return which blocks have a paragraph before them in their document; for `batch.derive`."""
    full = batch.derive(ends_sentence) & (block_sizes(batch) >= _PARAGRAPH_WORDS)
    return follows(full, batch.blocks.document_of)


def _contained_pairs(batch: Batch, rows: Ints) -> list[Pair]:
    """Return the lines that an earlier one begins or ends, caption words aside, and that add
    nothing but a credit: each with the one that it shares most words with.
    """
    best: dict[int, _Shared] = {}
    for shared in _sharing(batch, rows):
        known = best.get(shared.copy)
        more = not known or (shared.words, -shared.origin) > (known.words, -known.origin)
        if more and _adds_a_credit(batch, shared):
            best[shared.copy] = shared
    return [
        Pair(
            copy,
            shared.origin,
            False,
            *_form(batch, copy, shared.origin, equal=False),
            short=shared.short,
        )
        for copy, shared in best.items()
    ]


class _Shared(NamedTuple):
    """Two blocks that may have a run of words in common, and the first word of each run."""

    copy: int
    origin: int
    here: int
    there: int
    words: int

    @property
    def short(self) -> bool:
        """It has no more words than labels have."""
        return self.words <= LEAST


def _sharing(batch: Batch, rows: Ints) -> Iterator[_Shared]:
    """Return the pairs of lines whose cores begin or end alike, in three words and in the last of
    those that the shorter one has.
    """
    first, end = core(batch, *(side[rows] for side in batch.block_words))
    hashes, size = batch.words.hash, end - first
    for edge in (first, end - LEAST):
        later, earlier = _alike_at(batch, edge, batch.blocks.document_of[rows])
        words = np.minimum(size[later], size[earlier])
        back = 0 if edge is first else words - LEAST  # from the edge to the first word in common
        here, there = edge[later] - back, edge[earlier] - back
        kept = hashes[here] == hashes[there]
        kept &= hashes[here + words - 1] == hashes[there + words - 1]
        columns = (rows[later], rows[earlier], here, there, words)
        yield from map(_Shared, *(column[kept].tolist() for column in columns))


def _alike_at(batch: Batch, edge: Ints, document: Ints) -> tuple[Ints, Ints]:
    """Return the pairs of lines of a document, later and earlier, with the same three words at
    `edge`; shape (pairs,).
    """
    hashes = batch.words.hash
    key = hashes[edge] + hashes[edge + 1] * _MIX + (hashes[edge + 2] * _MIX ^ _MIX) * _MIX
    alike = recurring_in_document(document, key)
    order, head = equal_in_document(document[alike], key[alike])
    order = alike[order]
    group = Runs.of_heads(head).owner
    later, earlier = [order[:0]], [order[:0]]
    for lag in range(1, _LAGS + 1):
        same = group[lag:] == group[:-lag]
        later.append(order[lag:][same])
        earlier.append(order[:-lag][same])
    return np.concatenate(later), np.concatenate(earlier)


def _adds_a_credit(batch: Batch, pair: _Shared) -> bool:
    """Return whether two blocks have these words in common, and around them only what sites put
    around captions.
    """
    words = slice(pair.here, pair.here + pair.words), slice(pair.there, pair.there + pair.words)
    if not np.array_equal(batch.words.hash[words[0]], batch.words.hash[words[1]]):
        return False
    (before, after), (before_first, after_first) = (
        _around(batch, row, run) for row, run in zip((pair.copy, pair.origin), words, strict=True)
    )
    if not (added(before) and added(before_first) and added(after)):
        return False
    return cut_short(after) or added(after_first)


def _around(batch: Batch, row: int, words: slice) -> tuple[str, str]:
    """Return the text of a block before a run of its words, and after it."""
    begin, stop = int(batch.words.start[words.start]), int(batch.words.end[words.stop - 1])
    start, end = int(batch.blocks.start[row]), int(batch.blocks.end[row])
    return batch.slice(start, begin), batch.slice(stop, end)
