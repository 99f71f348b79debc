"""Find lines that stand apart between full paragraphs.

Descriptions of pictures, lists of links, titles that return under each picture.

A sub-heading is short and has fellows of its own length; what a page shows inside its story is a
whole sentence without an end mark, a list under `Related`, a row of headlines, or the same line
again and again. Form alone decides, in a document of its own.
"""

from __future__ import annotations

import functools
import re

import numpy as np

from copydesk.columns import characters as ch
from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import AnyArray, Ints, Mask
from copydesk.columns.lookup import Lookup
from copydesk.columns.ragged import expand
from copydesk_rules.page._captions import copies
from copydesk_rules.page._headlines import SENTENCE_HEADS

DESCRIPTION, HEADLINE, REPEATED, LINK = (
    "picture's description",
    "headline of another story",
    "repeated line",
    "link to another story",
)
_FULL_WORDS, _SOME_WORDS = 12, 8  # of the paragraph above a line, and of the one below it
_SENTENCE_WORDS, _SENTENCE_MOST = 7, 26
_LONGER, _SHORTER = (
    2,
    0.3,
)  # times the length of most of the document's shorter lines, its sub-headings
_IN_ROW = 2  # a picture's description for the blind, and its caption
_ALONE = 3  # such lines in a document, none beside another: more are its sub-headings
_CASED = 0.6  # share of longer words with a capital from which a line is a headline
_LINK_WORDS, _LINK_MOST, _LINKS = 3, 25, 10
_ROW_CASED, _ROW_WORDS = 0.75, 5
_REPEATED_WORDS = 4
_LONG_LETTERS = 4
_HEADING_WORDS = 5

_HEADS = (
    "related see today also more most read explore trending recommended multimedia latest you mehr lesen lire lea leggi notizie"
).split()
_HEADING = re.compile(
    r"(?i:related(?: \w{3,12}){0,2}|see also|today (?:in|on) [\w.]+|also (?:in|on|from) [\w. ]+|more (?:on|from|in|news|stories)\b[\w. ]*"
    r"|most (?:read|popular|viewed|shared)\b[\w ]*|read (?:more|next|also)|explore (?:further|more)|trending(?: \w+)?|multimedia"
    r"|recommended(?: \w+){0,2}|latest (?:news|stories|headlines)|you (?:may|might) also like|mehr zum thema|lesen sie auch|lire aussi"
    r"|lea también|leggi anche|notizie correlate):?$"
)
_NAME = re.compile(r"[A-Z]\w{3}")
_NO_LINE = re.compile(r"[@:\[]|^(?:By|Updated?|No\.) ")
# a continued sentence, two sentences, a heading with a quotation or a number
_NO_DESCRIPTION = re.compile(
    r": ?['\"‘“]|\d:|[@|/=<>]|[.!?][”\"’]? [A-Z][a-z]{2}|\b(?:said|says:|told)\b"
    r"|^(?:Thus|Apparently|However|Meanwhile|According|With|While|Instead|Is|Are|Do|For|Now|By|Earlier)\b"
)


@functools.cache
def _words() -> tuple[Lookup, Lookup]:
    return Lookup.of(_HEADS), Lookup.of(SENTENCE_HEADS)


