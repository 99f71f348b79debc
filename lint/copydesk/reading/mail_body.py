"""Decode the body of a part of a mail: what stands where, and which of its lines are the sender's."""

from __future__ import annotations

import base64
import binascii
import bisect
import codecs
import itertools
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from copydesk.columns.blocks import plain_blocks
from copydesk.columns.characters import classify
from copydesk.reading.pieces import Pieces
from copydesk.reading.places import line_starts

_QUOTED_PRINTABLE = re.compile(
    r"(?P<soft>=[ \t]*\r?\n)|(?P<bytes>(?:=[0-9A-Fa-f]{2}(?:=[ \t]*\r?\n(?==[89A-Fa-f]))?)+)"
)
_HEX = re.compile(r"=([0-9A-Fa-f]{2})")
_QUOTE = re.compile(r"[ \t]?(?:[>|]|[A-Z]{1,3}>)")
_ESCAPED_FROM = re.compile(r">+From ")
_SIGNATURE = re.compile(r"(?:-- |--|__+|—)$")
_FORWARDED = re.compile(r"-{3,}[^-].{1,60}[^-]-{3,}[ \t]*$|_{20,}[ \t]*$")


class Run(NamedTuple):
    """Decoded text, where it begins in the file, and its length there."""

    text: str
    at: int
    length: int


class Body:
    """A decoded body: its text, and the way from its offsets to the file."""

    def __init__(self, runs: Sequence[Run]) -> None:
        self._runs = runs
        self.text = "".join(run.text for run in runs)
        self._starts = [0, *itertools.accumulate(len(run.text) for run in runs)]

    def pieces(self, start: int, end: int) -> Iterator[Run]:
        """Yield the pieces of a span of the text."""
        row = max(0, bisect.bisect_right(self._starts, start) - 1)
        while row < len(self._runs) and self._starts[row] < end:
            run, base = self._runs[row], self._starts[row]
            first, last = max(start - base, 0), min(end - base, len(run.text))
            if last > first:
                same = len(run.text) == run.length
                where = (run.at + first, last - first) if same else (run.at, run.length)
                yield Run(run.text[first:last], *where)
            row += 1


def decoded(source: str, start: int, end: int, encoding: str, charset: str) -> Body:
    """Return a body that stands between two offsets of a file.

    `encoding`: its transfer encoding. Bytes that the charset has no character for become U+FFFD.
    """
    try:
        decoder = codecs.getincrementaldecoder(charset)("replace")
        decoder.decode(b"")
    except (LookupError, TypeError, ValueError):
        decoder = codecs.getincrementaldecoder("latin-1")("replace")
    if encoding == "quoted-printable":
        return Body(list(_quoted_printable(source, start, end, decoder)))
    if encoding == "base64":
        return Body(list(_base64(source, start, end, decoder)))
    return Body(list(_plain(source, start, end, decoder)))


def bytes_of(text: str) -> bytes:
    """Return the bytes that a text was read from; see `copydesk.reading.mail.decode_mail`."""
    return text.encode("utf-8", "surrogateescape")


def _plain(source: str, start: int, end: int, decoder: codecs.IncrementalDecoder) -> Iterator[Run]:
    at = start
    for line in source[start:end].splitlines(keepends=True):
        yield Run(decoder.decode(bytes_of(line)), at, len(line))
        at += len(line)


def _quoted_printable(
    source: str, start: int, end: int, decoder: codecs.IncrementalDecoder
) -> Iterator[Run]:
    at = start
    for mark in _QUOTED_PRINTABLE.finditer(source, start, end):
        if mark.start() > at:
            yield Run(source[at : mark.start()], at, mark.start() - at)
        at = mark.end()
        if mark["bytes"]:
            raw = bytes(int(code, 16) for code in _HEX.findall(mark.group()))
            yield Run(decoder.decode(raw, True), mark.start(), at - mark.start())
            decoder.reset()
    if end > at:
        yield Run(source[at:end], at, end - at)


def _base64(source: str, start: int, end: int, decoder: codecs.IncrementalDecoder) -> Iterator[Run]:
    at, waiting = start, ""
    for line in source[start:end].splitlines(keepends=True):
        shown, inside = line.strip(), at + len(line) - len(line.lstrip())
        at += len(line)
        # Three bytes in four characters, which begin with the line unless it was wrapped oddly.
        step = len(shown) if waiting or len(shown) % 4 else 4
        for first in range(0, len(shown), step or 1):
            waiting += shown[first : first + step]
            whole = len(waiting) // 4 * 4
            try:
                raw = base64.b64decode(waiting[:whole])
            except (binascii.Error, ValueError):
                return
            yield Run(decoder.decode(raw).replace("\r", ""), inside + first, step)
            waiting = waiting[whole:]


class Lines(NamedTuple):
    """Lines of a body that belong together: the span of each, and whether they are the sender's."""

    spans: list[tuple[int, int]]
    own: bool


def parted(text: str) -> Iterator[Lines]:
    """Yield the lines of a plain body: the sender's, and apart what is quoted, forwarded or signed."""
    starts = [*line_starts(text), len(text)]
    spans, own, signed = list[tuple[int, int]](), True, False
    for a, b in itertools.pairwise(starts):
        row = text[a:b].rstrip("\r\n")
        quoted = bool(_QUOTE.match(row)) and not _ESCAPED_FROM.match(row)
        signed = (signed or bool(_SIGNATURE.match(row) or _FORWARDED.match(row))) and not quoted
        mine = not (quoted or signed) or (not row.strip() and own)
        if mine != own and spans:
            held = _introduction(text, spans) if own and quoted else len(spans)
            yield Lines(spans[:held], own)
            spans = spans[held:]
        own = mine
        begin = a + (row.startswith(">") if mine else 0)
        spans.append((begin, a + len(row)))
    if spans:
        yield Lines(spans, own)


def _introduction(text: str, spans: Sequence[tuple[int, int]]) -> int:
    """Return how many lines stand before the one or two that introduce a quotation.

    It ends in a colon: "On Monday, A wrote:".
    """
    last = len(spans)
    while last and not text[slice(*spans[last - 1])].strip():
        last -= 1
    if not last or not text[slice(*spans[last - 1])].rstrip().endswith(":"):
        return len(spans)
    return last - 2 if last > 1 and text[slice(*spans[last - 2])].strip() else last - 1


def paragraphs(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    """Yield the lines of each paragraph: hard-wrapped lines belong together."""
    joined = "\n".join(text[a:b] for a, b in spans)
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32)
    blocks = plain_blocks(codes, classify(codes), np.zeros(1, np.int64))
    starts = [0, *itertools.accumulate(b - a + 1 for a, b in spans)]
    for start, end in zip(blocks.start.tolist(), blocks.end.tolist(), strict=True):
        first, last = bisect.bisect_right(starts, start) - 1, bisect.bisect_left(starts, end)
        yield list(spans[first:last])


def add_lines(pieces: Pieces, body: Body, spans: Sequence[tuple[int, int]]) -> None:
    """Add the lines of a paragraph, a space between two."""
    for start, end in spans:
        row = body.text[start:end]
        start, end = start + len(row) - len(row.lstrip()), start + len(row.rstrip())
        for number, run in enumerate(body.pieces(start, end)):
            if not number:
                pieces.space(run.at, 0)
            pieces.add(*run)
