"""Recognize the script of a block by the code points of its letters."""

from __future__ import annotations

import numpy as np

from copydesk.columns import characters as ch
from copydesk.columns.batch import Batch

# The first code point of each script; it reaches to the next. Blocks in none of them have no name.
_SCRIPTS = (
    (0x0000, "Latin"),
    (0x0370, "Greek"),
    (0x0400, "Cyrillic"),
    (0x0530, "Armenian"),
    (0x0590, "Hebrew"),
    (0x0600, "Arabic"),
    (0x0700, ""),
    (0x0900, "Devanagari"),
    (0x0980, "Bengali"),
    (0x0A00, "Gurmukhi"),
    (0x0A80, "Gujarati"),
    (0x0B00, "Odia"),
    (0x0B80, "Tamil"),
    (0x0C00, "Telugu"),
    (0x0C80, "Kannada"),
    (0x0D00, "Malayalam"),
    (0x0D80, "Sinhala"),
    (0x0E00, "Thai"),
    (0x0E80, "Lao"),
    (0x0F00, "Tibetan"),
    (0x1000, "Burmese"),
    (0x10A0, "Georgian"),
    (0x1100, "Korean"),
    (0x1200, "Ethiopic"),
    (0x13A0, ""),
    (0x1780, "Khmer"),
    (0x1800, "Mongolian"),
    (0x18B0, ""),
    (0x1E00, "Latin"),
    (0x1F00, "Greek"),
    (0x2000, ""),
    (0x3040, "Japanese"),
    (0x3100, ""),
    (0x3400, "Chinese or Japanese"),
    (0xA000, ""),
    (0xAC00, "Korean"),
    (0xD800, ""),
)
_NAMES = tuple(dict.fromkeys(name for _, name in _SCRIPTS))
_FIRST = np.array([first for first, _ in _SCRIPTS])
_NUMBER = np.array([_NAMES.index(name) for _, name in _SCRIPTS])  # several ranges may be one script
_MAJORITY = 0.6  # of the letters of a block


def script_of_block(batch: Batch, row: int) -> str:
    """Return the script of most letters of a block, "" where no script has a majority."""
    block = slice(int(batch.blocks.start[row]), int(batch.blocks.end[row]))
    letters = batch.codes[block][batch.classes[block] <= ch.IDEOGRAPH]
    count = np.bincount(_NUMBER[np.searchsorted(_FIRST, letters, side="right") - 1])
    if not letters.size or count.max() <= _MAJORITY * letters.size:
        return ""
    return _NAMES[int(count.argmax())]
