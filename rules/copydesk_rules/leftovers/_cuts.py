"""Find the marks by which interfaces, feeds and pages say that a text goes on elsewhere."""

from __future__ import annotations

import functools
import re

import numpy as np

from copydesk.columns.batch import Batch
from copydesk.columns.blocks import BlockKind
from copydesk.columns.dtypes import Ints
from copydesk.columns.lookup import Lookup
from copydesk.patterns import late_pattern
from copydesk_rules.leftovers._forms import Form, Place, find_forms
from copydesk_rules.leftovers._lists import any_of, listed
from copydesk_rules.leftovers._mentions import mentions

_SURE, _LIKELY = 0.96, 0.8
_TAIL = 60  # characters at the end of a block in which a mark lies
_RUNNING = 12  # words of a block that runs on into a link
COUNTED = (
    Form(
        "cut off",
        "[(",
        r"[\[(]\s*[+＋]?\s*\d[\d,. ]{0,8}\s*(?:more )?(?:chars?|characters|Zeichen|caractères|caracteres|caratteri|znaków|символов|words? more|more words?|字符|文字)\s*(?:more|truncated|omitted|remaining)?\s*[\])]",
        _SURE,
        topic="cut_talk",
    ),
    Form(
        "cut off",
        "[<",
        r"[\[(<](?:(?:output |text |content |message |article )?truncated|truncated (?:text|content|output|for (?:length|brevity)))[\])>]",
        _LIKELY,
        re.IGNORECASE,
    ),
)
_OMISSION = late_pattern(r"[\[(](?:…|\.{3}|\. \. \.)[\])]$")
_ENDS = late_pattern(r"[.!?。！？:…\"”’»)\]]\s*$")
_CONTINUES = late_pattern(r"^(?:[-–—*( ]*(?:MORE|more)[-–—*) ]*)$")


def find_cuts(batch: Batch) -> list[Place]:
    """Return the marks of truncation in a batch, in order."""
    counted = find_forms(batch, COUNTED)
    taken = {place.end for place in counted}
    return sorted([*counted, *(place for place in _tails(batch) if place.end not in taken)])


def _tails(batch: Batch) -> list[Place]:
    """Return the marks at the end of blocks that break off."""
    found = []
    for row in _candidates(batch).tolist():
        start, end = int(batch.blocks.start[row]), int(batch.blocks.end[row])
        place = _tail(batch, row, start, end)
        if place and not batch.derive(mentions).quoted(place.start, place.end):
            found.append(place)
    return found


def _candidates(batch: Batch) -> Ints:
    """Return the blocks of prose that end in a bracket, in dots, or in a word for more."""
    blocks = batch.blocks
    first, end = batch.block_words
    rows = np.flatnonzero((blocks.kind < BlockKind.TABLE) & (end > first))
    last = batch.codes.take(blocks.end[rows] - 1)
    closes = (last == ord("]")) | (last == ord(")"))
    more = _more_words().has(batch.words.hash.take(end[rows] - 1))
    return np.asarray(rows[closes | more], np.int64)


def _tail(batch: Batch, row: int, start: int, end: int) -> Place | None:
    text = batch.text
    tail = text[max(start, end - _TAIL) : end]
    if text[end - 1] == "]":
        return _omitted(batch, row, start, end)
    link = _link().search(tail) if _ends_in_link(tail) else None
    if link and _cut_before(batch, row, end - len(tail) + link.start()):
        begin = end - len(tail) + link.start()
        return Place(begin, end, "cut off, the rest is behind a link", _LIKELY)
    last = row + 1 == len(batch.blocks) or _starts_document(batch, row + 1)
    if last and text[start] in "(-–—*" and _CONTINUES.fullmatch(text[start:end]):
        return Place(start, end, "cut off, to be continued", _LIKELY)
    return None


def _starts_document(batch: Batch, row: int) -> bool:
    document = batch.blocks.document_of
    return bool(document[row] != document[row - 1])


def _broken_before(batch: Batch, row: int) -> bool:
    """Tell whether the block before breaks off: it ends in dots, or has words and no end mark."""
    blocks = batch.blocks
    if row == 0 or blocks.document_of[row - 1] != blocks.document_of[row]:
        return False
    first, end = (int(side[row - 1]) for side in batch.block_words)
    text = batch.block_text(row - 1).rstrip()
    return text.endswith(("…", "...")) or (end - first >= _RUNNING and not _ENDS.search(text))


def _cut_before(batch: Batch, row: int, link: int) -> bool:
    """Tell whether a link follows a text that breaks off: in its block, or in the one before."""
    before = batch.text[int(batch.blocks.start[row]) : link].rstrip()
    if not any(map(str.isalnum, before)):
        return _broken_before(batch, row)
    dots = batch.text[link] in "….[" or before.endswith(("…", "..."))
    return dots or (len(before.split()) >= _RUNNING and not _ENDS.search(before))


def _ends_in_link(tail: str) -> bool:
    """Tell whether a text ends in a phrase for more, signs behind it aside."""
    return tail.rstrip(" .…»›>→])").lower().endswith(listed("read_more"))


def _omitted(batch: Batch, row: int, start: int, end: int) -> Place | None:
    """Return `[…]` at the end of a document that breaks off before it and has no other."""
    mark = _OMISSION.search(batch.text, max(start, end - 8), end)
    number, first, stop = batch.derive(mentions).document(start)
    if not mark or (row + 1 < len(batch.blocks) and batch.blocks.document_of[row + 1] == number):
        return None
    before = batch.text[start : mark.start()]
    others = batch.text.count("[…]", first, stop) + batch.text.count("[...]", first, stop)
    if others > 1 or _ENDS.search(before) or not before.strip():
        return None
    return Place(mark.start(), end, "cut off", _LIKELY)


@functools.cache
def _more_words() -> Lookup:
    """Return the last words of the links that lead to the rest of a text."""
    found = set()
    for phrase in listed("read_more"):
        words = re.findall(r"[^\W\d_]+", phrase)
        found.add(words[-1] if not _unspaced(phrase) else phrase[-1])
    return Lookup.of(sorted(found))


def _unspaced(phrase: str) -> bool:
    return any(ord(c) >= 0x3040 and ord(c) < 0xA000 for c in phrase)


@functools.cache
def _link() -> re.Pattern[str]:
    phrases, long = any_of("read_more"), any_of("read_more", least=2)
    return re.compile(
        rf"(?:(?:…|\.\.\.|\. \. \.|\[|»|→)\s*{phrases}\s*(?:…|\.{{3}})?\s*[\])]?\s*[»›>→]*"
        rf"|(?<!\w){phrases}\s*(?:»|›|>>?|→|\])|(?<!\w){long}\s*(?:…|\.{{3}}))$",
        re.IGNORECASE,
    )
