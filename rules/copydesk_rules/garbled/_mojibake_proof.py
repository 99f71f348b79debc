"""Prove a repair of wrongly decoded text.

Written and read wrongly once more, it gives the very characters of the text.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator

from copydesk_rules.garbled._encodings import ENCODINGS, ROUNDS, undo

_READ_AS = ("latin-1", "cp1252", "cp1251")
_WRITTEN_AS = ("cp1252", "cp1251", "koi8_r", "cp1253", "gb18030", "shift_jis", "euc_kr", "big5")


@functools.lru_cache(maxsize=4096)  # a misread text holds the same few sequences over and over
def is_lossless(found: str, repair: str) -> bool:
    """Return whether `found` is `repair` read in a wrong encoding, with no byte lost or guessed.

    Once, or up to four times.
    """
    if repair in _undone_bytes(found):
        return True
    texts = {found}
    for _ in range(ROUNDS):
        texts = {step for text in texts for step in _undone_utf8(text)}
        if repair in texts:
            return True
    return False


def _undone_utf8(text: str) -> Iterator[str]:
    """Yield what a text was if UTF-8 in it was read in a single-byte encoding."""
    for encoding in ENCODINGS:
        step = undo(text, encoding)
        if step != text:
            yield step


def _undone_bytes(text: str) -> Iterator[str]:
    """Yield what a text was if it was written in one of the older encodings and read in another."""
    for read_as in _READ_AS:
        try:
            raw = text.encode(read_as)
        except UnicodeEncodeError:
            continue
        yield from (_decoded(raw, encoding) for encoding in _WRITTEN_AS)


def _decoded(raw: bytes, encoding: str) -> str:
    """Return what bytes say in an encoding.

    "" where they say nothing, or writing it again gives other bytes.
    """
    try:
        text = raw.decode(encoding)
        return text if text.encode(encoding) == raw else ""
    except UnicodeError:
        return ""
