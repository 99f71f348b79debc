"""`copydesk report`, `copydesk diff` and `check --history`: what was written before is read back, compared, and shown over time."""

from __future__ import annotations

import contextlib
import json
import os
import re
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import msgspec
import pyarrow
import pytest
from pyarrow import parquet

from copydesk.output.articles import Room, articles
from copydesk.output.comparison import compare
from copydesk.output.figures import figures, folder
from copydesk.output.history import Run, history_of, read_runs
from copydesk.output.saved import NoReport, Saved, parse, saved
from copydesk.output.sheet import Sheet
from copydesk.output.units import Units
from copydesk.reading.source import Source
from linting import lint

PARAGRAPH = "The ferry will leave at nine and come back at noon on every day of the week."
FILES = {
    "one/a.txt": f"He opened the the door of the boat house.\n\n{PARAGRAPH}\n",
    "two/b.jsonl": '{"id": "r1", "text": "Two lines.\\nThe caf\\u00e9 \\ud83d\\ude00 said said it.\\r\\nThe end of it."}\n',
    "c.txt": f"{PARAGRAPH}\n",
}


def copydesk(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    env = {k: v for k, v in os.environ.items() if k not in ("PRE_COMMIT", "COPYDESK_OUTPUT_FORMAT", "SOURCE_DATE_EPOCH")} | environment
    return subprocess.run([sys.executable, "-m", "copydesk", *arguments], cwd=cwd, env=env, capture_output=True, text=True, timeout=60)


@pytest.fixture
def folder_of_files(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8", newline="\n")
    return tmp_path


def check(cwd: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return copydesk("check", ".", "--isolated", "--no-cache", "-q", *arguments, cwd=cwd, **environment)


def data_of(page: str) -> Any:
    return json.loads(re.findall(r'id="report">(.*?)</script>', page, re.DOTALL)[0])


def of(files: dict[str, str | bytes]) -> Saved:
    return saved(Sheet(lint(files)))


def test_a_report_read_back_gives_the_page_that_check_writes(folder_of_files: Path) -> None:
    assert check(folder_of_files, "--output-format", "html:a.html", "--output-format", "json:a.json").returncode == 1
    done = copydesk("report", "a.json", "-o", "b.html", cwd=folder_of_files)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert (folder_of_files / "a.html").read_bytes() == (folder_of_files / "b.html").read_bytes()
    done = copydesk("report", "a.json", cwd=folder_of_files)
    assert done.stdout == (folder_of_files / "a.html").read_text(encoding="utf-8")


def test_text_that_changed_since_is_not_shown_as_if_it_were_found(folder_of_files: Path) -> None:
    check(folder_of_files, "--output-format", "json:a.json")
    (folder_of_files / "c.txt").unlink()
    (folder_of_files / "two/b.jsonl").write_text(
        '{"text": "Quite another text altogether, and no more of it than this."}\n', encoding="utf-8"
    )
    (folder_of_files / "one/a.txt").write_text("New first line.\n" + FILES["one/a.txt"], encoding="utf-8", newline="\n")
    found = data_of(copydesk("report", "a.json", cwd=folder_of_files).stdout)
    assert len(found["findings"]) >= 3
    assert found["articles"] == []


@pytest.mark.parametrize(("path", "shown"), [("../secret.txt", 0), ("link.txt", 0), ("/{folder}/secret.txt", 0), ("copy.txt", 1)])
def test_a_report_from_elsewhere_opens_no_file_outside_this_folder(folder_of_files: Path, path: str, shown: int) -> None:
    check(folder_of_files, "--output-format", "json:a.json")
    inside = folder_of_files / "one"
    secret = FILES["one/a.txt"] + "the password\n"
    (folder_of_files / "secret.txt").write_text(secret, encoding="utf-8", newline="\n")
    (inside / "copy.txt").write_text(secret, encoding="utf-8", newline="\n")
    (inside / "link.txt").symlink_to(folder_of_files / "secret.txt")
    report = json.loads((folder_of_files / "a.json").read_text(encoding="utf-8"))
    for finding in report["findings"]:
        finding["location"]["path"] = path.format(folder=folder_of_files)
    (inside / "a.json").write_text(json.dumps(report), encoding="utf-8")
    page = copydesk("report", "a.json", cwd=inside).stdout
    assert data_of(page)["findings"]
    assert page.count("the password") == shown


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is no JSON report of copydesk: "),
        (b'{"schema_version": "1.0"}', "missing required field"),
        (b"[1]", "Expected `object`"),
        (b'{"schema_version": 1}', "Expected `str`"),
        (b"\xff\xfe{}", "is no JSON report of copydesk: "),
        (b"[" * 100_000, "is no JSON report of copydesk: "),
        (None, "cannot read 'a.json': No such file"),
    ],
)
def test_what_is_no_report_is_one_sentence_and_exit_2(tmp_path: Path, content: bytes | None, message: str) -> None:
    if content is not None:
        (tmp_path / "a.json").write_bytes(content)
    for command in (("report", "a.json"), ("diff", "a.json", "a.json")):
        done = copydesk(*command, cwd=tmp_path)
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
        assert message in done.stderr


def test_a_report_of_another_major_version_is_refused() -> None:
    document = msgspec.to_builtins(of({"a.txt": "the the end\n"})) | {"schema_version": "2.0"}
    with pytest.raises(NoReport, match=r"schema_version is 2\.0, this copydesk reads 1"):
        parse(msgspec.json.encode(document))


def test_odd_numbers_in_a_report_do_not_break_the_page(folder_of_files: Path) -> None:
    check(folder_of_files, "--output-format", "json:a.json")
    report = json.loads((folder_of_files / "a.json").read_text(encoding="utf-8"))
    for n, finding in enumerate(report["findings"]):
        finding["location"] |= {"line": -n, "column": -5, "offset": 10**12 * (-1) ** n, "end_offset": -3}
        if finding["location"]["document"]:
            finding["location"] |= {"line": 1}  # the record is found, the place in it is not
            finding["location"]["document"] |= {"line": -(10**9), "column": -(10**9)}
    for cluster in report["clusters"]:
        cluster |= {"keep": 77, "members": []}
    (folder_of_files / "a.json").write_text(json.dumps(report), encoding="utf-8")
    done = copydesk("report", "a.json", cwd=folder_of_files)
    assert (done.returncode, done.stderr) == (0, "")
    assert (data_of(done.stdout)["articles"], data_of(done.stdout)["clusters"]) == ([], [])


def test_a_missing_extra_says_how_to_install_it(folder_of_files: Path) -> None:
    (folder_of_files / "jinja2.py").write_text("raise ImportError", encoding="utf-8")
    done = check(
        folder_of_files, "--output-format", "html", PYTHONPATH=os.pathsep.join([str(folder_of_files), os.environ.get("PYTHONPATH", "")])
    )
    assert done.returncode == 2
    assert "pip install 'copydesk[html]'" in done.stderr


def test_lines_around_a_finding_carry_its_place_in_utf16_units() -> None:
    files: dict[str, str | bytes] = {"a.txt": "One.\n\n\u202e😀 the the \x07end.\n\nLast.\n\nFar away.\n", "b.jsonl": FILES["two/b.jsonl"]}
    report = saved(Sheet(lint(files, codes=("GAR104",))))
    sources = [
        Source("a.txt", None, "text", content=str(files["a.txt"]).encode()),
        Source("b.jsonl", None, "jsonl", content=str(files["b.jsonl"]).encode()),
    ]
    first, second = articles(report.findings, Units(sources), Room(10_000))[0]
    assert [number for number, *_ in first.lines] == [1, 2, 3, 4, 5]
    spread = "It was was.\n\nA.\n\nB.\n\nHe took took it.\n\nC.\n\nD.\n\nE.\n\nShe saw saw.\n"
    gap = saved(Sheet(lint({"c.txt": spread}, codes=("GAR104",))))
    ((article,), _) = articles(gap.findings, Units([Source("c.txt", None, "text", content=spread.encode())]), Room(10_000))
    assert [number for number, *_ in article.lines] == [1, 2, 3, 4, 5, 6, 7, 8, 9, 13, 14, 15]
    _, text, [(start, end, number)] = first.lines[2]
    assert text == "\\u202e😀 the the \\x07end."
    assert text.encode("utf-16-le")[2 * start : 2 * end].decode("utf-16-le") == "the the"
    assert (number, second.record, second.line) == (0, "r1", 1)
    _, text, [(start, end, _)] = second.lines[1]
    assert text.encode("utf-16-le")[2 * start : 2 * end].decode("utf-16-le") == "said said"


def test_a_long_line_is_cut_around_its_findings_and_a_full_page_takes_no_more() -> None:
    words = " ".join(f"word{n}" for n in range(2_000))
    files: dict[str, str | bytes] = {"a.txt": f"{words} the the {words} the the {words}\n"}
    report = saved(Sheet(lint(files, codes=("GAR104",))))
    units = Units([Source("a.txt", None, "text", content=str(files["a.txt"]).encode())])
    room = Room(10_000)
    ((article,), article_of) = articles(report.findings, units, room)
    ((_, text, marks),) = article.lines
    assert len(text) < 1_000
    assert [text[start:end] for start, end, _ in marks] == ["the the", "the the"]
    assert (article_of, room.refused) == ({0: 0, 1: 0}, 0)
    small = Room(100)
    assert articles(report.findings, units, small) == ([], {})
    assert small.refused == 1


def test_figures_count_copies_inside_wider_findings_too() -> None:
    text = "".join(
        f"The {name} of the town met on Monday and chose a new {name} for the {n} years that follow it.\n\n"
        for n, name in enumerate(("council", "choir", "jury", "crew"))
    )
    report = of({"x/y/z/a.txt": text, "x/y/z/b.txt": text})
    counted = figures(report)
    assert (counted.copied_documents, counted.copied_paragraphs, counted.by_rule) == (1, 4, {"DUP101": 1})
    assert counted.by_folder == {"x/y": 1}
    assert [folder(path) for path in ("a.txt", "x/a.txt", "x/y/z/a.txt")] == [".", "x", "x/y"]


def test_diff_knows_a_finding_when_lines_move_and_counts_equal_ones() -> None:
    old = of({"a.txt": "He saw the the boat.\n\nIt was was late.\n", "b.txt": "No no no and the the end.\n"})
    new = of({"a.txt": "A new line.\n\nIt was was late.\n\nHe saw the the boat and the the sea.\n", "c.txt": "It was was late.\n"})
    changes = compare(old, new)
    assert [(f.location.path, f.text) for f in changes.new] == [("a.txt", "the the"), ("c.txt", "was was")]
    assert [f.location.path for f in changes.gone] == ["b.txt"] * len(changes.gone)
    assert [f.text for f in changes.unchanged] == ["was was", "the the"]
    assert compare(new, new).new == compare(new, new).gone == []


def test_diff_takes_a_finding_inside_a_wider_one_for_known() -> None:
    text = "".join(
        f"The {name} of the town met on Monday and chose a new {name} for the {n} years that follow it.\n\n"
        for n, name in enumerate(("council", "choir", "jury", "crew"))
    )
    whole = of({"a.txt": text, "b.txt": text})
    part = of({"a.txt": text, "b.txt": text.split("\n\n")[0] + "\n\nNothing else stands here but this one line of its own.\n"})
    assert [f.rule for f in whole.shown] == ["DUP101"]
    assert [f.rule for f in part.shown] == ["DUP201"]
    changes = compare(whole, part)
    assert (changes.new, [f.rule for f in changes.gone]) == ([], ["DUP101"])


def test_diff_prints_lines_or_json_and_exits_1_on_new_ones(folder_of_files: Path) -> None:
    check(folder_of_files, "--output-format", "json:old.json")
    (folder_of_files / "d.txt").write_text("She asked asked him.\n", encoding="utf-8")
    (folder_of_files / "c.txt").write_text("Nothing here any more.\n", encoding="utf-8")
    check(folder_of_files, "--output-format", "json:new.json")
    done = copydesk("diff", "old.json", "new.json", cwd=folder_of_files)
    assert done.returncode == 1
    assert "+ d.txt:1:5: GAR104 repeated: asked asked" in done.stdout.splitlines()
    assert [line[0] for line in done.stdout.splitlines()] == ["-", "+"]
    assert done.stderr == "1 new, 1 gone, 2 unchanged\n"
    said = json.loads(copydesk("diff", "old.json", "new.json", "--output-format", "json", cwd=folder_of_files).stdout)
    assert ([f["rule"] for f in said["new"]], len(said["gone"]), said["unchanged"]) == (["GAR104"], 1, 2)
    assert said["new"][0] == next(
        f for f in json.loads((folder_of_files / "new.json").read_text())["findings"] if f["location"]["path"] == "d.txt"
    )
    assert copydesk("diff", "new.json", "new.json", cwd=folder_of_files).returncode == 0


def test_history_holds_a_row_a_run_and_the_page_shows_the_trend(folder_of_files: Path) -> None:
    for day, text in enumerate(("the the", "the the and said said", "nothing")):
        (folder_of_files / "one/new.txt").write_text(f"He read {text} there.\n", encoding="utf-8")
        done = check(folder_of_files, "--history", "runs.db", "--output-format", "json:a.json", SOURCE_DATE_EPOCH=str(86_400 * day))
        assert (done.returncode, done.stderr) == (1, "")
    with contextlib.closing(sqlite3.connect(folder_of_files / "runs.db")) as base:
        rows = base.execute("SELECT at, documents, findings FROM runs ORDER BY id").fetchall()
        assert rows == [("1970-01-01T00:00:00Z", 4, 4), ("1970-01-02T00:00:00Z", 4, 5), ("1970-01-03T00:00:00Z", 4, 3)]
        named = "SELECT run, findings FROM figures WHERE kind = ? AND name = ? ORDER BY run"
        assert base.execute(named, ("rule", "GAR104")).fetchall() == [(1, 3), (2, 4), (3, 2)]
        assert base.execute(named, ("folder", "one")).fetchall() == [(1, 3), (2, 4), (3, 2)]
    page = copydesk("report", "a.json", "--history", "runs.db", cwd=folder_of_files).stdout
    assert [run["findings"] for run in data_of(page)["runs"]] == [4, 5, 3]


def test_history_in_parquet_holds_what_sqlite_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = [tmp_path / "runs.db", tmp_path / "runs.parquet"]
    for day, text in enumerate(("the the", "the the and said said", "nothing")):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(86_400 * day))
        run = Run.of(of({**FILES, "\udcff/new.txt": f"He read {text} there.\n"}))
        for file in files:
            history_of(file).append(file, run)
    first, second = ([run.plain for run in read_runs(file)] for file in files)
    assert [run["findings"] for run in second] == [4, 5, 3]
    assert [{k: v for k, v in run.items() if k != "id"} for run in first] == second
    assert [run["findings"] for run in (run.row for run in history_of(files[1]).read(files[1], last=2))] == [5, 3]
    asked = """SELECT "at", by_rule['GAR104'], by_folder['one'] FROM read_parquet(?) ORDER BY "at" """
    with duckdb.connect() as base:
        rows = base.execute(asked, [str(files[1])]).fetchall()
    assert [(str(at), *counts) for at, *counts in rows] == [
        ("1970-01-01 00:00:00", 3, 2),
        ("1970-01-02 00:00:00", 4, 2),
        ("1970-01-03 00:00:00", 2, 2),
    ]
    assert sorted(tmp_path.iterdir()) == files


