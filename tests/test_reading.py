"""From bytes to documents and back: encodings, formats, records, places, limits."""

from __future__ import annotations

import bz2
import codecs
import csv
import gzip
import io
import json
import lzma
import os
from pathlib import Path

import pyarrow
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet

from copydesk.columns.batch import Batch
from copydesk.columns.blocks import BlockKind
from copydesk.columns.opaque import opaque, shown
from copydesk.reading.content import read_content
from copydesk.reading.decode import decode
from copydesk.reading.document import Document
from copydesk.reading.formats import format_of
from copydesk.reading.html import read_html
from copydesk.reading.markdown import layout
from copydesk.reading.places import value_span
from copydesk.reading.read import portions, read
from copydesk.reading.source import ReadOptions, Source, Unreadable
from copydesk.reading.walk import MissingPath, Walker
from linting import lint

OPTIONS = ReadOptions()


def source(name: str, content: bytes) -> Source:
    kind, packing = format_of(name)
    return Source(name, None, kind or "text", packing, content=content)


def documents(name: str, content: bytes, options: ReadOptions = OPTIONS) -> list[Document]:
    return [d for portion in portions(source(name, content), options) for d in read(portion, options)[0]]


def faults(name: str, content: bytes, options: ReadOptions = OPTIONS) -> list[tuple[str, int, int]]:
    found = [f for portion in portions(source(name, content), options) for f in read(portion, options)[1]]
    return [(fault.code, fault.place.line, fault.place.column) for fault in found]


@pytest.mark.parametrize(
    ("name", "mark"),
    [("utf-8", b""), ("utf-8", codecs.BOM_UTF8), ("utf-16-le", codecs.BOM_UTF16_LE), ("utf-16-be", codecs.BOM_UTF16_BE),
     ("utf-32-le", codecs.BOM_UTF32_LE), ("utf-32-be", codecs.BOM_UTF32_BE)],
)  # fmt: skip
@pytest.mark.parametrize("file", ["a.txt", "a.md", "a.jsonl"])
def test_every_encoding_gives_the_same_document_and_place(name: str, mark: bytes, file: str) -> None:
    text = '{"id": 7, "text": "Zwölf \\u20ac\\nzwei"}\n' if file == "a.jsonl" else "Zwölf €\nzwei"
    (document,) = documents(file, mark + text.encode(name))
    place = document.origin.place(8, 12)
    assert document.text == "Zwölf €\nzwei"
    assert (place.line, place.column) == ((1, 34) if file == "a.jsonl" else (2, 1))


def test_the_first_invalid_byte_is_reported_and_the_rest_is_kept() -> None:
    content = b"Erste Zeile\nZweite " + b"\xe9t\xe9 Zeile\n"
    assert faults("a.txt", content) == [("IOE101", 2, 8)]
    assert documents("a.txt", content)[0].text.endswith("Zeile\n")


def test_an_invalid_byte_in_a_record_costs_no_record() -> None:
    content = b'{"text": "one"}\n{"text": "tw\xff"}\n{"text": "three"}\n'
    assert faults("a.jsonl", content) == [("IOE101", 2, 13)]
    assert [d.text for d in documents("a.jsonl", content)] == ["one", "tw\ufffd", "three"]


@pytest.mark.parametrize(
    "line",
    ['{"text": "cut', "[1, 2]", '"text"', '{"text": NaN}', '{"text": "x"} more', "{" * 5000, '{"text": "\\ud800"}', "null", "\x0b"],
)
def test_a_malformed_record_is_a_fault_and_the_others_are_read(line: str) -> None:
    content = f'{{"text": "before"}}\n{line}\n{{"text": "after"}}\n'.encode()
    assert [f[:2] for f in faults("a.jsonl", content)] in ([("IOE201", 2)], [("IOE202", 2)])
    assert [d.text for d in documents("a.jsonl", content)] == ["before", "after"]


def test_records_without_the_text_field_are_reported_once_with_their_number() -> None:
    content = b'{"body": "a"}\n{"body": "b"}\n{"text": "c"}\n'
    (portion,) = portions(source("a.jsonl", content), OPTIONS)
    (fault,) = read(portion, OPTIONS)[1]
    assert (fault.code, fault.place.line, fault.details["more"]) == ("IOE202", 1, " (and 1 more records)")
    assert [d.text for d in documents("a.jsonl", content, ReadOptions(text_field="body"))] == ["a", "b"]


