"""Records whose text is in several fields, lists and arrays: one document, with named parts."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import datasets
import msgspec
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import ipc

import copydesk
from copydesk.reading.document import Document
from copydesk.reading.parts import GAP
from copydesk.reading.source import ReadOptions, Unreadable
from programs import inline
from reading import documents, faults

ANSWER = "The harbour of Kelling was closed on Monday after a crane fell into the main channel."
CHATS = [
    {
        "id": f"r{n}",
        "messages": [
            {"role": "system", "content": None},
            {"role": "user", "content": f'Say "it" {n} times:\nwhat is the the harbour?'},
            {"role": "assistant", "content": f"{ANSWER} {n}"},
        ],
    }
    for n in range(3)
]
CHAT = ReadOptions(("messages[].content",))
PAIR = ReadOptions(("prompt", "completion"))


def command(folder: Path, *arguments: str, code: int | None = 0) -> str:
    """Run a command that must end with this code (None: any), and return what it printed."""
    done = inline(folder, *arguments)
    assert code in (None, done.returncode), done.stderr.decode()
    return (done.stdout or done.stderr).decode()


def lines(rows: list[Any]) -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def arrow(rows: list[Any], folder: Path) -> bytes:
    sink = pa.BufferOutputStream()
    table = pa.Table.from_pylist(rows)
    with ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table)
    return bytes(sink.getvalue())


def feather(rows: list[Any], folder: Path) -> bytes:
    pd.DataFrame(rows).to_feather(folder / "a.feather")
    return (folder / "a.feather").read_bytes()


def parquet(rows: list[Any], folder: Path) -> bytes:
    pd.DataFrame(rows).to_parquet(folder / "a.parquet")
    return (folder / "a.parquet").read_bytes()


def saved(rows: list[Any], folder: Path) -> bytes:
    datasets.Dataset.from_list(rows).save_to_disk(folder / "set")
    (file,) = (folder / "set").glob("*.arrow")
    return file.read_bytes()


def pandas_json(rows: list[Any], folder: Path) -> bytes:
    text = pd.DataFrame(rows).to_json(orient="records")
    return (text or "").encode()


FILES = {
    "a.jsonl": lambda rows, _: lines(rows),
    "indented.json": lambda rows, _: json.dumps(rows, indent=2).encode(),
    "minified.json": pandas_json,
    "lines.json": lambda rows, _: lines(rows),
    "a.arrow": arrow,
    "saved.arrow": saved,
    "a.feather": feather,
    "a.parquet": parquet,
}


@pytest.mark.parametrize("name", FILES)
def test_a_chat_is_one_document_whoever_wrote_it(name: str, tmp_path: Path) -> None:
    datasets.disable_progress_bars()
    found = documents(name, FILES[name](CHATS, tmp_path), CHAT)
    assert [d.text for d in found] == [
        f'Say "it" {n} times:\nwhat is the the harbour?{GAP}{ANSWER} {n}' for n in range(3)
    ]
    last = found[2]
    at = last.text.index("harbour of")
    record = last.origin.place(at, at + 7).document
    assert record is not None
    assert (record.id, record.field, record.role, record.parts) == (
        "r2",
        "messages[2].content",
        "assistant",
        2,
    )
    assert (record.line, record.column) == (1, 5)


@pytest.mark.parametrize("name", ["a.jsonl", "indented.json", "minified.json", "lines.json"])
def test_a_place_points_at_the_raw_characters_of_the_file(name: str, tmp_path: Path) -> None:
    content = FILES[name](CHATS, tmp_path).decode()
    for document in documents(name, content.encode(), CHAT):
        for start in range(len(document.text)):
            check_place(document, content, start)


def check_place(document: Document, content: str, start: int) -> None:
    place = document.origin.place(start, start + 1)
    raw = content[place.offset : place.end_offset]
    if document.text[start] == "\n" and not raw.startswith("\\"):
        return  # between two parts
    assert json.loads(f'"{raw}"') == document.text[start]
    line = content.split("\n")[place.line - 1]
    assert line[place.column - 1 : place.end_column - 1] == raw


TEXT = st.text(st.sampled_from('ab"\\\n{}[],:\u00e9\u2028\U0001f600'), max_size=12)
ROWS = st.lists(
    st.fixed_dictionaries({"n": TEXT, "prompt": TEXT, "completion": TEXT}), min_size=1, max_size=6
)


@given(ROWS, st.booleans(), st.sampled_from([None, 1]), st.integers(1, 40))
def test_json_read_in_pieces_gives_the_records_that_json_gives(
    rows: list[dict[str, str]], escaped: bool, indent: int | None, size: int
) -> None:
    from copydesk.reading import json as reader

    rows.append({"prompt": "some", "completion": "text"})
    content = json.dumps(rows, ensure_ascii=escaped, indent=indent)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reader, "_PIECE", size)
        found = documents("a.json", content.encode(), PAIR)
    wanted = [[row[k] for k in ("prompt", "completion") if row[k].strip()] for row in rows]
    assert [d.text for d in found] == [
        GAP.join(texts) if texts else row["prompt"] for texts, row in zip(wanted, rows, strict=True)
    ]
    for document in found:
        for start in range(len(document.text)):
            check_place(document, content, start)


def test_spans_may_cross_parts_and_edits_may_not() -> None:
    content = lines([{"completion": "second one", "prompt": "first one"}])
    (document,) = documents("a.jsonl", content, PAIR)
    assert document.text == f"first one{GAP}second one"
    whole = document.origin.place(0, len(document.text))
    assert content[whole.offset : whole.end_offset] == b"first one"  # the other is before it
    assert document.origin.edit(6, 14, "") is None
    edit = document.origin.edit(11, 17, "2nd")
    assert edit is not None
    assert content[edit.offset : edit.end_offset] == b"second"


def test_a_record_without_any_text_is_a_fault_and_one_with_some_is_none() -> None:
    rows = [{"prompt": "one", "completion": None}, {"prompt": 7}, {"other": 1}]
    assert [d.text for d in documents("a.jsonl", lines(rows), PAIR)] == ["one"]
    assert faults("a.jsonl", lines(rows), PAIR) == [("IOE202", 2, 1), ("IOE202", 3, 1)]
    assert [d.text for d in documents("a.csv", b"prompt,completion\none,\n,two\n", PAIR)] == [
        "one",
        "two",
    ]


@pytest.mark.parametrize(
    ("field", "texts"),
    [
        ("messages[assistant].content", [f"{ANSWER} {n}" for n in range(3)]),
        ("messages[2].content", [f"{ANSWER} {n}" for n in range(3)]),
        ("messages[].role", [f"system{GAP}user{GAP}assistant"] * 3),
    ],
)
def test_items_are_chosen_by_role_or_number(field: str, texts: list[str]) -> None:
    found = documents("a.jsonl", lines(CHATS), ReadOptions((field,)))
    assert [d.text for d in found] == texts


def test_fields_of_one_list_stay_together() -> None:
    rows = [{"qa": [{"q": "one", "a": "two"}, {"q": "three", "a": "four"}]}]
    (document,) = documents("a.jsonl", lines(rows), ReadOptions(("qa[].q", "qa[].a")))
    assert document.text == GAP.join(["one", "two", "three", "four"])


@pytest.mark.parametrize("content", ['{"name": "x", "version": "1"}', "[]", "", "[1, 2]", "null"])
def test_json_of_other_things_is_left_out(content: str) -> None:
    with pytest.raises(Unreadable) as error:
        documents("package.json", content.encode())
    assert error.value.reason == "other-json"


def test_json_of_other_things_is_told_where_it_is_named(tmp_path: Path) -> None:
    (tmp_path / "package.json").write_text('{"name": "x"}', encoding="utf-8")
    (tmp_path / "a.txt").write_text(f"{ANSWER}\n", encoding="utf-8")
    assert "package.json" not in command(tmp_path, "check", "--no-cache")
    assert "has no field 'text' but name" in command(
        tmp_path, "check", "--no-cache", "package.json", code=None
    )


@pytest.mark.parametrize("content", ['[{"text": "one"}, {"text": "tw', '[{"text": "one"}'])
def test_json_that_is_cut_off_is_read_to_the_break(content: str) -> None:
    from copydesk.reading.read import portions, read
    from reading import OPTIONS, source

    pieces = portions(source("a.json", content.encode()), OPTIONS)
    first = next(pieces)
    assert [d.text for d in read(first, OPTIONS)[0]] == ["one"]
    with pytest.raises(Unreadable, match="is not closed"):
        next(pieces)


def test_files_state_their_own_fields_and_an_option_states_all(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(lines([{"body": "He saw the the harbour.", "text": "x"}]))
    (tmp_path / "b.jsonl").write_bytes(lines([{"text": "She saw the the ferry there."}]))
    (tmp_path / "copydesk.toml").write_text('[text-fields]\n"a.*" = ["body"]\n', encoding="utf-8")
    run = ("check", "--no-cache", "--output-format", "concise", "--select", "GAR104")
    said = command(tmp_path, *run, code=1)
    assert [row.split(" ", 1)[0] for row in said.splitlines()] == ["a.jsonl:1:18:", "b.jsonl:1:19:"]
    said = command(tmp_path, *run, "--text-field", "text", code=1)
    assert [row.split(" ", 1)[0] for row in said.splitlines()] == ["b.jsonl:1:19:"]
    (tmp_path / "copydesk.toml").write_text("text-field = []\n", encoding="utf-8")
    assert "text-field must be" in command(tmp_path, *run, code=2)


def test_a_finding_names_the_field_and_the_fix_changes_it(tmp_path: Path) -> None:
    row = {"prompt": "He said:\u00c3\u00a9t\u00c3\u00a9 is summer in French.", "completion": "Yes."}
    file = tmp_path / "a.json"
    file.write_text(json.dumps([row, {**row, "prompt": "Another one."}]), encoding="utf-8")
    run = ("check", "--no-cache", "--text-field", "prompt,completion", "--select", "GAR101")
    said = command(tmp_path, *run, "--output-format", "concise", code=1)
    assert said.rstrip().endswith("(prompt)")
    command(tmp_path, *run, "--fix", code=0)
    assert json.loads(file.read_text(encoding="utf-8"))[0]["prompt"].startswith(
        "He said:\u00e9t\u00e9"
    )


def test_files_vote_by_their_records(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(lines([{"body": f"some text {n}"} for n in range(20)]))
    for n in range(17):
        rows = [{"text": f"some text {n}", "title": "a"}] * 20
        (tmp_path / f"n{n}.jsonl").write_bytes(lines(rows))
    (tmp_path / "chats").mkdir()
    for name in ("x.jsonl", "y.jsonl"):
        (tmp_path / "chats" / name).write_bytes(lines(CHATS))
    (tmp_path / "pairs.json").write_text(
        json.dumps([{"prompt": "a word", "completion": "another"}] * 2), encoding="utf-8"
    )
    (tmp_path / "package.json").write_text('{"name": "of some program"}', encoding="utf-8")
    command(tmp_path, "init")
    written = tomllib.loads((tmp_path / "copydesk.toml").read_text(encoding="utf-8"))
    assert written == {
        "text-fields": {
            "/a.jsonl": "body",
            "/pairs.json": ["prompt", "completion"],
            "/chats/*.jsonl": "messages[].content",
        }
    }
    said = command(tmp_path, "check", "--no-cache", "--output-format", "json", code=None)
    assert json.loads(said)["summary"]["documents"] == 20 + 17 * 20 + 6 + 2


@pytest.mark.parametrize("make", [list, pd.DataFrame, datasets.Dataset.from_list])
def test_python_names_row_field_and_role(make: Any) -> None:
    report = copydesk.check(
        make(CHATS), text="messages[].content", select=["GAR104"], config={"text-field": "body"}
    )
    place = report[1].place
    assert (place.id, place.row, place.field, place.role) == (
        "r1",
        1,
        "messages[1].content",
        "user",
    )
    messages: Any = CHATS[1]["messages"]
    assert messages[1]["content"][place.start : place.end] == "the the"


def test_python_fixes_records_and_names_a_missing_field() -> None:
    rows = [
        {
            "prompt": "ok?",
            "completion": "He said:\u00c3\u00a9t\u00c3\u00a9 is summer in French.",
            "n": 1,
        }
    ]
    (fixed,) = copydesk.fix(rows, text=["prompt", "completion"], config=False)
    assert fixed == {**rows[0], "completion": "He said:\u00e9t\u00e9 is summer in French."}
    with pytest.raises(copydesk.InputError, match="did you mean 'prompt'"):
        copydesk.check(rows, text=["promt", "complet"])
    with pytest.raises(copydesk.InputError, match="no column 'promt'; did you mean 'prompt'"):
        copydesk.check(pd.DataFrame(rows), text=["promt", "completion"])


def test_a_report_of_parts_is_valid_and_shows_its_articles(tmp_path: Path) -> None:
    import jsonschema

    (tmp_path / "a.jsonl").write_bytes(lines(CHATS))
    run = ("check", "--no-cache", "--text-field", "messages[].content", "--output-format")
    report = json.loads(command(tmp_path, *run, "json", code=1))
    schema = Path(copydesk.__file__).parent / "output/report.schema.json"
    jsonschema.Draft202012Validator(msgspec.json.decode(schema.read_bytes())).validate(report)
    page = command(tmp_path, *run, "html", code=1)
    assert "what is the the harbour?" in page
