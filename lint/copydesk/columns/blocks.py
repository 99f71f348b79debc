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

# A document is hard-wrapped where one width explains where its sentences are broken: the line had
# room for no more, so the width lies between its length and that with the next word. Broken lines of
# chats, menus and code have no width in common: theirs explains one in six (2026-12).
_LEAST_WIDTH, _MOST_WIDTH = 30, 110  # characters; wrapping is at 60 to 100, at 35 to 40 in Chinese
_EXPLAINED = 0.5  # of the broken lines, at least _FEW_BREAKS of them
_FEW_BREAKS = 2
_EXPLAINED_IN_CODE, _MANY_BREAKS = 0.25, 6  # where lines of code look like broken ones
_RAGGED = 1.1  # times the width: lines that were broken by hand are a little longer or shorter
_WIDER = 0.1  # of a document's lines, and one more, may be wider: code, addresses, tables
_SHORT_TEXT_WIDTH = 50  # two broken lines are evidence only from this width on
# of the document's width: a shorter one ends its paragraph, unless the next word had no room in it
_SHORT_LAST_LINE = 0.6
_OVERLONG = 1.3  # times the width: such a line was not wrapped, and is a paragraph


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
    length = end - start
    word = np.zeros(length.size - 1, np.int64)
    rows = np.flatnonzero(adjacent)
    word[rows] = _first_words(classes, start[rows + 1])
    midway = adjacent & _goes_on(classes, start, end)
    width = _widths(document, length, word, np.flatnonzero(midway))
    wide = width[document[1:]]
    join = adjacent & (wide > 0)
    full = (length[:-1] >= _SHORT_LAST_LINE * wide) | (length[:-1] + 1 + word > wide)
    join &= full & (length[:-1] <= _OVERLONG * wide)
    join &= ~_begins_item(classes, start, end)
    head = np.append(True, ~join)
    tail = np.append(~join, True)
    return start[head], end[tail], document[head]


def _goes_on(classes: Classes, start: Ints, end: Ints) -> Mask:
    """Return after which lines a sentence goes on in the next: a word or a comma ends the line, no
    capital begins the next.
    """
    following, last = classes[start[1:]], classes[end[:-1] - 1]
    lower = (following == ch.LOWER) | (following == ch.LETTER) | (following == ch.IDEOGRAPH)
    return np.asarray(
        lower & ((last <= ch.JOINER) | (last == ch.COMMA) | (last == ch.DASH)), np.bool_
    )


def _begins_item(classes: Classes, start: Ints, end: Ints) -> Mask:
    """Return after which lines an item of a list begins: a mark and a space after a line that ended
    or introduced it.
    """
    first, second = classes[start[1:]], classes.take(start[1:] + 1, mode="clip")
    mark = ((first == ch.SYMBOL) | (first == ch.DASH)) & (second >= ch.SPACE)
    last = classes[end[:-1] - 1]
    return np.asarray(mark & ((last == ch.TERMINAL) | (last == ch.COMMA)), np.bool_)


def _first_words(classes: Classes, start: Ints) -> Ints:
    """Return the length of what stands before the first white space of each line.

    An ideograph counts alone: no space parts it from the next.
    """
    space = np.append(np.flatnonzero(classes >= ch.SPACE), classes.size)
    length = space[np.searchsorted(space, start)] - start
    return np.where(classes[start] == ch.IDEOGRAPH, 1, length)


def _widths(document: Ints, length: Ints, word: Ints, broken: Ints) -> Ints:
    """Return the width to which each document is wrapped, 0 for those that are not.

    `length`: of each line; `word`: of the first word of the line behind it; `broken`: lines that end
    in mid-sentence. Shape (documents,).
    """
    documents = int(document[-1]) + 1
    out = np.zeros(documents, np.int64)
    breaks = np.bincount(document[broken], minlength=documents)
    some = np.flatnonzero(breaks >= _FEW_BREAKS)
    if not some.size:
        return out
    row = np.full(documents, -1, np.int64)
    row[some] = np.arange(some.size)
    broken = broken[(row[document[broken]] >= 0) & (length[broken] <= _MOST_WIDTH)]
    columns = _MOST_WIDTH + 2
    base = row[document[broken]] * columns
    low = length[broken]
    high = np.minimum(low + 1 + word[broken], columns - 1)  # the first width with room for it
    steps = np.bincount(base + low, minlength=some.size * columns)
    steps -= np.bincount(base + high, minlength=some.size * columns)
    explained = np.cumsum(steps.reshape(some.size, columns), axis=1)[:, _LEAST_WIDTH:-1]
    best = explained.shape[1] - 1 - explained[:, ::-1].argmax(axis=1)  # the widest of equal ones
    most, width = explained.max(axis=1), best + _LEAST_WIDTH
    out[some] = width
    lines = np.bincount(document, minlength=documents)[some]
    wider = np.bincount(document[length > _RAGGED * out[document]], minlength=documents)[some]
    few = (most < 3) & (width < _SHORT_TEXT_WIDTH)
    wrapped = (most >= _FEW_BREAKS) & (most >= _EXPLAINED * breaks[some]) & ~few
    wrapped |= (most >= _MANY_BREAKS) & (most >= _EXPLAINED_IN_CODE * breaks[some])
    out[some] = np.where(wrapped & (wider <= 1 + _WIDER * lines), width, 0)
    return out
