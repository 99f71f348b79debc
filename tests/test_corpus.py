"""The sample corpus: what its README names is found, and nothing else.

And the whole output over it.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

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


def test_the_readme_of_the_corpus_names_exactly_what_is_found() -> None:
    planted = {
        (m["file"], int(m["line"]), m["code"])
        for m in _ROW.finditer((ROOT / "corpus/README.md").read_text(encoding="utf-8"))
    }
    found = {
        (m["file"], int(m["line"]), m["code"])
        for m in re.finditer(
            r"^corpus/(?P<file>[^:]+):(?P<line>\d+):\d+: (?P<code>\w+)",
            check("--output-format", "concise"),
            re.MULTILINE,
        )
    }
    assert {
        "planted, not found": sorted(planted - found),
        "found, not planted": sorted(found - planted),
    } == {
        "planted, not found": [],
        "found, not planted": [],
    }


def test_every_rule_has_a_planted_example() -> None:
    planted = {
        m["code"] for m in _ROW.finditer((ROOT / "corpus/README.md").read_text(encoding="utf-8"))
    }
    # Not among them: what cannot lie in a folder that is walked (a binary file is skipped there)
    # and a rule that fails.
    assert {code for code, rule in load_rules().items() if not rule.tier} - planted == {
        "INT001",
        "IOE102",
    }


def test_the_concise_output_is_as_accepted(accept: bool) -> None:
    shown = check("--output-format", "concise")
    path = GOLDEN / "corpus.concise"
    if accept:
        path.write_text(shown, encoding="utf-8")
    assert shown == path.read_text(encoding="utf-8"), "run pytest --accept after reading the change"


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
