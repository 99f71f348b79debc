"""WARC: pages as documents, their charsets and encodings, what is damaged in an archive,
and what holds no text.
"""

from __future__ import annotations

import bz2
import gzip
import io
import itertools
import lzma
import subprocess
import sys
from pathlib import Path

import pytest
import zstandard
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from archives import ONE, PACKED, THREE, TWO, found, page, record, response
from copydesk.finding import OTHER_RECORDS
from copydesk.reading.read import portions, read
from copydesk.reading.source import ReadOptions, Source
from reading import OPTIONS, documents, faults, source


@pytest.mark.parametrize(
    ("name", "packed"),
    [
        ("a.warc", ONE + TWO + THREE),
        (
            "a.warc.gz",
            gzip.compress(ONE, mtime=0)
            + gzip.compress(TWO, mtime=0)
            + gzip.compress(THREE, mtime=0),
        ),
        ("a.warc.gz", gzip.compress(ONE + TWO + THREE, mtime=0)),
        ("a.warc.zst", zstandard.compress(ONE) + zstandard.compress(TWO + THREE)),
        ("a.warc.bz2", bz2.compress(ONE + TWO + THREE)),
        ("a.warc.xz", lzma.compress(ONE + TWO + THREE)),
    ],
)
def test_pages_are_documents_however_the_archive_is_packed(name: str, packed: bytes) -> None:
    assert found(packed, name) == (["one", "two", "three"], [], "")


@pytest.mark.filterwarnings(
    "ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
)  # warcio leaves files open
def test_an_archive_that_warcio_wrote_is_read(tmp_path: Path) -> None:
    file = tmp_path / "crawl.warc.gz"
    with file.open("wb") as out:
        writer = WARCWriter(out, gzip=True)
        writer.write_record(
            writer.create_warcinfo_record("crawl.warc.gz", {"software": "a crawler"})
        )
        for number, (media, body) in enumerate(
            [
                ("text/html", "<p>Überfahrt</p>".encode()),
                ("image/png", b"\x89PNG\0"),
                ("text/plain", b"plain"),
            ]
        ):
            head = StatusAndHeaders("200 OK", [("Content-Type", media)], protocol="HTTP/1.1")
            writer.write_record(
                writer.create_warc_record(
                    f"http://a.example/{number}",
                    "response",
                    payload=io.BytesIO(body),
                    http_headers=head,
                )
            )
    assert found(file.read_bytes(), "crawl.warc.gz") == (["Überfahrt", "plain"], [], OTHER_RECORDS)
    (portion,) = itertools.islice(portions(Source("crawl.warc.gz", file, "warc", "gz"), OPTIONS), 1)
    places = [document.origin.place(0, 5) for document in read(portion, OPTIONS)[0]]
    assert [place.document and place.document.id for place in places] == [
        "http://a.example/0",
        "http://a.example/2",
    ]


def test_a_place_names_the_record_and_counts_in_its_payload() -> None:
    body = "<title>Not read</title>\n<p>The caf&eacute; is shut.</p>"
    (_, document) = documents(
        "a.warc", ONE + record(response(body.encode()), "http://a.example/cafe")
    )
    start = document.text.index("café")
    place = document.origin.place(start, start + 4)
    assert (place.path, place.line, place.column) == ("a.warc", 2, body.index("caf&") + 1)
    assert place.end_column - place.column == len("caf&eacute;")
    assert place.document
    assert (
        place.document.id,
        place.document.field,
        place.document.line,
        place.document.column,
    ) == (
        "http://a.example/cafe",
        "payload",
        2,
        8,
    )
    assert document.origin.edit(start, start + 4, "bar") is None