def lines_apart(batch: Batch, ended: Mask, stray: Mask) -> dict[int, str]:
    """Return the blocks that stand apart, each with what it is.

    `ended`: which blocks end in an end mark; `stray`: which are known to be a page's; both of shape
    (blocks,).
    """
    blocks, document = batch.blocks, batch.blocks.document_of
    first, end = batch.block_words
    size, tail = end - first, batch.classes.take(blocks.end - 1)
    bare = (
        blocks.prose
        & ~ended
        & (size > 0)
        & (tail != ch.COMMA)
        & (tail != ch.DASH)
        & (batch.codes.take(blocks.end - 1) != ord(":"))
    )
    rows = np.flatnonzero(bare)
    fresh = (np.diff(rows, prepend=-2) > 1) | (np.diff(document[rows], prepend=-1) > 0)
    begin = rows[fresh]
    length = np.diff(np.append(np.flatnonzero(fresh), rows.size))
    full, some = ended & blocks.prose & (size >= _FULL_WORDS), ended & (size >= _SOME_WORDS)
    led, followed = (
        _beside(edge, step, some, document) for edge, step in ((begin, -1), (begin + length - 1, 1))
    )
    between = (
        led
        & followed
        & (_beside(begin, -1, full, document) | _beside(begin + length - 1, 1, full, document))
    )
    run = np.cumsum(fresh) - 1
    between = between[run]
    found = _linked(batch, begin[led], length[led])
    headline = (
        (batch.classes[blocks.start[rows]] == ch.UPPER)
        & (size[rows] >= _ROW_WORDS)
        & (_cased(batch, rows) >= _ROW_CASED)
    )
    in_row = (
        (length > 1)
        & (length <= _LINKS)
        & (np.bincount(run, ~headline, minlength=length.size) == 0)
    )
    found |= dict.fromkeys(rows[between & in_row[run]].tolist(), HEADLINE)
    plain = (
        between
        & (batch.classes[blocks.start[rows]] == ch.UPPER)
        & ~_words()[1].has(batch.words.hash[first[rows]])
    )
    again = rows[plain & (size[rows] >= _REPEATED_WORDS)]
    returning = (
        row
        for row in copies(batch, again)[0].tolist()
        if not _NO_LINE.search(batch.block_text(row))
    )
    found |= dict.fromkeys(returning, REPEATED)
    scraped = np.bincount(document[stray], minlength=len(batch))[document[rows]] > 0
    sentence = (
        plain
        & scraped
        & (length[run] <= _IN_ROW)
        & (size[rows] >= _SENTENCE_WORDS)
        & (size[rows] <= _SENTENCE_MOST)
    )
    sentence &= _long_for_their_document(size[rows], document[rows])
    sentence[sentence] = _cased(batch, rows[sentence]) <= _CASED
    described: list[int] = []
    for at in np.flatnonzero(sentence).tolist():
        row, text = int(rows[at]), batch.block_text(int(rows[at]))
        if not _NO_DESCRIPTION.search(text):
            described.append(row)
            above = batch.block_text(row - 1) if not fresh[at] else ""
            if set(_NAME.findall(above)) & set(_NAME.findall(text)):
                found[row - 1] = DESCRIPTION  # for the blind, above the caption
    lonely = np.array(described, np.int64)
    alone = ~bare[lonely - 1] & ~bare[np.minimum(lonely + 1, bare.size - 1)]
    many = np.bincount(document[lonely[alone]], minlength=len(batch))[document[lonely]] > _ALONE
    return found | dict.fromkeys(lonely[~(alone & many)].tolist(), DESCRIPTION)


def _beside(rows: Ints, step: int, wanted: Mask, document: Ints) -> Mask:
    """Return which rows have a wanted block of their document beside them."""
    other = np.clip(rows + step, 0, document.size - 1)
    return np.asarray(wanted[other] & (document[other] == document[rows]) & (other != rows))


def _long_for_their_document(size: Ints, document: Ints) -> Mask:
    """Return which lines are alone in their document,
    or much longer than most of its shorter ones; both arguments one a line.
    """
    count = np.bincount(document)
    ordered = size[np.lexsort((size, document))]
    at = np.cumsum(count) - count + (_SHORTER * np.maximum(count - 1, 0)).astype(np.int64)
    return np.asarray(
        (count[document] == 1) | (size >= _LONGER * ordered.take(at, mode="clip")[document])
    )


def _linked(batch: Batch, begin: Ints, length: Ints) -> dict[int, str]:
    """Return the lines under `Related stories` and the like, and that line, of runs of lines."""
    first, end = batch.block_words
    size = end - first
    run, rows = expand(begin, length)
    stop = (begin + length)[run]
    likely = (
        (size[rows] <= _HEADING_WORDS)
        & _words()[0].has(batch.words.hash[first[rows]])
        & (rows + 1 < stop)
    )
    found: dict[int, str] = {}
    for row, last in zip(
        rows[likely].tolist(), np.minimum(stop[likely], rows[likely] + _LINKS).tolist(), strict=True
    ):
        links = [line for line in range(row + 1, last) if _LINK_WORDS <= size[line] <= _LINK_MOST]
        if links and _HEADING.match(batch.block_text(row)):
            found |= dict.fromkeys([row, *links], LINK)
    return found


def _cased(batch: Batch, rows: Ints) -> AnyArray:
    """Return each block's share of words of four letters and more, the first word apart,
    that begin with a capital.
    """
    words, (first, end) = batch.words, batch.block_words
    long = (words.length >= _LONG_LETTERS) & ~words.number
    total, capital = (np.append(0, np.cumsum(mask)) for mask in (long, long & words.capital))
    after, stop = np.minimum(first[rows] + 1, end[rows]), end[rows]
    return np.asarray((capital[stop] - capital[after]) / np.maximum(total[stop] - total[after], 1))
