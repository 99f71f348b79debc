"""Web archives made in a test."""

from __future__ import annotations


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