@pytest.mark.parametrize(
    ("media", "body", "text"),
    [
        (
            "text/html; charset=iso-8859-1",
            b"<p>caf\xe9 \x96 bar</p>",
            "café – bar",
        ),  # Latin-1 is read as browsers read it
        (
            "text/html; charset=UTF-8",
            '<meta charset="latin1"><p>café</p>'.encode(),
            "café",
        ),  # the head counts first
        (
            "text/html",
            b'<meta http-equiv="Content-Type" content="text/html; charset=windows-1251"><p>\xcc\xe8\xf0</p>',
            "Мир",
        ),
        ("text/html; charset=nonsense", b"<meta charset=shift_jis><p>\x93\xfa</p>", "日"),
        ("text/html; charset=rot13", "<p>café</p>".encode(), "café"),
        (
            "text/html; charset=iso-8859-1",
            b"\xef\xbb\xbf<p>caf\xc3\xa9</p>",
            "café",
        ),  # a byte-order mark before all
        ("text/plain; charset=utf-16le", "café".encode("utf-16-le"), "café"),
        ("text/plain", "<meta charset=latin1>é".encode(), "<meta charset=latin1>é"),
        ("text/html", "<p>café</p>".encode(), "café"),
    ],
)
def test_the_charset_is_that_of_the_mark_the_head_or_the_page(
    media: str, body: bytes, text: str
) -> None:
    assert found(record(response(body, media))) == ([text], [], "")


def test_a_byte_that_is_not_of_the_charset_is_reported_at_its_place() -> None:
    content = ONE + record(response(b"<p>caf\xe9 \xef\xbf\xbd</p>"))
    assert faults("a.warc", content) == [("IOE101", 2, 4)]
    document = documents("a.warc", content)[1]
    assert (document.text, document.replaced) == ("caf\ufffd \ufffd", (3,))


@pytest.mark.parametrize("name", PACKED)
@pytest.mark.parametrize("chunks", [0, 1, 7])
def test_bodies_are_freed_of_chunks_and_compression(name: str, chunks: int) -> None:
    body, headers = PACKED[name], [f"Content-Encoding: {name}"]
    if chunks:
        parts = [body[at : at + chunks] for at in range(0, len(body), chunks)]
        body = b"".join(b"%X;x=1\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"
        headers.append("Transfer-Encoding: chunked")
    assert found(record(response(body, "text/html", *headers)) + TWO) == (["one", "two"], [], "")


@pytest.mark.parametrize(
    "header",
    [
        "Content-Encoding: gzip",
        "Content-Encoding: br",
        "Content-Encoding: deflate",
        "Transfer-Encoding: chunked",
    ],
)
def test_a_body_that_was_unpacked_already_is_left_as_it_is(header: str) -> None:
    assert found(record(response(b"<p>one</p>", "text/html", header))) == (["one"], [], "")


def test_records_of_a_large_archive_come_in_portions_with_the_same_numbers() -> None:
    content = b"".join(
        page(f"page {n} " + "word " * 30_000, f"http://a.example/{n}") for n in range(20)
    )
    pieces = list(portions(source("a.warc", content), ReadOptions()))
    assert len(pieces) > 2
    numbers = [
        document.origin.lines.start for piece in pieces for document in read(piece, OPTIONS)[0]
    ]
    assert numbers == list(range(1, 21))
    some = [document.text[:7] for piece in pieces for document in read(piece, OPTIONS, {3, 17})[0]]
    assert some == ["page 2 ", "page 16"]


def test_check_names_pages_by_their_addresses_and_counts_what_is_no_text(tmp_path: Path) -> None:
    faulty = page("He walked to the the door, she said.", "http://a.example/door?x=1\x1b[31m")
    images = [record(response(b"x", "image/png"))] * 3
    (tmp_path / "a.warc.gz").write_bytes(
        b"".join(
            map(
                gzip.compress,
                [ONE, faulty, *images, record(response(b"x"), "http://a.example/cut", length=999)],
            )
        )
    )
    command = [sys.executable, "-m", "copydesk", "check", "a.warc.gz", "--output-format", "concise"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=60)
    assert done.returncode == 1
    assert done.stdout.decode().splitlines() == [
        "a.warc.gz:2:17: GAR104 repeated: the the (http://a.example/door?x=1\\x1b[31m)",
        "a.warc.gz:6:1: IOE201 not a whole WARC record: it is cut off: 64 of 999 bytes are there (http://a.example/cut)",
    ]
    assert (
        done.stderr.decode().splitlines()[0]
        == "skipped a.warc.gz: other-records (3 records without text: 3 image/png)"
    )
