"""Make text safe for a terminal: escape what could move the cursor, hide or reorder text."""

from __future__ import annotations

import re

# Controls (C0, DEL, C1), line separators, bidirectional marks, zero widths, BOM, tags, lone
# surrogates, and the two that XML forbids.
_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f\ud800-\udfff]"
)


def visible(text: str) -> str:
    """Return the text with characters unsafe for a terminal as escapes such as `\\x1b`."""
    return _UNSAFE.sub(_written, text)


def _written(match: re.Match[str]) -> str:
    known = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
    code = ord(match.group())
    return known.get(match.group()) or (
        f"\\x{code:02x}"
        if code < 0x100
        else f"\\u{code:04x}"
        if code < 0x10000
        else f"\\U{code:08x}"
    )