@pytest.mark.parametrize(("raw", "expected"), [('"x7"', "x7"), ("7", "7"), ("null", "null"), ("1.5", "1.5")])
def test_a_record_is_named_by_its_id(raw: str, expected: str) -> None:
    (document,) = documents("a.jsonl", f'{{"id": {raw}, "text": "words"}}'.encode())
    record = document.origin.place(0, 5).document
    assert record is not None
    assert (record.id, record.field) == (expected, "text")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_records_end_at_any_line_end(end: str) -> None:
    content = end.join(['{"text": "one"}', '{"text": "two"}', ""]).encode()
    assert [(d.text, d.origin.place(0, 1).line) for d in documents("a.jsonl", content)] == [("one", 1), ("two", 2)]


CHARACTERS = st.text(st.sampled_from('ab"\\/\n\t\u00e9\u2028\U0001f600\x00'), min_size=1, max_size=30)


@given(CHARACTERS, CHARACTERS, st.booleans(), st.data())
def test_a_place_in_a_record_points_at_the_raw_characters(text: str, other: str, ascii_only: bool, data: st.DataObject) -> None:
    raw = json.dumps({"other": {"text": other}, "list": [text, 1], "text": text, "id": other}, ensure_ascii=ascii_only)
    document = documents("a.jsonl", f'{{"text": "first"}}\n{raw}\n'.encode())[1]
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    place = document.origin.place(start, end)
    assert json.loads(f'"{raw[place.column - 1 : place.end_column - 1]}"') == text[start:end]
    assert place.line == 2
    whole = f'{{"text": "first"}}\n{raw}\n'
    assert whole[place.offset : place.end_offset] == raw[place.column - 1 : place.end_column - 1]


def test_the_last_of_repeated_keys_counts_as_it_does_for_json() -> None:
    line = '{"text": "one", "text" : "two"}'
    assert line[slice(*value_span(line, "text"))] == "two"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_and_columns_are_those_of_an_editor(end: str) -> None:
    text = end.join(["first", "", "third \u2028 line", "x"])
    (document,) = documents("a.txt", text.encode())
    at = text.index("line")
    place = document.origin.place(at, at + 4)
    assert (place.line, place.column, place.end_column) == (3, 9, 13)


MARKDOWN = """---
title: The the title
---

# A heading

A *paragraph* with `some code` and a [link](https://example.org/the/the "title").

- an item
> a quote

```python
code = "the the"
```

| a | b |
|---|---|
| 1 | 2 |

<div>html</div>
"""


def test_markdown_blocks_know_their_kind_and_prose_is_without_markup() -> None:
    (document,) = documents("a.md", MARKDOWN.encode())
    assert document.layout
    batch = Batch([document.column_text])
    kinds = [BlockKind(kind).name for kind in batch.blocks.kind.tolist()]
    assert kinds == ["FRONT_MATTER", "HEADING", "PROSE", "LIST", "QUOTE", "CODE", "TABLE", "CODE"]
    first, end = batch.block_words
    spoken = [batch.slice(int(batch.words.start[row]), int(batch.words.end[row])) for row in range(first[2], end[2])]
    assert spoken == ["A", "paragraph", "with", "`some code`", "and", "a", "link"]
    assert batch.words.number[first[2] : end[2]].tolist() == [False, False, False, True, False, False, False]
    assert len(batch.text) == len(MARKDOWN)


@pytest.mark.parametrize(("code", "marks"), [("`{}`", "a.md"), ("<code>{}</code>", "a.html"), ("https://example.org/{}", "a.md")])
def test_sentences_that_differ_in_their_code_are_no_copies(code: str, marks: str) -> None:
    said = "<p>The harbour clerk calls {} once before the gauge is read at high water.</p>\n\n"
    page = "".join(said.format(code.format(name)) for name in ("raise", "lower", "raise"))
    found = lint({marks: page if marks.endswith("html") else page.replace("<p>", "").replace("</p>", "")}).findings
    assert [(f.rule, f.place.line, f.related[0].place.line) for f in found] == [("DUP201", 5, 1)]
    assert "raise" in found[0].text


