"""The allow-list, and suppressions in runs of a part or a second time, as a command sees them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import jsonschema
import pytest

from copydesk.config.config import BadConfig
from copydesk.engine.registry import load_rules
from copydesk.suppression.allow_list import AllowList

TWICE = "He opened the the door."
LONG = "The harbour of Kelling was closed on Monday after a crane fell into the main channel."


def allow(tmp_path: Path, text: str) -> AllowList:
    path = tmp_path / "allow.toml"
    path.write_text(text, encoding="utf-8")
    return AllowList.read(path, load_rules())


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[allow]]\ntext = 'x'\n", "line 1: Object missing required field `reason`"),
        ("\n[[allow]]\nreason = 'x'\n", "line 2: an entry needs either text or fingerprint"),
        (
            "[[allow]]\ntext='x'\nreason = 'x'\nrule=['GAR']\n",
            "line 1: unknown key 'rule'; did you mean 'rules'?",
        ),
        ("[[allow]]\ntext='x'\nreason = 'x'\nrules=['GAX']\n", "no rule is called 'GAX'"),
        ("[[alow]]\n", "unknown key 'alow'"),
        ("[[allow\n", "allow-list"),
    ],
)
def test_a_wrong_allow_list_is_named_with_its_line(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(BadConfig, match=r"allow-list .*") as caught:
        allow(tmp_path, text)
    assert message in str(caught.value)


def copydesk(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    env = {k: v for k, v in os.environ.items() if k not in ("PRE_COMMIT", "COPYDESK_OUTPUT_FORMAT")}
    return subprocess.run(
        [sys.executable, "-m", "copydesk", *arguments],
        cwd=cwd,
        env=env,
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_one_entry_of_the_allow_list_silences_its_cluster_and_an_idle_one_is_reported(
    tmp_path: Path,
) -> None:
    for name, text in {"a": LONG, "b": LONG, "c": LONG.replace("Monday", "Tuesday")}.items():
        (tmp_path / f"{name}.txt").write_text(text + "\n", encoding="utf-8")
    (tmp_path / "copydesk.toml").write_text(
        'allow-list = "allow.toml"\nselect = ["DUP2", "SUP"]\n', encoding="utf-8"
    )
    (tmp_path / "allow.toml").write_text(
        f'[[allow]]\ntext = "{LONG.upper()}"\nreason = "a notice"\n\n[[allow]]\ntext = "no such text"\nreason = "old"\n',
        encoding="utf-8",
    )
    done = copydesk("check", "--no-cache", "--output-format", "json", cwd=tmp_path)
    report = json.loads(done.stdout)
    schema = json.loads(
        files("copydesk.output").joinpath("report.schema.json").read_text(encoding="utf-8")
    )
    jsonschema.validate(report, schema)
    said = {(f["rule"], f["location"]["path"]): f["suppressed"] for f in report["findings"]}
    assert said["DUP201", "b.txt"] == {"kind": "allow-list", "reason": "a notice"}
    assert said["SUP101", "allow.toml"] is None
    assert report["findings"][0]["location"]["line"] == 5
    assert report["summary"]["by_rule"]["SUP101"] == 1
    sarif = json.loads(
        copydesk("check", "--no-cache", "--output-format", "sarif", cwd=tmp_path).stdout
    )
    results = {result["ruleId"]: result for result in sarif["runs"][0]["results"]}
    assert results["DUP201"]["suppressions"] == [{"kind": "external", "justification": "a notice"}]
    assert "suppressions" not in results["SUP101"]
    part = copydesk("check", "a.txt", "b.txt", "--no-cache", cwd=tmp_path)
    assert (part.returncode, part.stdout) == (0, ""), (
        "an entry may be for a file that was not linted"
    )
    assert part.stderr == "No findings in 2 documents, 1 suppressed.\n"


def test_an_entry_for_what_is_not_shown_is_not_called_unused(tmp_path: Path) -> None:
    entry = '[[allow]]\ntext = "the the"\nrules = ["GAR104"]\nreason = "a song"\n'
    (tmp_path / "copydesk.toml").write_text(
        'allow-list = "allow.toml"\nselect = ["GAR104", "SUP"]\n', "utf-8"
    )
    (tmp_path / "allow.toml").write_text(entry, "utf-8")
    (tmp_path / "a.txt").write_text(f"{TWICE}\n", "utf-8")
    for confidence, text, unused in (("0", TWICE, 0), ("1", TWICE, 0), ("1", "He came.", 1)):
        (tmp_path / "a.txt").write_text(f"{text}\n", "utf-8")
        done = copydesk(
            *("check", "--no-cache", "--min-confidence", confidence, "--output-format", "concise"),
            cwd=tmp_path,
        )
        assert done.stdout.count("SUP101") == unused


def test_a_suppression_for_a_rule_across_files_is_not_called_unused_when_only_a_part_was_linted(
    tmp_path: Path,
) -> None:
    (tmp_path / "a.md").write_text(f"<!-- copydesk: ignore[DUP201] -->\n{LONG}\n", encoding="utf-8")
    (tmp_path / "b.md").write_text(f"Another story begins.\n\n{LONG}\n", encoding="utf-8")
    (tmp_path / "copydesk.toml").write_text("", encoding="utf-8")
    assert copydesk("check", "a.md", "--no-cache", cwd=tmp_path).stdout == ""
    (tmp_path / "b.md").unlink()
    assert (
        "SUP101 [*] suppresses nothing: DUP201"
        in copydesk("check", "--no-cache", cwd=tmp_path).stdout
    )


def test_a_suppression_of_what_is_too_unsure_to_be_shown_is_used(tmp_path: Path) -> None:
    for name, text in (("a.md", TWICE), ("b.md", "Nothing is said twice here.")):
        comment = "<!-- copydesk: ignore[GAR104] -->"
        (tmp_path / name).write_text(f"{comment}\n{text}\n", encoding="utf-8")
    for least in ("0.5", "0.999"):
        for _ in range(2):  # the second time from the cache
            done = copydesk(
                "check", "--min-confidence", least, "--output-format", "concise", cwd=tmp_path
            )
            assert [line.split(" ")[0] for line in done.stdout.splitlines()] == ["b.md:1:1:"], least


def test_suppressions_hold_in_second_runs(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(
        f"<!-- copydesk: ignore[GAR104] -->\n{TWICE}\n", encoding="utf-8"
    )
    (tmp_path / "b.md").write_text("Nothing.\n", encoding="utf-8")
    for text in ("Nothing.\n", "Nothing.\n", "Something else.\n"):
        (tmp_path / "b.md").write_text(text, encoding="utf-8")
        done = copydesk("check", cwd=tmp_path)
        assert (done.returncode, done.stdout) == (0, "")
