"""Find lines set apart between full paragraphs: descriptions of pictures, lists of links,
titles that return under each picture.

A subheading is short and has fellows of its own length; what a page shows inside its story is a
whole sentence without an end mark, a list under `Related`, a row of headlines, or the same line
again and again. Form alone decides, in a document of its own.
"""

from __future__ import annotations

import numpy as np
from msgspec import Struct

from copydesk.columns import characters as ch
from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import Floats, Ints, Mask
from copydesk.columns.ragged import Runs
from copydesk.patterns import late_pattern
from copydesk_rules.page._blocks import block_sizes, ends_sentence, summed
from copydesk_rules.page._caption_words import copies
from copydesk_rules.page._line_forms import HEADLINE, LINK
from copydesk_rules.page._word_lists import lookup

DESCRIPTION, REPEATED = "picture's description", "repeated line"
_FULL_WORDS, _SOME_WORDS = 12, 8  # of the paragraph on one side of a line, and on the other
_LINK_WORDS, _LINK_MOST, _LINKS = 3, 25, 10
_HEADING_WORDS = 5  # of the heading of a list of links
_ROW_CASED, _ROW_WORDS = 0.75, 5  # of a headline in a row of them
_REPEATED_WORDS = 4
_SENTENCE_WORDS, _SENTENCE_MOST = 7, 26
# times the length of most of the document's shorter lines, its subheadings
_LONGER, _SHORTER = 2, 0.3
_IN_ROW = 2  # a picture's description for the blind, and its caption
_ALONE = 3  # such lines in a document, none beside another: more are its subheadings
_CASED = 0.6  # share of longer words with a capital from which a line is a headline
_LONG_LETTERS = 4

_HEADING = late_pattern(
    r"(?i:related(?: \w{3,12}){0,2}|see also|today (?:in|on) [\w.]+|also (?:in|on|from) [\w. ]+"
    r"|more (?:on|from|in|news|stories)\b[\w. ]*|most (?:read|popular|viewed|shared)\b[\w ]*"
    r"|read (?:more|next|also)|explore (?:further|more)|trending(?: \w+)?|multimedia"
    r"|recommended(?: \w+){0,2}|latest (?:news|stories|headlines)|you (?:may|might) also like"
    r"|mehr zum thema|lesen sie auch|lire aussi|lea también|leggi anche|notizie correlate):?$"
)
_NAME = late_pattern(r"[A-Z]\w{3}")
_NO_LINE = late_pattern(r"[@:\[]|^(?:By|Updated?|No\.) ")
# a continued sentence, two sentences, a heading with a quotation or a number
_NO_DESCRIPTION = late_pattern(
    r": ?['\"‘“]|\d:|[@|/=<>]|[.!?][”\"’]? [A-Z][a-z]{2}|\b(?:said|says:|told)\b"
    r"|^(?:Thus|Apparently|However|Meanwhile|According|With|While|Instead|Is|Are|Do|For|Now|By"
    r"|Earlier)\b"
)


class OpenLines(Struct, frozen=True):
    """Lines without an end mark, in runs of consecutive ones."""

    rows: Ints  # of the block table, ascending
    runs: Runs  # over `rows`
    led: Mask  # some paragraph precedes the run; shape (runs,)
    between: Mask  # paragraphs precede and follow the run, one of them full; shape (runs,)

    @property
    def first(self) -> Ints:
        """The first line of each run, as a row of the block table."""
        return self.rows[self.runs.start]

    def within(self, runs: Mask) -> Mask:
        """Return which lines lie in these runs; shape (lines,)."""
        return runs.take(self.runs.owner)


def interrupting_lines(batch: Batch, stray: Mask) -> dict[int, str]:
    """Return the lines set apart, by row of the block table, each with what it is.

    `stray`: which blocks are known to be a page's; shape (blocks,).
    """
    lines = open_lines(batch)
    plain = _plain(batch, lines)
    return (
        dict.fromkeys(_linked(batch, lines), LINK)
        | dict.fromkeys(_headlines_in_row(batch, lines), HEADLINE)
        | dict.fromkeys(_returning(batch, lines.rows[plain]), REPEATED)
        | dict.fromkeys(_descriptions(batch, lines, plain, stray), DESCRIPTION)
    )


def open_lines(batch: Batch) -> OpenLines:
    """Return the lines that end in no end mark, comma, dash or colon."""
    blocks, document = batch.blocks, batch.blocks.document_of
    size, ended = block_sizes(batch), batch.derive(ends_sentence)
    tail = batch.classes.take(blocks.end - 1)
    is_open = blocks.prose & ~ended & (size > 0) & (tail != ch.COMMA) & (tail != ch.DASH)
    is_open &= batch.codes.take(blocks.end - 1) != ord(":")
    rows = np.flatnonzero(is_open)
    runs = Runs.of_equal(rows - np.arange(rows.size), document[rows])
    first, last = rows[runs.start], rows[runs.end - 1]
    full, some = ended & blocks.prose & (size >= _FULL_WORDS), ended & (size >= _SOME_WORDS)
    led, followed = _beside(first, -1, some, document), _beside(last, 1, some, document)
    by_full = _beside(first, -1, full, document) | _beside(last, 1, full, document)
    return OpenLines(rows, runs, led, led & followed & by_full)


def _beside(rows: Ints, step: int, wanted: Mask, document: Ints) -> Mask:
    """Return which rows have a wanted block of their document beside them."""
    other = np.clip(rows + step, 0, document.size - 1)
    return np.asarray(wanted[other] & (document[other] == document[rows]) & (other != rows))


