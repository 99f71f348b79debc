"""Turn bytes into text: UTF-8, or UTF-16 and UTF-32 by byte-order mark; what is not valid is marked, the rest is kept."""

from __future__ import annotations

import codecs
from typing import NamedTuple

_MARKS = (  # UTF-32 first: its little-endian mark begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


class Decoded(NamedTuple):
    """Text, and where decoding first failed: an offset into the text (None where it did not) with the bytes there."""

    text: str
    encoding: str
    fault: int | None = None
    fault_bytes: bytes = b""


def encoding_of(content: bytes) -> tuple[str, int]:
    """Return the encoding that a byte-order mark declares (UTF-8 without one) and the mark's length in bytes."""
    for mark, name in _MARKS:
        if content.startswith(mark):
            return name, len(mark)
    return "utf-8", 0


def decode(content: bytes) -> Decoded:
    """Decode a file; invalid sequences become U+FFFD and the first is reported; never raises."""
    encoding, skip = encoding_of(content)
    body = content[skip:] if skip else content
    try:
        return Decoded(body.decode(encoding), encoding)
    except UnicodeDecodeError as error:
        at = len(body[: error.start].decode(encoding, "replace"))
        return Decoded(body.decode(encoding, "replace"), encoding, at, body[error.start : error.end])
