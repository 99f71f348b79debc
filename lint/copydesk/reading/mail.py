"""Read mail: the text of each message, its parts decoded, its quotations and signature apart.

Parts are found here, not by `email` of the standard library, which tells no places.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.parser import HeaderParser

from msgspec import Struct

from copydesk.columns.blocks import BlockKind
from copydesk.reading.content import read_content
from copydesk.reading.decode import Decoded
from copydesk.reading.document import Document
from copydesk.reading.html import read_html
from copydesk.reading.mail_body import Body, add_lines, bytes_of, decoded, paragraphs, parted
from copydesk.reading.pieces import WHOLE, Part, PiecedOrigin, Pieces
from copydesk.reading.source import Portion, ReadOptions, Source

FIELD = "message"
_PORTION = 1 << 20  # bytes of a portion of a mailbox, about
_DEEPEST = 20  # parts within parts
_LONGEST_HEAD = 1 << 16
_LONGEST_SUBJECT = 4_000  # characters; `email` takes seconds for a long one with many marks
_HEAD_END = re.compile(r"\r?\n(?=\r?\n)|\A(?=\r?\n)")
_FROM = re.compile(rb"(?:\A|(?<=\n\n)|(?<=\n\r\n))From [^\n]{0,300}\n")
_SUBJECT = re.compile(
    r"^Subject:[ \t]*(?:(?:Re|Fwd?|AW|WG|SV|VS|TR|RV|Antw)(?:\[\d{1,3}\])?:[ \t]*)*"
    r"(.*(?:\r?\n[ \t].*){0,20})",
    re.IGNORECASE | re.MULTILINE,
)


class _Message(Struct, frozen=True):
    """A head, and where the body behind it begins and ends."""

    head: Message
    head_start: int
    start: int
    end: int

    @property
    def type(self) -> str:
        return self.head.get_content_type()

    @property
    def is_attached(self) -> bool:
        return self.head.get_content_disposition() == "attachment"

    def parameter(self, name: str, default: str) -> str:
        value = self.head.get_param(name, default)
        return value if isinstance(value, str) else default


def decode_mail(content: bytes) -> Decoded:
    """Return the text of a file of mail.

    Bytes that are not UTF-8 are a lone surrogate each; its parts say which charset that is.
    """
    return Decoded(content.decode("utf-8", "surrogateescape"), "utf-8")


def read_eml(path: str, source: str) -> Document:
    """Return a message as one document."""
    return _document(path, source, WHOLE)


def mbox_portions(source: Source, options: ReadOptions) -> Iterator[Portion]:
    """Yield the messages of a mailbox in portions of about a mebibyte; raises Unreadable."""
    content = read_content(source, options)
    starts = [mark.start() for mark in _FROM.finditer(content)] or [0]
    line, offset, first = 1, 0, 0
    for end in [*starts[1:], len(content)]:
        if end - first >= _PORTION or end == len(content):
            piece = content[first:end]
            yield Portion(source, piece, line, offset)
            line += piece.count(b"\n")
            offset += len(decode_mail(piece).text)
            first = end


def read_mbox(portion: Portion, lines: Container[int] | None = None) -> list[Document]:
    """Return the messages of a portion of a mailbox; with `lines`, those that lie on one of these."""
    documents: list[Document] = []
    text = decode_mail(portion.content).text
    starts = [mark.start() for mark in _FROM.finditer(portion.content)] or [0]
    if len(text) != len(portion.content):  # from bytes to characters
        starts = [len(decode_mail(portion.content[:at]).text) for at in starts]
    line, before = portion.first_line, 0
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        line, before = line + text.count("\n", before, start), start
        inside = range(line, line + max(1, text.count("\n", start, end)))
        if lines is None or any(number in lines for number in inside):
            message = text[start:end]
            skip = message.find("\n") + 1 if message.startswith("From ") else 0
            part = Part(line + (skip > 0), portion.first_offset + start + skip, inside, "", FIELD)
            documents.append(_document(portion.source.path, message[skip:], part))
    return documents


def _document(path: str, source: str, part: Part) -> Document:
    writer = _Writer(source)
    whole = writer.message(0, len(source))
    writer.subject(whole)
    writer.part(whole, 0)
    if part.field:
        id_ = str(whole.head.get("Message-ID") or "").strip(" \t<>") or None
        part = Part(part.line, part.offset, part.lines, id_, part.field)
    return writer.pieces.document(path, source, _escape, part=part)


def _escape(text: str) -> str | None:
    return text if text.isascii() and "=" not in text else None


class _Writer:
    """Puts together the text of a message."""

    def __init__(self, source: str) -> None:
        self.pieces = Pieces()
        self._source = source

    def message(self, start: int, end: int) -> _Message:
        """Read the head of a message, or of a part of one."""
        found = _HEAD_END.search(self._source, start, min(end, start + _LONGEST_HEAD))
        if self._source.startswith(("\n", "\r\n"), start):
            head, body = "", start
        elif found:
            head, body = self._source[start : found.start()], found.end()
        else:
            head, body = self._source[start:end][:_LONGEST_HEAD], end
        body += len(self._source[body : body + 2]) - len(
            self._source[body : body + 2].lstrip("\r\n")
        )
        return _Message(HeaderParser().parsestr(head), start, min(body, end), end)

    def subject(self, message: _Message) -> None:
        """Add the subject as a heading, without what marks answers."""
        found = _SUBJECT.search(self._source, message.head_start, message.start)
        if not found or not found[1].strip():
            return
        text, at = found[1], found.start(1)
        if "=?" in text:
            self.pieces.add(_unfolded(text), at, len(text.rstrip()))
        else:
            for line in text.splitlines(keepends=True):
                self.pieces.space(at, 0)
                shown = bytes_of(line.strip()).decode("utf-8", "replace")
                self.pieces.add(shown, at + len(line) - len(line.lstrip()), len(line.strip()))
                at += len(line)
        self.pieces.end(BlockKind.HEADING)

    def part(self, message: _Message, depth: int) -> None:
        """Add the text of a part; what is attached is none, and of alternatives the plain one is."""
        if depth > _DEEPEST or message.is_attached:
            return
        kind = message.type
        if kind.startswith("multipart/"):
            parts = list(self._parts(message))
            if kind == "multipart/alternative":
                plain = [part for part in parts if part.type == "text/plain"]
                parts = (plain or parts)[:1]
            for one in parts:
                self.part(one, depth + 1)
        elif kind == "message/rfc822":
            inner = self.message(message.start, message.end)
            self.subject(inner)
            self.part(inner, depth + 1)
        elif kind in ("text/plain", "text/html"):
            encoding = str(message.head.get("Content-Transfer-Encoding") or "").strip().lower()
            charset = message.parameter("charset", "utf-8")
            body = decoded(self._source, message.start, message.end, encoding, charset)
            self._html(body) if kind == "text/html" else self._plain(body)

    def _parts(self, message: _Message) -> Iterator[_Message]:
        boundary = message.parameter("boundary", "").strip()
        if not boundary:
            return
        mark = re.compile(rf"^--{re.escape(boundary)}(--)?[ \t]*\r?$\n?", re.MULTILINE)
        start = -1
        for found in mark.finditer(self._source, message.start, message.end):
            if start >= 0:
                yield self.message(start, max(start, found.start() - 1))
            start = found.end()
            if found[1]:
                return
        if start >= 0:  # cut off
            yield self.message(start, message.end)

    def _plain(self, body: Body) -> None:
        for lines in parted(body.text):
            for spans in paragraphs(body.text, lines.spans):
                add_lines(self.pieces, body, spans)
                self.pieces.end(BlockKind.PROSE if lines.own else BlockKind.FRONT_MATTER)

    def _html(self, body: Body) -> None:
        page = read_html("", body.text)
        assert page.layout
        assert isinstance(page.origin, PiecedOrigin)
        blocks = zip(page.layout.start, page.layout.end, page.layout.kind, strict=True)
        for start, end, kind in blocks:
            for text, at, length in page.origin.pieces(start, end):
                self._piece(body, text, at, length)
            self.pieces.end(kind)

    def _piece(self, body: Body, text: str, at: int, length: int) -> None:
        """Add a piece of a page, which begins at an offset of a body."""
        runs = list(body.pieces(at, at + length))
        if len(text) == length:
            for run in runs:
                self.pieces.add(run.text, run.at, run.length)
        elif runs:
            self.pieces.add(text, runs[0].at, runs[-1].at + runs[-1].length - runs[0].at)


def _unfolded(text: str) -> str:
    """Return an encoded head as text; one that is malformed or overlong as it is."""
    try:
        if len(text) > _LONGEST_SUBJECT:
            return " ".join(text.split())
        found = decode_header(text.strip())
        parts = [
            part.decode(charset or "latin-1", "replace") if isinstance(part, bytes) else part
            for part, charset in found
        ]
    except (HeaderParseError, LookupError, ValueError):
        parts = [text]
    return " ".join("".join(parts).split())
