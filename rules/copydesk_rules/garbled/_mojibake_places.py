"""Put wrongly decoded words together: those of all finders, those near one another, as shown."""

from __future__ import annotations

import numpy as np

from copydesk.columns.batch import Batch
from copydesk_rules.garbled._mojibake import Misread, misread_utf8
from copydesk_rules.garbled._mojibake_bytes import misread_bytes

_SHOWN = 40  # characters of a long span that the message shows


def misread(batch: Batch) -> list[Misread]:
    """Return the misread spans, in order, none overlapping; of several at one place the longest.

    For `batch.derive`.
    """
    if batch.text.isascii() and "?" not in batch.text:
        return []
    spans, every = list[Misread](), misread_utf8(batch) + misread_bytes(batch)
    for misread in sorted(every, key=lambda m: (m.start, -m.end)):
        if not spans or misread.start >= spans[-1].end:
            spans.append(misread)
    return spans


def grouped(batch: Batch, spans: list[Misread], gap: int) -> list[list[Misread]]:
    """Return the spans in groups, each of one block, at most `gap` characters apart."""
    groups, previous = list[list[Misread]](), -1
    blocks = batch.block_at(np.array([m.start for m in spans], np.int64)).tolist()
    for misread, block in zip(spans, blocks, strict=True):
        if groups and block == previous and misread.start - groups[-1][-1].end <= gap:
            groups[-1].append(misread)
        else:
            groups.append([misread])
        previous = block
    return groups


def shown(text: str, spans: list[Misread]) -> tuple[str, str]:
    """Return the first misread word of a finding as it is and as it should read."""
    left, right, reach = spans[0].start, spans[0].end, _SHOWN // 2
    inside = [m for m in spans if m.start < right + reach]
    while left and not text[left - 1].isspace() and spans[0].start - left < reach:
        left -= 1
    while right < len(text) and not text[right].isspace() and right - spans[0].end < reach:
        right += 1
    repair, at = "", left
    for misread in inside:
        if misread.start < right:
            repair += text[at : misread.start] + misread.repair
            at = misread.end
    return _cut(text[left : max(at, right)]), _cut(repair + text[at:right])


def _cut(text: str) -> str:
    line = " ".join(text.split()) or repr(text)
    return line if len(line) <= _SHOWN else line[: _SHOWN - 1] + "…"
