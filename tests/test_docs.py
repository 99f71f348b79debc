"""Documentation is executed: the README's commands and output, the configuration example,
the list of formats and rules.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import click
import msgspec
import pytest

from copydesk.cli import cli
from copydesk.config.config import BadConfig, Config, find_config
from copydesk.config.levels import Levels
from copydesk.config.options import RunOptions
from copydesk.config.settings import Settings, described
from copydesk.config.thresholds import thresholds
from copydesk.engine.registry import load_rules
from copydesk.output.formats import formats

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
_SHOWN = re.compile(r"(?<=^```console\n\$ )copydesk (.+)\n(?:.*\n)*?(?=```$)", re.MULTILINE)


@pytest.mark.parametrize("name", ["README.md", "docs/README.md"])
def test_the_output_on_a_page_is_what_its_command_prints(name: str, accept: bool) -> None:
    page = ROOT / name
    shown = page.read_text(encoding="utf-8")
    assert _SHOWN.search(shown)
    printed = _SHOWN.sub(lambda block: f"copydesk {block[1]}\n{_printed(block[1].split())}", shown)
    if accept:
        page.write_text(printed, encoding="utf-8")
    assert printed == page.read_text(encoding="utf-8"), "run pytest --accept"


def _printed(command: list[str]) -> str:
    """Return what a command prints: standard output, then standard error."""
    env = {
        k: v
        for k, v in os.environ.items()
        if not k.startswith(("COPYDESK", "PRE_COMMIT", "FORCE_COLOR", "NO_COLOR"))
    }
    done = subprocess.run(
        [sys.executable, "-m", "copydesk", *command],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        timeout=120,
    )
    return done.stdout + done.stderr


def test_the_two_commands_are_in_the_readme() -> None:
    assert "python -m pip install . && copydesk check corpus" in README
    assert "python -m pip install -e '.[dev]' && pytest" in README


def test_the_configuration_in_the_guide_is_valid() -> None:
    text = (ROOT / "docs/guide/configuration.md").read_text(encoding="utf-8")
    example, one_rule, extending = re.findall(
        r"^```toml\n(.*?)^```$", text, re.MULTILINE | re.DOTALL
    )
    settings = msgspec.convert(tomllib.loads(example), Settings)
    assert thresholds(Config(settings), load_rules()) == {
        "DUP202": {"similarity": 0.7, "min_words": 20}
    }
    table = Config(msgspec.convert(tomllib.loads(one_rule), Settings))
    assert thresholds(table, load_rules()) == {"DUP202": {"similarity": 0.8}}
    levels = Levels.of(table, RunOptions(), load_rules())
    assert (levels.severities, levels.floors) == ({"DUP202": "error"}, {"DUP202": 0.7})
    assert msgspec.convert(tomllib.loads(extending), Settings).extend == "../base.toml"


def test_the_guide_lists_every_setting_as_the_types_have_it() -> None:
    text = (ROOT / "docs/guide/configuration.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\S+)` \| `(.+)` \| (.+) \|$", text, re.MULTILINE)
    assert rows == [(key, json.dumps(default), why) for key, default, why in described()]


def test_the_commit_that_hooks_name_has_the_hooks() -> None:
    guide = (ROOT / "docs/guide").glob("*.md")
    pages = [page.read_text(encoding="utf-8") for page in guide]
    commits = {commit for page in pages for commit in re.findall(r"\brev: (\S+)   #", page)}
    assert len(commits) == 1
    shown = ["git", "show", f"{commits.pop()}:.pre-commit-hooks.yaml"]
    done = subprocess.run(shown, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    if done.returncode:
        pytest.skip("not a clone with its history")
    assert "id: copydesk\n" in done.stdout


def test_thresholds_of_a_rule_page_can_be_pasted_or_say_where(tmp_path: Path) -> None:
    page = (ROOT / "docs/rules/DUP202.md").read_text(encoding="utf-8")
    (pasted,) = re.findall(r"^```toml\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    there = pasted.replace("[rules.", "[tool.copydesk.rules.", 1)
    for name, text, hint in (
        ("copydesk.toml", pasted, ""),
        ("pyproject.toml", there, ""),
        ("copydesk.toml", there, "[rules.NAME] for [tool.copydesk.rules.NAME]"),
        ("pyproject.toml", pasted, "[tool.copydesk.rules.near-duplicate-paragraph]"),
    ):
        (tmp_path / name).write_text(text, encoding="utf-8")
        if hint:
            with pytest.raises(BadConfig, match=re.escape(hint)):
                find_config(tmp_path)
        else:
            assert thresholds(find_config(tmp_path), load_rules())["DUP202"]
        (tmp_path / name).unlink()


def _commands() -> list[tuple[str, list[str]]]:
    """Return the commands of copydesk that pages tell readers to type, each with its page."""
    pages = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
    return [
        (page.name, shlex.split(line.removeprefix(prompt), comments=True))
        for page in pages
        for kind, prompt in (("bash", ""), ("console", "$ "))
        for block in re.findall(
            rf"^```{kind}\n(.*?)^```", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
        )
        for line in block.splitlines()
        if line.startswith(f"{prompt}copydesk ")
    ]


def test_every_command_on_a_page_has_the_options_that_it_is_given() -> None:
    commands = _commands()
    assert len(commands) > 40
    for page, (_, *words) in commands:
        command: click.Command = cli
        while isinstance(command, click.Group) and words and not words[0].startswith("-"):
            found = command.get_command(click.Context(command), words.pop(0))
            assert found, f"{page}: {words}"
            command = found
        known = {name for one in command.params for name in (*one.opts, *one.secondary_opts)}
        known |= {"--help", "-h", "--version"}
        until = next((n for n, word in enumerate(words) if word in ("|", ">", "&&")), len(words))
        for word in words[:until]:
            if word.startswith("--"):
                assert word.split("=")[0] in known, f"{page}: copydesk {command.name} {word}"


def test_every_format_is_in_the_guide() -> None:
    text = (ROOT / "docs/guide/command-line.md").read_text(encoding="utf-8")
    assert all(f"`{form}`" in text for form in formats())


def test_every_link_between_pages_leads_somewhere() -> None:
    for page in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_every_code_is_in_the_changelog() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert [code for code in load_rules() if code not in text] == []


@pytest.mark.parametrize("tool", ["build_rule_pages.py", "build_schema_pages.py"])
def test_the_generated_pages_are_current(tool: str) -> None:
    subprocess.run([sys.executable, f"tools/{tool}", "--check"], cwd=ROOT, check=True, timeout=60)


def test_the_figures_of_the_report_are_those_of_the_corpus(tmp_path: Path, accept: bool) -> None:
    page, guide = tmp_path / "report.html", ROOT / "docs/guide/report.md"
    formats = ["--output-format", f"html:{page}", "--output-format", "concise"]
    done = subprocess.run(
        [sys.executable, "-m", "copydesk", "check", "corpus", "--isolated", "-q", *formats],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
    )
    findings, size = len(done.stdout.splitlines()), page.stat().st_size / 1e6
    text = guide.read_text(encoding="utf-8")
    shown = re.sub(
        r"(sample corpus) \(\d+ findings\) has [\d.]+ MB",
        rf"\1 ({findings} findings) has {size:.1f} MB",
        text,
    )
    if accept:
        guide.write_text(shown, encoding="utf-8")
    assert f"({findings} findings)" in shown
    assert shown == guide.read_text(encoding="utf-8"), "run pytest --accept"
