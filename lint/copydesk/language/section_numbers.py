"""Find lines that the number of a section begins: `3.1.3. Duties`, `B.5.2 Debugging`.

They are headings, and the contents of a manual repeat them: no sentences, and no site's lines. A
caption with such a number (`Table 7.6. Ports`) is one of them.
"""

from __future__ import annotations

import re

import numpy as np

from copydesk.columns import characters as ch
from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import Mask

_WORDS = 24  # that such a line may have
# A number of two parts or more, a word before it or none; behind two parts no small letter, as in
# `1.5 million`.
_NUMBERED = re.compile(
    r"(?:[^\W\d_]{3,12} )?(?:[A-Z]\.|\d{1,3}\.)\d{1,3}((?:\.\d{1,3})*)\.?\s+(\S)"
)
_FULL_STOP = re.compile(r"[.!?。！？]\W*\Z")


def numbered_headings(batch: Batch) -> Mask:
    """Return which blocks a section's number begins that end no sentence; shape (blocks,).

    For `batch.derive`.
    """
    blocks, (first, end) = batch.blocks, batch.block_words
    found = np.zeros(len(blocks), np.bool_)
    figures = np.append(0, np.cumsum(batch.words.number))
    early = figures[np.minimum(first + 4, end)] > figures[first]
    kind = batch.classes.take(blocks.start)
    gate = early & blocks.prose & (end - first <= _WORDS)
    gate &= (kind == ch.DIGIT) | (kind == ch.UPPER) | (kind == ch.LOWER)
    for row in np.flatnonzero(gate).tolist():
        text = batch.block_text(row)
        match = _NUMBERED.match(text)
        if match and (match[1] or not match[2].islower()):
            found[row] = not _FULL_STOP.search(text)
    return found