@given(st.text(st.sampled_from("#*_`[]()<>!-+|~ \n\r\\\"'ab1.:/&"), max_size=80))
def test_markdown_keeps_every_offset(text: str) -> None:
    found = layout(text)
    assert len(found.ink) == len(text)
    assert all(a in (b, " ") for a, b in zip(shown(found.ink), text, strict=True))
    assert all(s < e for s, e in zip(found.start, found.end, strict=True))


PAGE = """<!DOCTYPE html><html><head><title>Not read</title><style>p { color: red }</style><body>
<h1>Ferries &amp; fares</h1>
<p>It&rsquo;s a <b>bold</b>
   plan&nbsp;here &#8217; caf&eacute;.<br>Next line</p><!-- not <p>read</p> -->
<ul><li>one<li>two</ul><p>after &unknown; this</p><script>var a = "<p>not read</p>";</script>
<table><tr><td>left<td>right</table>the end"""


def test_html_blocks_are_what_a_reader_sees() -> None:
    (page,) = documents("a.html", PAGE.encode())
    assert page.layout
    shown = [
        (BlockKind(kind).name, page.text[start:end])
        for start, end, kind in zip(page.layout.start, page.layout.end, page.layout.kind, strict=True)
    ]
    assert shown == [
        ("HEADING", "Ferries & fares"), ("PROSE", "It’s a bold plan\u00a0here ’ café."), ("PROSE", "Next line"),
        ("LIST", "one"), ("LIST", "two"),
        ("PROSE", "after &unknown; this"), ("TABLE", "left"), ("TABLE", "right"), ("PROSE", "the end"),
    ]  # fmt: skip


def test_code_inside_a_line_of_html_is_no_prose() -> None:
    long = "<p><tt>" + "The tide gauge was read by hand until the board put in a float, a chain and a drum. " * 2 + "</tt></p>"
    page = f"<p>Call <code>fs.readFile()</code> at the the end.</p><p>Not <code>closed.</p><p>Then the the end.</p><pre>for x</pre>{long}"
    document = read_html("a.html", page)
    assert document.layout
    text, ink = document.text.split("\n\n"), document.layout.ink.split("\n\n")
    assert text[0] == "Call fs.readFile() at the the end."
    assert ink[0] == f"Call {opaque('fs.readFile()')} at the the end."
    assert (ink[1], ink[2]) == (f"Not {opaque('closed.')}", "Then the the end.")
    assert ink[3:] == text[3:]
    assert [f.text for f in lint({"a.html": page}).findings if f.rule == "GAR104"] == ["the the", "the the"]


@pytest.mark.parametrize(
    ("shown", "source_text"),
    [
        ("bold", "bold"),
        ("It’s", "It&rsquo;s"),
        ("café", "caf&eacute;"),
        ("& fares", "&amp; fares"),
        ("a bold plan", "a <b>bold</b>\n   plan"),
        ("end", "end"),
    ],
)
def test_a_place_in_html_points_at_the_source(shown: str, source_text: str) -> None:
    (page,) = documents("a.html", PAGE.encode())
    start = page.text.index(shown)
    place = page.origin.place(start, start + len(shown))
    assert PAGE[place.offset : place.end_offset] == source_text
    assert PAGE.split("\n")[place.line - 1][place.column - 1 :].startswith(source_text.split("\n", maxsplit=1)[0])


@given(st.text(st.sampled_from("<>&;\"'/! -ab\n#12px"), max_size=80))
def test_any_html_is_read_and_its_letters_are_those_of_the_source(raw: str) -> None:
    (page,) = documents("a.html", raw.encode())
    for at, letter in enumerate(page.text):
        place = page.origin.place(at, at + 1)
        if letter in "px" and place.end_offset - place.offset == 1:
            assert raw[place.offset] == letter


TABLE = 'id,text,note\r\nr1,"He said ""the the"" end,\r\nand left.",x\r\n\r\nr2,plain,"a,b"\r\nr3\r\n'


