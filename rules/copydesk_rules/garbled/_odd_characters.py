"""Find characters that no writer typed: soft hyphens, zero widths, controls, private characters."""

from __future__ import annotations

import functools
import unicodedata
from typing import NamedTuple

import numpy as np

from copydesk.columns import characters as ch
from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import Codes, Ints, Mask
from copydesk.columns.opaque import OPAQUE
from copydesk.columns.ragged import Runs, among, distinct

_SOFT_HYPHEN = 0x00AD
_JOINERS = (0x200C, 0x200D)  # needed by Persian, by the scripts of India, and inside emoji
_BREAKS = (0x200B, 0x2060, 0xFEFF)  # the first is needed by scripts without spaces
# Marks of direction, needed beside scripts that run from right to left.
_DIRECTIONS = (0x200E, 0x200F, 0x061C, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
_NEVER = (*range(0x2061, 0x2065), *range(0xFFF9, 0xFFFE), *range(0xFDD0, 0xFDF0), 0xFFFE, 0xFFFF)
_PRIVATE = ((0xE000, 0xF900), (0xF0000, OPAQUE))
# Ligatures with long s, where the Medieval Unicode Font Initiative has put them: transcribers type
# them.
_LIGATURES = ((0xEBA0, 0xEBB0),)
# Letters that a font prints as one, `ﬁ`; a PDF hands them on, and no search finds the word. Those
# with long s are typed by transcribers, too.
_PRESENTATION = ((0xFB00, 0xFB05),)
_FONT = 3  # of them in a document; a transcriber types one or two
_HIGH = 0xE000  # from here on, characters may be odd whatever their class
_ODD_HIGH = (*_PRIVATE, *_PRESENTATION, (0xFDD0, 0xFDF0), (0xFFF9, 0x10000))
_EUROPEAN = 0x0590  # Latin, Greek, Cyrillic and Armenian letters lie below
_RIGHT_TO_LEFT = ((0x0590, 0x0900), (0xFB1D, 0xFE00), (0xFE70, 0xFEFF))
_UNSPACED = ((0x0E00, 0x1100), (0x1780, 0x1800), (0x2E80, 0xA4D0))
_NAMES = {"Cc": "control character", "Co": "private-use character"}  # by category


class Odd(NamedTuple):
    """One odd character, entity or tag: offsets, and what to call it."""

    start: int
    end: int
    name: str


def find_characters(batch: Batch) -> list[Odd]:
    """Return the odd characters of a batch, in order."""
    at = _candidates(batch)
    code = batch.codes.take(at)
    odd = (code == _SOFT_HYPHEN) | among(code, _NEVER)
    odd |= batch.classes.take(at) == ch.CONTROL
    odd |= _within(code, _PRIVATE) & ~_within(code, _LIGATURES)
    odd |= _of_a_font(batch, at, code)
    for codes, misplaced in (
        (_JOINERS, _between_european),
        (_BREAKS, _between_spaced),
        (_DIRECTIONS, _beside_left_to_right),
    ):
        rows = np.flatnonzero(among(code, codes))
        if rows.size:
            odd[rows] = misplaced(batch, at[rows])
    places = zip(at[odd].tolist(), code[odd].tolist(), strict=True)
    return [Odd(place, place + 1, _name(number)) for place, number in places]


def _candidates(batch: Batch) -> Ints:
    """Return the offset of each character whose class or number is that of odd ones, in order.

    Without the U+FFFD that stand for invalid bytes, which are another rule's.
    """
    codes, classes = batch.codes, batch.classes
    at = np.flatnonzero((classes == ch.IGNORED) | (classes == ch.CONTROL))
    if batch.text.isascii():
        return at
    high = np.flatnonzero(codes >= _HIGH)
    at = distinct(np.concatenate((at, high[_within(codes[high], _ODD_HIGH)])))
    return np.setdiff1d(at, batch.replaced, assume_unique=True)


def _of_a_font(batch: Batch, at: Ints, code: Codes) -> Mask:
    """Return which characters are ligatures of a font, in documents with several."""
    ligature = _within(code, _PRESENTATION)
    if not ligature.any():
        return ligature
    document = batch.document_at(at)
    many = np.bincount(document[ligature], minlength=len(batch)) >= _FONT
    return np.asarray(ligature & many.take(document), np.bool_)


def _within(codes: Codes, ranges: tuple[tuple[int, int], ...]) -> Mask:
    inside = np.zeros(codes.size, np.bool_)
    for first, end in ranges:
        inside |= (codes >= first) & (codes < end)
    return inside


def _between_european(batch: Batch, at: Ints) -> Mask:
    """Return which joiners lie between letters of scripts that need none."""
    misplaced = np.ones(at.size, np.bool_)
    for beside in (np.maximum(at - 1, 0), at + 1):
        misplaced &= batch.classes.take(beside, mode="clip") <= ch.LETTER
        misplaced &= batch.codes.take(beside, mode="clip") < _EUROPEAN
    return misplaced


def _between_spaced(batch: Batch, at: Ints) -> Mask:
    """Return which breaks lie in scripts with spaces; one at the start of a document is a BOM."""
    misplaced: Mask = ~among(at, batch.document_start)
    for beside in (at - 1, at + 1):
        misplaced &= ~_within(batch.codes.take(beside, mode="clip"), _UNSPACED)
    return misplaced


def _beside_left_to_right(batch: Batch, at: Ints) -> Mask:
    """Return which marks of direction lie in a block without a letter that runs leftwards."""
    block = batch.block_at(at)
    misplaced = block < 0
    rows = np.flatnonzero(~misplaced)
    letters = _within(batch.codes, _RIGHT_TO_LEFT) & (batch.classes <= ch.LETTER)
    start, end = batch.blocks.start.take(block[rows]), batch.blocks.end.take(block[rows])
    misplaced[rows] = Runs.between(start, end).reduce(np.add, letters.astype(np.int64)) == 0
    return misplaced


@functools.cache
def _name(code: int) -> str:
    name = unicodedata.name(chr(code), "").lower()
    return f"{name or _NAMES.get(unicodedata.category(chr(code)), 'noncharacter')} U+{code:04X}"
