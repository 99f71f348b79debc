"""What a configuration says about a rule: ranges of thresholds, severity, confidence, fixes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from copydesk.engine.registry import load_rules
from copydesk.output.rule_page import page
from copydesk.rule import Rule
from copydesk.testing import examples_of
from linting import lint
from programs import inline

SEVERITY = 'severity = "info"'
SLIPS = "He did did it in the town.\n\nShe opened the the door twice.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text(SLIPS, encoding="utf-8")
    return tmp_path


def check(folder: Path, *arguments: str) -> tuple[int, list[str], str]:
    done = inline(folder, "check", "--no-cache", "--output-format", "concise", "-q", *arguments)
    return done.returncode, done.stdout.decode().splitlines(), done.stderr.decode().strip()


def configure(folder: Path, *lines: str) -> None:
    (folder / "copydesk.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ("min-zipf = 30", "min-zipf must be a number from 0 to 10, like its default 3.0, not 30"),
        ("min-zipf = nan", "min-zipf must be a number from 0 to 10, like its default 3.0, not nan"),
        ("min-length = 0", "min-length must be a whole number of at least 1, like its default 3"),
        ("severity = 'bad'", "severity must be one of 'error', 'warning', 'info', not 'bad'"),
        ("confidence = 2", "confidence must be a number from 0 to 1, not 2"),
        ("sevrity = 'error'", "sevrity is unknown; did you mean 'severity'?"),
    ],
)
def test_values_out_of_range_are_refused_and_the_message_has_the_range(
    folder: Path, setting: str, message: str
) -> None:
    configure(folder, "[rules.GAR104]", setting)
    code, _, said = check(folder)
    assert code == 2
    assert f"copydesk.toml: [rules.GAR104] {message}" in said
    configure(folder, "")
    code, _, said = check(folder, "--config", f"rules.GAR104.{setting}")
    assert (code, message in said, "--config: [rules" in said) == (2, True, True)


def test_pages_and_schema_have_the_ranges(folder: Path) -> None:
    text = page(load_rules()["DUP202"])
    assert "similarity = 0.6  # 0 to 1\n" in text
    assert "passage = 25  # at least 1\n" in text
    schema = json.loads(inline(folder, "config", "schema").stdout)
    table = schema["definitions"]["DUP202"]["properties"]
    assert (table["similarity"]["minimum"], table["similarity"]["maximum"]) == (0, 1)
    assert table["severity"]["enum"] == ["error", "info", "warning"]
    assert "severity" in schema["definitions"]["LevelTable"]["properties"]


RULES = [rule for rule in load_rules().values() if rule.ranges]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_rule_takes_every_end_of_its_ranges(rule: Rule) -> None:
    files = {
        f"{n}/{k}": v for n, e in enumerate(examples_of(rule, "Bad")) for k, v in e.files.items()
    }
    for name, limits in rule.ranges.items():
        kind = int if isinstance(rule.thresholds[name], int) else float
        for end in {limits.low, 1e6 if limits.high is None else limits.high}:
            report = lint(files, codes=(rule.code,), thresholds={rule.code: {name: kind(end)}})
            assert not report.crashed, (name, end, report.findings[:1])


def test_a_severity_of_the_configuration_counts_everywhere(folder: Path) -> None:
    configure(folder, "[rules.repeated-word]", 'severity = "info"')
    assert check(folder)[0] == 0, "what is information does not fail"
    configure(folder, "[rules.GAR104]", 'severity = "error"')
    assert check(folder, "--fail-on", "error")[0] == 1
    report = json.loads(inline(folder, "check", "--output-format", "json", "-q").stdout)
    assert {finding["severity"] for finding in report["findings"]} == {"error"}
    assert report["rules"]["GAR104"]["severity"] == "error"
    assert report["summary"]["by_severity"]["error"] == 2


def test_a_rule_has_its_own_floor_and_the_command_line_goes_before(folder: Path) -> None:
    assert len(check(folder)[1]) == 2
    configure(folder, "[rules.GAR104]", "confidence = 0.99")
    assert check(folder)[1] == []
    assert len(check(folder, "--min-confidence", "0.1")[1]) == 2
    configure(folder, "min-confidence = 0.99", "[rules.GAR104]", "confidence = 0.3")
    assert len(check(folder)[1]) == 2


def test_fixes_are_offered_for_the_rules_that_are_asked_for(folder: Path) -> None:
    (folder / "a.txt").write_text(
        "The cafÃ© opened in June, and the cafÃ© was full.\n", encoding="utf-8"
    )
    assert "[*]" in check(folder)[1][0]
    for arguments in (["--unfixable", "GAR"], ["--fixable", "DUP"]):
        assert "[*]" not in check(folder, *arguments)[1][0]
    configure(folder, 'unfixable = ["GAR101"]')
    assert "[*]" not in check(folder)[1][0]
    assert "No finding has a fix" in inline(folder, "check", "--diff").stderr.decode()


def test_a_setting_of_the_command_line_beats_a_table_by_the_rule_s_other_name(folder: Path) -> None:
    configure(folder, "[rules.GAR104]", "min-length = 2", "[rules.repeated-word]", SEVERITY)
    assert check(folder)[0] == 0
    assert check(folder, "--config", "rules.GAR104.severity=error")[0] == 1


def test_a_setting_of_the_command_line_goes_before_the_file(folder: Path) -> None:
    configure(folder, 'select = ["DUP"]', "[rules.GAR104]", 'severity = "info"')
    assert check(folder)[1] == []
    code, lines, _ = check(
        folder, "--config", "select=GAR", "--config", "rules.GAR104.severity=error"
    )
    assert (code, len(lines)) == (1, 2)
    for stated, message in (
        ("minconfidence=1", "unknown key 'minconfidence'; did you mean 'min-confidence'?"),
        ("a b=1", "write a setting as in rules.DUP202.similarity=0.8"),
        ("none.toml", "--config none.toml: file not found"),
    ):
        code, _, said = check(folder, "--config", stated)
        assert (code, message in said) == (2, True), said
    shown = inline(folder, "config", "show", "--config", "fail-on=info").stdout.decode()
    assert 'fail-on = "info" # --config' in shown
