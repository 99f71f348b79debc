"""Read WARC, the format of web archives: a page a document, in portions of records.

A record's number serves as its line.

Records are framed here, not by a library: those there are pass over truncated records and wrong
lengths without a word, which a linter is there to report, with their place (docs/adr/0010).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterator
from typing import IO

import msgspec
from msgspec import Struct, field
from msgspec.structs import replace

from copydesk.finding import OTHER_RECORDS, Place
from copydesk.reading.contained import LARGEST, ContainedOrigin, Part, contained
from copydesk.reading.content import open_content
from copydesk.reading.decode import decode_as, encoding_of
from copydesk.reading.document import Document, Fault, replaced
from copydesk.reading.html import read_html
from copydesk.reading.html_charset import codec_of, declared
from copydesk.reading.http import Damaged, decoded_body, fields, media_type, parse_response
from copydesk.reading.places import FileOrigin
from copydesk.reading.source import Portion, ReadOptions, Source, Unreadable

_PORTION = 1 << 20  # bytes of a portion, about
_PIECE = 1 << 20
_LONGEST_LINE = 1 << 16
_LONGEST_HEAD = 1 << 20
_PAGES = frozenset(("response", "resource", "conversion"))
_HTML = frozenset(("text/html", "application/xhtml+xml"))
_KINDS_SHOWN = 6
FIELD = Part("payload")  # what places name where those of other records name a field


class Page(msgspec.Struct, array_like=True):
    """A record on its way to whoever reads it.

    Its number, its address, whether it is HTML, the charset and the encodings it states.
    """

    number: int
    uri: str
    html: bool
    charset: str
    headers: dict[str, str]
    body: bytes
    damage: str = ""


class Frame(Struct):
    """A record as the archive has it.

    `body` is empty where it is not wanted or too long, `damage` says what is wrong with it.
    """

    number: int
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    size: int = 0
    damage: str = ""
    whole: bool = False

    @property
    def uri(self) -> str:
        """What names the record: the address it is of, or its own id."""
        return (
            self.headers.get("warc-target-uri")
            or self.headers.get("warc-record-id")
            or f"record {self.number}"
        ).strip("<>")


def warc_portions(source: Source, options: ReadOptions) -> Iterator[Portion]:
    """Yield portions of pages, holding one at a time.

    Raises Unreadable, at the end too, to say how many records hold no text.
    """
    try:
        import brotli  # noqa: F401 - asked for here, once, and not at the first page that needs it
    except ImportError:
        raise Unreadable(
            "missing-extra", "reading .warc needs an extra: pip install 'copydesk[warc]'"
        ) from None
    others: Counter[str] = Counter()
    pages, size = list[Page](), 0
    with open_content(source, options, text=False) as stream:
        unread: Unreadable | None = None
        try:
            for frame in frames(stream):
                page = _page(frame, others)
                if page is None:
                    continue
                pages.append(page)
                size += len(page.body)
                if size >= _PORTION:
                    yield _portion(source, pages)
                    pages, size = [], 0
        except Unreadable as error:
            unread = error
    if pages:
        yield _portion(source, pages)
    if unread:
        raise unread
    if others:
        raise Unreadable(OTHER_RECORDS, _counted(others))


def _portion(source: Source, pages: list[Page]) -> Portion:
    return Portion(
        source, msgspec.msgpack.encode(pages), pages[0].number, pages[0].number * LARGEST
    )


def _counted(others: Counter[str]) -> str:
    shown = [
        f"{count} {kind}"
        for kind, count in sorted(others.items(), key=lambda item: (-item[1], item[0]))
    ]
    more = [f"{len(shown) - _KINDS_SHOWN} kinds more"] if len(shown) > _KINDS_SHOWN else []
    count = others.total()
    return (
        f"{count} record{'s' * (count != 1)} without text: {', '.join(shown[:_KINDS_SHOWN] + more)}"
    )


def frames(stream: IO[bytes]) -> Iterator[Frame]:
    """Yield the records of an archive, holding one at a time.

    After a damaged one reading goes on at the next line that begins one.

    Raises Unreadable where there is no record at all, and where the archive is larger than may be.
    """
    stray, line = _next_record(stream)
    if stray:
        raise Unreadable("unreadable", "not a WARC file: it does not begin with a record")
    number = 0
    while line:
        number += 1
        frame = Frame(number)
        try:
            _fill(frame, stream)
            stray, line = _next_record(stream)
        except Unreadable as error:
            if frame.whole:
                yield frame
                frame = Frame(number + 1)
            if error.reason != "unreadable":
                raise
            frame.damage, stray, line = str(error), False, b""
        if stray and not frame.damage:
            frame.damage = "what follows it is no record, so its Content-Length is wrong"
        yield frame


def _next_record(stream: IO[bytes]) -> tuple[bool, bytes]:
    """Return whether anything but blank lines precedes the next record, and its first line."""
    stray = False
    while line := stream.readline(_LONGEST_LINE):
        # The second: as much of the mark as there is before the archive ends.
        if line.startswith(b"WARC/") or b"WARC/".startswith(line):
            return stray, line
        stray = stray or bool(line.strip(b"\r\n"))
    return stray, b""


def _fill(frame: Frame, stream: IO[bytes]) -> None:
    lines, size, line = list[str](), 0, b""
    while (line := stream.readline(_LONGEST_LINE)).strip(b"\r\n"):
        size += len(line)
        if size > _LONGEST_HEAD:
            frame.damage = f"its head is longer than {_LONGEST_HEAD} bytes"
            return
        lines.append(line.decode("utf-8", "replace").rstrip("\r\n"))
    frame.headers = fields(lines)
    stated = frame.headers.get("content-length", "")
    if not line:
        frame.damage = "its head is cut off"
    elif not re.fullmatch("[0-9]{1,15}", stated):
        frame.damage = (
            f"its Content-Length is {stated[:40]!r}" if stated else "it has no Content-Length"
        )
    if frame.damage:
        return
    frame.size = left = int(stated)
    wanted = left <= LARGEST and frame.headers.get("warc-type", "").lower() in _PAGES
    pieces = []
    while left and (piece := stream.read(min(_PIECE, left))):
        left -= len(piece)
        if wanted:
            pieces.append(piece)
    frame.body = b"".join(pieces)
    frame.whole = not left
    if left:
        frame.damage = f"it is cut off: {frame.size - left} of {frame.size} bytes are there"


def _page(frame: Frame, others: Counter[str]) -> Page | None:
    """Return what a record holds for a reader; None where that is no text, which is counted."""
    kind, stated = frame.headers.get("warc-type", "").lower(), frame.headers.get("content-type", "")
    if frame.damage:
        return Page(frame.number, frame.uri, False, "", {}, b"", frame.damage)
    if kind not in _PAGES:
        return None
    if frame.size > LARGEST:
        others[f"longer than {LARGEST} bytes"] += 1
        return None
    headers, body = {"content-type": stated}, frame.body
    if stated.lower().startswith("application/http"):
        try:
            status, headers, body = parse_response(frame.body)
        except Damaged as error:
            return Page(frame.number, frame.uri, False, "", {}, b"", str(error))
        if not 200 <= status < 300:
            others[f"of HTTP status {status}"] += 1
            return None
    media, charset = media_type(headers)
    if media not in _HTML and media != "text/plain":
        others[media or "of no media type"] += 1
        return None
    return Page(frame.number, frame.uri, media in _HTML, charset, headers, body)


def read_pages(
    portion: Portion, lines: Container[int] | None = None
) -> tuple[list[Document], list[Fault]]:
    """Return a document a page, IOE201 for each damaged record and IOE101 for invalid bytes of
    a page; with `lines`, of these records.
    """
    path, documents, faults = portion.source.path, list[Document](), list[Fault]()
    for page in msgspec.msgpack.decode(portion.content, type=list[Page]):
        if lines is not None and page.number not in lines:
            continue
        try:
            if page.damage:
                raise Damaged(page.damage)
            body = decoded_body(page.headers, page.body, LARGEST)
        except Damaged as error:
            faults.append(
                Fault.bad_page(
                    contained(Place(path, 1, 1, 1, 1, 0, 0), page.number, page.uri, FIELD),
                    page.uri,
                    str(error),
                )
            )
            continue
        encoding, skip = _encoding(page, body)
        decoded = decode_as(body[skip:], encoding)
        document = (
            read_html(path, decoded.text)
            if page.html
            else Document(decoded.text, FileOrigin(path, decoded.text))
        )
        put_in: tuple[int, ...] = ()
        if decoded.marked:
            put_in = replaced(document.origin, decoded.replaced)
            fault = Fault.invalid_bytes(path, decoded)
            faults.append(
                replace(fault, place=contained(fault.place, page.number, page.uri, FIELD))
            )
        documents.append(
            replace(
                document,
                origin=ContainedOrigin(document.origin, page.number, page.uri, FIELD),
                replaced=put_in,
            )
        )
    return documents, faults


def _encoding(page: Page, body: bytes) -> tuple[str, int]:
    """Return a page's encoding and the length of its byte-order mark.

    By the mark, by the head, by a <meta> tag; else UTF-8.
    """
    encoding, skip = encoding_of(body)
    if skip:
        return encoding, skip
    return codec_of(page.charset) or (declared(body) if page.html else "") or "utf-8", 0
