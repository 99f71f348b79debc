"""Tell which lines may be a site's where they recur, by their form, their place and their document.

What recurs is often the kind's own: chapter headings, refrains, speakers, formulas of law, keys of
records, subheadings. So a line that many documents share says something in articles, essays and
pages, and there only where it stands as furniture does: below the headline, at the end, among other
short lines.
"""

from __future__ import annotations

import numpy as np

from copydesk.columns import characters as ch
from copydesk.columns.batch import Batch
from copydesk.columns.blocks import BlockKind
from copydesk.columns.document_kinds import DocumentKind
from copydesk.columns.dtypes import Ints, Mask
from copydesk.columns.ragged import heads
from copydesk.language.kinds import kinds_of
from copydesk.language.section_numbers import numbered_headings
from copydesk_rules.page._blocks import block_sizes, ends_sentence, marked_items
from copydesk_rules.page._page_documents import from_html
from copydesk_rules.page._page_shape import blank_before
from copydesk_rules.page._wording import wording

_HEAD, _TAIL = 3, 3  # blocks at either end of a document where furniture stands
_PARAGRAPH = 12  # words of a block that a subheading introduces
_SENTENCE = 4  # words from which a line with an end mark is a sentence
_PART_WORDS = 6  # of a line right below one that is furniture too, at most
_KEY = 28  # characters before the colon of a key or a speaker
_UNTOLD = (DocumentKind.UNCLEAR, DocumentKind.SHORT)
_OWN_WORDS = (DocumentKind.ARTICLE, DocumentKind.ESSAY, *_UNTOLD)
_DASHES = np.array([ord(mark) for mark in "-\u2013\u2014\u2015\u2022"])


def furniture_lines(batch: Batch) -> Mask:
    """Return which blocks may be a site's lines if they recur; shape (blocks,)."""
    of_document = batch.derive(kinds_of).kind
    kind = np.where(from_html(batch), DocumentKind.PAGE, of_document)[batch.blocks.document_of]
    alone = _alone(batch)
    in_text = (
        alone
        & ~_keyed(batch)
        & ~_continued(batch)
        & ~_subheading(batch)
        & ~_headline(batch)
        & ~_sentence(batch)
    )
    in_text &= ~np.isin(kind, _UNTOLD) | _at_an_end(batch) | _worded(batch)
    page = alone & (kind == DocumentKind.PAGE)
    said = _system_line(batch) & (kind == DocumentKind.DIALOGUE)
    return np.asarray((in_text & np.isin(kind, _OWN_WORDS)) | page | said, np.bool_)


def _alone(batch: Batch) -> Mask:
    """Return which blocks are lines of their own: no item, speech, heading with a number, or part
    of a paragraph or of a table.
    """
    blocks, document = batch.blocks, batch.blocks.document_of
    first = batch.classes.take(blocks.start)
    spoken = np.isin(batch.codes.take(blocks.start), _DASHES)
    spoken |= (first == ch.QUOTE) | (first == ch.OPENER)
    spaced = blank_before(batch) > 0
    joined = np.append(~spaced[1:] & (document[1:] == document[:-1]), False)
    lower = np.append(first[1:] == ch.LOWER, False)
    runs_on = joined & lower & ~batch.derive(ends_sentence)
    figures = _figures(batch)
    row = joined & ~spaced & np.append(figures[1:], False) & np.append(False, figures[:-1])
    row |= joined & figures & np.append(figures[1:], False)
    free = blocks.prose & (blocks.kind != BlockKind.HEADING) & ~marked_items(batch)
    free &= ~batch.derive(numbered_headings)
    return np.asarray(free & ~spoken & ~runs_on & ~row, np.bool_)


def _continued(batch: Batch) -> Mask:
    """Return which blocks begin with a small letter or a backslash, hold a bar, or have the rest of
    their sentence, or a list, on the next line.
    """
    blocks, document = batch.blocks, batch.blocks.document_of
    first = batch.codes.take(blocks.start)
    odd = (batch.classes.take(blocks.start) == ch.LOWER) | (first == ord("\\"))
    bars = np.flatnonzero(batch.codes == ord("|"))
    odd |= np.searchsorted(bars, blocks.end) > np.searchsorted(bars, blocks.start)
    joined = (blank_before(batch) == 0) & (block_sizes(batch) > _PART_WORDS)
    leads = (joined | np.isin(first, _DASHES))[1:] & (document[1:] == document[:-1])
    return np.asarray(odd | (np.append(leads, False) & ~_worded(batch)))


