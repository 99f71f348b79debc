"""Cut plain text into blocks: a block is a line, or several where lines are hard-wrapped.

Formats that know their blocks declare them; see `copydesk.columns.batch.Layout`.
"""

from __future__ import annotations

import enum

import numpy as np

from copydesk.columns import characters as ch
from copydesk.columns.characters import before_space, skip_space
from copydesk.columns.dtypes import Classes, Codes, Ints, Mask
from copydesk.columns.ragged import row_at

# A document counts as hard-wrapped when at least this share of its line ends inside a group are in
# mid-sentence: the line has no end mark and the next begins in lower case. Wrapped prose has 0.5 to
# 0.9, pages of one paragraph a line below 0.1 (Gutenberg texts against the labelled pages of the
# development set, 2026-11).
_WRAPPED_SHARE = 0.3
_WRAPPED_PAIRS = 3  # fewer such line ends are no evidence
_WRAPPED_WIDTH = 110  # characters; wrapping is at 60 to 100
_OVERLONG = 50  # of so many lines one may be wider than the text is: tables, addresses
# of the document's width: a shorter one ends its paragraph, unless the next word had no room in it
_SHORT_LAST_LINE = 0.6


class BlockKind(enum.IntEnum):
    """What a block is, as far as its format tells; plain text is all PROSE."""

    PROSE = 0
    HEADING = 1
    LIST = 2
    QUOTE = 3
    TABLE = 4
    CODE = 5
    FRONT_MATTER = 6


class Blocks:
    """The block table: `start`, `end` (offsets, trimmed of white space), `kind` (BlockKind),
    `document_of`; shape (blocks,).
    """

    def __init__(self, start: Ints, end: Ints, kind: Ints, document_of: Ints) -> None:
        self.start, self.end, self.kind, self.document_of = start, end, kind, document_of

    def __len__(self) -> int:
        return int(self.start.size)

    @property
    def prose(self) -> Mask:
        """Whether each block is running text: not code, front matter or a table."""
        return self.kind < BlockKind.TABLE


def lines(classes: Classes) -> tuple[Ints, Ints]:
    """Return start and end of every line that holds more than white space, trimmed of it."""
    ends = np.append(np.flatnonzero(classes == ch.NEWLINE), classes.size)
    starts = np.append(0, ends[:-1] + 1)
    filled = ends > starts
    starts, ends = starts[filled], ends[filled]
    starts = skip_space(classes, starts)
    filled = ends > starts
    starts, ends = starts[filled], ends[filled]
    padded = np.flatnonzero(classes[ends - 1] == ch.SPACE)
    if padded.size:
        ends[padded] = before_space(classes, ends[padded])
    return starts, ends


def line_ends(codes: Codes, classes: Classes) -> Ints:
    """Return the offset of every line end: LF, CR, or the LF of a CRLF."""
    at = np.flatnonzero(classes == ch.NEWLINE)
    crlf = (codes.take(at) == 13) & (codes.take(at + 1, mode="clip") == 10)
    return np.asarray(at[~crlf], np.int64)


def plain_blocks(codes: Codes, classes: Classes, document_start: Ints) -> Blocks:
    """Cut plain texts (one or many documents) into blocks."""
    start, end = lines(classes)
    document = row_at(document_start, start)
    if start.size > 1:
        start, end, document = _unwrap(codes, classes, start, end, document)
    return Blocks(start, end, np.full(start.size, BlockKind.PROSE, np.int64), document)


def _unwrap(
    codes: Codes, classes: Classes, start: Ints, end: Ints, document: Ints
) -> tuple[Ints, Ints, Ints]:
    """Join the lines of hard-wrapped paragraphs."""
    breaks = line_ends(codes, classes)
    gap = np.searchsorted(breaks, start[1:]) - np.searchsorted(breaks, end[:-1])
    adjacent = (document[1:] == document[:-1]) & (gap == 1)
    if not adjacent.any():
        return start, end, document
    return _join(classes, start, end, document, adjacent)


def _join(
    classes: Classes, start: Ints, end: Ints, document: Ints, adjacent: Mask
) -> tuple[Ints, Ints, Ints]:
    documents = int(document[-1]) + 1
    length = end - start
    last = classes[end - 1]
    midway = adjacent & (last[:-1] != ch.TERMINAL) & (classes[start[1:]] == ch.LOWER)
    pairs = np.bincount(document[1:][adjacent], minlength=documents)
    broken = np.bincount(document[1:][midway], minlength=documents)
    widest = _widths(document, length, documents)
    wrapped = (
        (broken >= _WRAPPED_PAIRS) & (broken >= _WRAPPED_SHARE * pairs) & (widest <= _WRAPPED_WIDTH)
    )
    join = adjacent & wrapped[document[1:]]
    join[join] = _full(classes, start, length, widest[document[1:]], np.flatnonzero(join))
    head = np.append(True, ~join)
    tail = np.append(~join, True)
    return start[head], end[tail], document[head]


def _widths(document: Ints, length: Ints, documents: int) -> Ints:
    """Return the length of each document's longest line but for a few, shape (documents,)."""
    lines = np.bincount(document, minlength=documents)
    order = np.lexsort((length, document))
    return np.asarray(
        length[order[np.maximum(np.cumsum(lines) - 1 - lines // _OVERLONG, 0)]], np.int64
    )


def _full(classes: Classes, start: Ints, length: Ints, widest: Ints, rows: Ints) -> Mask:
    """Return which of some lines go on in the next one: they are long, or its first word had no
    room in them.
    """
    space = np.append(np.flatnonzero(classes >= ch.SPACE), classes.size)
    first = start[rows + 1]
    word = space[np.searchsorted(space, first)] - first
    return np.asarray(
        (length[rows] >= _SHORT_LAST_LINE * widest[rows])
        | (length[rows] + 1 + word > widest[rows]),
        np.bool_,
    )
