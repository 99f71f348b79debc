"""Weigh a misfit by what else is wrong with its document.

The scores of sentences and paragraphs say how badly they fit. How likely a misfit is a stranger
depends on the document too: where events and speakers lack their introduction, passages were cut
out or put in, and a mild misfit is one of them; an undamaged article digresses.
"""

from __future__ import annotations

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import Floats, Ints, Mask
from copydesk_rules.context._mentions import usual_mentions
from copydesk_rules.context._speakers import missing_introductions

UNSURE = 0.4  # as sure as a sentence can make that says too little, or where to write and read
_ADDRESS = ("://", "www.", "@")
_BULLETS = ("•", "·", "▪", "●", "- ", "* ")
_ITEM, _NEIGHBOR = 24, 12  # most words of an item of a list, and of those before and after it
_SEVERAL = 2  # gaps that make a document damaged: one happens to any author
_ODDS = 10.0  # by how much they raise the odds that a misfit is a stranger


def gaps(batch: Batch) -> Ints:
    """Return how many events and speakers of each document lack their introduction.

    Shape (documents,); for `batch.derive`.
    """
    mentions = batch.document_of_word[batch.derive(usual_mentions).last]
    return np.bincount(mentions, minlength=len(batch)) + batch.derive(missing_introductions)


def of_prose(batch: Batch, start: Ints, end: Ints, sure: Floats) -> Floats:
    """Return how sure passages are strangers, less for those that hold an address or have a bullet.

    Contact details and items of lists fit no topic. `start`, `end`: offsets; all of shape
    (passages,).
    """
    out = sure.copy()
    for row in np.flatnonzero(sure > UNSURE).tolist():
        text = batch.slice(int(start[row]), int(end[row]))
        if text.startswith(_BULLETS) or any(mark in text for mark in _ADDRESS):
            out[row] = UNSURE
    return out


def among_items(batch: Batch, block: Ints) -> Mask:
    """Return which blocks are items of a list: short ones between shorter ones; same shape."""
    first, end = batch.block_words
    before, after = np.maximum(block - 1, 0), np.minimum(block + 1, first.size - 1)
    document = batch.blocks.document_of
    found = (end - first)[block] <= _ITEM
    for other in (before, after):
        found &= ((end - first)[other] <= _NEIGHBOR) & (document[other] == document[block])
    return np.asarray(found & (before < block) & (after > block), np.bool_)


def beside_damage(batch: Batch, document: Ints, sure: Floats) -> Floats:
    """Return how sure misfits are strangers, given the gaps of the document of each.

    `sure`: the same in an undamaged document; all of shape (misfits,).
    """
    damaged = batch.derive(gaps).take(document) >= _SEVERAL
    odds = sure / np.maximum(1 - sure, 1e-6) * np.where(damaged, _ODDS, 1.0)
    return np.asarray(odds / (1 + odds), np.float64)
