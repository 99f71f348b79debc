"""Names, texts and settings of a stranger are read on a terminal and in a build log, never obeyed."""

from __future__ import annotations

import ast
import csv
import io
import json
import os
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from copydesk.output.escape import escaped, literal, visible
from programs import COMMAND, RAW, inline

NAMES = (
    b"a\xff.txt",
    b"b\x1b]0;title\x07\x1b[31m.txt",
    b"::stop-commands::x.txt",
    b"##vso[task.setvariable]y.txt",
    "c\u202etxt.\u2066d\u009b1m.txt".encode(),
    b"d\n::error::x.txt",
    b"-e.txt",
    b"=f.txt",
)
TEXT = "The the line \x1b[31m ##[group]x \u202e stands here \x9b1m for the whole of \x07 this week.\n\n"
CODES = "##vso[task.x] \u001b[31m\n::set-output name=x::y"
FORMATS = (
    *("concise", "full", "grouped", "github", "csv", "junit", "checkstyle"),
    *("json", "json-lines", "sarif", "gitlab", "rdjson", "prometheus"),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    files = tmp_path / "files"
    files.mkdir()
    for number, name in enumerate(NAMES):
        text = (
            TEXT
            + f"Number {number} of the council's papers was read by nobody in March.\n\n"
            + TEXT
        )
        (files / os.fsdecode(name)).write_bytes(text.encode())
    return files


def assert_harmless(said: bytes, *, allowed: str = "") -> None:
    text = said.decode()
    assert not RAW.search(text)
    commands = [m.group() for m in COMMAND.finditer(text) if not allowed or m.group() != allowed]
    assert not commands, text


def printed(folder: Path, *arguments: str) -> bytes:
    """Return what a command prints, which ends with 0 or 1."""
    done = inline(folder, *arguments)
    assert done.returncode in (0, 1), done.stderr
    assert_harmless(done.stderr)
    return done.stdout


@pytest.mark.parametrize("form", ["concise", "full", "grouped"])
def test_24_formats_for_people_print_nothing_that_acts(folder: Path, form: str) -> None:
    out = printed(folder, "check", "-v", "--no-cache", "--output-format", form, ".")
    assert_harmless(out)
    assert b"a\\udcff.txt" in out


def test_24_every_command_prints_names_as_text(folder: Path) -> None:
    """`index`, `baseline`, `dedupe`, `learn`, `tune`, `diff`, `--statistics`, `--show-fixes`."""
    for arguments in (
        ("index", "build", "."),
        ("index", "info", "."),
        ("check", "--statistics", "."),
        ("baseline", "create", "."),
        ("baseline", "show"),
        ("baseline", "show", "--statistics"),
        ("dedupe", "."),
        ("dedupe", ".", "--write", f"../{os.fsdecode(NAMES[1])}"),
        ("learn", "boilerplate", ".", "-o", "../phrases.txt"),
        ("tune", "DUP102", "."),
        ("check", "--output-format", "json:../old.json", "--no-baseline", "."),
    ):
        assert_harmless(printed(folder, *arguments))
    for name in NAMES:
        (folder / os.fsdecode(name)).write_text("Changed.\n", encoding="utf-8")
    assert_harmless(printed(folder, "index", "verify", "."))
    assert_harmless(printed(folder, "index", "update", "."))
    assert_harmless(printed(folder, "check", "--output-format", "json:../new.json", "."))
    assert_harmless(printed(folder, "diff", "../old.json", "../new.json"))
    assert not RAW.search(
        printed(folder, "diff", "../old.json", "../new.json", "--output-format", "json").decode()
    )
    (folder / os.fsdecode(NAMES[1])).write_text(
        "The cafÃ© is open, and the the door.\n", encoding="utf-8"
    )
    assert_harmless(printed(folder, "check", "--fix", "--show-fixes", "."))


def test_11_names_that_are_not_utf_8_are_remembered(folder: Path) -> None:
    """The index is whole, the cache warm, the baseline read back, signatures exported."""
    printed(folder, "index", "build", ".")
    assert printed(folder, "index", "verify", ".") == b""
    before = printed(folder, "check", "--output-format", "json", ".")
    (base,) = (folder / ".copydesk_cache").glob("*/index.sqlite")
    written = base.stat().st_mtime_ns
    assert printed(folder, "check", "--output-format", "json", ".") == before
    assert base.stat().st_mtime_ns == written, "the second run stored something again"
    printed(folder, "index", "update", ".")
    lines = printed(folder, "index", "export", "--to", "datasketch", ".").splitlines()
    assert len({json.loads(line)["path"] for line in lines}) == len(NAMES)
    printed(folder, "baseline", "create", ".")
    for command in ("update", "prune", "show"):
        printed(folder, "baseline", command)
    done = inline(folder, "check", "--baseline", ".copydesk-baseline.json", ".")
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("form", FORMATS)
def test_11_every_format_can_be_read_by_what_reads_it(folder: Path, form: str) -> None:
    out = printed(folder, "check", "--no-cache", "--output-format", form, ".").decode()
    if form in ("json", "sarif", "gitlab", "rdjson"):
        json.loads(out)
    elif form == "json-lines":
        assert all(map(json.loads, out.splitlines()))
    elif form in ("junit", "checkstyle"):
        ET.fromstring(out)  # noqa: S314 - of copydesk's own making
    elif form == "csv":
        rows = list(csv.reader(io.StringIO(out)))
        assert {len(row) for row in rows} == {len(rows[0])}


def test_26_a_line_of_the_github_format_is_one_command_of_ours(folder: Path) -> None:
    out = printed(folder, "check", "--no-cache", "--output-format", "github", ".").decode()
    assert not RAW.search(out)
    assert all(
        line.startswith(("::warning ", "::error ", "::notice ")) for line in out.splitlines()
    )
    found = json.loads(printed(folder, "check", "--no-cache", "--output-format", "json", "."))
    assert len(out.splitlines()) == found["summary"]["findings"]["total"]


@pytest.mark.parametrize(
    "table",
    [
        {"select": [CODES]},
        {CODES: 3},
        {"baseline": CODES},
        {"allow-list": CODES},
        {"extend": CODES},
        {"exclude": [f"[{CODES}"]},
        {"boilerplate-phrases": [CODES]},
        {"rules": {CODES: {"x": 1}}},
        {"rules": {"DUP101": {CODES: 1}}},
        {"per-file-ignores": {"*": [CODES]}},
        {"fail-on": CODES},
    ],
    ids=str,
)
def test_24_a_mistake_in_a_configuration_is_one_harmless_line(
    tmp_path: Path, table: dict[str, object]
) -> None:
    tomlkit = pytest.importorskip("tomlkit")
    (tmp_path / "copydesk.toml").write_text(tomlkit.dumps(table), encoding="utf-8")
    (tmp_path / "a.txt").write_text("A line.\n", encoding="utf-8")
    done = inline(tmp_path, "check", ".")
    assert done.returncode == 2
    assert done.stderr.count(b"\n") == 1
    assert_harmless(done.stderr)
    shown = inline(tmp_path, "config", "show")
    assert not RAW.search((shown.stdout + shown.stderr).decode())


@pytest.mark.parametrize(
    "option", ["--baseline", "--allow-list", "--config", "--against", "--changed-since"]
)
def test_24_what_is_named_on_the_command_line_is_shown_as_text(folder: Path, option: str) -> None:
    done = inline(folder, "check", option, "\x1b[31m\n::error::x", ".")
    assert done.returncode == 2
    assert_harmless(done.stderr)


def test_24_files_that_a_configuration_names_are_quoted_harmlessly(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("A line.\n", encoding="utf-8")
    for option in ("--allow-list", "--baseline"):
        file = tmp_path / "named"
        for content in (
            CODES,
            f"[[entry]]\nrule = {json.dumps(CODES)}\n",
            f'{{"version": {json.dumps(CODES)}}}',
        ):
            file.write_text(content, encoding="utf-8")
            done = inline(tmp_path, "check", option, "named", ".")
            assert done.returncode == 2
            assert_harmless(done.stderr)
    report = tmp_path / "report.json"
    report.write_text(
        json.dumps({"schema_version": CODES, "findings": [{CODES: 1}]}), encoding="utf-8"
    )
    for arguments in (("report", "report.json"), ("diff", "report.json", "report.json")):
        done = inline(tmp_path, *arguments)
        assert done.returncode == 2
        assert_harmless(done.stderr)


def test_24_what_is_escaped() -> None:
    assert visible("::error::x") == "\\x3a:error::x"
    assert visible(" ::error") == " \\x3a:error"
    assert visible("a ##[error]b ##vso[x] ##x[") == "a #\\x23[error]b #\\x23vso[x] ##x["
    assert visible("a\nb\x1b") == "a\\nb\\x1b"
    assert escaped("##[x]\u202e") == "##[x]\\u202e"
    assert json.loads(literal(json.dumps("\x9b\u202eé", ensure_ascii=False))) == "\x9b\u202eé"


# Values that others cannot write: counts, names of rules, words of copydesk's own.
_OWN = frozenset(
    "count code name seconds stage done total _NEXT mark value other found shown times report.documents "
    "report.paragraphs about.documents about.paragraphs read skipped.reason refused.reason rule.code rule.name rule.severity rule.summary "
    "what width PLAN os.sep documents configured options.limit hidden one.reason __version__".split()
)
_COUNTING = frozenset(
    {"len", "sum", "visible", "spelled", "explanation", "_line", "what.capitalize"}
)


def test_24_no_value_is_printed_unescaped() -> None:
    """Every value in a text that a command prints is escaped, a count, or a word of copydesk's own."""
    unescaped = []
    commands = Path(__file__).parents[2] / "lint/copydesk/cli"
    for file in sorted(commands.glob("*.py")):
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and ast.unparse(call.func) in ("click.echo", "print"):
                values = [
                    v
                    for arg in call.args
                    for v in ast.walk(arg)
                    if isinstance(v, ast.FormattedValue)
                ]
                unescaped += [
                    f"{file.name}: {ast.unparse(v.value)}" for v in values if not _is_safe(v)
                ]
    assert unescaped == []


def _is_safe(value: ast.FormattedValue) -> bool:
    node = value.value
    return (
        ast.unparse(node) in _OWN
        or value.conversion == ord("r")
        or (isinstance(node, ast.Call) and ast.unparse(node.func) in _COUNTING)
        or isinstance(node, ast.BinOp)
    )
