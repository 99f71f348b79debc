"""Single-byte encodings in which UTF-8 is read wrongly: what its bytes become, and how to undo it."""

from __future__ import annotations

import functools
import re

import numpy as np

from copydesk.columns.dtypes import AnyArray

# In order of preference where two explain a text equally well. ftfy knows none of the DOS code
# pages but cp437, and those it knows only where they explain a whole line.
ENCODINGS = (
    "cp1252",
    "cp1250",
    "cp1251",
    "cp1254",
    "cp1253",
    "cp1257",
    "iso8859_2",
    "mac_roman",
    "cp437",
    "cp850",
    "cp866",
)
ROUNDS = 4  # text may be misread more than once
_LIMIT = 0x10000


@functools.cache
def bytes_of(encoding: str) -> dict[int, int]:
    """Return the byte of each code point that an encoding has beyond ASCII.

    Bytes without a character count as the C1 control of their number, as browsers read them.
    """
    table = {}
    for byte in range(0x80, 0x100):
        if byte < 0xA0:
            table[byte] = byte
        try:
            table[ord(bytes([byte]).decode(encoding))] = byte
        except UnicodeDecodeError:
            continue
    return {code: byte for code, byte in table.items() if code >= 0x80}


def _continues(byte: int) -> bool:
    """Return whether a byte continues a UTF-8 sequence."""
    return 0x80 <= byte < 0xC0


def _continuations(byte: int) -> int:
    """Return how many bytes a UTF-8 sequence has behind this lead byte, 0 for any other byte."""
    return 1 + (byte >= 0xE0) + (byte >= 0xF0) if 0xC2 <= byte < 0xF5 else 0


@functools.cache
def roles() -> tuple[AnyArray, AnyArray, AnyArray]:
    """Return what each code point may be in misread UTF-8.

    The encodings in which it leads a sequence and those in which it continues one, bit sets of
    shape (_LIMIT,); and by encoding how many characters follow it, (encodings, _LIMIT).
    """
    lead, follow = np.zeros(_LIMIT, np.uint16), np.zeros(_LIMIT, np.uint16)
    followers = np.zeros((len(ENCODINGS), _LIMIT), np.uint8)
    for number, encoding in enumerate(ENCODINGS):
        for code, byte in bytes_of(encoding).items():
            if _continues(byte):
                follow[code] |= 1 << number
            elif _continuations(byte):
                lead[code] |= 1 << number
                followers[number, code] = _continuations(byte)
    return lead, follow, followers


def undo(text: str, encoding: str) -> str:
    """Return a text with every sequence of UTF-8 in it that was read in an encoding read rightly."""
    table = bytes_of(encoding)

    def decoded(match: re.Match[str]) -> str:
        raw = bytes(table[ord(character)] for character in match[0])
        try:
            # Surrogates: text that was written in UTF-16, each half as if it were a character.
            whole = raw.decode("utf-8", "surrogatepass")
            return whole.encode("utf-16", "surrogatepass").decode("utf-16")
        except UnicodeError:
            return match[0]

    return _sequences(encoding).sub(decoded, text)


@functools.cache
def _sequences(encoding: str) -> re.Pattern[str]:
    """Return a pattern of UTF-8 sequences that were read in an encoding."""
    leads: dict[int, list[str]] = {1: [], 2: [], 3: []}
    follow = []
    for code, byte in bytes_of(encoding).items():
        if _continues(byte):
            follow.append(re.escape(chr(code)))
        elif _continuations(byte):
            leads[_continuations(byte)].append(re.escape(chr(code)))
    tail = f"[{''.join(follow)}]"
    kinds = (f"[{''.join(found)}]{tail}{{{many}}}" for many, found in leads.items())
    return re.compile(f"(?:{'|'.join(kinds)})+")
