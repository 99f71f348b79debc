"""How much is printed, in which order, and what makes a run fail."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from programs import inline

PARAGRAPH = "The harbour of Kelling was closed on Monday after a crane fell into the main channel, and no ship may pass."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text(f"One.\n\n{PARAGRAPH}\n\nHe did did it.\n", encoding="utf-8")
    (tmp_path / "b.txt").write_text(f"Two.\n\nShe saw it.\n\n{PARAGRAPH}\n", encoding="utf-8")
    return tmp_path


def check(folder: Path, *arguments: str) -> tuple[int, list[str], str]:
    select = ("--select", "DUP201,GAR104", "--output-format", "concise", "--no-cache")
    done = inline(folder, "check", *select, *arguments)
    return done.returncode, done.stdout.decode().splitlines(), done.stderr.decode()


@pytest.mark.parametrize(
    ("condition", "code", "said"),
    [
        ("duplication > 10%", 1, "duplication: 16.67 % of 6 paragraphs, more than 10 %"),
        ("duplication > 20%", 0, ""),
        ("duplication >= 1", 1, "duplication: 1, at least 1"),
        ("duplicate-documents > 0", 0, ""),
        ("GAR > 0", 1, "GAR: 1, more than 0"),
        ("repeated-word >= 50%", 1, "repeated-word: 50 % of 2 documents, at least 50 %"),
        ("findings > 2", 0, ""),
        ("GRA > 1", 2, "no rule is called 'GRA'; did you mean 'GAR'?"),
        ("a lot", 2, "'a lot' is no condition; write it as 'duplication > 5%'"),
        ("duplicaton > 5%", 2, "did you mean 'duplication'?"),
    ],
)
def test_a_condition_decides_and_says_its_figures(
    folder: Path, condition: str, code: int, said: str
) -> None:
    done = check(folder, "--fail-if", condition)
    assert (done[0], said in done[2]) == (code, True), done[2]


def test_other_gates_stand_beside_conditions_only_if_they_are_asked_for(folder: Path) -> None:
    assert check(folder)[0] == 1
    assert check(folder, "--max-findings", "2")[0] == 0
    assert check(folder, "--max-findings", "1")[0] == 1
    assert check(folder, "--max-findings", "0", "--exit-zero")[0] == 0
    assert check(folder, "--fail-if", "GAR > 5", "--fail-on", "warning")[0] == 1
    assert check(folder, "--fail-if", "GAR > 5", "--fail-if", "DUP > 0")[0] == 1


def test_the_surest_findings_of_each_rule_in_the_order_asked_for(folder: Path) -> None:
    (folder / "c.txt").write_text("They went to the the town.\n\nIt is in the the book.\n")
    code, lines, said = check(folder, "--limit", "1")
    assert (code, [line.split(" ")[1] for line in lines]) == (1, ["GAR104", "DUP201"])
    assert "Found 4 findings" in said
    assert "2 of them not printed (--limit 1)." in said
    assert len(check(folder, "--sort", "confidence")[1]) == 4


class Terminal(io.TextIOWrapper):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        """Return what a terminal does."""
        return True


@pytest.mark.parametrize("many", [False, True])
def test_a_terminal_gets_a_summary_of_many_findings(
    folder: Path, monkeypatch: pytest.MonkeyPatch, many: bool
) -> None:
    from copydesk.cli import run_command

    for number in range(60 if many else 1):
        (folder / f"n{number}.txt").write_text("He did did it. She opened the the door.\n")
    monkeypatch.chdir(folder)
    for name in ("PRE_COMMIT", "COPYDESK_OUTPUT_FORMAT", "CI"):
        monkeypatch.delenv(name, raising=False)
    for arguments, brief in (
        ([], many),
        (["--output-format", "concise"], False),
        (["--limit", "9"], False),
    ):
        out, err = (Terminal(io.BytesIO(), "utf-8") for _ in range(2))
        monkeypatch.setattr(
            sys, "argv", ["copydesk", "check", "--no-cache", "--color", "never", *arguments]
        )
        monkeypatch.setattr(sys, "stdout", out)
        monkeypatch.setattr(sys, "stderr", err)
        assert run_command() == 1
        for stream in (out, err):
            stream.flush()
        said, warned = (stream.buffer.getvalue().decode() for stream in (out, err))  # type: ignore[attr-defined]
        assert (
            "GAR104 repeated-word: 121 findings in 61 files\n  a.txt:5:4: GAR104" in said
        ) == brief
        assert ("copydesk baseline create" in warned) == brief
