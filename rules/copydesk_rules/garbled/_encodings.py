"""Single-byte encodings in which UTF-8 is read wrongly: which characters its bytes become."""

from __future__ import annotations

import functools

import numpy as np

from copydesk.columns.dtypes import AnyArray

# In order of preference where two explain a sequence equally well.
ENCODINGS = (
    "cp1252",
    "cp1250",
    "cp1251",
    "cp1254",
    "cp1253",
    "mac_roman",
    "cp437",
    "cp850",
    "cp866",
)
# Sequences whose last byte has no character in cp1252, or was straightened, and what they were.
LOSSY = {"â€�": "”", 'â€"': "–", "â€": "”", "Ð�": "�", "Ñ�": "�"}
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


def is_continuation(byte: int) -> bool:
    """Return whether a byte continues a UTF-8 sequence."""
    return 0x80 <= byte < 0xC0


def continuations(byte: int) -> int:
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
            if is_continuation(byte):
                follow[code] |= 1 << number
            elif continuations(byte):
                lead[code] |= 1 << number
                followers[number, code] = continuations(byte)
    return lead, follow, followers


def decode(found: str, encoding: str) -> str | None:
    """Return what UTF-8 that was read in an encoding says; None where its bytes are no UTF-8.

    Every character must be in the encoding, none in ASCII.
    """
    table = bytes_of(encoding)
    try:
        decoded = bytes(table[ord(c)] for c in found).decode("utf-8", "surrogatepass")
        return decoded.encode("utf-16", "surrogatepass").decode("utf-16")
    except UnicodeDecodeError:
        return None
