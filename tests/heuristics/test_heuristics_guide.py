"""The guide to the rules of published filters is right."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import msgspec
import pytest

from copydesk.config.config import Config
from copydesk.config.settings import Settings
from copydesk.config.thresholds import thresholds
from copydesk.engine.registry import load_rules

GUIDE = Path(__file__).parent.parent.parent / "docs/guide/heuristics.md"
CODES = tuple(code for code in load_rules() if code.startswith("HEU"))


def copydesk(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "copydesk", *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_the_list_of_rules_says_opt_in() -> None:
    listed = json.loads(copydesk("rules", "--output-format", "json").stdout)
    assert {rule["code"] for rule in listed if rule["opt_in"]} == set(CODES)
    printed = copydesk("rules").stdout.splitlines()
    assert {line[:6] for line in printed if line.split()[2] == "opt-in"} == set(CODES)


def test_the_configuration_in_the_guide_is_valid() -> None:
    (example,) = re.findall(
        r"^```toml\n(.*?)^```$", GUIDE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    )
    settings = msgspec.convert(tomllib.loads(example), Settings)
    assert thresholds(Config(settings), load_rules()) == {
        "HEU302": {"min_words": 5},
        "HEU403": {"max_characters": 0.01},
    }


def test_the_commands_in_the_guide_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus/a.txt").write_text(
        "Read on in the evening edition...\nSHARE THIS PAGE\n3 likes\n- tickets\n", encoding="utf-8"
    )
    (tmp_path / "corpus/b.txt").write_text("Home\n" * 9, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    commands = re.findall(
        r"^copydesk (check .*?) *#", GUIDE.read_text(encoding="utf-8"), re.MULTILINE
    )
    assert len(commands) == 4
    for command in commands:
        done = copydesk(*command.split(), "--no-cache", "--isolated")
        assert done.returncode == 1, done.stderr
        assert "HEU" in done.stdout


def test_the_guide_names_every_rule_and_its_numbers() -> None:
    guide = GUIDE.read_text(encoding="utf-8")
    for code in CODES:
        rule = load_rules()[code]
        (row,) = [line for line in guide.splitlines() if line.startswith(f"| [{code}]")]
        assert rule.name in row, code
        for name, value in rule.thresholds.items():
            if isinstance(value, (int, float)) and (code, name) not in {
                (f"HEU30{n}", "min_words") for n in (3, 4, 5, 6)
            }:
                shown = (
                    f"{value:,}"
                    if isinstance(value, int)
                    else f"{100 * value:g} %"
                    if value < 1
                    else f"{value:g}"
                )
                assert shown in row or isinstance(value, bool), (code, name, shown)
