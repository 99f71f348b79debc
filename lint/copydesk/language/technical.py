"""Recognize documents about code.

In them `originalColumn` is a name and no seam, and short odd words are commands and options.
"""

from __future__ import annotations

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.columns.blocks import BlockKind
from copydesk.columns.dtypes import Mask
from copydesk.columns.opaque import OPAQUE

_SPANS = 3  # of code or addresses inside lines; any article may have one


def is_technical(batch: Batch) -> Mask:
    """Return which documents hold a block of code, or several spans of it; shape (documents,).

    Only formats with a layout show it. For `batch.derive`.
    """
    found = np.zeros(len(batch), np.bool_)
    if not any(text.layout for text in batch.texts):
        return found
    found[batch.blocks.document_of[batch.blocks.kind == BlockKind.CODE]] = True
    spans = np.flatnonzero(batch.codes.take(batch.words.start) >= OPAQUE)
    return found | (np.bincount(batch.document_of_word.take(spans), minlength=len(batch)) >= _SPANS)
