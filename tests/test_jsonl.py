"""JSONL: records, their faults and their places."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.reading.read import portions, read
from copydesk.reading.record_places import value_span
from copydesk.reading.source import ReadOptions
from linting import lint
from reading import OPTIONS, documents, faults, source


@pytest.mark.parametrize(
    "line",
    [
        '{"text": "cut',
        "[1, 2]",
        '"text"',
        '{"text": NaN}',
        '{"text": "x"} more',
        "{" * 5000,
        '{"text": "\\ud800"}',
        "null",
        "\x0b",
    ],
)
def test_a_malformed_record_is_a_fault_and_the_others_are_read(line: str) -> None:
    content = f'{{"text": "before"}}\n{line}\n{{"text": "after"}}\n'.encode()
    assert [f[:2] for f in faults("a.jsonl", content)] in ([("IOE201", 2)], [("IOE202", 2)])
    assert [d.text for d in documents("a.jsonl", content)] == ["before", "after"]


def test_records_without_the_text_field_are_reported_once_with_their_number() -> None:
    content = b'{"body": "a"}\n{"body": "b"}\n{"text": "c"}\n'
    (portion,) = portions(source("a.jsonl", content), OPTIONS)
    (fault,) = read(portion, OPTIONS)[1]
    assert (fault.code, fault.place.line, fault.details["more"]) == (
        "IOE202",
        1,
        " (and 1 more record)",
    )
    assert [d.text for d in documents("a.jsonl", content, ReadOptions(text_fields=("body",)))] == [
        "a",
        "b",
    ]


@pytest.mark.parametrize(
    ("raw", "expected"), [('"x7"', "x7"), ("7", "7"), ("null", "null"), ("1.5", "1.5")]
)
def test_a_record_is_named_by_its_id(raw: str, expected: str) -> None:
    (document,) = documents("a.jsonl", f'{{"id": {raw}, "text": "words"}}'.encode())
    record = document.origin.place(0, 5).document
    assert record is not None
    assert (record.id, record.field) == (expected, "text")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_records_end_at_any_line_end(end: str) -> None:
    content = end.join(['{"text": "one"}', '{"text": "two"}', ""]).encode()
    assert [(d.text, d.origin.place(0, 1).line) for d in documents("a.jsonl", content)] == [
        ("one", 1),
        ("two", 2),
    ]


CHARACTERS = st.text(
    st.sampled_from('ab"\\/\n\t\u00e9\u2028\U0001f600\x00'), min_size=1, max_size=30
)


@given(CHARACTERS, CHARACTERS, st.booleans(), st.data())
def test_a_place_in_a_record_points_at_the_raw_characters(
    text: str, other: str, ascii_only: bool, data: st.DataObject
) -> None:
    raw = json.dumps(
        {"other": {"text": other}, "list": [text, 1], "text": text, "id": other},
        ensure_ascii=ascii_only,
    )
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
    assert line[slice(*value_span(line, ["text"]))] == "two"


@pytest.mark.parametrize(
    "raw", ['"a\\/b \\u0041 \\ud83d\\ude00 c\\n\\r\\nd"', '"\\u00E9t\\u00e9 \\"x\\" é"']
)
def test_escapes_that_no_library_writes_are_walked(raw: str) -> None:
    text = json.loads(raw)
    (document,) = documents("a.jsonl", f'{{"text": {raw}}}'.encode())
    line = f'{{"text": {raw}}}'
    for start in range(len(text)):
        place = document.origin.place(start, start + 1)
        assert json.loads(f'"{line[place.column - 1 : place.end_column - 1]}"') == text[start]


def test_records_with_an_empty_field_and_records_without_it_are_told_apart() -> None:
    content = b'{"text": "one"}\n{"text": null}\n{"id": 3}\n{"text": 4}\n{"id": 5}\n'
    found = lint({"a.jsonl": content}, codes=("IOE202",)).findings
    assert [(finding.place.line, finding.evidence["records"]) for finding in found] == [
        (2, 2),
        (3, 2),
    ]
