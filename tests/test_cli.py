"""The command line as its users meet it: output, exit codes, errors, signals, colours."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import jsonschema
import pytest

from copydesk.cli.check import command as check
from copydesk.config.options import RunOptions

TWICE = "The harbour of Kelling was closed on Monday after a crane fell into the main channel.\n"
FERRY = "\nIslanders had asked for the ferry since the winter storms, when ice shut the bay and the post came by sledge.\n"
MARKET = "\nTraders at the fish market say that prices will rise until the wreck has been cut up and carried off by barge.\n"
DUP201 = ["DUP201", "warning", "yes", "unsafe", "duplicate-paragraph"]
COMMAND = [sys.executable, "-m", "copydesk"]


def copydesk(
    *arguments: str, cwd: Path, stdin: bytes = b"", environment: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    env = {
        k: v
        for k, v in os.environ.items()
        if k not in ("NO_COLOR", "FORCE_COLOR", "PRE_COMMIT", "COPYDESK_OUTPUT_FORMAT")
    }
    done = subprocess.run(
        [*COMMAND, *arguments],
        cwd=cwd,
        input=stdin,
        capture_output=True,
        env=env | (environment or {}),
        timeout=60,
    )
    return subprocess.CompletedProcess(
        done.args, done.returncode, done.stdout.decode(), done.stderr.decode()
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text("A headline\n\n" + TWICE + FERRY, encoding="utf-8")
    (tmp_path / "b.txt").write_text("Another headline\n\n" + TWICE + MARKET, encoding="utf-8")
    return tmp_path


def test_concise_is_a_finding_a_line_and_the_summary_goes_to_stderr(folder: Path) -> None:
    done = copydesk("check", "--output-format", "concise", cwd=folder)
    assert (done.returncode, done.stdout) == (
        1,
        "b.txt:3:1: DUP201 duplicate of the paragraph at a.txt:3\n",
    )
    assert done.stderr == "Found 1 finding in 1 file (1 duplicate); 2 documents read.\n"


def test_full_shows_the_line_a_caret_and_the_other_copy(folder: Path) -> None:
    done = copydesk("check", "-q", cwd=folder)
    text = TWICE.strip()
    assert done.stdout == (
        f"b.txt:3:1: DUP201 duplicate of the paragraph at a.txt:3\n  3 | {text}\n    | {'^' * len(text)}\n    > a.txt:3:1\n  3 | {text}\n\n"
    )
    assert done.stderr == ""


def test_full_shows_which_words_differ(folder: Path) -> None:
    (folder / "b.txt").write_text(TWICE.replace("crane", "lorry"), encoding="utf-8")
    done = copydesk("check", cwd=folder)
    assert "after a [-crane-] {+lorry+}" in done.stdout


def test_no_finding_is_exit_0_and_says_what_was_read(folder: Path) -> None:
    done = copydesk("check", "a.txt", cwd=folder)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "No findings in 1 document.\n")


def test_the_report_validates_against_the_published_schema(folder: Path) -> None:
    (folder / "c.jsonl").write_text(
        json.dumps({"id": 3, "text": TWICE}) + "\n{broken\n", encoding="utf-8"
    )
    (folder / "d.txt").write_bytes(b"\0binary")
    done = copydesk("check", "--output-format", "json", cwd=folder)
    document = json.loads(done.stdout)
    schema = json.loads(
        files("copydesk.output").joinpath("report.schema.json").read_text(encoding="utf-8")
    )
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(document, schema)
    assert done.returncode == document["run"]["exit_code"] == 1
    assert [f["rule"] for f in document["findings"]] == ["DUP201", "DUP201", "IOE201"]
    record = document["findings"][1]["location"]
    assert (record["line"], record["column"], record["document"]) == (
        1,
        20,
        {"id": "3", "field": "text", "line": 1, "column": 1},
    )
    assert document["summary"]["skipped"] == [
        {"path": "d.txt", "reason": "binary", "detail": "contains NUL bytes"}
    ]
    assert document["clusters"][0]["members"][0]["path"] == "a.txt"


@pytest.mark.parametrize("name", ["d.txt", "d.jsonl", "d.txt.gz"])
def test_a_named_binary_file_is_a_finding_and_a_walked_one_is_skipped(
    folder: Path, name: str
) -> None:
    binary = b"\x00binary"
    (folder / name).write_bytes(gzip.compress(binary) if name.endswith(".gz") else binary)
    done = copydesk("check", name, "--output-format", "concise", cwd=folder)
    assert (done.returncode, done.stdout) == (
        1,
        f"{name}:1:1: IOE102 binary file (contains NUL bytes)\n",
    )
    done = copydesk("check", "--ignore", "DUP", cwd=folder)
    assert (done.returncode, done.stdout) == (0, "")
    assert f"skipped {name}: binary" in done.stderr


def test_a_cluster_without_a_shown_finding_is_not_listed(folder: Path) -> None:
    (folder / "copydesk.toml").write_text(
        "[per-file-ignores]\n'b.txt' = ['DUP']\n", encoding="utf-8"
    )
    assert (
        json.loads(copydesk("check", "--output-format", "json", cwd=folder).stdout)["clusters"]
        == []
    )


def test_json_lines_is_a_finding_a_line_and_a_summary(folder: Path) -> None:
    rows = [
        json.loads(line)
        for line in copydesk(
            "check", "--output-format", "json-lines", cwd=folder
        ).stdout.splitlines()
    ]
    assert [row["type"] for row in rows] == ["finding", "summary"]
    assert rows[1]["summary"]["findings"]["total"] == 1


def test_an_output_file_takes_the_findings(folder: Path) -> None:
    done = copydesk("check", "--output-format", "concise", "-o", "out.log", cwd=folder)
    assert done.stdout == ""
    assert (folder / "out.log").read_text(encoding="utf-8").startswith("b.txt:3:1: DUP201")


def test_statistics_count_by_rule(folder: Path) -> None:
    assert (
        copydesk("check", "--statistics", cwd=folder).stdout == "1  DUP201  duplicate-paragraph\n"
    )


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--exit-zero"], 0),
        (["--fail-on", "error"], 0),
        (["--fail-on", "warning"], 1),
        (["--ignore", "DUP"], 0),
        (["--select", "GAR,BOI"], 0),
        (["--select", "duplicate-paragraph"], 1),
        (["--min-confidence", "0.6"], 1),
        (["--min-confidence", "1"], 0),
        (["--select", "DUP202", "--min-confidence", "1"], 0),
    ],
)
def test_the_gate_decides_the_exit_code(folder: Path, arguments: list[str], code: int) -> None:
    assert copydesk("check", *arguments, cwd=folder).returncode == code


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["chekc"], "no command is called 'chekc'; did you mean 'check'?"),
        (["lint"], "no command is called 'lint'; valid: baseline, check, completion, config,"),
        (["."], "no command is called '.'; to lint it, run `copydesk check .`"),
        (["a.txt"], "no command is called 'a.txt'; to lint it, run `copydesk check a.txt`"),
        (["check", "--slect", "DUP"], "--select"),
        (["check", "aa.txt"], "file not found: 'aa.txt'; did you mean 'a.txt'?"),
        (["check", "--select", "DUB201"], "no rule is called 'DUB201'; did you mean 'DUP201'?"),
        (
            ["check", "--ignore", "duplicate-paragraf"],
            "no rule is called 'duplicate-paragraf'; did you mean 'duplicate-paragraph'?",
        ),
        (["check", "--output-format", "jason"], "'jason' is not one of"),
        (["check", "--config", "none.toml"], "--config none.toml: file not found"),
        (["check", "empty"], "nothing to lint in empty: no file ends in .txt .md"),
        (["check", "--against-tracked", "a.txt"], "--against-tracked need a git repository"),
        (["rule", "DUP999"], "no rule is called 'DUP999'"),
        (["check", "-o", "no/such/folder.txt"], "No such file or directory"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_mistakes_end_in_one_sentence_and_exit_2(
    folder: Path, arguments: list[str], message: str
) -> None:
    (folder / "empty").mkdir()
    done = copydesk(
        *arguments, cwd=folder, environment={"GIT_CEILING_DIRECTORIES": str(folder.parent)}
    )
    assert done.returncode == 2
    assert message in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert done.stdout == ""


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("selct = ['DUP']", "unknown key 'selct'; did you mean 'select'?"),
        ("select = 'DUP'", "select must be a list of strings, not 'DUP'"),
        (
            "[rules.DUP2O1]\nmin-words = 3",
            "[rules.DUP2O1]: no rule is called DUP2O1; did you mean 'DUP201'?",
        ),
        ("[rules.DUP201]\nmin-word = 3", "min-word is unknown; did you mean 'min-words'?"),
        (
            "[rules.DUP201]\nmin-words = 'x'",
            "must be a whole number of at least 0, like its default 10",
        ),
        ("select = [", "Invalid value"),
        ("fail-on = 'warn'", "fail-on must be one of 'error', 'warning', 'info', not 'warn'"),
    ],
)
def test_a_mistake_in_the_configuration_names_file_and_key(
    folder: Path, text: str, message: str
) -> None:
    (folder / "copydesk.toml").write_text(text, encoding="utf-8")
    done = copydesk("check", cwd=folder)
    assert done.returncode == 2
    assert message in done.stderr
    assert "copydesk.toml" in done.stderr
    assert copydesk("check", "--isolated", cwd=folder).returncode == 1


def test_the_nearest_configuration_counts_and_options_beat_it(folder: Path) -> None:
    (folder / "pyproject.toml").write_text(
        "[tool.copydesk]\nignore = ['DUP201', 'DUP203']\n", encoding="utf-8"
    )
    (folder / "sub").mkdir()
    assert copydesk("check", "..", cwd=folder / "sub").returncode == 0
    assert copydesk("check", "--select", "DUP201", "..", cwd=folder / "sub").returncode == 1
    (folder / "pyproject.toml").write_text(
        "[tool.copydesk.per-file-ignores]\n'b*.txt' = ['DUP']\n", encoding="utf-8"
    )
    assert copydesk("check", cwd=folder).returncode == 0
    (folder / "pyproject.toml").write_text(
        "[tool.copydesk.rules.DUP201]\nmin-words = 30\n", encoding="utf-8"
    )
    assert copydesk("check", "--select", "DUP201", cwd=folder).returncode == 0
    (folder / "pyproject.toml").write_text(
        "[tool.copydesk]\nexclude = ['b.txt']\n", encoding="utf-8"
    )
    assert copydesk("check", cwd=folder).returncode == 0
    assert copydesk("check", "a.txt", "b.txt", cwd=folder).returncode == 1


def test_standard_input_is_read_under_a_name(folder: Path) -> None:
    done = copydesk(
        "check", "-", "a.txt", "--output-format", "concise", "-q", cwd=folder, stdin=TWICE.encode()
    )
    assert done.stdout == "stdin.txt:1:1: DUP201 duplicate of the paragraph at a.txt:3\n"
    record = json.dumps({"text": TWICE}).encode()
    done = copydesk(
        "check",
        "-",
        "a.txt",
        "--stdin-filename",
        "new.jsonl",
        "--output-format",
        "concise",
        "-q",
        cwd=folder,
        stdin=record,
    )
    assert done.stdout == "new.jsonl:1:11: DUP201 duplicate of the paragraph at a.txt:3\n"


@pytest.mark.parametrize(
    ("arguments", "environment", "colored"),
    [
        ([], {}, False),
        ([], {"FORCE_COLOR": "1"}, True),
        ([], {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        (["--color", "always"], {}, True),
        (["--color", "never"], {"FORCE_COLOR": "1"}, False),
    ],
)
def test_colour_follows_the_option_then_the_environment(
    folder: Path, arguments: list[str], environment: dict[str, str], colored: bool
) -> None:
    assert (
        "\x1b[" in copydesk("check", *arguments, cwd=folder, environment=environment).stdout
    ) is colored


def test_rules_are_listed_and_shown(folder: Path) -> None:
    listed = copydesk("rules", cwd=folder).stdout.splitlines()
    assert any(line.split()[:5] == DUP201 for line in listed)
    assert {
        row["code"]
        for row in json.loads(copydesk("rules", "--output-format", "json", cwd=folder).stdout)
    } >= {"DUP101", "IOE201"}
    page = copydesk("rule", "dup202", cwd=folder).stdout
    assert page.startswith("# DUP202: near-duplicate-paragraph\n")
    assert "similarity = 0.6" in page


def test_version_and_help_are_light(folder: Path) -> None:
    script = (
        "import sys\nfrom copydesk.cli import cli\n"
        "for arguments in (['--version'], ['--help'], ['check', '--help']):\n"
        "    cli.main(arguments, standalone_mode=False, prog_name='copydesk')\n"
        "print(sorted({'numpy', 'datasketch', 'scipy', 'rapidfuzz', 'msgspec'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=folder, capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("copydesk ")
    assert done.stdout.endswith("[]\n")


def test_a_check_does_not_import_what_it_does_not_need(folder: Path) -> None:
    script = (
        "import sys\nfrom copydesk.cli import cli\n"
        "cli.main(['check', '-q', '--no-cache', 'a.txt'], standalone_mode=False)\n"
        "print(sorted({'datasketch', 'scipy', 'markdown_it', 'numpy.ma', 'numpy.random', 'regex',"
        " 'sqlite3', 'subprocess', 'tempfile'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=folder, capture_output=True, text=True, check=True
    )
    assert done.stdout.endswith("[]\n")


def test_the_options_of_check_are_those_of_a_run(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("COPYDESK_")]:
        monkeypatch.delenv(name)
    given = check.make_context("check", []).params
    assert given.pop("paths") == ()
    assert RunOptions.parsed(**given) == RunOptions()
    fields = {*RunOptions.__struct_fields__}
    # --config names a file or states a setting
    assert given.keys() - {"config"} == fields - {"config_path", "config_settings"}


def test_options_take_lists_apart_at_commas() -> None:
    options = RunOptions.parsed(select=("DUP, GAR101", "CTX"), exclude=("a,,b",))
    assert options.select == ("DUP", "GAR101", "CTX")
    assert options.exclude == ("a", "b")


def test_an_excluded_folder_is_said_to_be_excluded(folder: Path) -> None:
    (folder / "drafts").mkdir()
    (folder / "drafts/a.txt").write_text(TWICE, encoding="utf-8")
    done = copydesk("check", "drafts", "--exclude", "drafts/", cwd=folder)
    assert done.returncode == 2
    assert "nothing to lint in drafts: drafts is excluded" in done.stderr
