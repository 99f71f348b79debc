"""Mask inline code and URLs as one opaque word, so that language rules skip them.

Left out, they would leave a hole: “Set `a`.” and “Set `b`.” would be copies, and a sentence about
code would lack its nouns. So each character moves to plane 16, which is for private use and empty
in practice, and whose characters count as digits: like a number, such a word is equal to itself
only, belongs to no language and is no name.
"""

from __future__ import annotations

OPAQUE = 0x100000  # the first code point of plane 16
_FIRST = chr(OPAQUE)


class _Moved(dict[int, int]):
    """A table for `str.translate` that moves every character but line ends."""

    def __missing__(self, code: int) -> int:
        self[code] = OPAQUE + (code & 0xFFFF)
        return self[code]


class _Back(dict[int, int]):
    """A table for `str.translate` that moves back what was moved."""

    def __missing__(self, code: int) -> int:
        return code - OPAQUE if code >= OPAQUE else code


_MOVED, _BACK = _Moved({10: 10, 13: 13}), _Back()


def opaque(text: str) -> str:
    """Return a text masked as opaque words, one a line; same length."""
    return text.translate(_MOVED)


def shown(text: str) -> str:
    """Return a text as it was read, but for characters beyond U+FFFF inside code."""
    if text.isascii() or max(text) < _FIRST:  # five times as fast as moving nothing back
        return text
    return text.translate(_BACK)
