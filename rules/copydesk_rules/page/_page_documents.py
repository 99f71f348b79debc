"""Find the documents that are scraped pages: only there does the form of a block say anything.

A lone headline has a menu's form.
"""

from __future__ import annotations

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.columns.document_kinds import DocumentKind
from copydesk.columns.dtypes import Ints, Mask
from copydesk.columns.ragged import first_in_document
from copydesk.language.kinds import kinds_of
from copydesk_rules.page._blocks import block_sizes, ends_sentence
from copydesk_rules.page._wording import wording

# A document is a page if it shows this many different labels and they are this share of its blocks;
# or fewer, and lines as menus have them (few words, no end mark) are this share; or one, and most
# are such lines. Of 6,614 plain news articles six are, of 624 scraped pages 97 in 100 (development
# set, 2026-11).
PAGE_LABELS, PAGE_SHARE = 5, 0.02
LISTING_LABELS, LISTING_SHARE, LISTING_BLOCKS = 3, 0.3, 12
MENU_SHARE, MENU_BLOCKS = 0.6, 20
_MENU_WORDS = 8
# Kinds that have short lines by nature: only prompts make a page of one, and more of them.
SHORT_LINED_SHARE = 0.1
SHORT_LINES = frozenset(
    (
        DocumentKind.DIALOGUE,
        DocumentKind.FICTION,
        DocumentKind.VERSE,
        DocumentKind.REFERENCE,
        DocumentKind.NUMBERED,
        DocumentKind.RECORD,
    )
)
_LISTED = 0.8  # of the words: a label
_LEADING = 2.0  # points of a manual that suffice although another kind has nearly as many
_MIX = np.uint64(0x9E3779B97F4A7C15)


def page_documents(batch: Batch) -> Mask:
    """Return which documents are scraped pages; shape (documents,); for `batch.derive`."""
    document, documents = batch.blocks.document_of, len(batch)
    found, short_lined = batch.derive(wording), batch.derive(kinds_of).among(SHORT_LINES)
    short_lined &= ~from_html(batch)
    listed = np.where(short_lined[document], found.widget, found.label)
    labels = np.flatnonzero(listed >= _LISTED)
    count = np.bincount(document[labels], minlength=documents)
    # what stands between all paragraphs, such as `Advertisement`, counts once
    fresh = first_in_document(document, batch.block_hash) == np.arange(document.size)
    blocks = np.maximum(np.bincount(document, fresh, minlength=documents), 1)
    short = (block_sizes(batch) <= _MENU_WORDS) & ~batch.derive(ends_sentence)
    lines = np.bincount(document, short & fresh, minlength=documents) / blocks
    different = _different_labels(batch, labels[count[document[labels]] >= LISTING_LABELS])
    menu = (count > 0) & (lines >= MENU_SHARE) & (blocks >= MENU_BLOCKS)
    listing = (different >= LISTING_LABELS) & (blocks >= LISTING_BLOCKS) & (lines >= LISTING_SHARE)
    share = np.where(short_lined, SHORT_LINED_SHARE, PAGE_SHARE)
    page = (different >= PAGE_LABELS) & (count >= share * blocks)
    return np.asarray((((menu | listing) & ~short_lined) | page) & ~batch.derive(manuals))


def manuals(batch: Batch) -> Mask:
    """Return which documents are manuals, or have their form more than any other; shape
    (documents,); for `batch.derive`.

    Their lines of code and options look like menus. No labelled page is one. In HTML a manual has
    its site's lines.
    """
    kinds, reference = batch.derive(kinds_of), DocumentKind.REFERENCE
    leading = (kinds.score.argmax(axis=1) == reference) & (kinds.score[:, reference] >= _LEADING)
    manual = (leading & ~kinds.stated) | (kinds.kind == reference)
    return np.asarray(manual & ~from_html(batch), np.bool_)


def from_html(batch: Batch) -> Mask:
    """Return which documents were read from HTML; shape (documents,)."""
    return np.array([text.is_page for text in batch.texts], np.bool_)


def _different_labels(batch: Batch, rows: Ints) -> Ints:
    """Return how many different labels each document has among these blocks.

    Labels are compared by their first and last words: `Share` and `Share Share` are one.
    """
    if not rows.size:
        return np.zeros(len(batch), np.int64)
    first, end = (side[rows] for side in batch.block_words)
    hashes = batch.words.hash
    key = hashes[first] ^ hashes[end - 1] * _MIX
    document = batch.blocks.document_of[rows]
    fresh = first_in_document(document, key) == np.arange(rows.size)
    return np.bincount(document[fresh], minlength=len(batch))
