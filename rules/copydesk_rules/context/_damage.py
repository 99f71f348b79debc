"""Weigh a misfit by what else is wrong with its document.

The scores of sentences and paragraphs say how badly they fit. How likely a misfit is a stranger
depends on the document too: where events and speakers lack their introduction, passages were cut
out or put in, and a mild misfit is one of them; an undamaged article digresses.
"""

from __future__ import annotations

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import Floats, Ints
from copydesk_rules.context._mentions import usual_mentions
from copydesk_rules.context._speakers import missing_introductions

UNSURE = 0.4  # as sure as a sentence can make that says too little, or where to write and read
_ADDRESS = ("://", "www.", "@")
_SEVERAL = 2  # gaps that make a document damaged: one happens to any author
_ODDS = 6.0  # by how much they raise the odds that a misfit is a stranger


def gaps(batch: Batch) -> Ints:
    """Return how many events and speakers of each document lack their introduction.

    Shape (documents,); for `batch.derive`.
    """
    mentions = batch.document_of_word[batch.derive(usual_mentions).last]
    return np.bincount(mentions, minlength=len(batch)) + batch.derive(missing_introductions)


def of_prose(batch: Batch, start: Ints, end: Ints, sure: Floats) -> Floats:
    """Return how sure passages are strangers, less for those that hold an address.

    Contact details fit no topic. `start`, `end`: offsets; all of shape (passages,).
    """
    out = sure.copy()
    for row in np.flatnonzero(sure > UNSURE).tolist():
        text = batch.slice(int(start[row]), int(end[row]))
        if any(mark in text for mark in _ADDRESS):
            out[row] = UNSURE
    return out


def beside_damage(batch: Batch, document: Ints, sure: Floats) -> Floats:
    """Return how sure misfits are strangers, given the gaps of the document of each.

    `sure`: the same in an undamaged document; all of shape (misfits,).
    """
    damaged = batch.derive(gaps).take(document) >= _SEVERAL
    odds = sure / np.maximum(1 - sure, 1e-6) * np.where(damaged, _ODDS, 1.0)
    return np.asarray(odds / (1 + odds), np.float64)
