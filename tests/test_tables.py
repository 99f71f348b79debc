"""CSV, TSV and Parquet: rows, their faults and their places."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pyarrow
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet

from copydesk.reading.read import portions
from copydesk.reading.source import ReadOptions, Source, Unreadable
from reading import OPTIONS, documents, faults

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
