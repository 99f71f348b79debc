"""CSV, TSV and Parquet: rows, their faults and their places."""

from __future__ import annotations

import csv
import io
import json
import time
import tracemalloc
from pathlib import Path

import pyarrow
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs
from pyarrow import parquet

from copydesk.reading import csv as table
from copydesk.reading.read import portions, read
from copydesk.reading.source import ReadOptions, Source, Unreadable
from linting import lint
from reading import OPTIONS, documents, faults, source

TABLE = (
    'id,text,note\r\nr1,"He said ""the the"" end,\r\nand left.",x\r\n\r\nr2,plain,"a,b"\r\nr3\r\n'
)


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
    assert (
        place.document.id,
        place.document.field,
        place.document.line,
        place.document.column,
    ) == ("r1", "text", 2, 5)
    assert faults("a.csv", TABLE.encode()) == [("IOE202", 6, 1)]


@given(
    st.lists(st.tuples(st.text(max_size=8), st.text(max_size=12)), min_size=1, max_size=5),
    st.sampled_from(",;\t|"),
)
def test_a_place_in_csv_points_at_the_raw_characters(
    rows: list[tuple[str, str]], separator: str
) -> None:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=separator)
    writer.writerow(["id", "text"])
    writer.writerows(
        [
            (a.replace("\0", ""), b.replace("\0", "").encode("utf-8", "replace").decode())
            for a, b in rows
        ]
    )
    raw = out.getvalue().encode("utf-8", "replace").decode()
    for document in documents("a.csv", raw.encode()):
        for at, letter in enumerate(document.text):
            place = document.origin.place(at, at + 1)
            assert raw[place.offset : place.end_offset] in (letter, letter * 2)


def test_a_table_of_other_things_is_left_out_while_walking() -> None:
    with pytest.raises(
        Unreadable, match="has no field 'text' but id, price; --text-field names another"
    ):
        documents("prices.csv", b"id,price\n1,2\n")
    assert (
        documents("prices.csv", b"id,price\n1,2\n", ReadOptions(text_fields=("price",)))[0].text
        == "2"
    )


def test_semicolons_and_tabs_part_fields_too_and_bad_bytes_are_reported() -> None:
    assert documents("a.csv", b"text;id\nsome text;1\n")[0].text == "some text"
    assert documents("a.tsv", b"id\ttext\n1\tsome, text\n")[0].text == "some, text"
    assert faults("a.csv", b"id,text\n1,caf\xe9\n") == [("IOE101", 2, 3)]
    assert documents("a.csv", b"") == []


def test_rows_of_parquet_are_documents_in_portions(tmp_path: Path) -> None:
    rows = {
        "id": list(range(2_500)),
        "text": [None if n == 1 else f"text {n}" for n in range(2_500)],
        "other": [1.5] * 2_500,
    }
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


def linted(content: bytes, name: str = "a.csv") -> list[tuple[object, ...]]:
    found: list[tuple[object, ...]] = [
        (d.text, d.replaced, d.origin.lines, d.origin.place(0, len(d.text)))
        for d in documents(name, content)
    ]
    return found + [
        (f.code, f.place, f.text, *sorted(f.details.items()))
        for p in portions(source(name, content), OPTIONS)
        for f in read(p, OPTIONS)[1]
    ]


CELLS = st.text(st.sampled_from('ab",;\r\n é\u2028\ufeff'), max_size=12)


@given(
    st.lists(st.lists(CELLS, min_size=1, max_size=3), max_size=12),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.integers(0, 400),
    st.data(),
)
def test_a_table_read_in_pieces_gives_what_it_gives_when_read_whole(
    rows: list[list[str]], end: str, spoilt: int, data: st.DataObject
) -> None:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator=end).writerows([["id", "text"], *rows])
    content = bytearray(out.getvalue().encode())
    at = content.index(b"text") + 5 + spoilt % len(content)
    content[at:at] = data.draw(st.sampled_from([b"", b"\xff", b"\xff\xfe", b"\xe2\x82", b'"']))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(table, "_PIECE", len(content) + 1)
        whole = linted(bytes(content))
        patch.setattr(table, "_PIECE", data.draw(st.integers(1, 20)))
        assert linted(bytes(content)) == whole
        patch.setattr(table, "_ROWS", data.draw(st.integers(1, 3)))
        assert [one for one in linted(bytes(content)) if one[0] != "IOE202"] == [
            one for one in whole if one[0] != "IOE202"
        ]


