"""Find short lines without an end mark between paragraphs: they may be headlines."""

from __future__ import annotations

import numpy as np

from copydesk.columns import characters as ch
from copydesk.columns.batch import Batch
from copydesk.columns.blocks import BlockKind
from copydesk.columns.dtypes import Ints, Mask
from copydesk.language.lexicon import english_zipf
from copydesk.language.names import uppercase
from copydesk.patterns import late_pattern
from copydesk_rules.page._blocks import block_sizes, neighbors
from copydesk_rules.page._word_lists import lookup

_BODY_WORDS = 10  # of a paragraph of running text
_NEAR = 2  # blocks from a line to a paragraph

_MARKS = frozenset("@|/·<>{}[]#")
# Addresses of sites, numbered items, bylines, the times of a live report, quotations with their end
# mark or their speaker inside the line; a quotation that is all of a line heads a part of the
# article. Then enumerations, what introduces something, and an end mark behind which signs are left.
_ITEM = late_pattern(
    r"\w\.(?:com|org|net|gov|edu)\b|^\W?\d+[.)]|^(?:By|Updated?(?: at)?:?) [\dA-Z]"
    r"|[.?!…][\"'”’]? ?[\"'”’](?: [\w.,’—-]+){0,4}$|,[\"”] (?:\w+ )?\w+$"
    r"|^[“\"][^“”\":]+[”\"]$|^[‘'][^‘’':]+[’']$"
    r"|(?:[^,]+,){4}|\b(?i:is|are|was|were|includes?):|[.!][^\w\s]{2,}$"
)
_UNREADABLE = 1 / 30  # of a document's small words are in no list: a scan, whose lines end anywhere
_LEAST_WORDS = 60  # small words of a document that can be told so
_LEAST_LETTERS = 3


def lines_between_paragraphs(batch: Batch, shortest: int, longest: int) -> Ints:
    """Return the blocks of `shortest` to `longest` words without an end mark between paragraphs
    of running text; lines with a label or a question mark may have one.
    """
    size = block_sizes(batch)
    fits = (batch.blocks.kind == BlockKind.PROSE) & (size >= shortest) & (size <= longest)
    rows = np.flatnonzero(fits & _begins_as_a_line(batch))
    rows = rows[_open_ended(batch, rows) | labelled(batch, rows)]
    body = _paragraphs(batch)
    for step in (-1, 1):
        rows = rows[_near(batch, rows, body, step)]
    rows = rows[_bare(batch, rows)]
    above = batch.codes.take(batch.blocks.end[np.maximum(rows - 1, 0)] - 1)
    return np.asarray(rows[(above != ord(":")) & (above != ord(";"))], np.int64)


def labelled(batch: Batch, rows: Ints) -> Mask:
    """Return which blocks begin with a word that headlines are labelled with, in capitals, and a
    colon; each has a word.
    """
    words, first = batch.words, batch.block_words[0].take(rows)
    known = lookup("kickers").has(words.hash.take(first))
    known &= batch.codes.take(words.end.take(first), mode="clip") == ord(":")
    known[known] = uppercase(batch, first[known]) == words.length[first[known]]
    return np.asarray(known, np.bool_)


def questions(batch: Batch, rows: Ints) -> Mask:
    """Return which blocks end in a question mark."""
    return np.asarray(batch.codes.take(batch.blocks.end[rows] - 1) == ord("?"), np.bool_)


def listed(batch: Batch, rows: Ints) -> Mask:
    """Return which blocks have another line without an end mark right before or after them: items
    of a list, rows of a table.
    """
    body, size = _paragraphs(batch), block_sizes(batch)
    tail = batch.classes.take(batch.blocks.end - 1)
    line = batch.blocks.prose & ~body & (size > 0) & (tail != ch.TERMINAL)
    before, after = neighbors(line, batch.blocks.document_of)
    return np.asarray((before | after)[rows], np.bool_)


def broken(batch: Batch, rows: Ints) -> Mask:
    """Return which blocks a break cut: the next begins in a small letter, or they end in a word
    that no line ends in.
    """
    below = np.minimum(rows + 1, len(batch.blocks) - 1)
    small = batch.classes.take(batch.blocks.start[below]) == ch.LOWER
    small &= batch.blocks.document_of[below] == batch.blocks.document_of[rows]
    last = batch.words.hash.take(batch.block_words[1].take(rows) - 1)
    return np.asarray(small | lookup("unfinished_ends").has(last), np.bool_)


def unreadable(batch: Batch) -> Mask:
    """Return which documents have many words that no list holds; shape (documents,)."""
    words, documents = batch.words, len(batch)
    small = ~words.capital & ~words.number & (words.length >= _LEAST_LETTERS)
    count, unknown = (
        np.bincount(batch.document_of_word[chosen], minlength=documents)
        for chosen in (small, small & (batch.derive(english_zipf) <= 0))
    )
    return np.asarray((count >= _LEAST_WORDS) & (unknown > _UNREADABLE * count), np.bool_)


def _begins_as_a_line(batch: Batch) -> Mask:
    """Return which blocks begin with a capital, a digit, a quotation mark or a bracket."""
    head = batch.classes.take(batch.blocks.start)
    quoted = (head == ch.QUOTE) | (head == ch.OPENER) | (head == ch.APOSTROPHE)
    return np.asarray(quoted | (head == ch.UPPER) | (head == ch.DIGIT), np.bool_)


def _open_ended(batch: Batch, rows: Ints) -> Mask:
    """Return which blocks have no end mark, comma, bracket or dash at their end, behind a quotation
    mark or not; question marks are allowed.
    """
    end = batch.blocks.end[rows]
    tail = batch.classes.take(end - 1)
    quoted = (tail == ch.QUOTE) | (tail == ch.APOSTROPHE)
    quoted |= batch.codes.take(end - 1) == ord("”")
    mark = np.where(quoted, batch.classes.take(np.maximum(end - 2, 0)), tail)
    closed = (mark == ch.TERMINAL) & ~questions(batch, rows)
    closed |= (mark == ch.COMMA) | (mark == ch.CLOSER) | (mark == ch.DASH)
    return np.asarray(~closed, np.bool_)


def _paragraphs(batch: Batch) -> Mask:
    """Return which blocks are running text with a mark at their end."""
    tail = batch.classes.take(batch.blocks.end - 1)
    closed = (tail == ch.TERMINAL) | (tail == ch.QUOTE) | (tail == ch.CLOSER)
    closed |= (tail == ch.APOSTROPHE) | (tail == ch.COMMA)
    body = batch.blocks.prose & (block_sizes(batch) >= _BODY_WORDS) & closed
    return np.asarray(body, np.bool_)


def _near(batch: Batch, rows: Ints, body: Mask, step: int) -> Mask:
    """Return which blocks have a paragraph of the same document at most two blocks before them
    (`step` -1) or after them (1).
    """
    found = np.zeros(rows.size, np.bool_)
    document = batch.blocks.document_of
    for away in range(1, _NEAR + 1):
        other = np.clip(rows + step * away, 0, len(batch.blocks) - 1)
        found |= body[other] & (document[other] == document[rows]) & (other != rows)
    return found


def _bare(batch: Batch, rows: Ints) -> Mask:
    """Return which blocks hold none of the marks of posts, credits, addresses, code and captions,
    and are no item of a list; a few lines a batch.
    """
    texts = map(batch.block_text, rows.tolist())
    plain = [not _MARKS.intersection(text) and not _ITEM.search(text) for text in texts]
    return np.array(plain, np.bool_)
