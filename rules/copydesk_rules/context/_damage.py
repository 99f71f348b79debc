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

_SEVERAL = 2  # gaps that make a document damaged: one happens to any author
_ODDS = 6.0  # by how much they raise the odds that a misfit is a stranger


def gaps(batch: Batch) -> Ints:
    """Return how many events and speakers of each document lack their introduction.

    Shape (documents,); for `batch.derive`.
    """
    mentions = batch.document_of_word[batch.derive(usual_mentions).last]
    return np.bincount(mentions, minlength=len(batch)) + batch.derive(missing_introductions)


def beside_damage(batch: Batch, document: Ints, sure: Floats) -> Floats:
    """Return how sure misfits are strangers, given the gaps of the document of each.

    `sure`: the same in an undamaged document; all of shape (misfits,).
    """
    damaged = batch.derive(gaps).take(document) >= _SEVERAL
    odds = sure / np.maximum(1 - sure, 1e-6) * np.where(damaged, _ODDS, 1.0)
    return np.asarray(odds / (1 + odds), np.float64)