def test_runs_that_end_at_once_are_all_in_the_parquet_history(folder_of_files: Path) -> None:
    command = [sys.executable, "-m", "copydesk", "check", "one", "--isolated", "--no-cache", "-q", "--history", "runs.parquet", "-e"]
    running = [subprocess.Popen(command, cwd=folder_of_files, stdout=subprocess.DEVNULL) for _ in range(4)]
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
    assert said == "copydesk: a history is a SQLite file (.db, .sqlite, .sqlite3) or a Parquet file (.parquet), and not 'runs.csv'\n"


def test_a_parquet_history_without_its_library_says_how_to_install_it(folder_of_files: Path) -> None:
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
    done = check(folder_of_files, "--history", "nowhere/x.parquet", "--output-format", "json:b.json")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "copydesk: 'nowhere/x.parquet' cannot be used as a history: [Errno 2] No such file or directory: 'nowhere'\n"


def test_what_a_run_writes_is_not_linted_by_the_next(folder_of_files: Path) -> None:
    arguments = ["--output-format", "html:page.html", "--output-format", "csv:./one/out.csv", "--history", "runs.parquet"]
    for _ in range(2):
        assert check(folder_of_files, *arguments).stderr == ""
    (first, second) = read_runs(folder_of_files / "runs.parquet")
    assert first.row | {"at": ""} == second.row | {"at": ""}
    done = copydesk("check", ".", "--isolated", "--no-cache", *arguments, cwd=folder_of_files)
    assert done.stderr == ""


@pytest.mark.parametrize("content", [b"no database at all, only text", b""])
def test_what_is_no_history_is_one_sentence_and_left_alone(folder_of_files: Path, content: bytes) -> None:
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
    assert (done.returncode, done.stderr) == (2, "copydesk: there is no history 'none.db'\n")
