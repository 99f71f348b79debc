"""`copydesk init`: what it writes, what it sees, what it never touches."""

from __future__ import annotations

import gzip
import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import jsonschema
import msgspec
import pytest

from copydesk.config.config import Config, read_config
from copydesk.config.schema import schema
from copydesk.config.settings import Settings, described
from copydesk.config.thresholds import thresholds
from copydesk.engine.registry import load_rules
from test_cli import TWICE, copydesk
from test_hook import git

CODE = re.compile(r'^# ([a-z-]+ = .*|\[.*\]|".*" = .*)$', re.MULTILINE)


def test_every_setting_stands_there_explained_and_uncommented_it_is_the_default(
    tmp_path: Path,
) -> None:
    done = copydesk("init", cwd=tmp_path)
    assert (done.returncode, done.stdout.splitlines()[0]) == (
        0,
        "Wrote copydesk.toml. Files to lint here: none.",
    )
    text = (tmp_path / "copydesk.toml").read_text(encoding="utf-8")
    assert read_config(tmp_path / "copydesk.toml").settings == Settings()
    table = tomllib.loads(CODE.sub(r"\1", text))
    jsonschema.Draft7Validator(json.loads(msgspec.json.encode(schema(load_rules())))).validate(
        table
    )
    settings = msgspec.convert(table, Settings)
    assert thresholds(Config(settings), load_rules()) == {
        "DUP202": {"similarity": load_rules()["DUP202"].thresholds["similarity"]}
    }
    plain = msgspec.structs.replace(
        settings, rules={}, per_file_ignores={}, kinds={}, text_fields={}, phrases=()
    )
    assert plain == Settings()
    tables = ["per-file-ignores", "kinds", "text-fields", "phrases", "rules"]
    values = [key for key, _, _ in described() if key not in tables]
    assert list(table) == values + tables
    assert all(f"# {why}\n" in text for _, _, why in described())


@pytest.mark.parametrize("name", ["copydesk.toml", ".copydesk.toml", "pyproject.toml"])
@pytest.mark.parametrize("option", [[], ["--pyproject"]])
def test_a_configuration_that_is_there_stays_as_it_is(
    tmp_path: Path, name: str, option: list[str]
) -> None:
    text = "[tool.copydesk]\n" if name == "pyproject.toml" else ""
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / name).write_text(text, encoding="utf-8")
    done = copydesk("init", *option, "news", cwd=tmp_path)
    assert done.returncode == 2
    assert f"{Path('news') / name} already exists" in done.stderr
    assert [
        (path.name, path.read_text(encoding="utf-8")) for path in (tmp_path / "news").iterdir()
    ] == [(name, text)]


def test_the_longest_field_is_suggested_where_none_is_called_text(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(
        "text,title\nsome text,A title longer than it\n", encoding="utf-8"
    )
    record = {
        "uid": 7,
        "title": "Ferry",
        "body": TWICE,
        "note\nselect = []": "x" * 500,
        "tags": ["a"],
    }
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress(json.dumps(record).encode()))
    done = copydesk("init", cwd=tmp_path)
    assert (
        '"/b.jsonl.gz" in text-fields = "body"  # These files name their text otherwise.'
        in done.stdout
    )
    written = tomllib.loads((tmp_path / "copydesk.toml").read_text(encoding="utf-8"))
    assert written == {"text-fields": {"/b.jsonl.gz": "body"}}
    (tmp_path / "copydesk.toml").unlink()
    (tmp_path / "b.jsonl.gz").unlink()
    copydesk("init", cwd=tmp_path)
    assert tomllib.loads((tmp_path / "copydesk.toml").read_text(encoding="utf-8")) == {}


def test_files_that_cannot_be_read_are_no_hindrance(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(b"{broken\n\0")
    (tmp_path / "b.csv").write_bytes(b"")
    (tmp_path / "c.parquet").write_bytes(b"PAR1")
    (tmp_path / "d.tsv").write_text("name\tstory\n1\tA long story.\n", encoding="utf-8")
    assert 'text-field = "story"' in copydesk("init", cwd=tmp_path).stdout


@pytest.mark.client
def test_in_a_repository_its_own_pages_are_left_out_and_the_hook_that_is_shown_works(
    tmp_path: Path,
) -> None:
    git(tmp_path, "init", "-q")
    (tmp_path / ".github").mkdir()
    for name in ("README.md", ".github/TEMPLATE.md", "one.txt", "two.txt"):
        (tmp_path / name).write_text(TWICE, encoding="utf-8")
    done = copydesk("init", cwd=tmp_path)
    assert tomllib.loads((tmp_path / "copydesk.toml").read_text(encoding="utf-8")) == {
        "exclude": ["/.github/", "/README.md"]
    }
    snippet = done.stdout[done.stdout.index("  repos:") :].replace(
        "copydesk check", f"{sys.executable} -m copydesk check"
    )
    (tmp_path / ".pre-commit-config.yaml").write_text(snippet, encoding="utf-8")
    git(tmp_path, "add", "-A")
    hook = subprocess.run(
        [sys.executable, "-m", "pre_commit", "run"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert hook.returncode == 1
    assert "two.txt:1:1: DUP101 duplicate of the document at one.txt:1" in hook.stdout


def test_a_pyproject_gains_a_section_and_changes_in_nothing_else(tmp_path: Path) -> None:
    file = tmp_path / "pyproject.toml"
    before = b'# ours\r\n[project]\r\nname = "x"'
    file.write_bytes(before)
    file.chmod(0o640)
    assert copydesk("init", "--pyproject", cwd=tmp_path).returncode == 0
    assert file.read_bytes().startswith(before + b"\r\n\r\n# Settings")
    assert b"\n" not in file.read_bytes().replace(b"\r\n", b"")
    assert file.stat().st_mode & 0o777 == 0o640
    assert tomllib.loads(file.read_text(encoding="utf-8"))["tool"] == {"copydesk": {}}
    table = tomllib.loads(CODE.sub(r"\1", file.read_bytes().decode().replace("\r\n", "\n")))
    assert table["tool"]["copydesk"]["rules"] == {"near-duplicate-paragraph": {"similarity": 0.6}}
    file.write_bytes(b"[project")
    done = copydesk("init", "--pyproject", cwd=tmp_path)
    assert (done.returncode, file.read_bytes()) == (2, b"[project")


def test_a_configuration_further_up_is_extended(tmp_path: Path) -> None:
    (tmp_path / "copydesk.toml").write_text('fail-on = "error"\n', encoding="utf-8")
    (tmp_path / "news").mkdir()
    copydesk("init", "news", cwd=tmp_path)
    assert read_config(tmp_path / "news/copydesk.toml").settings.fail_on == "error"
