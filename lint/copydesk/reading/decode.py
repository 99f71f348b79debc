"""Turn bytes into text: UTF-8, or UTF-16 and UTF-32 by byte-order mark.

What is not valid is marked, the rest is kept.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

_MARK = "\udcff"  # no decoder gives it for valid bytes
_MARKS = (  # UTF-32 first: its little-endian mark begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def _mark(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)
    return _MARK, error.end


codecs.register_error("copydesk.mark", _mark)


class Decoded(NamedTuple):
    """A text, and where its bytes were invalid.

    `marked` shows where U+FFFD replaced them, and `fault_bytes` are the first of them.
    """

    text: str
    encoding: str
    marked: str = ""  # the text with a lone surrogate at each such place; "" where there is none
    fault_bytes: bytes = b""

    @property
    def fault(self) -> int | None:
        """The offset at which decoding first failed; None where it did not."""
        return self.marked.index(_MARK) if self.marked else None

    def faults(self, start: int, end: int) -> list[int]:
        """Return how far behind `start`, before `end`, a U+FFFD was put in for invalid bytes."""
        return [found.start() for found in re.finditer(_MARK, self.marked[start:end])]

    def replaced(self, offset: int) -> bool:
        """Tell whether the character at an offset of the text was put in for invalid bytes."""
        return bool(self.marked) and self.marked[offset] == _MARK


def encoding_of(content: bytes) -> tuple[str, int]:
    """Return the encoding that a byte-order mark declares (UTF-8 without one) and the mark's
    length in bytes.
    """
    for mark, name in _MARKS:
        if content.startswith(mark):
            return name, len(mark)
    return "utf-8", 0


def decode(content: bytes) -> Decoded:
    """Decode a file as its byte-order mark says, UTF-8 without one.

    Invalid sequences become U+FFFD; never raises.
    """
    encoding, skip = encoding_of(content)
    return decode_as(content[skip:] if skip else content, encoding)


def decode_as(content: bytes, encoding: str) -> Decoded:
    """Decode bytes without a byte-order mark; invalid sequences become U+FFFD.

    Never raises for an encoding that there is.
    """
    try:
        return Decoded(content.decode(encoding), encoding)
    except UnicodeDecodeError as error:
        marked = content.decode(encoding, "copydesk.mark")
        return Decoded(
            marked.replace(_MARK, "\ufffd"), encoding, marked, content[error.start : error.end]
        )