def _figures(batch: Batch) -> Mask:
    """Return which blocks hold a number."""
    first, end = batch.block_words
    total = np.append(0, np.cumsum(batch.words.number))
    return np.asarray(total[end] > total[first])


def _keyed(batch: Batch) -> Mask:
    """Return which blocks begin with a few words and a colon, unless capitals with one are all."""
    blocks = batch.blocks
    colons = np.append(np.flatnonzero(batch.codes == ord(":")), len(batch.text) + _KEY)
    at = colons[np.searchsorted(colons, blocks.start)]
    keyed = (at < blocks.end) & (at - blocks.start <= _KEY)
    heading = (at == blocks.end - 1) & _capitals(batch)
    return np.asarray(keyed & ~heading)


def _capitals(batch: Batch) -> Mask:
    """Return which blocks have no small letter."""
    small = np.flatnonzero(batch.classes == ch.LOWER)
    blocks = batch.blocks
    return np.asarray(np.searchsorted(small, blocks.end) == np.searchsorted(small, blocks.start))


def _system_line(batch: Batch) -> Mask:
    """Return which turns of a dialogue are a name, a colon and one word in capitals: what a chat
    says of who comes and goes.
    """
    blocks, codes = batch.blocks, batch.codes
    size = block_sizes(batch)
    last = np.maximum(batch.block_words[1] - 1, 0)
    start = batch.words.start.take(last, mode="clip") if len(batch.words) else last
    after = codes.take(np.maximum(start - 2, 0)) == ord(":")
    upper = codes.take(blocks.end - 1) != ord(".")
    length = batch.words.length.take(last, mode="clip") if len(batch.words) else last
    shout = batch.words.uppercase.take(last, mode="clip") == length if len(batch.words) else upper
    return np.asarray((size == 2) & after & upper & shout & (length > 2))


def _headline(batch: Batch) -> Mask:
    """Return which blocks are their document's first, unless a colon ends them."""
    colon = batch.codes.take(batch.blocks.end - 1) == ord(":")
    return np.asarray(heads(batch.blocks.document_of) & ~colon)


def _subheading(batch: Batch) -> Mask:
    """Return which lines stand between paragraphs, right before one, neither below the headline
    nor listed: a subheading has no other mark.
    """
    document, size = batch.blocks.document_of, block_sizes(batch)
    paragraph = batch.derive(ends_sentence) & (size >= _PARAGRAPH)
    introduces = np.append(paragraph[1:] & (document[1:] == document[:-1]), False)
    return np.asarray(introduces & ~_below_headline(document) & ~_worded(batch))


def _sentence(batch: Batch) -> Mask:
    """Return which blocks are sentences without any listed word: reports share formulas."""
    whole = batch.derive(ends_sentence) & (block_sizes(batch) >= _SENTENCE)
    small = batch.codes.take(batch.blocks.end - 1) == ord("?")
    return np.asarray((whole | small) & ~_worded(batch))


def _worded(batch: Batch) -> Mask:
    """Return which blocks hold a listed label, prompt or opening, or are a link and nothing else."""
    found = batch.derive(wording)
    listed = (found.widget > 0) | (found.opening > 0) | found.certain_opening
    return np.asarray(listed | batch.derive(_links), np.bool_)


def _links(batch: Batch) -> Mask:
    """Return which blocks of Markdown begin with a link; for `batch.derive`."""
    blocks, found = batch.blocks, np.zeros(len(batch.blocks), np.bool_)
    marked = np.array([text.layout is not None and not text.is_page for text in batch.texts])
    short = (block_sizes(batch) <= _PARAGRAPH) & marked[blocks.document_of]
    for row in np.flatnonzero(short & (blocks.start > 0)).tolist():
        start = int(blocks.start[row])
        inside = start > int(batch.document_start[blocks.document_of[row]])
        found[row] = inside and batch.raw(start - 1, start) == "["
    return found


def _below_headline(document: Ints) -> Mask:
    return _rank(document) < _HEAD


def _at_an_end(batch: Batch) -> Mask:
    """Return which blocks are among the first or the last few of their document."""
    document = batch.blocks.document_of
    left = _rank(document[::-1].max(initial=0) - document[::-1])[::-1]
    return np.asarray(_below_headline(document) | (left < _TAIL))


def _rank(document: Ints) -> Ints:
    """Return the number of each block in its document. `document`: ascending."""
    at = np.arange(document.size)
    start = np.maximum.accumulate(np.where(heads(document), at, 0))
    return np.asarray(at - start, np.int64)
