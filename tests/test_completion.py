"""Shell completion: what is offered, that it is quick,
and that the shells themselves complete with the scripts.
"""

from __future__ import annotations

import os
import pty
import select
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from copydesk.engine.catalog import Listed, listed_rules
from copydesk.engine.registry import load_rules
from copydesk.output.formats import formats
from test_cli import COMMAND, copydesk

CODES = [f"DUP20{n}" for n in range(1, 7)]


def offered(line: str) -> dict[str, str]:
    """Return what is offered at the end of a line, each with its help,
    in the protocol of zsh and PowerShell.
    """
    words = line.split(" ")
    asked = {
        "_COPYDESK_COMPLETE": "zsh_complete",
        "COMP_WORDS": line,
        "COMP_CWORD": str(len(words) - 1),
    }
    done = subprocess.run(
        COMMAND, env=os.environ | asked, capture_output=True, text=True, timeout=60
    )
    assert (done.returncode, done.stderr) == (0, "")
    rows = done.stdout.splitlines()
    return dict(zip(rows[1::3], rows[2::3], strict=True))


def test_the_catalog_that_imports_nothing_is_the_registry() -> None:
    assert listed_rules() == [
        Listed(rule.code, rule.name, rule.summary) for rule in load_rules().values()
    ]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("copydesk ru", ["rule", "rules"]),
        ("copydesk baseline p", ["prune"]),
        ("copydesk check --fix-", ["--fix-only"]),
        ("copydesk check --output-format s", ["sarif"]),
        ("copydesk check --output-format ", list(formats())),
        ("copydesk check --fail-on e", ["error"]),
        ("copydesk check --select DUP20", CODES),
        ("copydesk check --select GAR,-,DUP20", [f"GAR,-,{code}" for code in CODES]),
        ("copydesk check --ignore near-", ["near-duplicate-document", "near-duplicate-paragraph"]),
        ("copydesk check --select DEF", ["DEFAULT"]),
        ("copydesk rule near-duplicate-p", ["near-duplicate-paragraph"]),
        ("copydesk rule A", []),
        ("copydesk completion ", ["bash", "fish", "powershell", "zsh"]),
    ],
)
def test_commands_options_formats_and_rules_are_offered(line: str, expected: list[str]) -> None:
    assert list(offered(line)) == expected


def test_a_rule_is_offered_with_what_it_finds() -> None:
    rule = load_rules()["DUP202"]
    assert offered("copydesk rule DUP202") == {"DUP202": f"{rule.name}: {rule.summary}"}
    assert offered("copydesk rule near-duplicate-p") == {rule.name: f"{rule.code}: {rule.summary}"}


def test_completing_imports_neither_numpy_nor_a_rule() -> None:
    asked = {
        "_COPYDESK_COMPLETE": "bash_complete",
        "COMP_WORDS": "copydesk check --select D",
        "COMP_CWORD": "3",
    }
    command = [sys.executable, "-X", "importtime", "-m", "copydesk"]
    done = subprocess.run(
        command, env=os.environ | asked, capture_output=True, text=True, timeout=60
    )
    assert "plain,DUP201" in done.stdout
    imported = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert {"click", "copydesk.engine.catalog"} <= imported
    assert not {name.split(".")[0] for name in imported} & {
        "numpy",
        "msgspec",
        "regex",
        "tomlkit",
        "copydesk_rules",
    }


def test_the_script_for_powershell_registers_a_completer() -> None:
    done = copydesk("completion", "powershell", cwd=Path())
    assert "Register-ArgumentCompleter -Native -CommandName copydesk" in done.stdout
    assert "powershell_complete" in done.stdout
    asked = {
        "_COPYDESK_COMPLETE": "powershell_complete",
        "COMP_WORDS": "copydesk rule DUP202",
        "COMP_CWORD": "2",
    }
    answer = subprocess.run(
        COMMAND, env=os.environ | asked, capture_output=True, text=True, timeout=60
    ).stdout.splitlines()
    assert answer[:2] == ["plain", "DUP202"]
    assert answer[2].startswith("near-duplicate-paragraph: ")


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """A home of its own, and a `copydesk` on the path that is the one under test."""
    command = tmp_path / "bin/copydesk"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m copydesk "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    (tmp_path / "articles").mkdir()
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in ("ZDOTDIR", "BASH_ENV", "ENV")
    }
    return kept | {
        "PATH": f"{command.parent}:{os.environ['PATH']}",
        "HOME": str(tmp_path),
        "TERM": "dumb",
        "PS1": "$ ",
    }


