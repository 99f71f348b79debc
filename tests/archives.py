"""Web archives made in a test."""

from __future__ import annotations

import gzip
import zlib

import brotli

from copydesk.reading.read import portions, read
from copydesk.reading.source import Unreadable
from reading import OPTIONS, source


def record(
    body: bytes,
    uri: str = "http://a.example/",
    kind: str = "response",
    media: str = "application/http",
    length: object = None,
) -> bytes:
    """Return a record as it stands in an archive; `length` is what it says of itself."""
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {uri}\r\nContent-Type: {media}\r\nContent-Length: "
    return f"{head}{len(body) if length is None else length}\r\n\r\n".encode() + body + b"\r\n\r\n"


def response(
    body: bytes, media: str = "text/html; charset=utf-8", *headers: str, status: str = "200 OK"
) -> bytes:
    """Return an HTTP response."""
    return (
        "\r\n".join([f"HTTP/1.1 {status}", f"Content-Type: {media}", *headers, "", ""]).encode()
        + body
    )


def page(text: str, uri: str = "http://a.example/") -> bytes:
    """Return a record that holds a web page of some paragraphs."""
    return record(
        response("".join(f"<p>{part}</p>\n" for part in text.split("\n\n")).encode()), uri
    )


PACKED = {
    "gzip": gzip.compress(b"<p>one</p>", mtime=0),
    "deflate": zlib.compress(b"<p>one</p>"),
    "Deflate": zlib.compress(b"<p>one</p>")[2:-4],
    "br": brotli.compress(b"<p>one</p>"),
    "identity": b"<p>one</p>",
}

ONE, TWO, THREE = (
    page(text, f"http://a.example/{n}") for n, text in enumerate(("one", "two", "three"), 1)
)


def found(content: bytes, name: str = "a.warc") -> tuple[list[str], list[tuple[int, str]], str]:
    """Return the texts, the faults by record, and the reason why something was not read."""
    texts, wrong, reason = list[str](), list[tuple[int, str]](), ""
    try:
        for portion in portions(source(name, content), OPTIONS):
            some, faults = read(portion, OPTIONS)
            texts += [document.text for document in some]
            wrong += [
                (fault.place.line, str(fault.details.get("error", fault.code))) for fault in faults
            ]
    except Unreadable as error:
        reason = error.reason
    return texts, wrong, reason
