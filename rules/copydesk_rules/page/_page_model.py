"""Judge the blocks of scraped pages by their wording, their form and their surroundings.

Two passes: the first, a logistic regression, sees a block alone; the second also its
surroundings, its neighbours' scores and the page's best stretch of text. The second is a logistic regression
and a forest of boosted trees on the same columns; the forest counts three times as much, and with
the regression finds one in a hundred more on pages of unseen sites than without where little
content is flagged. (The overlap with the best stretch's words alone adds nothing there, nor does a
first pass that sees the surroundings, a third pass, a table of single words or the shape of
neighbours further away.) `tools/train_boilerplate.py` trains the models; their cards hold the
figures.
"""

from __future__ import annotations

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import Floats, Mask
from copydesk.columns.ragged import heads
from copydesk.language.forest import score
from copydesk.language.models import forest, weights
from copydesk.language.technical import is_technical
from copydesk_rules.page import MODELS
from copydesk_rules.page._certain import certain_blocks
from copydesk_rules.page._page_documents import page_documents
from copydesk_rules.page._page_runs import in_runs, introducing
from copydesk_rules.page._page_shape import Columns, Shape, shape
from copydesk_rules.page._page_stretch import smoothed
from copydesk_rules.page._page_surroundings import surroundings
from copydesk_rules.page._wording import Wording, wording

FIRST_PASS, SECOND_PASS, FOREST = "content_lines_first", "content_lines_second", "content_lines"
CONSTANT = "constant"  # a column of ones: what a linear model adds to every block
_LISTED = 0.8  # of the words: a label
_FOREST_SHARE = 0.75  # of the second pass
# Words of a sentence and of a longer block that no neighbours draw in; the first pass's score that
# either must have, and the second's of the longer.
_SENTENCE_WORDS, _LONG_WORDS = 9, 20
_OWN, _LONG_OWN, _LONG_TOTAL = -0.5, -0.5, 6.0
_CLAUSE_WORDS = 5  # of a line with a colon that the article has
_ROWS = 4096  # blocks that go through the forest at a time: their paths take 6 MB


def page_scores(batch: Batch) -> Floats:
    """Return the log-odds that each block is boilerplate, -inf outside scraped pages.

    Shape (blocks,); for `batch.derive`. Documents about code are no pages here: the models know
    news, shops and forums, and took every list of parameters for a menu.
    """
    pages = batch.derive(page_documents) & ~batch.derive(is_technical)
    out = np.full(len(batch.blocks), -np.inf)
    if not pages.any():
        return out
    found, certain = batch.derive(wording), certain_blocks(batch)
    on_page = pages[batch.blocks.document_of]
    # parsing the pages again costs more than judging a few articles in vain
    if 2 * np.count_nonzero(on_page) >= on_page.size:
        return np.where(on_page, scores(batch, found, certain), out)
    part = Batch([text for text, page in zip(batch.texts, pages.tolist(), strict=True) if page])
    out[on_page] = scores(part, found.take(on_page), certain[on_page])
    return out


def scores(part: Batch, found: Wording, certain: Mask) -> Floats:
    """Return the log-odds that each block of a batch of pages is boilerplate.

    `found`: what the word lists say of its blocks; `certain`: which are boilerplate by that.
    """
    this = shape(part, found)
    alone, around = columns(part, found, this)
    first = _linear(FIRST_PASS, alone)
    both = alone | around | smoothed(first, part.blocks.document_of)
    total = kept_prose(this, first, combined(_linear(SECOND_PASS, both), _grown(both)))
    listed = introduced(part, found, certain, this, total)
    return np.where(listed, np.minimum(total, 0), total)


def kept_prose(this: Shape, alone: Floats, total: Floats) -> Floats:
    """Return the scores, 0 at most where only its neighbours speak against a sentence.

    A block of a long sentence or more is the article's, whatever stands around it, unless the first
    pass, which sees it `alone`, finds something of furniture in it; of a longer one the second pass
    must be sure as well. On the development set's pages this costs one in a hundred blocks of
    boilerplate, teasers of a sentence; without it, of novels with a menu between their paragraphs
    half are drawn in.
    """
    sentence = this.ended & (this.words >= _SENTENCE_WORDS)
    long = this.ended & (this.words >= _LONG_WORDS)
    drawn = sentence & (alone < _OWN)
    drawn |= long & ((alone < _LONG_OWN) | (total < _LONG_TOTAL))
    return np.where(drawn, np.minimum(total, 0), total)


def combined(regression: Floats, grown: Floats) -> Floats:
    """Return the weighted mean of what both models of the second pass say.

    The forest errs less, and on other pages.
    """
    return (1 - _FOREST_SHARE) * regression + _FOREST_SHARE * grown


def introduced(part: Batch, found: Wording, certain: Mask, this: Shape, score: Floats) -> Mask:
    """Return the lines of lists that the article introduces with a colon: all up to its next
    paragraph, or the next boilerplate.

    Score tables, line-ups and price lists look like menus; of the lines of such lists on the
    development set's pages 96 in 100 are content.
    """
    at = np.arange(this.document.size)
    led = introducing(part, this, _CLAUSE_WORDS) & (score < 0)
    ends = this.prose | certain | (found.label >= _LISTED) | (found.opening > 0)
    ends |= heads(this.document)
    last, end = (np.maximum.accumulate(np.where(mask, at, -1)) for mask in (led, ends))
    return np.asarray(last > end) & ~led


def columns(part: Batch, found: Wording, this: Shape) -> tuple[Columns, Columns]:
    """Return what the first pass sees of each block, and what the second sees besides, scores
    aside.
    """
    around = surroundings(this, found) | in_runs(part, this, found)
    return this.local, {f"around: {name}": column for name, column in around.items()}


def _linear(model: str, features: Columns) -> Floats:
    """Return what a linear model says of each block."""
    constant, *factors = weights(MODELS / model, (CONSTANT, *features)).tolist()
    total = np.full(next(iter(features.values())).size, constant)
    for factor, column in zip(factors, features.values(), strict=True):
        total += factor * column
    return total


def _grown(features: Columns) -> Floats:
    """Return what the forest says of each block."""
    trees = forest(MODELS / FOREST, tuple(features))
    table = np.column_stack([np.asarray(column, np.float64) for column in features.values()])
    parts = [score(trees, table[at : at + _ROWS], -np.inf) for at in range(0, len(table), _ROWS)]
    return np.concatenate(parts)