def test_rows_of_csv_are_documents_with_places_in_the_raw_file() -> None:
    first, second = documents("a.csv", TABLE.encode())
    assert (first.text, second.text) == ('He said "the the" end,\r\nand left.', "plain")
    for wanted, raw in (("the the", "the the"), ("left", "left"), ('"the', '""the')):
        start = first.text.index(wanted)
        place = first.origin.place(start, start + len(wanted))
        assert TABLE[place.offset : place.end_offset] == raw
    place = first.origin.place(first.text.index("left"), first.text.index("left") + 4)
    assert (place.line, place.column) == (3, 5)
    assert place.document
    assert (place.document.id, place.document.field, place.document.line, place.document.column) == ("r1", "text", 2, 5)
    assert faults("a.csv", TABLE.encode()) == [("IOE202", 6, 1)]


@given(st.lists(st.tuples(st.text(max_size=8), st.text(max_size=12)), min_size=1, max_size=5), st.sampled_from(",;\t|"))
def test_a_place_in_csv_points_at_the_raw_characters(rows: list[tuple[str, str]], separator: str) -> None:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=separator)
    writer.writerow(["id", "text"])
    writer.writerows([(a.replace("\0", ""), b.replace("\0", "").encode("utf-8", "replace").decode()) for a, b in rows])
    raw = out.getvalue().encode("utf-8", "replace").decode()
    for document in documents("a.csv", raw.encode()):
        for at, letter in enumerate(document.text):
            place = document.origin.place(at, at + 1)
            assert raw[place.offset : place.end_offset] in (letter, letter * 2)


def test_a_table_of_other_things_is_left_out_while_walking() -> None:
    with pytest.raises(Unreadable, match="has no field 'text' but id, price; --text-field names another"):
        documents("prices.csv", b"id,price\n1,2\n")
    assert documents("prices.csv", b"id,price\n1,2\n", ReadOptions(text_field="price"))[0].text == "2"


def test_semicolons_and_tabs_part_fields_too_and_bad_bytes_are_reported() -> None:
    assert documents("a.csv", b"text;id\nsome text;1\n")[0].text == "some text"
    assert documents("a.tsv", b"id\ttext\n1\tsome, text\n")[0].text == "some, text"
    assert faults("a.csv", b"id,text\n1,caf\xe9\n") == [("IOE101", 2, 6)]
    assert documents("a.csv", b"") == []


def test_rows_of_parquet_are_documents_in_portions(tmp_path: Path) -> None:
    rows = {"id": list(range(2_500)), "text": [None if n == 1 else f"text {n}" for n in range(2_500)], "other": [1.5] * 2_500}
    parquet.write_table(pyarrow.table(rows), tmp_path / "a.parquet", row_group_size=700)
    content = (tmp_path / "a.parquet").read_bytes()
    found = documents("a.parquet", content)
    assert [d.text for d in found[:2]] == ["text 0", "text 2"]
    assert len(found) == 2_499
    place = found[-1].origin.place(5, 9)
    assert (place.line, place.column, place.document and place.document.id) == (2_500, 6, "2499")
    assert faults("a.parquet", content) == [("IOE202", 2, 1)]
    file = Source("a.parquet", tmp_path / "a.parquet", "parquet")
    assert len(list(portions(file, OPTIONS))) >= 3
    with pytest.raises(Unreadable, match="not a whole Parquet file"):
        documents("a.parquet", content[:-9])


