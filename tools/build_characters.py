"""Build the tables of `copydesk.columns.characters` from Python's `unicodedata`,
as arrays of uint32 in `lint/copydesk/columns/tables/`.

    python tools/build_characters.py

`classes.npy`: where each run of code points of one class begins, and the class; `foldings.npy`:
each code point that counts as another one, and that one; `compositions.npy`: base, mark and
composed letter. Shape (2 or 3, rows). Run by Python 3.11 (Unicode 14.0), the oldest that copydesk
runs on, it writes the same bytes; newer ones know more characters.
"""

from __future__ import annotations

import sys
import unicodedata
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent.parent / "lint"))
from copydesk.columns.characters import (
    APOSTROPHE,
    CLOSER,
    COMMA,
    CONTROL,
    DASH,
    DIGIT,
    IDEOGRAPH,
    IGNORED,
    JOINER,
    LETTER,
    LIMIT,
    LOWER,
    MARK,
    NEWLINE,
    OPENER,
    QUOTE,
    SPACE,
    SYMBOL,
    TERMINAL,
    UPPER,
)
from copydesk.columns.dtypes import Codes

OUT = Path(__file__).parent.parent / "lint/copydesk/columns/tables"

_BY_CATEGORY = {
    "Lu": UPPER,
    "Lt": UPPER,
    "Ll": LOWER,
    "Lm": LETTER,
    "Lo": LETTER,
    "Nd": DIGIT,
    "Nl": DIGIT,
    "No": DIGIT,
    "Mn": MARK,
    "Mc": MARK,
    "Me": MARK,
    "Pc": JOINER,
    "Cf": IGNORED,
    "Cc": CONTROL,
    "Zs": SPACE,
    "Zl": SPACE,
    "Zp": SPACE,
    "Pd": DASH,
    "Ps": OPENER,
    "Pi": OPENER,
    "Pe": CLOSER,
    "Pf": CLOSER,
}

# Scripts written without spaces: every character is a word of its own, so that word shingles become
# character shingles.
_UNSPACED = (
    (0x0E00, 0x0F00),
    (0x1000, 0x10A0),
    (0x1780, 0x1800),
    (0x3041, 0x3100),
    (0x31F0, 0x3200),
    (0x3400, 0x4DC0),
    (0x4E00, 0xA000),
    (0xF900, 0xFB00),
    (0xFF66, 0xFFA0),
    (0x1B000, 0x1B170),
)

_BY_CHARACTER = {
    APOSTROPHE: "'’ʼ＇",
    TERMINAL: ".!?…。！？｡।॥؟۔‼⁇⁈⁉．",
    QUOTE: '"＂',
    COMMA: ",;:，；：、､،؛",
    SPACE: "\t\x0b\x0c\x1c\x1d\x1e\x1f\x85",
    NEWLINE: "\n\r",
    IGNORED: "\u00ad\u034f\ufe0e\ufe0f",
    OPENER: "‘",
}


def classes() -> Codes:
    """Return the first code point and the class of every run."""
    table = np.array(
        [_BY_CATEGORY.get(unicodedata.category(chr(code)), SYMBOL) for code in range(LIMIT)],
        np.uint32,
    )
    for first, end in _UNSPACED:
        part = table[first:end]
        part[(part == LETTER) | (part == UPPER) | (part == LOWER)] = IDEOGRAPH
    for kind, characters in _BY_CHARACTER.items():
        table[[ord(c) for c in characters]] = kind
    head = np.flatnonzero(np.append(True, table[1:] != table[:-1]))
    return np.stack((head.astype(np.uint32), table[head]))


def foldings() -> Codes:
    """Return the code points that count as another one.

    As its lower case (that of `ς` is `σ`), compatibility form or straight quote; and that one.
    Romanian letters with a comma as those with a cedilla, in which half of its texts are written.
    """
    found = dict.fromkeys(map(ord, "’ʼ＇‘"), ord("'"))
    for first, end in (
        (0x41, 0x3400),
        (0xA640, 0xABC0),
        (0xF900, 0xFB00),
        (0xFF00, 0x10000),
        (0x10400, 0x10600),
        (0x1D400, 0x1E960),
    ):
        for code in range(first, end):
            folded = unicodedata.normalize("NFKC", chr(code)).casefold()
            if len(folded) == 1 and ord(folded) != code:
                found.setdefault(code, ord(folded))
    for comma, cedilla in ("Șş", "șş", "Țţ", "țţ"):
        found[ord(comma)] = ord(cedilla)
    return np.array(sorted(found.items()), np.uint32).T


def compositions() -> Codes:
    """Return every canonical pair as base, mark and composed letter,
    in the order of base and mark.
    """
    rows = []
    for code in range(0xC0, 0x3100):
        parts = unicodedata.decomposition(chr(code)).split()
        if (
            len(parts) == 2
            and not parts[0].startswith("<")
            and unicodedata.normalize("NFC", chr(code)) == chr(code)
        ):
            rows.append((int(parts[0], 16), int(parts[1], 16), code))
    return np.array(sorted(rows), np.uint32).T


if __name__ == "__main__":
    OUT.mkdir(exist_ok=True)
    for table in (classes, foldings, compositions):
        np.save(OUT / f"{table.__name__}.npy", np.ascontiguousarray(table()), allow_pickle=False)
