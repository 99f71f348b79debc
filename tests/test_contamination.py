"""`copydesk contamination`: the items of a benchmark in training data."""

from __future__ import annotations

import csv
import json
import random
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import copydesk
from copydesk.benchmark.index import MOST_ITEMS, Index
from programs import inline

LETTERS = [a + b for a in "bcdfghklmnprst" for b in "aeiou"]
RANDOM = random.Random(7)  # noqa: S311 - words of a test


def text(words: int) -> str:
    return " ".join("".join(RANDOM.choices(LETTERS, k=3)) for _ in range(words))


QUESTIONS = [text(20 + 3 * n) for n in range(6)]
BENCH = [{"id": f"q{n}", "question": question} for n, question in enumerate(QUESTIONS)]
TRAIN: list[dict[str, Any]] = [
    {
        "id": "t0",
        "prompt": "Tell me.",
        "completion": f"{text(9)} {QUESTIONS[0].upper()}! {text(9)}",
    },
    {"id": "t1", "prompt": text(30), "completion": " ".join(QUESTIONS[1].split()[4:18])},
    {"id": "t2", "prompt": " ".join(QUESTIONS[2].split()[:12]), "completion": text(40)},
    {"id": "t3", "prompt": QUESTIONS[0], "completion": text(4)},
]
RUN = ("contamination", "train.jsonl", "--against", "bench.jsonl")
FIELDS = ("--text-field", "prompt,completion", "--bench-field", "question")


def run(folder: Path, *arguments: str, code: int) -> tuple[str, str]:
    done = inline(folder, *arguments)
    assert done.returncode == code, done.stderr.decode()
    return done.stdout.decode(), done.stderr.decode()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, rows in (("bench.jsonl", BENCH), ("train.jsonl", TRAIN)):
        lines = "".join(json.dumps(row) + "\n" for row in rows)
        (tmp_path / name).write_text(lines, encoding="utf-8")
    return tmp_path


def test_the_table_shows_run_share_and_place(folder: Path) -> None:
    table, said = run(folder, *RUN, *FIELDS, code=1)
    rows = table.splitlines()
    assert rows[1].split() == ["20", "20", "100", "%", "bench.jsonl:1", "(q0)"]
    assert rows[2].strip().startswith("in train.jsonl:1 (t0, completion), and 1 more: “")
    assert rows[3].split() == ["14", "23", "60", "%", "bench.jsonl:2", "(q1)"]
    assert len(rows) == 5
    assert said.startswith("2 of 6 items have 13 words in a row")
    assert "4 training documents (33.3 %)" in said


def test_json_and_csv_have_every_item(folder: Path) -> None:
    out, _ = run(folder, *RUN, *FIELDS, "--output-format", "json", code=1)
    report = json.loads(out)
    assert report["summary"] == {
        "items": 6,
        "judged": 6,
        "contaminated": 2,
        "training_documents": 4,
    }
    assert [item["run"] for item in report["items"]] == [20, 14, 12, 0, 0, 0]
    first = report["items"][0]
    assert [copy["id"] for copy in first["copies"]] == ["t0", "t3"]
    assert (first["covered"], first["training_documents"]) == (20, 2)
    assert first["copies"][0]["text"] == QUESTIONS[0].upper()
    assert report["items"][2]["training_documents"] == 0
    table = list(
        csv.DictReader(run(folder, *RUN, *FIELDS, "--output-format", "csv", code=1)[0].splitlines())
    )
    assert [(row["id"], row["run"], row["training_field"]) for row in table[:2]] == [
        ("q0", "20", "completion"),
        ("q1", "14", "completion"),
    ]


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["--max-contaminated", "0.3"], 1),
        (["--max-contaminated", "0.34"], 0),
        (["--min-share", "0.7", "--max-contaminated", "0.2"], 0),
        (["--words", "12", "--max-contaminated", "0.34"], 1),
        (["-n", "50", "--max-contaminated", "0"], 1),
        (["-n", "50", "--min-share", "1", "--max-contaminated", "0.17"], 0),
    ],
)
def test_thresholds_decide_the_exit_code(folder: Path, options: list[str], code: int) -> None:
    run(folder, *RUN, *FIELDS, *options, code=code)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((*RUN,), "no benchmark text in bench.jsonl (bench.jsonl: 6 without text in 'text'"),
        ((*RUN, "--bench-field", "question"), "no training text in train.jsonl"),
        (("contamination", "bench.jsonl", "--against", "bench.jsonl"), "the benchmark itself"),
        (("contamination", "trian.jsonl", "--against", "bench.jsonl"), "file not found"),
        ((*RUN, *FIELDS, "-n", "3"), "3 is not in the range 5<=x<=200"),
    ],
)
def test_a_search_that_would_say_nothing_is_an_error(
    folder: Path, arguments: tuple[str, ...], message: str
) -> None:
    assert message in run(folder, *arguments, code=2)[1]


