"""`copydesk dedupe` on rows and records.

What is written without the dropped ones, and what the allow-list and directives keep.
"""

from __future__ import annotations

import bz2
import json
import subprocess
import sys
from pathlib import Path

import pyarrow
import pytest
from pyarrow import parquet

from copydesk.fixing.without import take_out
from copydesk.reading.formats import format_of
from copydesk.reading.source import ReadOptions, Source

HARBOUR = "The harbour of Kelling was closed on Monday after a crane fell into the main channel."
FERRY = "Islanders had asked for the ferry since the winter storms, when ice shut the bay and the post came by sledge."
ORCHARD = "Frost cost the growers of the Teme valley half of their plums, and the candles they lit did little to help."
LONG = f"{HARBOUR}\n\n{FERRY}"


def dedupe(*arguments: str, cwd: Path, code: int = 0) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "copydesk", "dedupe", *arguments],
        cwd=cwd,
        capture_output=True,
        timeout=120,
    )
    assert done.returncode == code, done.stderr.decode()
    return done.stderr.decode()


HEADER = b"\xef\xbb\xbfid;text;note\r\n"
ROWS = [
    f'1;"{LONG}";"a ""note"""\r\n'.encode(),
    b"\r\n",
    f"2;{ORCHARD.replace('Frost', 'Frost caf')}\xe9;\n".encode("latin-1"),
    f'3;"{LONG}";"of two\nlines"\r'.encode(),
    f'4;"{LONG.upper()}"'.encode(),
]


def test_rows_of_csv_are_left_out_and_every_other_byte_stays(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(HEADER + b"".join(ROWS))
    (tmp_path / "b.csv.bz2").write_bytes(
        bz2.compress(b"text\n" + f'"{LONG}"\n{ORCHARD}\n'.encode())
    )
    said = dedupe(".", "--write", "clean", cwd=tmp_path)
    assert said.startswith("1 cluster: 3 documents to drop of 6")
    assert (tmp_path / "clean/a.csv").read_bytes() == HEADER + b"".join(ROWS[:3])
    assert (
        bz2.decompress((tmp_path / "clean/b.csv.bz2").read_bytes()) == f"text\n{ORCHARD}\n".encode()
    )
    assert dedupe("clean", cwd=tmp_path).startswith("Nothing to drop")


@pytest.mark.parametrize("name", ["a.csv", "a.tsv"])
@pytest.mark.parametrize("line", [2, 3, 4])
def test_a_row_goes_whole_whichever_of_its_lines_is_named(
    tmp_path: Path, name: str, line: int
) -> None:
    mark = b"," if name == "a.csv" else b"\t"
    file = tmp_path / name
    file.write_bytes(b"id" + mark + b"text\n1" + mark + b'"one\ntwo\nthree"\n2' + mark + b"four\n")
    take_out(Source(name, file, format_of(name)[0] or "text"), {line}, ReadOptions())
    assert file.read_bytes() == b"id" + mark + b"text\n2" + mark + b"four\n"


def test_rows_of_parquet_are_left_out_and_schema_metadata_and_groups_stay(tmp_path: Path) -> None:
    texts = [LONG, ORCHARD, LONG.upper(), f"{FERRY} {ORCHARD}", LONG, HARBOUR]
    schema = pyarrow.schema(
        [
            pyarrow.field("text", pyarrow.string(), metadata={"about": "an article"}),
            pyarrow.field("n", pyarrow.int16(), nullable=False),
            pyarrow.field("tags", pyarrow.list_(pyarrow.string())),
        ],
        metadata={"made by": "a crawler"},
    )
    rows = [{"text": text, "n": n, "tags": [str(n)] * n} for n, text in enumerate(texts)]
    table = pyarrow.Table.from_pylist(rows, schema)
    parquet.write_table(
        table,
        tmp_path / "a.parquet",
        row_group_size=2,
        compression={"text": "zstd", "n": "none", "tags.list.element": "gzip"},
    )
    dedupe("a.parquet", "--write", "clean", cwd=tmp_path)
    old, new = (parquet.ParquetFile(tmp_path / place / "a.parquet") for place in ("", "clean"))
    with old, new:
        assert new.read().to_pylist() == [rows[n] for n in (0, 1, 3, 5)]
        assert new.schema_arrow.equals(old.schema_arrow, check_metadata=True)
        assert [new.metadata.row_group(n).num_rows for n in range(new.num_row_groups)] == [2, 1, 1]
        assert [new.metadata.row_group(0).column(n).compression for n in range(3)] == [
            "ZSTD",
            "UNCOMPRESSED",
            "GZIP",
        ]


def test_a_parquet_file_that_cannot_be_written_is_named_and_left_out(tmp_path: Path) -> None:
    file = tmp_path / "a.parquet"
    parquet.write_table(
        pyarrow.table({"other": [ORCHARD * 9, HARBOUR * 9], "text": [LONG, LONG]}),
        file,
        use_dictionary=False,
    )
    start = parquet.read_metadata(file).row_group(0).column(0).data_page_offset
    content = bytearray(file.read_bytes())
    content[start : start + 20] = b"\xff" * 20
    file.write_bytes(content)
    assert "not copied a.parquet: cannot be rewritten: " in dedupe(
        "a.parquet", "--write", "clean", cwd=tmp_path
    )
    assert [path.name for path in (tmp_path / "clean").iterdir()] == ["dedupe-plan.json"]


def test_archives_are_planned_for_and_not_written(tmp_path: Path) -> None:
    from archives import page

    (tmp_path / "a.warc").write_bytes(
        page(LONG, "http://a.example/1") + page(LONG, "http://a.example/2")
    )
    assert dedupe("a.warc", cwd=tmp_path).startswith("1 cluster: 1 document to drop of 2")
    assert "a.warc: records cannot be removed from this format" in dedupe(
        "a.warc", "--write", "clean", cwd=tmp_path, code=2
    )
    assert not (tmp_path / "clean").exists()


def test_what_the_allow_list_holds_is_not_dropped(tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        (tmp_path / f"{name}.txt").write_text(LONG, encoding="utf-8")
    for name in ("d", "e"):
        (tmp_path / f"{name}.txt").write_text(ORCHARD, encoding="utf-8")
    assert dedupe(cwd=tmp_path).startswith("2 clusters: 3 documents to drop of 5")
    allowed = (
        f"[[allow]]\ntext = {json.dumps(LONG)}\nrules = ['DUP101']\nreason = 'sent to every desk'\n"
    )
    (tmp_path / "allow.toml").write_text(allowed, encoding="utf-8")
    assert dedupe("--allow-list", "allow.toml", cwd=tmp_path).startswith(
        "1 cluster: 1 document to drop of 5"
    )
    (tmp_path / "copydesk.toml").write_text("allow-list = 'allow.toml'\n", encoding="utf-8")
    assert dedupe(cwd=tmp_path).startswith("1 cluster: 1 document to drop of 5")


def test_a_record_whose_finding_is_waived_is_not_dropped(tmp_path: Path) -> None:
    rows = [{"text": LONG}, {"text": LONG, "_lint": {"ignore": ["DUP101"]}}, {"text": LONG}]
    (tmp_path / "a.jsonl").write_text(
        "".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8"
    )
    dedupe("a.jsonl", "--write", "clean", cwd=tmp_path)
    assert (tmp_path / "clean/a.jsonl").read_text(encoding="utf-8") == "".join(
        json.dumps(row) + "\n" for row in rows[:2]
    )
