"""Classify and fold code points by table, so that a text is read by lookups instead of by a loop.

Tables cover the first two planes (U+0000 to U+1FFFF); above are the ideographs of planes 2 and 3,
and `copydesk.columns.opaque` in plane 16. `tools/build_characters.py` makes the tables; they are
shipped, so that a text has the same words under every version of Python, and no run spends 80 ms to
make them.
"""

from __future__ import annotations

import functools
from pathlib import Path

import numpy as np

from copydesk.columns.dtypes import AnyArray, Classes, Codes, Hashes, Ints
from copydesk.columns.opaque import OPAQUE

LIMIT = 0x20000
_NEAR = 16  # white space beyond is rare enough for a pass over the whole text

# Word characters come first, so that `classes <= JOINER` is the word test.
LOWER, UPPER, LETTER, IDEOGRAPH, DIGIT, MARK, JOINER = range(1, 8)
(
    IGNORED,
    APOSTROPHE,
    TERMINAL,
    CLOSER,
    OPENER,
    QUOTE,
    COMMA,
    DASH,
    SYMBOL,
    CONTROL,
    SPACE,
    NEWLINE,
) = range(8, 20)

_TABLES = Path(__file__).parent / "tables"


@functools.cache
def class_table() -> Classes:
    """Return the class of each code point below LIMIT, shape (LIMIT,), uint8."""
    first, kind = _table("classes")
    return np.repeat(kind.astype(np.uint8), np.diff(np.append(first, LIMIT)))


@functools.cache
def fold_table() -> Hashes:
    """Return what each code point below LIMIT counts as when words are compared: its lower case,
    compatibility form, straight quote.

    Only one-to-one foldings (so `ß` stays); shape (LIMIT,), uint64, as the hash takes them.
    """
    table = np.arange(LIMIT, dtype=np.uint64)
    code, folded = _table("foldings")
    table[code] = folded
    return table


@functools.cache
def compositions() -> tuple[Codes, Codes, Codes]:
    """Return every canonical pair as (first, mark, composed), sorted by (first, mark)."""
    first, mark, composed = _table("compositions")
    return first, mark, composed


def _table(name: str) -> AnyArray:
    table: AnyArray = np.load(_TABLES / f"{name}.npy", allow_pickle=False)
    return table


@functools.cache
def _ascii_classes() -> bytes:
    return class_table()[:256].tobytes()


def classify(codes: Codes) -> Classes:
    """Return the class of each code point, same shape.

    ASCII is looked up in a table of bytes, five times as fast as in an array.
    """
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
        classes[codes >= OPAQUE] = DIGIT
        return classes
    return class_table().take(codes)  # three times as fast as indexing


def fold(codes: Codes) -> Hashes:
    """Return the folded code points, same shape, uint64."""
    if codes.size and int(codes.max()) >= LIMIT:
        return np.where(codes < LIMIT, fold_table().take(np.minimum(codes, LIMIT - 1)), codes)
    return fold_table().take(codes)


def skip_space(classes: Classes, at: Ints) -> Ints:
    """Return the first offset at or after each of `at` that is not white space (`classes.size`
    where none is left).
    """
    return _skip(classes, at, 0, 1)


def before_space(classes: Classes, at: Ints) -> Ints:
    """Return the last offset at or before each of `at` that does not follow white space."""
    return _skip(classes, at, -1, -1)


def _skip(classes: Classes, at: Ints, looked: int, step: int) -> Ints:
    """Move each of `at` by `step` until the character `looked` from it is not white space, or the
    text ends.
    """
    size = classes.size
    at = at.copy()
    left = np.arange(at.size)
    for _ in range(_NEAR):  # nearly always one space, or one blank line
        beside = at.take(left) + looked
        left = left[(beside >= 0) & (beside < size) & (classes.take(beside, mode="clip") >= SPACE)]
        if not left.size:
            return at
        at[left] += step
    filled = np.flatnonzero(classes < SPACE)
    if step > 0:
        at[left] = np.append(filled, size)[np.searchsorted(filled, at[left])]
    else:
        at[left] = np.append(-1, filled)[np.searchsorted(filled, at[left])] + 1
    return at
