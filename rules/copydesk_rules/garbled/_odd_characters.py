"""Find characters that no writer typed.

Soft hyphens, zero widths, replacement and private characters, entities and tags left behind.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from dataclasses import dataclass
from html.entities import html5

import numpy as np

from copydesk.columns import characters as ch
from copydesk.columns.batch import Batch
from copydesk.columns.dtypes import Codes, Ints, Mask
from copydesk.columns.opaque import OPAQUE

_SOFT_HYPHEN = 0x00AD
_JOINERS = (0x200C, 0x200D)  # needed by Persian, by the scripts of India, and inside emoji
_BREAKS = (0x200B, 0x2060, 0xFEFF)  # the first is needed by scripts without spaces
_DIRECTIONS = (
    0x200E,
    0x200F,
    0x061C,
    *range(0x202A, 0x202F),
    *range(0x2066, 0x206A),
)  # needed beside scripts that run leftwards
_NEVER = (*range(0x2061, 0x2065), *range(0xFFF9, 0xFFFE), *range(0xFDD0, 0xFDF0), 0xFFFE, 0xFFFF)
_PRIVATE = ((0xE000, 0xF900), (0xF0000, OPAQUE))
_LIGATURES = (
    (0xEBA0, 0xEBB0),
)  # with long s, where the Medieval Unicode Font Initiative has put them: transcribers type them
_EUROPEAN = 0x0590  # Latin, Greek, Cyrillic and Armenian letters lie below
_LEFTWARDS = ((0x0590, 0x0900), (0xFB1D, 0xFE00), (0xFE70, 0xFEFF))
_UNSPACED = ((0x0E00, 0x1100), (0x1780, 0x1800), (0x2E80, 0xA4D0))
_CODE = (  # this and the next are compiled where they are needed, which is seldom
    r"`|\b(?:html|xml|entit|escap|markup|tag\b|tags\b|css\b|browser|javascript|php\b)"
    r"|\bassert\b|\w\(['\"]|\(['\"]<|\w\.\w+\("
)
_ENTITY = re.compile(r"&(?:amp;)*(?:#[0-9]{2,6}|#[xX][0-9a-fA-F]{2,6}|[a-zA-Z][a-zA-Z0-9]{1,12});")
_TAG = (
    r"</?(?:p|br|div|span|b|i|u|em|strong|a|li|ul|ol|h[1-6]|img|font|center|blockquote|script|style|table|tr|td|th|tbody|sup|sub|hr|iframe)"
    r"(?:\s+[a-zA-Z-]+(?:\s*=\s*(?:\"[^\"<>]{0,300}\"|'[^'<>]{0,300}'|[^\s<>\"']{1,300}))?){0,12}\s*/?>"
)
_CONTEXT = (
    200  # characters on either side in which talk of HTML makes a tag or an entity an example
)


@dataclass(frozen=True, slots=True)
class Odd:
    """One odd character, entity or tag: offsets, and what to call it."""

    start: int
    end: int
    name: str


def find_odd(batch: Batch) -> tuple[list[Odd], Ints]:
    """Return all odd characters of the prose of a batch, in order, and the block of each."""
    found = sorted([*_characters(batch), *_markup(batch)], key=lambda odd: odd.start)
    start = np.array([odd.start for odd in found], np.int64)
    block = np.searchsorted(batch.blocks.start, start, side="right") - 1
    kept = (
        np.flatnonzero(
            (block >= 0) & (start < batch.blocks.end.take(block)) & batch.blocks.prose.take(block)
        )
        if found
        else block
    )
    return [found[row] for row in kept.tolist()], block[kept]


def _within(codes: Codes, ranges: tuple[tuple[int, int], ...]) -> Mask:
    inside = np.zeros(codes.size, np.bool_)
    for first, end in ranges:
        inside |= (codes >= first) & (codes < end)
    return inside


def _characters(batch: Batch) -> list[Odd]:
    codes, classes = batch.codes, batch.classes
    at = np.flatnonzero((classes == ch.IGNORED) | (classes == ch.CONTROL))
    if not batch.text.isascii():
        high = np.flatnonzero(codes >= 0xE000)
        at = np.union1d(
            at, high[_within(codes[high], (*_PRIVATE, (0xFDD0, 0xFDF0), (0xFFF9, 0x10000)))]
        )
        at = np.setdiff1d(at, batch.replaced, assume_unique=True)
    if not at.size:
        return []
    code = codes[at]
    before, after = codes.take(at - 1, mode="clip"), codes.take(at + 1, mode="clip")
    lettered = classes.take(np.maximum(at - 1, 0)) <= ch.LETTER
    lettered &= (
        (classes.take(at + 1, mode="clip") <= ch.LETTER)
        & (before < _EUROPEAN)
        & (after < _EUROPEAN)
    )
    odd = (code == _SOFT_HYPHEN) | (classes[at] == ch.CONTROL) | np.isin(code, _NEVER)
    odd |= _within(code, _PRIVATE) & ~_within(code, _LIGATURES)
    odd |= np.isin(code, _JOINERS) & lettered
    odd |= (
        np.isin(code, _BREAKS)
        & ~np.isin(at, batch.document_start)
        & ~_within(before, _UNSPACED)
        & ~_within(after, _UNSPACED)
    )
    turned = np.flatnonzero(np.isin(code, _DIRECTIONS))
    odd[turned] = _alone(batch, at[turned])
    return [
        Odd(int(place), int(place) + 1, _name(int(number)))
        for place, number in zip(at[odd].tolist(), code[odd].tolist(), strict=True)
    ]


def _alone(batch: Batch, at: Ints) -> Mask:
    """Return which marks of direction stand in a block without a letter that runs leftwards."""
    if not at.size:
        return np.zeros(0, np.bool_)
    row = np.searchsorted(batch.blocks.start, at, side="right") - 1
    letters = np.concatenate(
        ([0], np.cumsum(_within(batch.codes, _LEFTWARDS) & (batch.classes <= ch.LETTER)))
    )
    held = (
        letters[batch.blocks.end.take(row, mode="clip")]
        - letters[batch.blocks.start.take(row, mode="clip")]
    )
    return np.asarray((row < 0) | (held == 0), np.bool_)


@functools.cache
def _name(code: int) -> str:
    kind = unicodedata.category(chr(code))
    name = unicodedata.name(chr(code), "").lower() or {
        "Cc": "control character",
        "Co": "private-use character",
    }.get(kind, "noncharacter")
    return f"{name} U+{code:04X}"


def _markup(batch: Batch) -> list[Odd]:
    text, found = batch.text, []
    if "&" in text:
        for match in _ENTITY.finditer(text):
            name = match[0].removeprefix("&")
            while name.startswith("amp;") and len(name) > len("amp;"):
                name = name.removeprefix("amp;")
            if name[0] == "#" or name in html5:
                found.append(Odd(match.start(), match.end(), f"entity {match[0]}"))
    if "<" in text:
        for match in re.finditer(_TAG, text, re.IGNORECASE):
            tag = re.split(r"[\s/>]", match[0].lstrip("</"), maxsplit=1)[0].lower()
            found.append(Odd(match.start(), match.end(), f"tag <{tag}>"))
    mentions: dict[int, Ints] = {}
    return [odd for odd in found if not _shown(batch, odd, mentions)]


def _shown(batch: Batch, odd: Odd, mentions: dict[int, Ints]) -> bool:
    """Tell whether an entity or a tag is an example in a text about such things,
    or a part of an address.

    `mentions`: where the blocks that were asked for speak of code.
    """
    row = int(np.searchsorted(batch.blocks.start, odd.start, side="right")) - 1
    if row < 0:
        return True
    first, last = int(batch.blocks.start[row]), int(batch.blocks.end[row])
    if row not in mentions:
        mentions[row] = np.array(
            [
                match.start()
                for match in re.compile(_CODE, re.IGNORECASE).finditer(batch.text, first, last)
            ],
            np.int64,
        )
    near = np.searchsorted(
        mentions[row], (odd.start - _CONTEXT, odd.start, odd.end, odd.end + _CONTEXT)
    )
    left = batch.text[max(first, odd.start - _CONTEXT) : odd.start]
    address = left.rsplit(None, 1)[-1] if left and not left[-1].isspace() else ""
    return bool(
        near[1] > near[0]
        or near[3] > near[2]
        or "://" in address
        or ("?" in address and "=" in address)
    )
