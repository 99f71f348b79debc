"""The charset of a web page: what its bytes, its server and its head say, as browsers read it."""

from __future__ import annotations

import re

import webencodings

from copydesk.reading.decode import Decoded, decode, decode_as, encoding_of

# As browsers look for it: in the first 1,024 bytes, and where a proxy put more before it.
_META = re.compile(rb"""<meta[^<>]{0,300}?charset\s*=\s*["']?\s*([\w.:-]{1,40})""", re.IGNORECASE)
_HEAD = 4096


def declared(head: bytes) -> str:
    """Return the codec that the head of a page declares, empty where it names none that is known.

    A head that can be read as ASCII is not in UTF-16, whatever it says.
    """
    stated = _META.search(head[:_HEAD])
    codec = codec_of(stated[1].decode("ascii", "replace")) if stated else ""
    return "" if codec.startswith("utf-16") else codec


def codec_of(label: str) -> str:
    """Return Python's codec for a label of the WHATWG's Encoding Standard; empty for others."""
    found = webencodings.lookup(label)
    if found is None or found.name == "x-user-defined":
        return ""
    return str(found.codec_info.name)


def decode_html(content: bytes) -> Decoded:
    """Decode a page: by its byte-order mark, as UTF-8 where that is valid, as its head declares.

    Pages saved again as UTF-8 often keep the charset they once declared, and text in another one is
    hardly ever valid UTF-8. Invalid sequences become U+FFFD; never raises.
    """
    decoded = decode(content)
    codec = declared(content) if decoded.marked and not encoding_of(content)[1] else ""
    return decode_as(content, codec) if codec else decoded