def test_short_items_are_compared_whole_and_the_shortest_not(tmp_path: Path) -> None:
    nine, seven = text(9), text(7)
    found = copydesk.contamination(
        [f"{text(5)} {nine} {text(5)} {seven}"], against=[nine, seven], config=False
    )
    assert (found.mask, found.run) == ([False, True], [9, 0])


def test_a_template_of_the_benchmark_contaminates_nothing_and_counts_in_a_run() -> None:
    template = text(15)
    items = [f"{template} {text(20)}" for _ in range(MOST_ITEMS + 1)]
    found = copydesk.contamination(
        [f"{template} {text(20)}", items[3]], against=items, config=False
    )
    assert (found.contaminated, found.run[3]) == ([3], 35)


def test_a_run_across_two_documents_or_two_items_is_none() -> None:
    words = text(16).split()
    whole = " ".join(words)
    halves = [" ".join(words[:8]), " ".join(words[8:])]
    assert copydesk.contamination(halves, against=[whole], config=False).run == [8]
    assert copydesk.contamination([whole], against=halves, config=False).run == [8, 8]


def test_a_long_document_is_searched_in_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    from copydesk.benchmark import search
    from copydesk.engine.windows import WindowSizes

    item = text(30)
    document = f"{text(900)} {item} {text(900)}"
    monkeypatch.setattr(search, "SIZES", WindowSizes(2_000, 1_000, 300))
    found = copydesk.contamination([document], against=[item], config=False)
    assert (found.run, found.documents) == ([30], [1])


@pytest.mark.parametrize("make", [list, pd.DataFrame])
def test_python_takes_tables_and_names_ids(make: Any) -> None:
    found = copydesk.contamination(
        make(TRAIN),
        against=make(BENCH),
        text=["prompt", "completion"],
        against_text="question",
        config=False,
    )
    assert found.contaminated == ["q0", "q1"]
    assert (found.source[:2], found.documents[:2], len(found)) == (["t0", "t1"], [2, 1], 6)
    assert found.to_arrow().num_rows == 6
    with pytest.raises(copydesk.InputError, match="from 5 to 200"):
        copydesk.contamination(["a"], against=["b"], words=2, config=False)


def test_python_streams_files(folder: Path) -> None:
    found = copydesk.contamination(
        [folder / "train.jsonl"],
        against=[folder / "bench.jsonl"],
        text=["prompt", "completion"],
        against_text="question",
        config=False,
    )
    assert (found.contaminated, found.source[0]) == (["q0", "q1"], "t0")


WORDS = st.lists(st.integers(1, 4), max_size=24)


@given(st.lists(WORDS, min_size=1, max_size=3), st.lists(WORDS, min_size=1, max_size=3))
def test_the_longest_run_is_that_of_a_plain_search(
    items: list[list[int]], texts: list[list[int]]
) -> None:
    size = 5
    index = Index(_column(items), np.array([len(item) for item in items]), size)
    counts = np.array([len(one) for one in texts])
    ends = np.cumsum(counts)
    found = index.find(_column(texts), ends - counts, ends)
    longest = dict.fromkeys(range(len(items)), 0)
    for item, words in zip(index.item_of(found.item).tolist(), found.words.tolist(), strict=True):
        longest[item] = max(longest[item], words)
    for number, item in enumerate(items):
        runs = [
            n
            for one in texts
            for i in range(len(item))
            for j in range(len(one))
            for n in range(size, len(item) - i + 1)
            if item[i : i + n] == one[j : j + n]
        ]
        assert longest[number] == max(runs, default=0)


def _column(rows: list[list[int]]) -> Any:
    flat = [word for row in rows for word in row]
    return np.array(flat, np.uint64) * np.uint64(0x9E3779B97F4A7C15)