def _linked(batch: Batch, lines: OpenLines) -> list[int]:
    """Return the lines under `Related stories` and the like, and that line."""
    size, (first_word, _) = block_sizes(batch), batch.block_words
    runs = Runs(lines.first[lines.led], lines.runs.size[lines.led])
    rows, stop = runs.positions, runs.spread(runs.end)
    likely = (size[rows] <= _HEADING_WORDS) & (rows + 1 < stop)
    likely &= lookup("link_heading_words").has(batch.words.hash[first_word[rows]])
    found: list[int] = []
    for row, end in zip(rows[likely].tolist(), stop[likely].tolist(), strict=True):
        below = range(row + 1, min(end, row + _LINKS))
        links = [line for line in below if _LINK_WORDS <= size[line] <= _LINK_MOST]
        if links and _HEADING.match(batch.block_text(row)):
            found += [row, *links]
    return found


def _headlines_in_row(batch: Batch, lines: OpenLines) -> list[int]:
    """Return the lines of runs of headlines."""
    rows, runs = lines.rows, lines.runs
    headline = batch.classes[batch.blocks.start[rows]] == ch.UPPER
    headline &= block_sizes(batch)[rows] >= _ROW_WORDS
    headline[headline] = _cased(batch, rows[headline]) >= _ROW_CASED
    few = lines.between & (runs.size > 1) & (runs.size <= _LINKS)
    all_headlines = runs.reduce(np.logical_and, headline).astype(np.bool_)
    return list(rows[lines.within(few & all_headlines)].tolist())


def _plain(batch: Batch, lines: OpenLines) -> Mask:
    """Return which lines between paragraphs begin with a capital, and not as sentences do."""
    first_word = batch.words.hash[batch.block_words[0][lines.rows]]
    capital = batch.classes[batch.blocks.start[lines.rows]] == ch.UPPER
    plain = lines.within(lines.between) & capital & ~lookup("sentence_heads").has(first_word)
    return np.asarray(plain, np.bool_)


def _returning(batch: Batch, rows: Ints) -> list[int]:
    """Return those of these lines that their document has again."""
    again, _ = copies(batch, rows[block_sizes(batch)[rows] >= _REPEATED_WORDS])
    return [row for row in again.tolist() if not _NO_LINE.search(batch.block_text(row))]


def _descriptions(batch: Batch, lines: OpenLines, plain: Mask, stray: Mask) -> list[int]:
    """Return the sentences without an end mark that describe pictures, of documents where a page
    has left other boilerplate.
    """
    found, for_the_blind = [], []
    candidates = _sentences(batch, lines, plain, stray)
    inner = lines.runs.ranks > 0
    for at in np.flatnonzero(candidates).tolist():
        row, text = int(lines.rows[at]), batch.block_text(int(lines.rows[at]))
        if _NO_DESCRIPTION.search(text):
            continue
        found.append(row)
        above = batch.block_text(row - 1) if inner[at] else ""
        if set(_NAME.findall(above)) & set(_NAME.findall(text)):
            for_the_blind.append(row - 1)  # the description above the caption
    return for_the_blind + _without_subheadings(batch, lines, np.array(found, np.int64))


def _sentences(batch: Batch, lines: OpenLines, plain: Mask, stray: Mask) -> Mask:
    """Return which lines have the length and the letters of a sentence; shape (lines,)."""
    rows, document = lines.rows, batch.blocks.document_of
    size = block_sizes(batch)[rows]
    scraped = np.bincount(document[stray], minlength=len(batch)) > 0
    chosen = plain & scraped[document[rows]] & lines.within(lines.runs.size <= _IN_ROW)
    chosen &= (size >= _SENTENCE_WORDS) & (size <= _SENTENCE_MOST)
    chosen &= _long_for_their_document(size, document[rows])
    chosen[chosen] = _cased(batch, rows[chosen]) <= _CASED
    return chosen


def _without_subheadings(batch: Batch, lines: OpenLines, rows: Ints) -> list[int]:
    """Return these lines without those that have no line beside them, in documents with many of
    that kind.
    """
    document, is_open = batch.blocks.document_of, np.zeros(len(batch.blocks), np.bool_)
    is_open[lines.rows] = True
    alone = ~is_open[rows - 1] & ~is_open[np.minimum(rows + 1, is_open.size - 1)]
    many = np.bincount(document[rows[alone]], minlength=len(batch)) > _ALONE
    return list(rows[~(alone & many[document[rows]])].tolist())


def _long_for_their_document(size: Ints, document: Ints) -> Mask:
    """Return which lines are alone in their document, or much longer than most of its shorter
    ones; both arguments one a line.
    """
    count = np.bincount(document)
    ordered = size[np.lexsort((size, document))]
    at = np.cumsum(count) - count + (_SHORTER * np.maximum(count - 1, 0)).astype(np.int64)
    usual = ordered.take(at, mode="clip")[document]
    return np.asarray((count[document] == 1) | (size >= _LONGER * usual))


def _cased(batch: Batch, rows: Ints) -> Floats:
    """Return each block's share of words of four letters and more, the first word aside, that
    begin with a capital.
    """
    words, (first, end) = batch.words, batch.block_words
    long = (words.length >= _LONG_LETTERS) & ~words.number
    after, stop = np.minimum(first[rows] + 1, end[rows]), end[rows]
    total, capital = summed(long, after, stop), summed(long & words.capital, after, stop)
    return np.asarray(capital / np.maximum(total, 1), np.float64)
