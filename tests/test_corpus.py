"""The sample corpus: what its README names is found, and nothing else.

And the whole output over it.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from copydesk.engine.registry import load_rules
from copydesk.output.formats import formats

ROOT = Path(__file__).parent.parent
GOLDEN = Path(__file__).parent / "golden"
_ROW = re.compile(
    r"^\| `?(?P<file>[\w.-]+)`? \| (?P<line>\d+) \| (?P<code>[A-Z]{3}\d{3}) \|", re.MULTILINE
)


def check(*arguments: str) -> str:
    env = {
        k: v
        for k, v in os.environ.items()
        if not k.startswith(("COPYDESK", "PRE_COMMIT", "FORCE_COLOR", "NO_COLOR"))
    }
    command = [sys.executable, "-m", "copydesk", "check", "corpus", "--isolated", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, timeout=120)
    assert done.returncode == 1, done.stderr.decode()
    return done.stdout.decode()


@pytest.fixture(scope="module")
def concise() -> str:
    return check("--output-format", "concise")


def planted(code: str) -> set[tuple[str, int]]:
    """Return the places that the corpus' README names for a rule, "" for any: file and line."""
    rows = _ROW.finditer((ROOT / "corpus/README.md").read_text(encoding="utf-8"))
    return {(row["file"], int(row["line"])) for row in rows if row["code"].startswith(code)}


@pytest.fixture(scope="module")
def audit() -> str:
    return check("--output-format", "concise", "--min-confidence", "0")


def found(code: str, output: str) -> set[tuple[str, int]]:
    """Return the places that concise output names for a rule, "" for any: file and line."""
    lines = re.finditer(rf"^corpus/([^:]+):(\d+):\d+: {code}", output, re.MULTILINE)
    return {(line[1], int(line[2])) for line in lines}


@pytest.mark.parametrize("code", load_rules())
def test_the_readme_of_the_corpus_names_all_that_is_found(
    code: str, concise: str, audit: str
) -> None:
    """Found at any confidence, since some rules are sure only beside other faults, and told by
    whatever rule explains the place best.
    """
    assert found(code, concise) <= planted("")
    assert planted(code) <= found("", audit)


@pytest.mark.parametrize("code", [code for code, rule in load_rules().items() if not rule.tier])
def test_a_rule_has_a_planted_example_or_a_case(code: str) -> None:
    if code in ("INT001", "IOE102"):  # what cannot lie in a folder that is walked
        return
    cases = ROOT / f"tests/cases/{load_rules()[code].function.__name__}.md"
    assert planted(code) or (cases.exists() and code in cases.read_text(encoding="utf-8"))


def test_the_concise_output_is_as_accepted(concise: str, accept: bool) -> None:
    path = GOLDEN / "corpus.concise"
    if accept:
        path.write_text(concise, encoding="utf-8")
    assert concise == path.read_text(encoding="utf-8"), (
        "run pytest --accept after reading the change"
    )


def test_every_format_prints_the_corpus(tmp_path: Path) -> None:
    for form in formats():
        (tmp_path / form).write_text("", encoding="utf-8")
    check(
        *(part for form in formats() for part in ("--output-format", f"{form}:{tmp_path / form}"))
    )
    assert all(
        "kelp-farm.txt" in (tmp_path / form).read_text("utf-8")
        for form in formats()
        if form != "prometheus"
    )
    assert "copydesk_findings" in (tmp_path / "prometheus").read_text("utf-8")