def need(shell: str) -> str:
    return shutil.which(shell) or pytest.skip(f"{shell} is not installed")


def typed(
    command: list[str], script: str, line: str, until: str, cwd: Path, environment: dict[str, str]
) -> str:
    """Start a shell on a terminal, run a script in it, type a line,
    and return what the terminal shows by the time it shows `until`.
    """
    main, other = pty.openpty()
    with subprocess.Popen(
        command,
        stdin=other,
        stdout=other,
        stderr=other,
        cwd=cwd,
        env=environment,
        start_new_session=True,
    ) as shell:
        os.close(other)
        shown = ""
        try:
            for sent, awaited in ((f"{script}; echo rea''dy\n", "ready"), (line, until)):
                os.write(main, sent.encode())
                shown, end = "", time.monotonic() + 60
                while awaited not in shown and time.monotonic() < end:
                    if select.select([main], [], [], 1)[0]:
                        shown += os.read(main, 65536).decode("utf-8", "replace")
        finally:
            shell.kill()
            os.close(main)
    return shown


@pytest.mark.client
def test_bash_completes(tmp_path: Path, environment: dict[str, str]) -> None:
    command = [need("bash"), "--norc", "--noprofile", "-i"]
    script = 'eval "$(copydesk completion bash)"'
    shown = typed(
        command, script, "copydesk check --select GAR,DUP20\t\t\t", "DUP205", tmp_path, environment
    )
    assert all(f"GAR,{code}" in shown for code in CODES)
    assert "rules" in typed(command, script, "copydesk ru\t\t\t", "rules", tmp_path, environment)
    assert "copydesk check articles/" in typed(
        command, script, "copydesk check art\t", "articles/", tmp_path, environment
    )


@pytest.mark.client
def test_zsh_completes_with_summaries(tmp_path: Path, environment: dict[str, str]) -> None:
    command = [need("zsh"), "-f", "-i"]
    script = 'autoload -Uz compinit; compinit -u; eval "$(copydesk completion zsh)"'
    shown = typed(command, script, "copydesk rule DUP20\t\t", "spun-passage", tmp_path, environment)
    assert all(
        f"{rule.code} " in shown and rule.name in shown
        for rule in load_rules().values()
        if rule.code in CODES
    )
    assert "articles/" in typed(
        command, script, "copydesk check art\t", "articles/", tmp_path, environment
    )


@pytest.mark.client
def test_fish_completes_with_summaries(tmp_path: Path, environment: dict[str, str]) -> None:
    fish = need("fish")
    folder = tmp_path / ".config/fish/completions"
    folder.mkdir(parents=True)
    (folder / "copydesk.fish").write_text(
        copydesk("completion", "fish", cwd=tmp_path).stdout, encoding="utf-8"
    )

    def completed(line: str) -> dict[str, str]:
        command = [fish, "--command", f"complete --do-complete '{line}'"]
        done = subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=60
        )
        return {
            value: about
            for value, _, about in (row.partition("\t") for row in done.stdout.splitlines())
        }

    assert completed("copydesk check --select GAR,DUP20").keys() == {
        f"GAR,{code}" for code in CODES
    }
    rule = load_rules()["DUP202"]
    assert completed("copydesk rule DUP202") == {"DUP202": f"{rule.name}: {rule.summary}"}
    assert completed("copydesk check art").keys() == {"articles/"}


@pytest.mark.client
def test_powershell_completes(tmp_path: Path, environment: dict[str, str]) -> None:
    script = "copydesk completion powershell | Out-String | Invoke-Expression; $line = 'copydesk rule DUP20'; "
    ask = "(TabExpansion2 -inputScript $line -cursorColumn $line.Length).CompletionMatches.CompletionText"
    command = [need("pwsh"), "-NoProfile", "-Command", script + ask]
    done = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=120
    )
    assert done.stdout.split() == CODES
