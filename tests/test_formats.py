"""Each output format is read back by a reader that is not ours: places, escaping, limits."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import junitparser
import msgspec
import pytest
from lxml import etree
from prometheus_client.openmetrics.parser import text_string_to_metric_families
from sarif import loader

from copydesk.engine.registry import load_rules
from copydesk.output.formats import formats, renderer
from copydesk.output.render_input import RenderInput
from copydesk.output.statistics import render as statistics
from copydesk.output.units import Units
from copydesk.reading.formats import format_of
from copydesk.reading.source import Source
from copydesk.report import Report
from fixed_report import fixed_report
from linting import lint

GOLDEN = Path(__file__).parent / "golden"
NAME = "a\n::stop-commands::x,y%.txt"  # forges a workflow command where it is not escaped
TEXT = "He opened 😀 the the door, and é the the [window] ]]> &.\n"
FILES = {
    NAME: TEXT,
    "b.txt": "=1+2\u0007 she said said it.\n",
    "c.jsonl": '{"id": "=r1", "text": "caf\\u00e9 \\ud83d\\ude00 the the end."}\n',
}


@pytest.fixture(scope="module")
def given() -> RenderInput:
    report = lint(FILES, codes=("GAR104",))
    sources = [
        Source(name, None, "jsonl" if name.endswith("l") else "text", content=text.encode())
        for name, text in FILES.items()
    ]
    assert len(report.findings) == 4
    return RenderInput(
        report, {"GAR104": load_rules()["GAR104"]}, exit_code=1, units=Units(sources)
    )


def shown(name: str, given: RenderInput) -> str:
    return renderer(name)(given)


@pytest.mark.parametrize(
    "name", [*(name for name in formats() if name != "html"), "statistics"]
)  # HTML is read in a browser
def test_the_fixed_report_is_as_accepted(name: str, accept: bool) -> None:
    given = fixed_report()
    text = statistics(given.report.findings) if name == "statistics" else shown(name, given)
    path = GOLDEN / f"report.{name}"
    if accept:
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8"), "run pytest --accept after reading the change"


@pytest.mark.parametrize("name", formats())
def test_every_format_renders_nothing_and_odd_names(name: str, given: RenderInput) -> None:
    surrogate = msgspec.structs.replace(
        given.report.findings[0],
        place=msgspec.structs.replace(given.report.findings[0].place, path="\udcff.txt"),
        text="\udcff\ufffe\0",
    )
    for findings in ([], [surrogate]):
        text = shown(name, RenderInput(Report(findings=list(findings)), given.rules))
        text.encode("utf-8")
        assert "\0" not in text


def test_sarif_is_read_by_sarif_tools(given: RenderInput, tmp_path: Path) -> None:
    path = tmp_path / "out.sarif"
    path.write_text(shown("sarif", given), encoding="utf-8")
    read = loader.load_sarif_file(str(path))
    assert read.get_result_count() == 4
    records = read.get_records()
    assert {record["Severity"] for record in records} == {"warning"}
    assert {record["Code"].split()[0] for record in records} == {"GAR104"}
    run = json.loads(path.read_text(encoding="utf-8"))["runs"][0]
    region = run["results"][0]["locations"][0]["physicalLocation"]["region"]
    assert TEXT[region["startColumn"] - 1 : region["endColumn"] - 1] == "the the"
    assert run["columnKind"] == "unicodeCodePoints"
    keys = [result["partialFingerprints"]["primaryLocationLineHash"] for result in run["results"]]
    assert (
        len(
            {
                (result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], key)
                for result, key in zip(run["results"], keys, strict=True)
            }
        )
        == 4
    )


def test_sarif_keeps_the_worst_of_too_many_and_says_so(given: RenderInput) -> None:
    (one, *_) = given.report.findings
    many = [
        msgspec.structs.replace(
            one,
            place=msgspec.structs.replace(one.place, line=n),
            severity="error" if n > 5_990 else "info",
        )
        for n in range(1, 6_001)
    ]
    run = json.loads(shown("sarif", RenderInput(Report(findings=many), given.rules)))["runs"][0]
    assert len(run["results"]) == 5_000
    assert sum(result["level"] == "error" for result in run["results"]) == 10
    assert run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"].startswith(
        "6000 findings: only the 5000"
    )


def test_github_commands_cannot_be_forged_and_come_worst_first(given: RenderInput) -> None:
    worse = [
        msgspec.structs.replace(f, severity="error" if f.place.path == "c.jsonl" else f.severity)
        for f in given.report.findings
    ]
    lines = shown("github", RenderInput(Report(findings=worse))).splitlines()
    assert len(lines) == 4
    assert lines[0].startswith("::error file=c.jsonl,line=1,endLine=1,col=")
    assert all(line.startswith("::warning file=") for line in lines[1:])
    assert (
        "::warning file=a%0A%3A%3Astop-commands%3A%3Ax%2Cy%25.txt,line=1,endLine=1,col=13,endColumn=20,title=copydesk GAR104::"
        in lines[1]
    )


def test_github_gets_no_columns_for_a_span_of_several_lines(given: RenderInput) -> None:
    (one, *_) = given.report.findings
    long = msgspec.structs.replace(one, place=msgspec.structs.replace(one.place, end_line=3))
    assert "col=" not in shown("github", RenderInput(Report(findings=[long])))


def test_gitlab_fingerprints_are_unique_and_survive_a_move(given: RenderInput) -> None:
    rows = json.loads(shown("gitlab", given))
    assert len({row["fingerprint"] for row in rows}) == 4
    moved = lint({NAME: "\n\n" + TEXT}, codes=("GAR104",))
    assert [row["fingerprint"] for row in json.loads(shown("gitlab", RenderInput(moved)))] == [
        row["fingerprint"] for row in rows[:2]
    ]
    assert rows[0]["location"] == {"path": NAME, "lines": {"begin": 1, "end": 1}}
    assert {row["severity"] for row in rows} == {"minor"}


def test_junit_is_read_by_junitparser(given: RenderInput) -> None:
    read = junitparser.JUnitXml.fromstring(shown("junit", given).encode())
    assert [(suite.tests, suite.failures) for suite in read] == [(2, 2), (1, 1), (1, 1)]
    assert "\\x07" not in shown("junit", given)
    (empty,) = junitparser.JUnitXml.fromstring(shown("junit", RenderInput(Report())).encode())
    assert (empty.tests, empty.failures) == (1, 0)


def test_checkstyle_is_xml_with_a_file_for_each(given: RenderInput) -> None:
    root = etree.fromstring(shown("checkstyle", given).encode())
    assert [len(file) for file in root] == [2, 1, 1]
    assert {error.get("source") for error in root.iter("error")} == {"copydesk.GAR104"}


def test_rdjson_columns_count_bytes_of_the_raw_line(given: RenderInput) -> None:
    rows = json.loads(shown("rdjson", given))["diagnostics"]
    for row in rows:
        raw = FILES[row["location"]["path"]].encode()
        span = row["location"]["range"]
        assert raw[span["start"]["column"] - 1 : span["end"]["column"] - 1] in (
            b"the the",
            b"said said",
        )
    assert rows[0]["location"]["range"]["start"]["column"] == 16


def test_rdjson_suggests_what_the_fix_would_do() -> None:
    caption = "Divers bring the ship's bell ashore at Sandholm harbour (Reuters)"
    files = {
        "a.txt": f"{TEXT}\r\n{caption}\r\n\r\n{caption}\r\n",
        "b.jsonl": '{"id": "é😀", "text": "The cafÃ© on the quay doesnâ€™t open."}\n',
        "c.md": "A 😀.\n\n<!-- copydesk: disable[BOI101] -->\n\nB.\n\n<!-- copydesk: enable[BOI101] -->\n\nC.\n",
    }
    report = lint(files)
    sources = [
        Source(name, None, format_of(name)[0] or "text", content=text.encode())
        for name, text in files.items()
    ]
    diagnostics = json.loads(shown("rdjson", RenderInput(report, units=Units(sources))))[
        "diagnostics"
    ]
    assert len(diagnostics) == len(report.findings)
    suggested = {}
    for row, finding in zip(diagnostics, report.findings, strict=True):
        assert bool(row["suggestions"]) == bool(finding.fix)
        for suggestion in row["suggestions"]:
            lines = files[finding.place.path].encode().splitlines(keepends=True)
            start, end = (
                len(b"".join(lines[: at["line"] - 1])) + at["column"] - 1
                for at in (suggestion["range"]["start"], suggestion["range"]["end"])
            )
            raw = b"".join(lines)
            suggested[finding.rule] = (
                raw[:start] + suggestion["text"].encode() + raw[end:]
            ).decode()
    assert suggested["CAP101"] == f"{TEXT}\r\n{caption}\r\n"
    assert suggested["GAR101"] == '{"id": "é😀", "text": "The café on the quay doesn’t open."}\n'
    assert suggested["SUP101"] == "A 😀.\n\nB.\n\nC.\n"


def test_columns_of_a_file_that_is_gone_are_code_points(given: RenderInput) -> None:
    place = given.report.findings[0].place
    assert Units().columns(place) == (place.column, place.end_column)


def test_csv_cells_are_no_formulas(given: RenderInput) -> None:
    changed = [
        msgspec.structs.replace(f, message=f"{mark}cmd|' /C calc'!A0")
        for f, mark in zip(given.report.findings, "=+-@", strict=True)
    ]
    rows = list(csv.DictReader(io.StringIO(shown("csv", RenderInput(Report(findings=changed))))))
    assert [row["message"][:2] for row in rows] == ["'=", "'+", "'-", "'@"]
    assert rows[-1]["document"] == "'=r1"
    assert rows[0]["path"] == NAME.replace("\n", "\\n")


def test_prometheus_reads_its_own_format(given: RenderInput) -> None:
    parsed = text_string_to_metric_families(shown("prometheus", given))  # type: ignore[no-untyped-call]
    families = {family.name: family for family in parsed}
    assert sum(sample.value for sample in families["copydesk_findings"].samples) == 4
    assert families["copydesk_documents"].samples[0].value == 3


def test_grouped_names_each_file_once(given: RenderInput) -> None:
    lines = shown("grouped", given).splitlines()
    assert lines[:3] == [
        "a\\n::stop-commands::x,y%.txt:",
        "  1:13  GAR104  repeated: the the",
        "  1:33  GAR104  repeated: the the",
    ]


def copydesk(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    env = {
        k: v for k, v in os.environ.items() if k not in ("PRE_COMMIT", "COPYDESK_OUTPUT_FORMAT")
    } | environment
    return subprocess.run(
        [sys.executable, "-m", "copydesk", *arguments],
        cwd=cwd,
        env=env,
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_several_formats_at_once_each_go_to_their_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    arguments = [
        "check",
        "--no-cache",
        "--output-format",
        "json:out.json",
        "--output-format",
        "concise",
        "--output-format",
        "csv:out.csv",
    ]
    done = copydesk(*arguments, cwd=tmp_path)
    assert (done.returncode, len(done.stdout.splitlines())) == (1, 2)
    assert done.stderr.splitlines()[0] == "Found 2 findings in 1 file (2 garbled); 1 document read."
    assert len(json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))["findings"]) == 2
    assert len((tmp_path / "out.csv").read_text(encoding="utf-8").splitlines()) == 3
    done = copydesk(
        "check", "--no-cache", cwd=tmp_path, COPYDESK_OUTPUT_FORMAT="grouped csv:again.csv"
    )
    assert done.stdout.startswith("a.txt:\n")
    assert (tmp_path / "again.csv").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--output-format", "jason"], "'jason' is not one of"),
        (["--output-format", "jason"], "did you mean 'json'?"),
        (
            ["--output-format", "csv", "--output-format", "json"],
            "csv and json would both go to standard output",
        ),
        (["--output-format", "csv:x.csv", "-o", "y.csv"], "--output-file is unused"),
    ],
)
def test_outputs_that_cannot_be_are_one_sentence_and_exit_2(
    tmp_path: Path, arguments: list[str], message: str
) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    done = copydesk("check", *arguments, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr


def test_a_missing_extra_says_how_to_install_it(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "prometheus_client.py").write_text("raise ImportError", encoding="utf-8")
    done = copydesk(
        "check", "--output-format", "prometheus", cwd=tmp_path, PYTHONPATH=str(tmp_path)
    )
    assert done.returncode == 2
    assert "pip install 'copydesk[prometheus]'" in done.stderr
