"""From bytes to text: encodings, and what is not valid in them."""

from __future__ import annotations

import codecs

import pytest

from copydesk.reading.decode import decode
from linting import lint
from reading import documents, faults


@pytest.mark.parametrize(
    ("name", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", codecs.BOM_UTF8),
        ("utf-16-le", codecs.BOM_UTF16_LE),
        ("utf-16-be", codecs.BOM_UTF16_BE),
        ("utf-32-le", codecs.BOM_UTF32_LE),
        ("utf-32-be", codecs.BOM_UTF32_BE),
    ],
)
@pytest.mark.parametrize("file", ["a.txt", "a.md", "a.jsonl"])
def test_every_encoding_gives_the_same_document_and_place(
    name: str, mark: bytes, file: str
) -> None:
    text = '{"id": 7, "text": "Zwölf \\u20ac\\nzwei"}\n' if file == "a.jsonl" else "Zwölf €\nzwei"
    (document,) = documents(file, mark + text.encode(name))
    place = document.origin.place(8, 12)
    assert document.text == "Zwölf €\nzwei"
    assert (place.line, place.column) == ((1, 34) if file == "a.jsonl" else (2, 1))


def test_the_word_of_the_first_invalid_byte_is_reported_and_the_rest_is_kept() -> None:
    content = b"Erste Zeile\nZweite caf" + b"\xe9s, Zeile\n"
    assert faults("a.txt", content) == [("IOE101", 2, 8)]
    (finding,) = lint({"a.txt": content}, codes=("IOE101",)).findings
    assert (finding.place.column, finding.place.end_column) == (8, 13)
    assert documents("a.txt", content)[0].text.endswith("Zeile\n")


def test_an_invalid_byte_in_a_record_costs_no_record() -> None:
    content = b'{"text": "one"}\n{"text": "tw\xff"}\n{"text": "three"}\n'
    assert faults("a.jsonl", content) == [("IOE101", 2, 11)]
    assert [d.text for d in documents("a.jsonl", content)] == ["one", "tw\ufffd", "three"]


def test_invalid_utf8_in_utf16_is_found_too() -> None:
    decoded = decode(
        codecs.BOM_UTF16_LE + "ab".encode("utf-16-le") + b"\x00\xdc" + "c".encode("utf-16-le")
    )
    assert (decoded.encoding, decoded.fault, decoded.text) == ("utf-16-le", 2, "ab\ufffdc")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_and_columns_are_those_of_an_editor(end: str) -> None:
    text = end.join(["first", "", "third \u2028 line", "x"])
    (document,) = documents("a.txt", text.encode())
    at = text.index("line")
    place = document.origin.place(at, at + 4)
    assert (place.line, place.column, place.end_column) == (3, 9, 13)


@pytest.mark.parametrize(
    ("name", "content", "lines"),
    [
        ("a.txt", b"The caf\xe9 was shut.\n\nThe bar\xef\xbf\xbd too.\n", [3]),
        (
            "a.html",
            b"<p>The caf\xe9 was shut.</p>\n<p>The bar&#xFFFD; too.</p>\n<p>An inn\xef\xbf\xbd.</p>",
            [2, 3],
        ),
        (
            "a.jsonl",
            b'{"text": "Fine \xc3\xa9."}\n{"text": "The caf\xe9 \\n was shut."}\n{"text": "The bar\\ufffd too."}\n',
            [3],
        ),
        ("a.csv", b'text\n"The ""caf\xe9"" was shut."\n"The\nbar\xef\xbf\xbd too."\n', [4]),
        ("a.txt", b"\xff\xfe" + "The bar\ufffd too. ".encode("utf-16-le") + b"\x00\xdcx\x00", [1]),
    ],
)
def test_a_character_put_in_for_invalid_bytes_is_reported_once(
    name: str, content: bytes, lines: list[int]
) -> None:
    report = lint({name: content}, codes=("IOE101", "GAR110"))
    assert [f.rule for f in report.findings].count("IOE101") == 1
    assert [f.place.line for f in report.findings if f.rule == "GAR110"] == lines
