"""`check --history`: the figures of runs, in SQLite and in Parquet,
and the trend that the page shows.
"""

from __future__ import annotations

import contextlib
import sqlite3
import subprocess
import sys
from pathlib import Path

import duckdb
import pyarrow
import pytest
from pyarrow import parquet

from copydesk.engine.registry import load_rules
from copydesk.output.history import Run, history_of, read_runs
from reports import FILES, check, copydesk, data_of, of


def test_history_holds_a_row_a_run_and_the_page_shows_the_trend(folder_of_files: Path) -> None:
    for day, text in enumerate(("the the", "the the and said said", "nothing")):
        (folder_of_files / "one/new.txt").write_text(f"He read {text} there.\n", encoding="utf-8")
        done = check(
            folder_of_files,
            "--history",
            "runs.db",
            "--output-format",
            "json:a.json",
            SOURCE_DATE_EPOCH=str(86_400 * day),
        )
        assert (done.returncode, done.stderr) == (1, "")
    with contextlib.closing(sqlite3.connect(folder_of_files / "runs.db")) as base:
        rows = base.execute("SELECT at, documents, findings FROM runs ORDER BY id").fetchall()
        assert rows == [
            ("1970-01-01T00:00:00Z", 4, 4),
            ("1970-01-02T00:00:00Z", 4, 5),
            ("1970-01-03T00:00:00Z", 4, 3),
        ]
        named = "SELECT run, findings FROM figures WHERE kind = ? AND name = ? ORDER BY run"
        assert base.execute(named, ("rule", "GAR104")).fetchall() == [(1, 3), (2, 4), (3, 2)]
        assert base.execute(named, ("folder", "one")).fetchall() == [(1, 3), (2, 4), (3, 2)]
    page = copydesk("report", "a.json", "--history", "runs.db", cwd=folder_of_files).stdout
    assert [run["findings"] for run in data_of(page)["runs"]] == [4, 5, 3]


def test_history_in_parquet_holds_what_sqlite_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = [tmp_path / "runs.db", tmp_path / "runs.parquet"]
    for day, text in enumerate(("the the", "the the and said said", "nothing")):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(86_400 * day))
        run = Run.of(of({**FILES, "\udcff/new.txt": f"He read {text} there.\n"}), load_rules())
        for file in files:
            history_of(file).append(file, run)
    first, second = ([run.plain for run in read_runs(file)] for file in files)
    assert [run["findings"] for run in second] == [4, 5, 3]
    assert [{k: v for k, v in run.items() if k != "id"} for run in first] == second
    assert [
        run["findings"] for run in (run.row for run in history_of(files[1]).read(files[1], last=2))
    ] == [5, 3]
    asked = (
        """SELECT "at", by_rule['GAR104'], by_folder['one'] FROM read_parquet(?) ORDER BY "at" """
    )
    with duckdb.connect() as base:
        rows = base.execute(asked, [str(files[1])]).fetchall()
    assert [(str(at), *counts) for at, *counts in rows] == [
        ("1970-01-01 00:00:00", 3, 2),
        ("1970-01-02 00:00:00", 4, 2),
        ("1970-01-03 00:00:00", 2, 2),
    ]
    assert sorted(tmp_path.iterdir()) == files


@pytest.mark.slow
def test_runs_that_end_at_once_are_all_in_the_parquet_history(folder_of_files: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "copydesk",
        "check",
        "one",
        "--isolated",
        "--no-cache",
        "-q",
        "--history",
        "runs.parquet",
        "-e",
    ]
    running = [
        subprocess.Popen(command, cwd=folder_of_files, stdout=subprocess.DEVNULL) for _ in range(4)
    ]
    assert [process.wait(60) for process in running] == [0] * 4
    assert len(read_runs(folder_of_files / "runs.parquet")) == 4


def test_a_history_of_another_kind_is_refused_before_the_run(folder_of_files: Path) -> None:
    for done in (
        check(folder_of_files, "--history", "runs.csv"),
        copydesk("report", "a.json", "--history", "runs.csv", cwd=folder_of_files),
    ):
        assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "copydesk: cannot read 'a.json': No such file or directory\n"
    said = check(folder_of_files, "--history", "runs.csv").stderr
    assert (
        said
        == "copydesk: a history is a SQLite file (.db, .sqlite, .sqlite3) or a Parquet file (.parquet), not 'runs.csv'\n"
    )


def test_a_parquet_history_without_its_library_says_how_to_install_it(
    folder_of_files: Path,
) -> None:
    (folder_of_files / "pyarrow.py").write_text("raise ImportError", encoding="utf-8")
    done = check(folder_of_files, "--history", "runs.parquet")
    assert (done.returncode, done.stdout) == (2, "")
    assert "pip install 'copydesk[parquet]'" in done.stderr


def test_another_parquet_file_is_no_history_and_left_alone(folder_of_files: Path) -> None:
    parquet.write_table(pyarrow.table({"at": [1]}), folder_of_files / "x.parquet")
    (folder_of_files / "y.parquet").write_bytes(b"no such file at all")
    for name in ("x.parquet", "y.parquet"):
        before = (folder_of_files / name).read_bytes()
        done = check(folder_of_files, "--history", name, "--output-format", "json:b.json")
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
        assert "history" in done.stderr
        assert (folder_of_files / name).read_bytes() == before
    done = check(
        folder_of_files, "--history", "nowhere/x.parquet", "--output-format", "json:b.json"
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert (
        done.stderr
        == "copydesk: 'nowhere/x.parquet' cannot be used as a history: [Errno 2] No such file or directory: 'nowhere'\n"
    )


def test_what_a_run_writes_is_not_linted_by_the_next(folder_of_files: Path) -> None:
    arguments = [
        "--output-format",
        "html:page.html",
        "--output-format",
        "csv:./one/out.csv",
        "--history",
        "runs.parquet",
    ]
    for _ in range(2):
        assert check(folder_of_files, *arguments).stderr == ""
    (first, second) = read_runs(folder_of_files / "runs.parquet")
    assert first.row | {"at": ""} == second.row | {"at": ""}
    done = copydesk("check", ".", "--isolated", "--no-cache", *arguments, cwd=folder_of_files)
    assert done.stderr == ""


@pytest.mark.parametrize("content", [b"no database at all, only text", b""])
def test_what_is_no_history_is_one_sentence_and_left_alone(
    folder_of_files: Path, content: bytes
) -> None:
    base = folder_of_files / "x.db"
    if content:
        base.write_bytes(content)
    else:
        with contextlib.closing(sqlite3.connect(base)) as other:
            other.execute("CREATE TABLE mine (x)")
    before = base.read_bytes()
    check(folder_of_files, "--output-format", "json:a.json")
    for done in (
        check(folder_of_files, "--history", "x.db", "--output-format", "json:b.json"),
        copydesk("report", "a.json", "--history", "x.db", cwd=folder_of_files),
    ):
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
        assert "history" in done.stderr
    assert base.read_bytes() == before
    done = copydesk("report", "a.json", "--history", "none.db", cwd=folder_of_files)
    assert (done.returncode, done.stderr) == (
        2,
        "copydesk: file not found: the history 'none.db'\n",
    )
