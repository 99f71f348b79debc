"""JSON whose records are in an array of one object around it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.reading import json as reader
from copydesk.reading.source import ReadOptions, Unreadable
from programs import copydesk
from reading import documents

ROWS = [
    {"id": str(n), "text": f'The boat “{n}” says [{{"no"}}] at the the quay.'} for n in range(9)
]
BEFORE: dict[str, Any] = {"version": 2, "made": {"by": [[{"text": "x"}]]}, "none": [], "of": ["a"]}
BEHIND: dict[str, Any] = {"total": [{"text": "no record"}]}


@pytest.mark.parametrize("indent", [None, 2])
@given(size=st.integers(min_value=40, max_value=400))
def test_the_objects_of_an_array_are_records_in_pieces_of_any_size(
    indent: int | None, size: int
) -> None:
    content = json.dumps({**BEFORE, "data": ROWS, **BEHIND}, ensure_ascii=False, indent=indent)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reader, "_PIECE", size)
        found = documents("a.json", content.encode())
    assert [document.text for document in found] == [row["text"] for row in ROWS]
    for document in found:
        at = document.text.index("the the")
        place = document.origin.place(at, at + 7)
        assert content[place.offset : place.end_offset] == "the the"
        assert content.split("\n")[place.line - 1][place.column - 1 :].startswith("the the")


@pytest.mark.parametrize(
    ("value", "texts"),
    [
        ({"data": [{"text": "a b"}], "text": "c d"}, ["c d"]),
        ({"text": "c d", "data": [{"text": "a b"}]}, ["c d"]),
        ({"other": [{"body": "x"}], "data": [{"text": "a b"}, {"text": "c d"}]}, ["a b", "c d"]),
    ],
)
def test_an_object_with_text_of_its_own_is_the_record(value: object, texts: list[str]) -> None:
    assert [d.text for d in documents("a.json", json.dumps(value).encode())] == texts


def test_a_chat_in_an_object_is_one_record() -> None:
    chat = {"messages": [{"role": "user", "content": "a b"}, {"role": "system", "content": "c d"}]}
    options = ReadOptions(("messages[].content",))
    (document,) = documents("a.json", json.dumps(chat).encode(), options)
    assert document.text == "a b\n\nc d"


def test_the_fields_of_the_records_are_named_where_none_is_text() -> None:
    content = json.dumps({"data": [{"body": "a b", "id": 1}]}).encode()
    with pytest.raises(Unreadable, match="has no field 'text' but data, body, id"):
        documents("a.json", content)


def test_dedupe_writes_the_object_around_the_records_as_it_was(tmp_path: Path) -> None:
    same = "The evening boat to the islands stops in October, as the board of the harbour said."
    rows = [{"id": str(n), "text": same if n % 2 else f"{n} boats."} for n in range(4)]
    (tmp_path / "a.json").write_text(
        json.dumps({"v": 1, "data": rows, "w": [{"text": "x"}]}), "utf-8"
    )
    done = copydesk(tmp_path, "dedupe", ".", "--write", "out", "--no-cache")
    assert done.returncode in (0, 1), done.stderr
    kept = json.loads((tmp_path / "out" / "a.json").read_text("utf-8"))
    assert kept == {"v": 1, "data": rows[:3], "w": [{"text": "x"}]}


def test_what_copydesk_itself_wrote_is_no_text(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("He opened the the door.\n", "utf-8")
    (tmp_path / "bench.jsonl").write_text(
        '{"text": "He opened the the door of nine old boats."}\n', "utf-8"
    )
    for command in (
        "baseline create",
        "check --no-baseline --output-format json:report.json",
        "dedupe --output-format json -o plan.json",
        "contamination a.txt --against bench.jsonl --output-format json -o found.json",
    ):
        assert copydesk(tmp_path, *command.split()).returncode in (0, 1)
    assert len(list(tmp_path.glob("*.json"))) == 4
    done = copydesk(tmp_path, "check", "--no-cache", "--no-baseline", "--output-format", "concise")
    assert {line.split(":")[0] for line in done.stdout.decode().splitlines()} <= {
        "a.txt",
        "bench.jsonl",
    }
    assert b"2 documents" in done.stderr