def test_packed_files_are_read() -> None:
    assert documents("a.txt.bz2", bz2.compress(b"packed words"))[0].text == "packed words"
    assert documents("a.csv.xz", lzma.compress(b"text\n") + lzma.compress(b"packed\n"))[0].text == "packed"
    assert documents("a.txt.gz", gzip.compress(b"packed words"))[0].text == "packed words"
    assert documents("a.jsonl.zst", zstandard.compress(b'{"text": "packed"}'))[0].text == "packed"


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.txt.gz", gzip.compress(bytes(200_000_000)), "too-large"),
        ("a.txt.zst", zstandard.compress(bytes(200_000_000)), "too-large"),
        ("a.txt.gz", gzip.compress(b"words " * 999)[:-9], "unreadable"),
        ("a.txt.gz", b"not gzip", "unreadable"),
        ("a.txt.xz", lzma.compress(bytes(200_000_000), preset=0), "too-large"),
        ("a.txt.bz2", bz2.compress(bytes(200_000_000)), "too-large"),
        ("a.txt.xz", lzma.compress(b"words " * 999)[:-9], "unreadable"),
        ("a.txt.xz", b"not xz", "unreadable"),
        ("a.txt.bz2", b"not bz2", "unreadable"),
        ("a.txt.zst", b"not zstd", "unreadable"),
        ("a.txt", b"GIF89a\0\0", "binary"),
    ],
)
def test_what_cannot_be_read_says_why(name: str, content: bytes, reason: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read_content(source(name, content), OPTIONS)
    assert caught.value.reason == reason


def test_a_file_over_the_limit_is_not_opened_further(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"x" * 100)
    with pytest.raises(Unreadable, match="100 bytes"):
        read_content(Source("a.txt", path, "text"), ReadOptions(max_file_size=99))


def test_a_pipe_is_no_file_and_holds_nothing_up(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    with pytest.raises(Unreadable, match="pipe"):
        read_content(Source("a.txt", tmp_path / "a.txt", "text"), OPTIONS)


def test_invalid_utf8_in_utf16_is_found_too() -> None:
    decoded = decode(codecs.BOM_UTF16_LE + "ab".encode("utf-16-le") + b"\x00\xdc" + "c".encode("utf-16-le"))
    assert (decoded.encoding, decoded.fault, decoded.text) == ("utf-16-le", 2, "ab\ufffdc")


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ["b.txt", "a.md", "sub/c.jsonl", "sub/draft.txt", "sub/keep.txt", "node_modules/x.txt", ".git/y.txt", "z.png", "out/o.txt"]:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("words", encoding="utf-8")
    (tmp_path / ".gitignore").write_text("out/\ndraft*\n", encoding="utf-8")
    (tmp_path / "sub/.gitignore").write_text("k*.txt\n!keep.txt\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_folders_are_walked_in_order_and_by_gitignore(tree: Path) -> None:
    assert [s.path for s in Walker(tree).find(["."])] == ["a.md", "b.txt", "sub/c.jsonl", "sub/keep.txt"]
    assert "sub/draft.txt" in [s.path for s in Walker(tree, gitignore=False).find(["."])]


def test_a_named_file_is_read_whatever_ignores_it(tree: Path) -> None:
    assert [s.path for s in Walker(tree).find(["sub/draft.txt", "z.png"])] == ["sub/draft.txt", "z.png"]
    forced = Walker(tree, exclude=["b.*"], force_exclude=True)
    assert [s.path for s in forced.find(["sub/draft.txt", "b.txt", "a.md"])] == ["a.md"]


def test_patterns_exclude_files_and_folders(tree: Path) -> None:
    assert [s.path for s in Walker(tree, exclude=["sub/", "*.md"]).find(["."])] == ["b.txt"]


def test_links_are_not_followed_while_walking(tree: Path) -> None:
    (tree / "loop").symlink_to(".")
    (tree / "zero.txt").symlink_to("/dev/zero")
    walker = Walker(tree)
    assert [s.path for s in walker.find(["."])] == ["a.md", "b.txt", "sub/c.jsonl", "sub/keep.txt"]
    assert [(s.path, s.reason) for s in walker.skipped] == [("zero.txt", "symlink")]


def test_a_missing_path_is_named(tree: Path) -> None:
    with pytest.raises(MissingPath, match=r"nowhere\.txt"):
        Walker(tree).find(["b.txt", "nowhere.txt"])


@pytest.mark.parametrize("raw", ['"a\\/b \\u0041 \\ud83d\\ude00 c\\n\\r\\nd"', '"\\u00E9t\\u00e9 \\"x\\" é"'])
def test_escapes_that_no_library_writes_are_walked(raw: str) -> None:
    text = json.loads(raw)
    (document,) = documents("a.jsonl", f'{{"text": {raw}}}'.encode())
    line = f'{{"text": {raw}}}'
    for start in range(len(text)):
        place = document.origin.place(start, start + 1)
        assert json.loads(f'"{line[place.column - 1 : place.end_column - 1]}"') == text[start]
