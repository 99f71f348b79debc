"""Take an HTTP response apart as a web archive keeps it.

Its head, and its body freed of chunks and compression, within a limit.
"""

from __future__ import annotations

import re
import zlib
from typing import NamedTuple

_HEAD_END = re.compile(rb"\r?\n\r?\n")
_CHUNK = re.compile(rb"([0-9a-fA-F]{1,8})[ \t]*(?:;[^\r\n]{0,200})?\r?\n")
_TYPE = re.compile(r"\s*([\w.+-]+/[\w.+-]+)")
_CHARSET = re.compile(r"""charset\s*=\s*["']?([\w.:-]{1,40})""", re.IGNORECASE)
_BROTLI_PIECE = 1 << 20


class Damaged(Exception):
    """A body is not what its head says; the message says how."""


class Response(NamedTuple):
    """A response: its status, header fields by lower-case name, and the body as it was sent."""

    status: int
    headers: dict[str, str]
    body: bytes


def parse_response(content: bytes) -> Response:
    """Part a response; raises Damaged."""
    end = _HEAD_END.search(content)
    if not content.startswith(b"HTTP/") or end is None:
        raise Damaged("it holds no HTTP response")
    first, *rest = content[: end.start()].decode("utf-8", "replace").split("\n")
    status = first.split(" ")[1:2]
    return Response(
        int(status[0]) if status and re.fullmatch("[0-9]{3}", status[0]) else 0,
        fields(rest),
        content[end.end() :],
    )


def fields(lines: list[str]) -> dict[str, str]:
    """Return header fields by lower-case name.

    A line that begins with white space goes on with the one before.
    """
    found: dict[str, str] = {}
    last = ""
    for line in lines:
        name, colon, value = line.partition(":")
        if line[:1] in (" ", "\t") and last:
            found[last] = f"{found[last]} {line.strip()}"
        elif colon:
            last = name.strip().lower()
            found[last] = value.strip()
    return found


def media_type(headers: dict[str, str]) -> tuple[str, str]:
    """Return the media type and the charset that a head states; "" where it states none."""
    stated = headers.get("content-type", "")
    kind, charset = _TYPE.match(stated), _CHARSET.search(stated)
    return kind[1].lower() if kind else "", charset[1] if charset else ""


def decoded_body(headers: dict[str, str], body: bytes, limit: int) -> bytes:
    """Return a body without its chunks and compression.

    Raises Damaged, also where it is longer than `limit`.

    Many archives keep a body unpacked under the head it was sent with: what bears no mark of chunks
    or compression is left as it is.
    """
    if "chunked" in headers.get("transfer-encoding", "").lower():
        body = _joined(body)
    stated = [name.strip() for name in headers.get("content-encoding", "").lower().split(",")]
    for name in reversed(stated[:3]):
        body = _unpacked(name, body, limit)
    return body


def _joined(body: bytes) -> bytes:
    pieces, at = list[bytes](), 0
    while True:
        head = _CHUNK.match(body, at)
        if head is None and at == 0:
            return body
        if head is None:
            raise Damaged("a chunk of its body does not begin where it should")
        size = int(head[1], 16)
        if not size:
            return b"".join(pieces)
        pieces.append(body[head.end() : head.end() + size])
        if len(pieces[-1]) < size:
            raise Damaged("its last chunk is cut off")
        at = head.end() + size
        at += 2 if body.startswith(b"\r\n", at) else 1


def _unpacked(name: str, body: bytes, limit: int) -> bytes:
    if name in ("gzip", "x-gzip", "deflate"):
        found = _inflated(body, limit, raw=name == "deflate")
    elif name == "br":
        found = _unbrotlied(body, limit)
    elif name in ("", "identity"):
        found = body
    else:
        raise Damaged(f"its Content-Encoding is {name!r}, which is not read")
    if len(found) > limit:
        raise Damaged(f"it unpacks to more than {limit} bytes")
    return found


def _inflated(body: bytes, limit: int, *, raw: bool) -> bytes:
    if not raw and not body.startswith(b"\x1f\x8b"):
        return body
    for bits in (47, -15) if raw else (47,):  # deflate is zlib, or what some servers take for it
        stream = zlib.decompressobj(bits)
        try:
            found = stream.decompress(body, limit + 1)
        except zlib.error:
            continue
        if not stream.eof and len(found) <= limit:
            raise Damaged("its compressed body is cut off")
        return found
    if raw and b"<" in body[:512]:
        return body
    raise Damaged("its compressed body is broken")


def _unbrotlied(body: bytes, limit: int) -> bytes:
    import brotli

    stream, pieces, size = brotli.Decompressor(), [], 0
    try:
        piece: bytes = stream.process(body, output_buffer_limit=_BROTLI_PIECE)
        while size <= limit and (piece or not stream.is_finished()):
            pieces.append(piece)
            size += len(piece)
            if not piece and stream.can_accept_more_data():
                raise Damaged("its compressed body is cut off")
            piece = stream.process(b"", output_buffer_limit=_BROTLI_PIECE)
    except brotli.error:
        if pieces or b"<" not in body[:512]:
            raise Damaged("its compressed body is broken") from None
        return body
    return b"".join(pieces)
