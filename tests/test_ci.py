"""What runs elsewhere: the GitHub action, its scripts run as a runner runs them,
and the snippets of the guide, held to their schemas.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import venv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import pytest
import ruamel.yaml

pytestmark = pytest.mark.client

ROOT = Path(__file__).parent.parent
GUIDE = ROOT / "docs/guide"
SCHEMAS = {
    ".github/workflows/text.yml": "vendor.github-workflows",
    ".gitlab-ci.yml": "vendor.gitlab-ci",
}
SNIPPETS = [
    pytest.param(name, text, id=f"{page.stem}-{name}-{number}")
    for page in sorted(GUIDE.glob("*.md"))
    for number, (text, name) in enumerate(
        re.findall(
            r"^```yaml\n(# (\S+)\n.*?)^```$",
            page.read_text(encoding="utf-8"),
            re.MULTILINE | re.DOTALL,
        )
    )
]


def parsed(path: Path) -> Any:
    return ruamel.yaml.YAML(typ="safe").load(path)


ACTION = parsed(ROOT / "action.yml")
INSTALL, LINT = ACTION["runs"]["steps"]


@dataclass
class Runner:
    """A machine of GitHub's, as far as a composite action sees it."""

    work: Path
    temp: Path

    def environment(self, step: Mapping[str, Any], inputs: Mapping[str, str]) -> dict[str, str]:
        """Return the variables of a step, its inputs put in as a runner does."""
        known = {
            f"inputs.{name}": inputs.get(name, given["default"])
            for name, given in ACTION["inputs"].items()
        }
        known["github.action_path"] = str(ROOT)
        values = {
            name: re.sub(r"\$\{\{ (\S+) \}\}", lambda match: known[match[1]], value)
            for name, value in step["env"].items()
        }
        kept = {
            k: v
            for k, v in os.environ.items()
            if not k.startswith(("COPYDESK", "PRE_COMMIT", "PYTHON"))
        }
        files = {name: str(self.temp / name) for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
        kept["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
        return (
            kept
            | files
            | {"RUNNER_TEMP": str(self.temp), "GITHUB_ACTIONS": "true", "CI": "true"}
            | values
        )

    def run(self, step: Mapping[str, Any], **inputs: str) -> subprocess.CompletedProcess[str]:
        """Run a step's script."""
        for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY"):
            (self.temp / name).write_text("", encoding="utf-8")
        script = self.temp / "script.sh"
        script.write_text(step["run"], encoding="utf-8")
        command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)]
        inputs = {name.replace("_", "-"): value for name, value in inputs.items()}
        env = self.environment(step, inputs)
        return subprocess.run(
            command, cwd=self.work, env=env, capture_output=True, text=True, timeout=300
        )

    @property
    def outputs(self) -> dict[str, str]:
        """What the step gave to later ones."""
        return dict(
            line.split("=", 1)
            for line in (self.temp / "GITHUB_OUTPUT").read_text(encoding="utf-8").splitlines()
        )

    @property
    def summary(self) -> str:
        """What the step wrote on the page of its job."""
        return (self.temp / "GITHUB_STEP_SUMMARY").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the action's first step leaves: copydesk, installed by pip.

    What it depends on is lent by the environment of the tests.
    """
    temp, lent, work = (tmp_path_factory.mktemp(name) for name in ("runner", "lent", "work"))
    for entry in Path(msgspec.__file__).parent.parent.iterdir():
        if "copydesk" not in entry.name:
            (lent / entry.name).symlink_to(entry)
    venv.create(temp / "copydesk", symlinks=True)
    (site,) = (temp / "copydesk").glob("[lL]ib/**/site-packages")
    (site / "lent.pth").write_text(f"{lent}\n", encoding="utf-8")
    done = Runner(work, temp).run(INSTALL)
    assert (done.returncode, done.stdout) == (0, "")
    assert (site / "copydesk").is_dir()
    return temp


@pytest.fixture
def runner(installed: Path, tmp_path: Path) -> Runner:
    (tmp_path / "a b.txt").write_text("He saw the the boat.\n", encoding="utf-8")
    (tmp_path / "c.txt").write_text("It was was late, and he said said so.\n", encoding="utf-8")
    return Runner(tmp_path, installed)


def test_the_action_annotates_counts_and_fails(runner: Runner) -> None:
    done = runner.run(LINT)
    assert (done.returncode, done.stderr) == (1, "")
    assert [line.split("title")[0] for line in done.stdout.splitlines()] == [
        "::warning file=a b.txt,line=1,endLine=1,col=8,endColumn=15,",
        "::warning file=c.txt,line=1,endLine=1,col=4,endColumn=11,",
        "::warning file=c.txt,line=1,endLine=1,col=25,endColumn=34,",
    ]
    assert runner.outputs == {"findings": "3", "exit-code": "1"}
    assert runner.summary == (
        "### copydesk: 3 findings in 2 documents\n\n| rule | | findings |\n|---|---|---:|\n| GAR104 | repeated-word | 3 |\n"
    )


def test_the_action_takes_formats_options_a_baseline_and_paths_with_spaces(runner: Runner) -> None:
    done = runner.run(
        LINT,
        paths="a b.txt\n\nc.txt\n",
        format="concise\n  sarif:out.sarif",
        args="--min-confidence 0.1 --exit-zero",
    )
    assert (done.returncode, len(done.stdout.splitlines())) == (0, 3)
    assert "Found 3 findings in 2 files" in done.stderr
    assert json.loads((runner.work / "out.sarif").read_text(encoding="utf-8"))["version"] == "2.1.0"
    copydesk = runner.temp / "copydesk/bin/copydesk"
    subprocess.run(
        [copydesk, "baseline", "create"], cwd=runner.work, check=True, capture_output=True
    )
    (runner.work / "c.txt").write_text("He said said so to the the man.\n", encoding="utf-8")
    done = runner.run(LINT, baseline=".copydesk-baseline.json")
    assert (done.returncode, runner.outputs) == (1, {"findings": "1", "exit-code": "1"})
    done = runner.run(LINT, args="--select NOPE")
    assert (done.returncode, runner.outputs, runner.summary) == (2, {"exit-code": "2"}, "")


def test_no_input_of_the_action_is_run(runner: Runner) -> None:
    hostile = "$(touch x) `touch x` ; touch x & \"'\n|| touch x #"
    (runner.work / "json.py").write_text("open('x', 'w')", encoding="utf-8")
    (runner.work / "copydesk").mkdir()
    (runner.work / "copydesk/__init__.py").write_text("open('x', 'w')", encoding="utf-8")
    for name in ("paths", "format", "baseline", "args"):
        assert runner.run(LINT, **{name: hostile}).returncode == 2
    (runner.work / "--fix").write_text("not an option", encoding="utf-8")
    assert runner.run(LINT, paths="--fix\na b.txt").returncode == 1
    assert "the the" in (runner.work / "a b.txt").read_text(encoding="utf-8")
    assert not (runner.work / "x").exists()
    assert [step["run"] for step in (INSTALL, LINT) if "${{" in step["run"]] == []


def test_an_old_python_is_said(tmp_path: Path) -> None:
    old = tmp_path / "bin/python3"
    old.parent.mkdir()
    old.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    old.chmod(0o755)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "executable", str(old))
        done = Runner(tmp_path, tmp_path).run(INSTALL)
    assert (done.returncode, done.stdout) == (
        2,
        "::error::copydesk needs Python 3.11 or newer; put actions/setup-python before it\n",
    )


def test_the_action_is_valid_and_its_inputs_are_in_the_guide() -> None:
    assert checked("vendor.github-actions", ROOT / "action.yml") == ""
    table = (GUIDE / "ci.md").read_text(encoding="utf-8").split("| input |")[1].split("\n\n")[0]
    assert re.findall(r"^\| `([a-z-]+)` \| ", table, re.MULTILINE) == list(ACTION["inputs"])


@pytest.mark.parametrize(("name", "text"), SNIPPETS)
def test_a_snippet_of_the_guide_is_valid(name: str, text: str, tmp_path: Path) -> None:
    path = tmp_path / "snippet.yml"
    path.write_text(text, encoding="utf-8")
    if name == ".pre-commit-config.yaml":
        assert run(sys.executable, "-m", "pre_commit", "validate-config", str(path)) == ""
    else:
        assert checked(SCHEMAS[name], path) == ""
    with_ = [
        step["with"]
        for job in parsed(path).get("jobs", {}).values()
        for step in job["steps"]
        if "/copydesk@" in step["uses"]
    ]
    assert all(set(inputs) <= set(ACTION["inputs"]) for inputs in with_)


def test_every_snippet_of_the_guide_says_which_file_it_is() -> None:
    assert len(SNIPPETS) == sum(
        page.read_text(encoding="utf-8").count("```yaml\n") for page in GUIDE.glob("*.md")
    )


def checked(schema: str, path: Path) -> str:
    """Return what check-jsonschema has to say against a file."""
    return run(
        sys.executable, "-m", "check_jsonschema", "-q", "--builtin-schema", schema, str(path)
    )


def run(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    return done.stdout + done.stderr
