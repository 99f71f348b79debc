"""Take out odd characters and tags, and put characters in the place of their entities."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Sequence

from copydesk.columns.batch import Batch
from copydesk.fixes import Applicability, FixColumns
from copydesk.patterns import late_pattern
from copydesk_rules.garbled._odd_characters import Odd

_TRUST: tuple[Applicability, ...] = ("safe", "unsafe", "display")  # from the most to the least
_SOFT_HYPHEN = "\u00ad"  # at the end of a line it may be one that is meant
_JOINERS = "\u200c\u200d\u2060"  # they part nothing
_MARKUP = frozenset("<>&*_`[]#|\\")  # may begin markup, or another entity, where it is put
_BREAKS = late_pattern(
    r"</?(?:br|p|div|li|ul|ol|dl|dt|dd|tr|td|th|table|h[1-6]|hr|section|article|blockquote)\b",
    re.IGNORECASE,
)  # tags at which a browser begins a line or a cell


def without(batch: Batch, groups: Sequence[Sequence[Odd]]) -> FixColumns:
    """Propose to repair each odd character of each group.

    Safe where all of them are entities of characters that mean nothing to markup, or invisible
    and no boundary between two words; unsafe for tags, and where one may stand for a space; for an
    editor only where one stands for a sign that was lost.
    """
    trust: list[Applicability] = []
    edits: list[tuple[int, Odd, str]] = []
    for hit, group in enumerate(groups):
        repaired = [_repair(batch.text, odd) for odd in group]
        trust.append(max((trusted for _, trusted in repaired), key=_TRUST.index))
        edits += [(hit, odd, text) for odd, (text, _) in zip(group, repaired, strict=True)]
    return FixColumns.of(
        trust,
        [odd.start for _, odd, _ in edits],
        [odd.end for _, odd, _ in edits],
        [text for *_, text in edits],
        hit=[hit for hit, *_ in edits],
    )


def _repair(text: str, odd: Odd) -> tuple[str, Applicability]:
    """Return what to put in the place of an odd character, and how safe that is."""
    found = text[odd.start : odd.end]
    between = text[max(odd.start - 1, 0) : odd.start] + text[odd.end : odd.end + 1]
    apart = len(between) == 2 and between.isalnum()  # it may part two words
    if found.startswith("&"):
        meant = _unescaped(found)
        kept = "".join(mark for mark in meant if unicodedata.category(mark) not in ("Cf", "Cc"))
        return kept, "safe" if kept == meant and not _MARKUP & set(meant) else "unsafe"
    if found.startswith("<"):
        gap = _BREAKS.match(found) and len(between) == 2 and not any(map(str.isspace, between))
        return " " if gap else "", "unsafe"
    if unicodedata.category(found).startswith("L"):  # a ligature
        return unicodedata.normalize("NFKC", found), "safe"
    if unicodedata.category(found) == "Cf":
        inside = found in _JOINERS or apart == (found == _SOFT_HYPHEN)
        return "", "safe" if inside else "unsafe"
    lost = unicodedata.category(found) != "Cc"  # a private sign, a replacement character
    return " " if apart and found.isspace() else "", "display" if lost else "unsafe"


def _unescaped(entity: str) -> str:
    """Return the character of an entity, however often it was escaped."""
    while (once := html.unescape(entity)) != entity:
        entity = once
    return entity
