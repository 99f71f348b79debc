"""What several detectors of the family ask of the block table."""

from __future__ import annotations

import numpy as np

from copydesk.columns import characters as ch
from copydesk.columns.batch import Batch
from copydesk.columns.blocks import BlockKind
from copydesk.columns.dtypes import AnyArray, Ints, Mask
from copydesk.columns.ragged import Runs

_CLOSERS = 3  # quotes and brackets after an end mark
_TURNED = np.array([ord(mark) for mark in "\u00ab\u2039\u201c\u2018"])  # close in some languages
_OMISSION = 0x2026  # an ellipsis
_SHOWN = 48  # characters of a block that a message quotes


def ends_sentence(batch: Batch) -> Mask:
    """Return which blocks end in an end mark, closing quotes and brackets aside.

    Dots of omission are none; for `batch.derive`.
    """
    start, at = batch.blocks.start, batch.blocks.end - 1
    kind = batch.classes.take(at)
    for _ in range(_CLOSERS):
        closing = (kind == ch.CLOSER) | (kind == ch.QUOTE) | (kind == ch.APOSTROPHE)
        closing |= np.isin(batch.codes.take(at), _TURNED)
        at = at - (closing & (at > start))
        kind = batch.classes.take(at)
    last, before = batch.codes.take(at), batch.codes.take(np.maximum(at - 1, 0))
    omission = (last == _OMISSION) | ((last == ord(".")) & (before == ord(".")))
    return np.asarray((kind == ch.TERMINAL) & ~omission, np.bool_)


def block_sizes(batch: Batch) -> Ints:
    """Return how many words each block has; shape (blocks,)."""
    first, end = batch.block_words
    return end - first


def marked_items(batch: Batch) -> Mask:
    """Return which blocks are items of a list in Markdown: an author wrote them.

    The menus of HTML are lists too.
    """
    html = np.array([text.is_page for text in batch.texts], np.bool_)
    return np.asarray((batch.blocks.kind == BlockKind.LIST) & ~html[batch.blocks.document_of])


def words_of(batch: Batch, rows: Ints) -> tuple[Ints, Ints, Mask]:
    """Return the words of some blocks in a row, the place of each one's block in `rows`, and
    which are numbers; shape (words,).
    """
    first, end = (side[rows] for side in batch.block_words)
    members = Runs.between(first, end)
    word = members.positions
    return word, members.owner, batch.words.number.take(word)


def neighbors(marked: Mask, document: Ints) -> tuple[Mask, Mask]:
    """Return which blocks have a marked one right before, and which right after them, in their
    document; shape (blocks,).
    """
    before, after = np.zeros_like(marked), np.zeros_like(marked)
    same = document[1:] == document[:-1]
    before[1:] = marked[:-1] & same
    after[:-1] = marked[1:] & same
    return before, after


def follows(marked: Mask, document: Ints) -> Mask:
    """Return which blocks have a marked one anywhere before them in their document."""
    before = np.full(marked.size, -1)
    before[1:] = np.maximum.accumulate(np.where(marked, np.arange(marked.size), -1))[:-1]
    return np.asarray((before >= 0) & (document[before] == document), np.bool_)


def summed(column: AnyArray, first: Ints, end: Ints) -> AnyArray:
    """Return the sum of a column over each of the rows [first, end)."""
    total = np.zeros(column.size + 1, np.float64 if column.dtype == np.float64 else np.int64)
    np.cumsum(column, out=total[1:])
    return total.take(end) - total.take(first)


def unbroken(batch: Batch, marked: Mask) -> tuple[Ints, Ints]:
    """Return the first and the last block of each unbroken run of marked blocks in a document."""
    rows = np.flatnonzero(marked)
    step = rows - np.arange(rows.size)  # equal as long as rows follow one another
    runs = Runs.of_equal(step, batch.blocks.document_of[rows])
    return rows[runs.start], rows[runs.end - 1]


def unbroken_with(batch: Batch, seed: Mask, member: Mask) -> tuple[Ints, Ints]:
    """Return the first and the last block of each unbroken run of members that holds a seed.

    `seed`: shape (blocks,), every one a member.
    """
    first, last = unbroken(batch, member)
    seeded = summed(seed, first, last + 1) > 0
    return first[seeded], last[seeded]


def quoted(batch: Batch, first: Ints, last: Ints) -> list[str]:
    """Return how each run of blocks begins and how many more it has, for a message."""
    shown = []
    for row, more in zip(first.tolist(), (last - first).tolist(), strict=True):
        start, end = int(batch.blocks.start[row]), int(batch.blocks.end[row])
        text = " ".join(batch.slice(start, min(end, start + _SHOWN)).split())
        dots = "..." if end - start > _SHOWN else ""
        blocks = f" and {more} more {'block' if more == 1 else 'blocks'}" if more else ""
        shown.append(f'"{text}{dots}"{blocks}')
    return shown
