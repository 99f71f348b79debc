"""The Python API does what the command line does, with texts of any packing."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import copydesk
from programs import copydesk as command

FERRY = (
    "The ferry to the outer islands was cancelled on Tuesday because of the storm, and the harbour"
    " office in Sandvik expects no sailings before Thursday."
)
BAKERY = (
    "A bakery on Mill Street has sold the same rye loaf since 1921, and its owner says that nobody"
    " outside the family has ever been shown the recipe."
)
JSON = ("check", "--isolated", "--no-cache", "--output-format", "json")
TEXTS = [FERRY, f"{BAKERY}\n\nSign up for our newsletter", FERRY, "He saw the the harbour."]


def rules_and_spans(report: copydesk.Report) -> list[tuple[Any, ...]]:
    return [
        (f.rule, f.confidence, f.place.row, f.place.line, f.place.column, f.message) for f in report
    ]


def lines(path: Path, texts: list[str]) -> Path:
    rows = [json.dumps({"id": str(n), "text": text}) + "\n" for n, text in enumerate(texts)]
    path.write_text("".join(rows), encoding="utf-8")
    return path


def test_texts_have_the_findings_of_the_same_records_on_the_command_line(tmp_path: Path) -> None:
    file = lines(tmp_path / "records.jsonl", TEXTS)
    printed = command(tmp_path, *JSON, file.name).stdout
    report = copydesk.check(TEXTS, config=False)
    said = [
        (f["rule"], f["confidence"], f["location"]["line"] - 1, *_inside(f))
        for f in json.loads(printed)["findings"]
        if not f["within"] and not f["suppressed"]
    ]
    mine = [(r, c, row, line, column) for r, c, row, line, column, _ in rules_and_spans(report)]
    assert said == mine
    assert len(mine) >= 3


def _inside(finding: dict[str, Any]) -> tuple[int, int]:
    inside = finding["location"]["document"]
    return inside["line"], inside["column"]


def test_files_have_the_findings_of_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "one.txt").write_text(FERRY, encoding="utf-8")
    (tmp_path / "two.md").write_text(f"# Ferries\n\n{FERRY}\n", encoding="utf-8")
    printed = command(tmp_path, *JSON, ".").stdout
    report = copydesk.check(".", config=False)
    assert json.loads(report.to_json())["findings"] == json.loads(printed)["findings"]
    assert report.documents == 2


def test_offsets_slice_back_to_the_text() -> None:
    text = f'"{BAKERY}"\n\tähm \\ 😀\n\nHe saw the the harbour.'
    found = [f for f in copydesk.check({"x": text}, config=False) if f.rule == "GAR104"]
    assert [text[f.place.start : f.place.end] for f in found] == [f.text for f in found] != []
    assert found[0].place.id == "x"


def test_a_string_is_a_path_where_one_exists_and_a_text_otherwise(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("He saw the the harbour.", encoding="utf-8")
    assert copydesk.check(str(file), config=False)[0].place.path.endswith("a.txt")
    assert copydesk.check("He saw the the harbour.", config=False)[0].place.path == "text.txt"
    assert copydesk.check(str(file), form="texts", config=False).documents == 1
    with pytest.raises(copydesk.InputError, match=r"file not found: 'no/such\.txt'.*form="):
        copydesk.check("no/such.txt")


def test_texts_that_are_names_of_files_are_not_read_where_form_says_texts(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("He saw the the harbour.", encoding="utf-8")
    assert len(copydesk.check([str(secret)], form="texts", config=False, select="GAR104")) == 0
    assert len(copydesk.check([str(secret)], config=False, select="GAR104")) == 1


def test_only_the_data_has_findings_when_it_is_compared(tmp_path: Path) -> None:
    (tmp_path / "old.txt").write_text(FERRY, encoding="utf-8")
    for against in ({"old": FERRY}, tmp_path):
        report = copydesk.check({7: FERRY}, against=against, config=False)
        assert {f.place.id for f in report} == {7}
        assert "DUP101" in report.counts()


def frames() -> dict[str, Callable[[], Any]]:
    rows = {"id": [10, 11, 12, 13], "text": TEXTS}

    def pandas() -> Any:
        return pytest.importorskip("pandas").DataFrame(rows)

    def polars() -> Any:
        return pytest.importorskip("polars").DataFrame(rows)

    def arrow() -> Any:
        return pytest.importorskip("pyarrow").table(rows)

    def duckdb() -> Any:
        table = arrow()
        return pytest.importorskip("duckdb").from_arrow(table)

    def records() -> Any:
        return ({"id": i, "text": t} for i, t in zip(*rows.values(), strict=True))

    def datasets() -> Any:
        return pytest.importorskip("datasets").Dataset.from_dict(rows)

    return {f.__name__: f for f in (pandas, polars, arrow, duckdb, records, datasets)}


@pytest.mark.parametrize("library", frames())
def test_tables_of_every_library_have_the_same_findings(library: str) -> None:
    if library == "datasets":
        pytest.importorskip("datasets")
    report = copydesk.check(frames()[library](), config=False)
    assert rules_and_spans(report) == rules_and_spans(copydesk.check(TEXTS, config=False))
    assert {f.place.id for f in report} == {11, 12, 13}


def test_findings_become_tables() -> None:
    report = copydesk.check(TEXTS, config=False)
    rows = report.to_dicts()
    assert [row["rule"] for row in rows] == [f.rule for f in report]
    assert report.to_arrow().num_rows == len(rows)
    pandas, polars = report.to_pandas(), report.to_polars()
    assert list(pandas["rule"]) == polars["rule"].to_list() == [row["rule"] for row in rows]
    assert len(copydesk.check(["A clean text."], config=False).to_pandas()) == 0


def test_a_notebook_shows_the_page() -> None:
    page = copydesk.check(TEXTS, config=False)._repr_html_()
    assert page.startswith('<iframe sandbox="allow-scripts" srcdoc="')
    assert "<script" not in page


def test_fix_returns_the_shape_that_it_got() -> None:
    broken, whole = "It was â€œfineâ€\x9d.", "It was “fine”."
    assert copydesk.fix(broken, config=False) == whole
    assert copydesk.fix([broken, None, "Good."], config=False) == [whole, None, "Good."]
    assert copydesk.fix({"a": broken}, config=False) == {"a": whole}
    with pytest.raises(copydesk.InputError, match="copydesk check --fix"):
        copydesk.fix(Path("corpus"))


def test_dedupe_tells_what_to_keep_and_why() -> None:
    kept = copydesk.dedupe({"a": FERRY, "b": BAKERY, "c": FERRY}, config=False)
    assert kept.mask == [True, True, False]
    assert kept.dropped == ["c"]
    assert kept.like == [None, None, "a"]
    assert kept.cluster == [1, None, 1]
    assert kept.to_arrow().column("keep").to_pylist() == kept.mask


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: copydesk.check(TEXTS, select="DUX"), copydesk.ConfigError, "DUX"),
        (lambda: copydesk.check(TEXTS, config={"selct": []}), copydesk.ConfigError, "'select'"),
        (lambda: copydesk.check(TEXTS, config="none.toml"), copydesk.ConfigError, "not found"),
        (lambda: copydesk.check([]), copydesk.InputError, "nothing to lint"),
        (lambda: copydesk.check(3), copydesk.InputError, "int"),  # type: ignore[arg-type]
        (lambda: copydesk.check({"a": 3}), copydesk.InputError, "'a'"),
        (lambda: copydesk.check([{"body": "x"}]), copydesk.InputError, "no record has a field"),
        (lambda: copydesk.check(Path("no-such-folder")), copydesk.InputError, "not found"),
    ],
)
def test_mistakes_are_one_sentence(
    call: Callable[[], object], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message) as raised:
        call()
    assert isinstance(raised.value, copydesk.CopydeskError)


def test_a_table_of_settings_is_a_configuration() -> None:
    assert copydesk.check(TEXTS, config={"select": ["GAR104"]}).counts() == {"GAR104": 1}


def test_progress_is_called_with_bytes() -> None:
    seen: list[int] = []
    copydesk.check(TEXTS, config=False, progress=seen.append)
    assert seen
    assert seen == sorted(seen)


def test_threads_do_not_mix_their_findings() -> None:
    wanted = rules_and_spans(copydesk.check(TEXTS, config=False))
    found: list[list[tuple[Any, ...]]] = []
    threads = [
        threading.Thread(
            target=lambda: found.append(rules_and_spans(copydesk.check(TEXTS, config=False)))
        )
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [wanted] * 4


def test_the_import_is_light() -> None:
    code = "import copydesk, sys; assert 'check' in dir(copydesk); print('numpy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
