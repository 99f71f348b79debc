"""Archives that are damaged, hold no text or grow too large: what is read of them, and said."""

from __future__ import annotations

import contextlib
import gzip
import time
import zlib

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from archives import ONE, PACKED, THREE, TWO, found, record, response
from copydesk.finding import OTHER_RECORDS
from copydesk.reading.http import Damaged, decoded_body
from copydesk.reading.source import Unreadable
from reading import documents

CHUNKED = ["Transfer-Encoding: chunked"]


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (
            record(response(b"<p>two and a half</p>"), length=66),
            "what follows it is no record, so its Content-Length is wrong",
        ),
        (record(response(b"<p>two</p>"), length=-5), "its Content-Length is '-5'"),
        (
            record(response(b"<p>two</p>"), length="9" * 30),
            "its Content-Length is '999999999999999999999999999999'",
        ),
        (record(response(b"<p>two</p>"), length=""), "it has no Content-Length"),
        (record(b"no head at all"), "it holds no HTTP response"),
        (
            b"WARC/1.0\r\nX: " + b"a" * 2_000_000 + b"\r\n\r\n",
            "its head is longer than 1048576 bytes",
        ),
        (
            record(response(PACKED["gzip"][:-9], "text/html", "Content-Encoding: gzip")),
            "its compressed body is cut off",
        ),
        (
            record(response(b"\x1f\x8b broken", "text/html", "Content-Encoding: gzip")),
            "its compressed body is broken",
        ),
        (
            record(response(PACKED["br"][:-2], "text/html", "Content-Encoding: br")),
            "its compressed body is cut off",
        ),
        (
            record(response(b"5\r\n<p>tw\r\nf\r\no</p>", "text/html", *CHUNKED)),
            "its last chunk is cut off",
        ),
        (
            record(response(b"5\r\n<p>tw\r\nno\r\no</p>", "text/html", *CHUNKED)),
            "a chunk of its body does not begin where it should",
        ),
        (
            record(response(b"x", "text/html", "Content-Encoding: rot13")),
            "its Content-Encoding is 'rot13', which is not read",
        ),
    ],
    ids=lambda value: value[:40] if isinstance(value, str) else "",
)
def test_a_damaged_record_is_reported_and_the_next_one_read(content: bytes, error: str) -> None:
    assert found(ONE + content + THREE) == (["one", "three"], [(2, error)], "")


def test_an_archive_cut_anywhere_keeps_its_whole_records_and_says_so() -> None:
    whole = ONE + TWO
    for end in range(len(ONE) + 1, len(whole) - 4):
        texts, wrong, reason = found(whole[:end])
        assert (texts, reason, [number for number, _ in wrong]) == (["one"], "", [2]), end
    packed = gzip.compress(ONE) + gzip.compress(TWO)
    for end in range(len(gzip.compress(ONE)) + 1, len(packed)):
        texts, wrong, reason = found(packed[:end], "a.warc.gz")
        assert texts[:1] == ["one"], end
        assert [number for number, _ in wrong] in ([2], [3]), end  # 3: only the checksum is cut off


def test_records_without_text_are_counted_by_kind() -> None:
    others = [
        record(response(b"x", media))
        for media in ("image/png", "image/png", "text/css", "video/mp4;x", "a/b", "c/d", "e/f")
    ]
    moved = record(response(b"<p>moved</p>", status="301 Moved Permanently"))
    beside = [
        record(b"a: b", kind=kind, media="application/warc-fields")
        for kind in ("warcinfo", "metadata", "request", "revisit")
    ]
    with pytest.raises(Unreadable) as caught:
        documents("a.warc", b"".join([*beside, ONE, *others, moved]))
    assert str(caught.value) == (
        "8 records without text: 2 image/png, 1 a/b, 1 c/d, 1 e/f, 1 of HTTP status 301, 1 text/css, 1 kinds more"
    )
    wet = record(b"Text of a page", kind="conversion", media="text/plain")
    assert found(wet + record(b"<p>kept</p>", kind="resource", media="text/html")) == (
        ["Text of a page", "kept"],
        [],
        "",
    )


def test_what_is_no_archive_or_grows_too_large_says_so() -> None:
    assert found(b"") == ([], [], "")
    assert found(b"hello\n" * 99) == ([], [], "unreadable")
    assert found(bytes(999)) == ([], [], "unreadable")
    assert found(gzip.compress(ONE + bytes(50_000_000)), "a.warc.gz") == (["one"], [], "too-large")
    assert (
        found(gzip.compress(b"WARC/1.0\r\nX: " + b"a" * 50_000_000), "a.warc.gz")[2] == "too-large"
    )


@pytest.mark.parametrize("name", ["gzip", "deflate", "br"])
def test_a_body_that_grows_too_large_is_damage(name: str) -> None:
    bomb = {"gzip": gzip.compress, "deflate": zlib.compress, "br": brotli.compress}[name](
        bytes(40_000_000)
    )
    texts, wrong, _ = found(record(response(bomb, "text/html", f"Content-Encoding: {name}")) + TWO)
    assert (texts, wrong) == (["two"], [(1, "it unpacks to more than 16777216 bytes")])


@pytest.mark.parametrize(
    "body",
    [b"1\r\na\r\n" * 300_000, b"0" * 2_000_000, b"1;" + b"x" * 2_000_000, b"\r\n" * 1_000_000],
)
def test_crafted_chunks_take_no_long_time(body: bytes) -> None:
    began = time.process_time()
    with contextlib.suppress(Damaged):
        decoded_body({"transfer-encoding": "chunked"}, body, 1 << 24)
    assert time.process_time() - began < 3


@given(
    st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), max_size=12),
    st.integers(0, 10_000),
    st.booleans(),
)
def test_no_change_of_bytes_makes_reading_fail(
    changes: list[tuple[int, int]], cut: int, packed: bool
) -> None:
    chunked = record(
        response(b"5\r\n<p>tw\r\n5\r\no</p>\r\n0\r\n\r\n", "text/html; charset=gbk", *CHUNKED)
    )
    zipped = record(response(PACKED["gzip"], "text/html", "Content-Encoding: gzip"))
    raw = bytearray(
        ONE
        + chunked
        + zipped
        + record(response(PACKED["br"], "text/html", "Content-Encoding: br"))
        + THREE
    )
    content = bytearray(gzip.compress(raw, mtime=0)) if packed else raw
    for at, byte in changes:
        content[at % len(content)] = byte
    texts, wrong, reason = found(
        bytes(content[: cut % len(content) or None]), "a.warc.gz" if packed else "a.warc"
    )
    assert len(texts) + len(wrong) <= 8
    assert reason in ("", OTHER_RECORDS, "unreadable")
