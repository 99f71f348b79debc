"""`copydesk dedupe` on training data: against a test set, by paragraph and sentence, in all formats."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import datasets
import pandas as pd
import pyarrow as pa
import pytest
from pyarrow import feather, parquet

import copydesk
from copydesk.fixing.cutting import cuts_of
from copydesk.fixing.dedupe import Decision, Drop, Group
from copydesk.reading.source import ReadOptions
from programs import inline
from reading import documents, source

HARBOUR = "The harbour of Kelling was closed on Monday after a crane fell into the main channel."
FERRY = "Islanders had asked for the ferry since the winter storms, when ice shut the bay and the post came by sledge."
ORCHARD = "Frost cost the growers of the Teme valley half of their plums, and the candles they lit did little to help."
MILL = "The old mill at Brantwick turned its wheel again on Sunday, for the first time since the flood of 1968."


def dedupe(folder: Path, *arguments: str, code: int = 0) -> tuple[str, str]:
    done = inline(folder, "dedupe", "--no-cache", *arguments)
    assert done.returncode == code, done.stderr.decode()
    return done.stdout.decode(), done.stderr.decode()


def jsonl(path: Path, rows: list[Any]) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


ROWS = [
    {"id": "a", "prompt": "Tell me of the harbour.", "completion": f"{HARBOUR} {FERRY}"},
    {"id": "b", "prompt": "And of the valley?", "completion": f"{ORCHARD} {MILL}"},
    {"id": "c", "prompt": "Tell me of the harbour.", "completion": f"{HARBOUR} {FERRY}"},
]
WRITERS: dict[str, Callable[[Path, list[Any]], object]] = {
    "a.jsonl": jsonl,
    "a.json": lambda path, rows: path.write_text(json.dumps(rows, indent=1), encoding="utf-8"),
    "a.json.gz": lambda path, rows: path.write_bytes(gzip.compress(json.dumps(rows).encode())),
    "a.csv": lambda path, rows: pd.DataFrame(rows).to_csv(path, index=False),
    "a.parquet": lambda path, rows: pd.DataFrame(rows).to_parquet(path),
    "a.feather": lambda path, rows: pd.DataFrame(rows).to_feather(path),
}
READERS: dict[str, Callable[[Path], list[Any]]] = {
    ".jsonl": lambda path: [json.loads(line) for line in path.read_text().splitlines()],
    ".json": lambda path: list(json.loads(path.read_text())),
    ".gz": lambda path: list(json.loads(gzip.decompress(path.read_bytes()))),
    ".csv": lambda path: pd.read_csv(path).to_dict("records"),
    ".parquet": lambda path: parquet.read_table(path).to_pylist(),
    ".feather": lambda path: feather.read_table(path).to_pylist(),
}
FIELDS = ("--text-field", "prompt,completion")


@pytest.mark.parametrize("name", WRITERS)
def test_a_record_that_is_in_the_test_set_is_dropped_from_every_format(
    name: str, tmp_path: Path
) -> None:
    WRITERS[name](tmp_path / name, ROWS)
    jsonl(tmp_path / "test.jsonl", [{"id": "t", **ROWS[1], "n": 1}])
    run = (name, *FIELDS, "--against", "test.jsonl")
    plan, _ = dedupe(tmp_path, *run)
    assert "keep  test.jsonl:1 (b" in plan
    assert "in the reference" in plan
    _, said = dedupe(tmp_path, *run, "--write", "clean")
    assert "2 documents to drop" in said
    assert READERS[Path(name).suffix](tmp_path / "clean" / name) == ROWS[:1]
    assert sorted(path.name for path in (tmp_path / "clean").iterdir()) == sorted(
        [name, "dedupe-plan.json"]
    )


def test_what_only_the_test_set_repeats_is_nobodys_business(tmp_path: Path) -> None:
    jsonl(tmp_path / "train.jsonl", [{"text": ORCHARD}])
    jsonl(tmp_path / "test.jsonl", [{"text": HARBOUR}, {"text": HARBOUR}])
    plan, said = dedupe(tmp_path, "train.jsonl", "--against", "test.jsonl")
    assert (plan, said.split(" in ")[0]) == ("", "Nothing to drop")


@pytest.mark.parametrize("name", WRITERS)
@pytest.mark.parametrize("level", ["paragraph", "sentence"])
def test_repeated_parts_are_cut_out_of_the_copy(name: str, level: str, tmp_path: Path) -> None:
    rows = [
        {"id": "a", "prompt": MILL, "completion": f"{HARBOUR}\n\n{FERRY}"},
        {"id": "b", "prompt": "What else?", "completion": f"{ORCHARD}\n\n{FERRY}"},
        {"id": "c", "prompt": "Only this?", "completion": HARBOUR},
    ]
    WRITERS[name](tmp_path / name, rows)
    _, said = dedupe(tmp_path, name, *FIELDS, "--level", level, "--write", "clean")
    assert "1 left: nothing else is in their text" in said
    made = READERS[Path(name).suffix](tmp_path / "clean" / name)
    assert [row["completion"] for row in made] == [rows[0]["completion"], ORCHARD, HARBOUR]
    assert [row["prompt"] for row in made] == [row["prompt"] for row in rows]


def test_a_sentence_goes_with_the_space_behind_it(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"{HARBOUR} {FERRY}\n", encoding="utf-8")
    (tmp_path / "b.txt").write_text(f"{ORCHARD} {FERRY} {MILL}\n", encoding="utf-8")
    dedupe(tmp_path, ".", "--level", "sentence", "--write", "clean")
    assert (tmp_path / "clean/a.txt").read_text(encoding="utf-8") == f"{HARBOUR} {FERRY}\n"
    assert (tmp_path / "clean/b.txt").read_text(encoding="utf-8") == f"{ORCHARD} {MILL}\n"


def test_a_chat_saved_by_datasets_keeps_everything_else(tmp_path: Path) -> None:
    datasets.disable_progress_bars()
    turns = [{"role": "user", "content": MILL}, {"role": "assistant", "content": HARBOUR}]
    more = [
        {"role": "user", "content": "Hm."},
        {"role": "assistant", "content": f"{HARBOUR}\n\n{FERRY}"},
    ]
    rows = [{"n": 1, "messages": turns}, {"n": 2, "messages": more}]
    made = datasets.Dataset.from_list(rows)
    made.save_to_disk(tmp_path / "set")
    dedupe(
        tmp_path,
        "set",
        "--text-field",
        "messages[].content",
        "--level",
        "paragraph",
        "--write",
        "clean",
    )
    kept = next((tmp_path / "clean").glob("*.arrow"))
    with pa.ipc.open_stream(kept) as reader:
        assert reader.schema == made.features.arrow_schema
        found = reader.read_all().to_pylist()
    more[1]["content"] = FERRY
    assert found == rows


def test_the_plan_names_the_record_and_the_place_in_its_text_and_quotes(tmp_path: Path) -> None:
    rows = [
        {"id": name, "text": f"{lead}\n\n{FERRY}"} for name, lead in (("a", MILL), ("b", ORCHARD))
    ]
    jsonl(tmp_path / "a.jsonl", rows)
    plan, _ = dedupe(tmp_path, ".", "--level", "paragraph")
    assert "keep  a.jsonl:1 (a, text line 3): the longest" in plan
    assert "drop  a.jsonl:2 (b, text line 3): 100 % the same as a.jsonl:1 (a, text line 3)" in plan
    assert plan.count("“Islanders had asked for the ferry since the winter storms, …”") == 2
    (group,) = json.loads(
        dedupe(tmp_path, ".", "--level", "paragraph", "--output-format", "json")[0]
    )["clusters"]
    (drop,) = group["drop"]
    assert (drop["id"], drop["field"], drop["text_line"], drop["text"]) == ("b", "text", 3, FERRY)
    header, keep, _ = dedupe(tmp_path, ".", "--level", "paragraph", "--output-format", "csv")[
        0
    ].splitlines()
    assert header.endswith(",lost,field,text_line,text")
    assert keep.endswith(f',,text,3,"{FERRY}"')


def test_python_drops_what_is_in_another_table() -> None:
    train = pd.DataFrame({"id": ["x", "y", "z"], "text": [HARBOUR, FERRY, FERRY]})
    test = [{"id": "t", "text": FERRY}]
    found = copydesk.dedupe(train, against=test, config=False)
    assert (found.mask, found.like) == ([True, False, False], [None, "t", "t"])
    assert found.reason[0] == ""


@pytest.mark.parametrize("level", ["paragraph", "sentence"])
def test_python_returns_texts_without_repeated_parts(level: Any) -> None:
    texts: list[str | None] = [f"{MILL}\n\n{FERRY}", f"{ORCHARD}\n\n{FERRY}", None]
    found = copydesk.dedupe(texts, level=level, config=False)
    assert found.texts == [texts[0], ORCHARD, None]
    assert found.mask == [True] * 3
    rows: list[dict[str, Any]] = [
        {"a": MILL, "b": "Yes."},
        {"a": f"{ORCHARD}\n\n{MILL}", "b": "No.", "n": 1},
    ]
    cleaned = copydesk.dedupe(rows, text=["a", "b"], level=level, config=False).texts
    assert cleaned == [rows[0], {"a": ORCHARD, "b": "No.", "n": 1}]


def test_a_file_that_changed_since_loses_nothing() -> None:
    place = documents("a.txt", HARBOUR.encode())[0].origin.place(0, 10)
    drop = Drop(place, 0, place, 1.0, "")
    decision = Decision("paragraph", 1, [Group("c1", (), (drop,))])
    assert cuts_of(decision, {"a.txt": source("a.txt", b"")}, ReadOptions())["a.txt"].edits == []
