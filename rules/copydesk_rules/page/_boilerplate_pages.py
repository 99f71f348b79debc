"""Judge the blocks of scraped pages by a scored combination of what they say,
how they look and what stands around them.

Two passes: the first, a logistic regression, sees a block alone; the second also what stands around
it, its neighbours' scores and the page's best stretch of text. The second is a logistic regression
and a forest of boosted trees on the same columns; the forest counts three times as much, and with
the regression finds one in a hundred more on pages of unseen sites than without where little
content is flagged. (The overlap with the best stretch's words alone adds nothing there, nor does a
first pass that sees the surroundings, a third pass, a table of single words or the shape of
neighbours further away.) The weights are trained by `tools/train_boilerplate.py`; they stand with
their figures in `boilerplate_weights`.
"""

from __future__ import annotations

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import Floats, Mask
from copydesk.language.forest import forest, score
from copydesk.language.technical import manuals
from copydesk_rules.page import MODELS
from copydesk_rules.page._boilerplate import Furniture, ends_sentence, furniture
from copydesk_rules.page._boilerplate_page import (
    DOCUMENT_KEY,
    Columns,
    Shape,
    shape,
    smoothed,
    surroundings,
)
from copydesk_rules.page._boilerplate_runs import in_runs, introducing
from copydesk_rules.page._boilerplate_weights import FIRST, SECOND

# A document is a page if it shows this many different labels and they are this share of its blocks;
# or fewer, and lines as menus have
# them (few words, no end mark) are this share; or one, and most are such lines. Of 6,614 plain news
# articles six are, of 624 scraped pages
# 97 in 100 (development set, 2026-11). Elsewhere shape proves nothing: a lone headline has a
# menu's.
PAGE_LABELS, PAGE_SHARE = 5, 0.02
LISTING_LABELS, LISTING_SHARE, LISTING_BLOCKS = 3, 0.3, 12
MENU_SHARE, MENU_BLOCKS = 0.6, 20
_MENU_WORDS = 8
_LISTED = 0.8
_FOREST = 0.75  # its part of the second pass
_CLAUSE_WORDS = 5  # of a line with a colon that the article has
_ROWS = 4096  # blocks that go through the forest at a time: their paths take 6 MB


def page_documents(batch: Batch) -> Mask:
    """Return which documents are scraped pages; shape (documents,); for `batch.derive`."""
    document, documents = batch.blocks.document_of, len(batch)
    listed = np.flatnonzero(batch.derive(furniture).label >= _LISTED)
    count = np.bincount(document[listed], minlength=documents)
    begin, end = batch.block_words
    short = (end - begin <= _MENU_WORDS) & ~batch.derive(ends_sentence)
    blocks = np.maximum(np.bincount(document, minlength=documents), 1)
    lines = np.bincount(document, short, minlength=documents) / blocks
    menu = (count > 0) & (lines >= MENU_SHARE) & (blocks >= MENU_BLOCKS)
    rows = listed[count[document[listed]] >= LISTING_LABELS]
    if not rows.size:
        return np.asarray(menu, np.bool_)
    texts = (
        batch.words.hash[begin[rows]] ^ batch.words.hash[end[rows] - 1] * DOCUMENT_KEY
    )  # `Share` and `Share Share` are one label
    _, first = np.unique(texts ^ document[rows].astype(np.uint64) * DOCUMENT_KEY, return_index=True)
    different = np.bincount(document[rows[first]], minlength=documents)
    listing = (different >= LISTING_LABELS) & (blocks >= LISTING_BLOCKS) & (lines >= LISTING_SHARE)
    return np.asarray(
        menu | listing | ((different >= PAGE_LABELS) & (count >= PAGE_SHARE * blocks)), np.bool_
    )


def page_scores(batch: Batch) -> Floats:
    """Return the log-odds that each block is furniture, -inf outside scraped pages.

    Shape (blocks,); for `batch.derive`.

    Documents about code are no pages here: the models know news, shops and forums, and took every
    list of parameters for a menu.
    """
    pages, found = batch.derive(page_documents) & ~batch.derive(manuals), batch.derive(furniture)
    out = np.full(len(batch.blocks), -np.inf)
    if pages.any():
        on_page = pages[batch.blocks.document_of]
        if (
            2 * np.count_nonzero(on_page) >= on_page.size
        ):  # parsing the pages again costs more than judging a few articles in vain
            return np.where(on_page, scores(batch, found), out)
        part = Batch([text for text, page in zip(batch.texts, pages.tolist(), strict=True) if page])
        out[on_page] = scores(part, found.of(on_page))
    return out


def scores(part: Batch, found: Furniture) -> Floats:
    """Return the log-odds that each block of a batch of pages is furniture.

    `found`: what the phrase lists say of its blocks.
    """
    this = shape(part, found)
    alone, around = columns(part, found, this)
    both = alone | around | smoothed(_combine(alone, FIRST), part.blocks.document_of)
    total = combined(_combine(both, SECOND), _grown(both))
    return np.where(introduced(part, found, this, total), np.minimum(total, 0), total)


def combined(regression: Floats, grown: Floats) -> Floats:
    """Return the weighted mean of what both models of the second pass say.

    The forest errs less, and on other pages.
    """
    return (1 - _FOREST) * regression + _FOREST * grown


def introduced(part: Batch, found: Furniture, this: Shape, score: Floats) -> Mask:
    """Return the lines of lists that the article introduces with a colon.

    All up to its next paragraph, or the next furniture.

    Score tables, line-ups and price lists look like menus; of the lines of such lists on the
    development set's pages 96 in 100 are content.
    """
    document, numbers = this.document, np.arange(this.document.size)
    led = introducing(part, this, _CLAUSE_WORDS) & (score < 0)
    ends = this.prose | found.certain | (found.label >= _LISTED) | (found.opening > 0)
    ends |= np.append(True, document[1:] != document[:-1])[: document.size]
    last, end = (np.maximum.accumulate(np.where(mask, numbers, -1)) for mask in (led, ends))
    return np.asarray(last > end) & ~led


def _grown(features: Columns) -> Floats:
    """Return what the forest says of each block."""
    table = np.column_stack([np.asarray(column, np.float64) for column in features.values()])
    trees = forest(MODELS / "content_lines")
    return np.concatenate(
        [score(trees, table[at : at + _ROWS], -np.inf) for at in range(0, len(table), _ROWS)]
    )


def columns(part: Batch, found: Furniture, this: Shape) -> tuple[Columns, Columns]:
    """Return what the first pass sees of each block,
    and what the second sees besides (scores apart).
    """
    around = surroundings(this, found) | in_runs(part, this, found)
    return this.local, {f"around: {name}": column for name, column in around.items()}


def _combine(features: Columns, weights: dict[str, float]) -> Floats:
    total = np.full(next(iter(features.values())).size, weights["constant"])
    for name, column in features.items():
        total += weights[name] * column
    return total