def test_a_large_table_is_read_in_bounded_memory(tmp_path: Path) -> None:
    def peak(rows: int) -> int:
        file = tmp_path / f"{rows}.csv"
        with file.open("w", encoding="utf-8", newline="") as out:
            out.write("id,text\r\n")
            out.writelines(f'{n},"{"a word " * 100}é\nand one line more"\r\n' for n in range(rows))
        tracemalloc.start()
        try:
            assert (
                sum(
                    len(read(p, OPTIONS)[0])
                    for p in portions(Source("a.csv", file, "csv"), OPTIONS)
                )
                == rows
            )
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    small, large = peak(3_000), peak(12_000)  # 3 MB and 12 MB
    assert large < 2 * small  # whole, it takes four times as much
    assert large < 24_000_000


@pytest.mark.parametrize(
    "content",
    [
        b'id,text\n1,fine\n2,"never closed\n' + b"and on\n" * 3_000_000,
        b"id,text\n1,fine\n2," + b"x" * 20_000_000,
    ],
)
def test_a_field_without_end_ends_the_reading_with_its_line(content: bytes) -> None:
    pieces = portions(source("a.csv", content), OPTIONS)
    with pytest.raises(
        Unreadable,
        match=r"line 3: .*quotation mark may be left open|a line is longer than 16777216 bytes",
    ):
        list(pieces)


def test_what_stands_before_a_break_is_linted_and_the_break_is_said() -> None:
    report = lint(
        {"a.csv": b'id,text\n1,He said the the word.\n2,"never closed\n' + b"and on\n" * 3_000_000}
    )
    assert [f.rule for f in report.findings] == ["GAR104"]
    assert [(s.reason, s.detail[:7]) for s in report.skipped] == [("unreadable", "line 3:")]


def test_a_row_of_many_quotation_marks_and_lines_takes_no_long_time() -> None:
    content = b'text\n"' + b'"" \xff\n' * 60_000 + b'"\n'
    began = time.process_time()
    (document,) = documents("a.csv", content)
    assert len(document.replaced) == 60_000
    assert time.process_time() - began < 5


@pytest.mark.parametrize("name", ["a.jsonl", "a.parquet"])
def test_a_field_inside_a_field_is_named_with_a_full_stop(tmp_path: Path, name: str) -> None:
    rows = [
        {"meta": {"id": "r1"}, "body": {"text": "one", "t": {"text": "deep"}}, "a.b": "full stop"},
        {"meta": {"id": "r2"}, "body": None, "a.b": "x"},
    ]
    if name == "a.jsonl":
        content = "".join(json.dumps(row) + "\n" for row in rows).encode()
    else:
        parquet.write_table(pyarrow.Table.from_pylist(rows), tmp_path / name)
        content = (tmp_path / name).read_bytes()
    for field, text in (("body.text", "one"), ("body.t.text", "deep"), ("a.b", "full stop")):
        options = ReadOptions(text_fields=(field,), id_field="meta.id")
        document = documents(name, content, options)[0]
        place = document.origin.place(1, 3)
        assert document.text == text
        assert place.document
        assert (place.document.id, place.document.field) == ("r1", field)
        if name == "a.jsonl":
            assert content.decode()[place.offset : place.end_offset] == text[1:3]
    named = structs.replace(source(name, content), named=True)
    (fault,) = [f for p in portions(named, OPTIONS) for f in read(p, OPTIONS)[1]]
    assert (
        fault.details["fields"] == "meta, body, a.b (did you mean 'body.text'?)"
        if name == "a.jsonl"
        else fault.details["fields"]
    )


def test_the_place_of_a_nested_field_is_its_own_whatever_else_holds_its_text() -> None:
    line = '{"text": "one", "a": [{"body": {"text": "one"}}], "body": {"n": [{"text": "one"}], "text": "one", "z": {"text": "one"}}}'
    (document,) = documents("a.jsonl", line.encode(), ReadOptions(text_fields=("body.text",)))
    place = document.origin.place(0, 3)
    assert line[: place.offset].endswith('}], "text": "')
