"""Classify and fold code points by table, so that a text is read by lookups instead of by a loop.

Both tables cover the first two planes (U+0000 to U+1FFFF) and are built from `unicodedata` on first use (about 30 ms); what lies
above is the ideographs of planes 2 and 3.
"""

from __future__ import annotations

import functools
import unicodedata

import numpy as np

from copydesk.columns.dtypes import Classes, Codes, Hashes, Ints

LIMIT = 0x20000
_NEAR = 16  # white space beyond is rare enough for a pass over the whole text

# Word characters come first, so that `classes <= JOINER` is the word test.
LOWER, UPPER, LETTER, IDEOGRAPH, DIGIT, MARK, JOINER = range(1, 8)
IGNORED, APOSTROPHE, TERMINAL, CLOSER, OPENER, QUOTE, COMMA, DASH, SYMBOL, CONTROL, SPACE, NEWLINE = range(8, 20)

_BY_CATEGORY = {
    "Lu": UPPER, "Lt": UPPER, "Ll": LOWER, "Lm": LETTER, "Lo": LETTER, "Nd": DIGIT, "Nl": DIGIT, "No": DIGIT,
    "Mn": MARK, "Mc": MARK, "Me": MARK, "Pc": JOINER, "Cf": IGNORED, "Cc": CONTROL, "Zs": SPACE, "Zl": SPACE, "Zp": SPACE,
    "Pd": DASH, "Ps": OPENER, "Pi": OPENER, "Pe": CLOSER, "Pf": CLOSER,
}  # fmt: skip

# Scripts written without spaces: every character is a word of its own, so that word shingles become character shingles.
_UNSPACED = (
    (0x0E00, 0x0F00), (0x1000, 0x10A0), (0x1780, 0x1800), (0x3041, 0x3100), (0x31F0, 0x3200), (0x3400, 0x4DC0),
    (0x4E00, 0xA000), (0xF900, 0xFB00), (0xFF66, 0xFFA0), (0x1B000, 0x1B170),
)  # fmt: skip

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


@functools.cache
def class_table() -> Classes:
    """Return the class of each code point below LIMIT, shape (LIMIT,), uint8."""
    category = unicodedata.category
    table = np.array([_BY_CATEGORY.get(category(chr(code)), SYMBOL) for code in range(LIMIT)], np.uint8)
    for first, end in _UNSPACED:
        part = table[first:end]
        part[(part == LETTER) | (part == UPPER) | (part == LOWER)] = IDEOGRAPH
    for kind, characters in _BY_CHARACTER.items():
        table[[ord(c) for c in characters]] = kind
    return table


@functools.cache
def fold_table() -> Hashes:
    """Return what each code point below LIMIT counts as when words are compared: lower case, compatibility form, straight quote.

    Only one-to-one foldings (so `ß` stays); shape (LIMIT,), uint64: as the hash takes them.
    """
    table = np.arange(LIMIT, dtype=np.uint64)
    for first, end in ((0x41, 0x3400), (0xA640, 0xABC0), (0xF900, 0xFB00), (0xFF00, 0x10000), (0x10400, 0x10600), (0x1D400, 0x1E960)):
        for code in range(first, end):
            folded = unicodedata.normalize("NFKC", chr(code)).lower()
            if len(folded) == 1:
                table[code] = ord(folded)
    table[[ord(c) for c in "’ʼ＇‘"]] = ord("'")
    return table


@functools.cache
def compositions() -> tuple[Codes, Codes, Codes]:
    """Return every canonical pair as (first, mark, composed), sorted by (first, mark), after folding to lower case."""
    rows = []
    for code in range(0xC0, 0x3100):
        parts = unicodedata.decomposition(chr(code)).split()
        if len(parts) == 2 and not parts[0].startswith("<") and unicodedata.normalize("NFC", chr(code)) == chr(code):
            rows.append((int(parts[0], 16), int(parts[1], 16), code))
    first, mark, composed = np.array(sorted(rows), np.uint32).T
    return first, mark, composed


@functools.cache
def _ascii_classes() -> bytes:
    return class_table()[:256].tobytes()


def classify(codes: Codes) -> Classes:
    """Return the class of each code point, same shape: of ASCII by a table of bytes, five times as fast as by an array."""
    wide = np.flatnonzero(codes >= 0x80)
    if wide.size > codes.size >> 2:
        return _class_of(codes)
    classes = np.frombuffer(bytearray(codes.astype(np.uint8)).translate(_ascii_classes()), np.uint8)
    classes[wide] = _class_of(codes.take(wide))
    return classes


def _class_of(codes: Codes) -> Classes:
    if codes.size and int(codes.max()) >= LIMIT:
        classes = class_table().take(np.minimum(codes, LIMIT - 1))
        classes[codes >= LIMIT] = IDEOGRAPH
        return classes
    return class_table().take(codes)  # three times as fast as indexing


def fold(codes: Codes) -> Hashes:
    """Return the folded code points, same shape, uint64."""
    if codes.size and int(codes.max()) >= LIMIT:
        return np.where(codes < LIMIT, fold_table().take(np.minimum(codes, LIMIT - 1)), codes)
    return fold_table().take(codes)


def skip_space(classes: Classes, at: Ints) -> Ints:
    """Return the first offset at or after each of `at` that is not white space (`classes.size` where none is left)."""
    return _skip(classes, at, 0, 1)


def before_space(classes: Classes, at: Ints) -> Ints:
    """Return the end of the ink before each of `at`: the last offset at or before it that does not follow white space."""
    return _skip(classes, at, -1, -1)


def _skip(classes: Classes, at: Ints, looked: int, step: int) -> Ints:
    """Move each of `at` by `step` until what stands at it, or `looked` from it, is no white space, or the text is at its end."""
    size = classes.size
    at = at.copy()
    left = np.arange(at.size)
    for _ in range(_NEAR):  # nearly always one space, or one blank line
        beside = at.take(left) + looked
        left = left[(beside >= 0) & (beside < size) & (classes.take(beside, mode="clip") >= SPACE)]
        if not left.size:
            return at
        at[left] += step
    ink = np.flatnonzero(classes < SPACE)
    if step > 0:
        at[left] = np.append(ink, size)[np.searchsorted(ink, at[left])]
    else:
        at[left] = np.append(-1, ink)[np.searchsorted(ink, at[left])] + 1
    return at
